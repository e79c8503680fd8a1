"""The call page in every state that a user can see."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from medclient.media.frames import LatestFrame
from medclient.protocol.envelope import Role
from medclient.protocol.messages import HintKey, PictureSize
from medclient.session.events import (
    CallSnapshot,
    CallState,
    ChatEntry,
    Delivery,
    EndedBy,
    FileEntry,
    FileState,
    Problem,
    Quality,
)
from medclient.session.mutual_view import Mutual
from medclient.ui.call import CallPage
from medclient.ui.call.hint_menu import HintMenu
from medclient.ui.call.more_menu import MoreMenu
from medclient.ui.call.own_media import DeviceCondition, OwnMedia
from medclient.ui.call.small_window import SmallWindow
from tests.ui.call.pictures import person
from tests.ui.scenes import Scene

NOW = datetime(2026, 11, 26, 8, 4, 12, tzinfo=UTC)
WORKING = OwnMedia(DeviceCondition.WORKING, DeviceCondition.WORKING, DeviceCondition.WORKING)
CHAT = (
    ChatEntry("a", Role.PRACTITIONER, "Ich verspäte mich um etwa 10 Minuten.", NOW - timedelta(minutes=16)),
    ChatEntry("b", Role.PATIENT, "Kein Problem, ich warte. Danke für die Nachricht!", NOW - timedelta(minutes=15)),
    ChatEntry("c", Role.PATIENT, "Soll ich die Karte schon bereitlegen?", NOW - timedelta(minutes=1)),
    ChatEntry(
        "d",
        Role.PRACTITIONER,
        "Ja, bitte. Und den letzten Laborbefund, wenn Sie ihn zur Hand haben: https://praxis.example/befund/2026",
        NOW,
        Delivery.SENDING,
    ),
)


def file_entry(
    number: int, sender: Role, name: str, state: FileState, moved: int = 0, size: int = 1_840_000
) -> ChatEntry:
    """A line of chat that is a file."""
    kind = "image/jpeg" if name.endswith("jpg") else "application/pdf"
    held = state is FileState.DONE and sender is Role.PATIENT
    file = FileEntry(name, kind, size, state, moved, held)
    return ChatEntry(f"f{number}", sender, "", NOW - timedelta(minutes=9 - number), Delivery.READ, file)


FILES = (
    file_entry(1, Role.PATIENT, "Foto Ausschlag.jpg", FileState.DONE),
    file_entry(2, Role.PATIENT, "Laborbefund vom 12. November 2026 Dr. Müller-Lüdenscheidt.pdf", FileState.OFFERED),
    file_entry(3, Role.PRACTITIONER, "Überweisung.pdf", FileState.MOVING, 1_200_000),
)
OTHER_FILES = (
    file_entry(1, Role.PATIENT, "scan.pdf", FileState.MOVING, 400_000),
    file_entry(2, Role.PATIENT, "Rechnung.exe", FileState.REFUSED),
    file_entry(3, Role.PRACTITIONER, "Merkblatt.pdf", FileState.DONE),
    file_entry(4, Role.PATIENT, "alt.pdf", FileState.GONE),
    file_entry(5, Role.PRACTITIONER, "Attest.pdf", FileState.CANCELLED),
)
WAITING = CallSnapshot(state=CallState.WAITING, link_id="x", service_reachable=True)
THERE = replace(WAITING, patient_name="Erika Beispiel", patient_present_since=NOW - timedelta(minutes=3, seconds=20))
IN_CALL = replace(
    THERE,
    state=CallState.IN_CALL,
    started_at=NOW - timedelta(minutes=4, seconds=12),
    remote_camera=True,
    remote_microphone=True,
    quality=Quality.GOOD,
    generation=1,
)


def page(call: CallSnapshot, media: OwnMedia = WORKING, *, remote: bool = True) -> CallPage:
    """The page in a state, with pictures waiting on both sides."""
    result = CallPage()
    result.open_consultation("Erika Beispiel", "0911 / 123 456")
    result.set_now(NOW)
    far, near = LatestFrame(), LatestFrame()
    if remote:
        far.put(person(1))
    near.put(person(0))
    result.set_remote_frames(far)
    result.set_self_frames(near)
    result.show_media(media)
    result.show_snapshot(call)
    return result


def _scene(
    name: str,
    call: CallSnapshot,
    media: OwnMedia = WORKING,
    act: Callable[[CallPage], None] | None = None,
    size: tuple[int, int] = (1280, 800),
) -> Scene:
    def after_show(widget: QWidget) -> None:
        assert isinstance(widget, CallPage)
        widget.grab()
        if act is not None:
            act(widget)

    return Scene(f"call-{name}", lambda: page(call, media), *size, after_show)


def _ask(each: CallPage) -> None:
    each.ask_to_hang_up()


def _open_chat(each: CallPage) -> None:
    each.show_chat(True)


def _show_picture(each: CallPage) -> None:
    each.show_chat(True)
    picture = person(1).to_ndarray(format="rgb24")
    image = QImage(picture.tobytes(), picture.shape[1], picture.shape[0], QImage.Format.Format_RGB888).copy()
    size = each.chat.thumbnail_size
    each.chat.show_thumbnail("f1", image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio))


def _security(each: CallPage) -> None:
    each.stage.lock.click()


def _hint(each: CallPage) -> None:
    each.hints.entries[HintKey.LIGHT].trigger()


POOR = replace(IN_CALL, quality=Quality.POOR)
GONE = replace(IN_CALL, state=CallState.RECONNECTING)


def _stays(call: CallSnapshot) -> Callable[[CallPage], None]:
    """The line stays as it is for a minute."""

    def act(each: CallPage) -> None:
        each.show_snapshot(call)
        for second in range(61):
            each.set_now(NOW + timedelta(seconds=second))

    return act


def _card(each: CallPage) -> None:
    each.card.open()


def _card_held(each: CallPage) -> None:
    for _ in range(4):
        each.card.zoom_in()
    each.card.toggle_hold()
    each.card.show_cover(NOW)


def _keys(each: CallPage) -> None:
    each.set_waiting(2)
    each.show_keys()


def _waiting(each: CallPage) -> None:
    each.set_waiting(2)


def _small() -> QWidget:
    window = SmallWindow()
    frames = LatestFrame()
    frames.put(person(1))
    window.set_frames(frames)
    window.show_call(IN_CALL, "Erika Beispiel", "")
    return window


def _small_in_trouble() -> QWidget:
    window = _small()
    assert isinstance(window, SmallWindow)
    call = replace(IN_CALL, state=CallState.RECONNECTING, local_microphone=False)
    window.show_call(call, "Erika Beispiel", "Die Verbindung wird wiederhergestellt …")
    return window


def _small_while_others_wait() -> QWidget:
    window = _small_in_trouble()
    assert isinstance(window, SmallWindow)
    window.show_waiting(2)
    return window


def _page_changed(each: CallPage) -> None:
    each.show_page_changed(True)


def _more_menu() -> QWidget:
    menu = MoreMenu()
    menu.show_call(PictureSize.FULL, accepted=True, telephone="0911 / 123 456")
    return menu


CALL_SCENES = (
    _scene("waiting", WAITING),
    _scene("page-changed", THERE, act=_page_changed),
    _scene("waiting-present", THERE),
    _scene("declined", replace(THERE, problem=Problem.DECLINED)),
    _scene("ringing", replace(THERE, state=CallState.RINGING)),
    _scene("connecting", replace(THERE, state=CallState.CONNECTING)),
    _scene("in-call", IN_CALL),
    _scene("confirmed", replace(IN_CALL, mutual=Mutual(True, True, True, True))),
    _scene("not-heard", replace(IN_CALL, mutual=Mutual(True, True, False, True))),
    _scene("not-seen", replace(IN_CALL, mutual=Mutual(True, True, True, False))),
    _scene("no-sound-arrives", replace(IN_CALL, mutual=Mutual(False, True, True, True))),
    _scene("no-picture-arrives", replace(IN_CALL, mutual=Mutual(True, False, True, True))),
    _scene("in-call-large", IN_CALL, size=(1920, 1080)),
    _scene("in-call-small", IN_CALL, size=(900, 600)),
    _scene("muted", replace(IN_CALL, local_microphone=False, local_camera=False, quality=Quality.FAIR)),
    _scene("remote-off", replace(IN_CALL, remote_camera=False, remote_microphone=False)),
    _scene("unstable", replace(IN_CALL, state=CallState.UNSTABLE, quality=Quality.POOR)),
    _scene("reconnecting", replace(IN_CALL, state=CallState.RECONNECTING, service_reachable=False)),
    _scene("hang-up", IN_CALL, act=_ask),
    _scene("chat", replace(IN_CALL, chat=CHAT), act=_open_chat),
    _scene("chat-files", replace(IN_CALL, chat=(CHAT[1], *FILES)), act=_show_picture),
    _scene("chat-more-files", replace(IN_CALL, chat=OTHER_FILES), act=_open_chat),
    _scene("chat-waiting", WAITING, act=_open_chat),
    _scene("hint", IN_CALL, act=_hint),
    _scene("ladder-smaller", POOR, act=_stays(POOR)),
    _scene("ladder-off", POOR, act=_stays(replace(POOR, picture=PictureSize.SMALL))),
    _scene("ladder-other-ways", GONE, act=_stays(GONE)),
    _scene(
        "ladder-sound-only",
        IN_CALL,
        act=_stays(replace(IN_CALL, picture=PictureSize.OFF, local_camera=False, remote_camera=False)),
    ),
    Scene("call-menu", _more_menu, 0, 0),
    _scene("card", IN_CALL, act=_card),
    _scene("card-held", IN_CALL, act=_card_held),
    _scene("card-small", IN_CALL, act=_card_held, size=(900, 600)),
    _scene("security-code", replace(IN_CALL, security_code="493 027"), act=_security),
    _scene("key-changed", replace(IN_CALL, security_code="493 027", problem=Problem.KEY_CHANGED)),
    _scene("message-missing", replace(IN_CALL, problem=Problem.MESSAGE_MISSING)),
    _scene("end-disputed", replace(IN_CALL, problem=Problem.END_DISPUTED)),
    _scene("keys", IN_CALL, act=_keys),
    _scene("others-waiting", IN_CALL, act=_waiting),
    Scene("call-small-window", _small, 384, 216, lambda widget: widget.setFocus()),
    Scene("call-small-window-trouble", _small_in_trouble, 384, 216),
    Scene("call-small-window-waiting", _small_while_others_wait, 384, 216),
    _scene("narrow-chat", replace(IN_CALL, chat=CHAT), act=_open_chat, size=(900, 600)),
    _scene("chat-unread", replace(IN_CALL, chat=CHAT)),
    Scene("call-hint-menu", HintMenu, 0, 0),
    _scene(
        "no-devices",
        IN_CALL,
        OwnMedia(DeviceCondition.MISSING, DeviceCondition.MISSING, DeviceCondition.MISSING),
    ),
    _scene("service-gone", replace(WAITING, service_reachable=False, problem=Problem.SERVICE_UNREACHABLE)),
    _scene(
        "ended",
        replace(IN_CALL, state=CallState.ENDED, ended_at=NOW, ended_by=EndedBy.PATIENT),
    ),
)
