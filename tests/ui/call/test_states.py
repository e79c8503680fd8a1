"""Each state of a call: what the page says, shows and lets one press."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from medclient.session.events import CallSnapshot, CallState, EndedBy, Problem, Quality
from medclient.ui.call import CallPage
from medclient.ui.call.own_media import DeviceCondition, OwnMedia
from tests.ui.call.conftest import Open
from tests.ui.call.reading import visible_buttons, visible_texts
from tests.ui.call.screens import IN_CALL, NOW, THERE, WAITING, WORKING

RINGING = replace(THERE, state=CallState.RINGING)
CONNECTING = replace(THERE, state=CallState.CONNECTING)
UNSTABLE = replace(IN_CALL, state=CallState.UNSTABLE)
RECONNECTING = replace(IN_CALL, state=CallState.RECONNECTING)
ENDED = replace(IN_CALL, state=CallState.ENDED, ended_at=NOW, ended_by=EndedBy.PATIENT)


@pytest.mark.parametrize(
    ("call", "texts"),
    [
        (CallSnapshot(), ["No consultation is open", "Back to the list"]),
        (
            WAITING,
            ["Erika Beispiel is not here yet", "It rings by itself", "Back to the list", "Write a message"],
        ),
        (THERE, ["Erika Beispiel is in the waiting room", "waiting for 3 min", "Call"]),
        (replace(THERE, patient_present_since=NOW), ["has just arrived"]),
        (replace(THERE, problem=Problem.DECLINED), ["did not accept the call", "Call again"]),
        (RINGING, ["Calling Erika Beispiel …", "is ringing", "waiting for 3 min"]),
        (CONNECTING, ["Connecting with Erika Beispiel …"]),
        (UNSTABLE, ["The connection is faltering."]),
        (RECONNECTING, ["The connection is being restored …"]),
        (ENDED, ["The consultation has ended", "Erika Beispiel hung up. Duration 04:12."]),
        (replace(WAITING, service_reachable=False), ["Connecting to the practice service …"]),
        (
            replace(WAITING, service_reachable=False, problem=Problem.SERVICE_UNREACHABLE),
            ["The practice service cannot be reached. The program keeps trying"],
        ),
        (replace(IN_CALL, service_reachable=False), ["The call goes on; messages are sent later."]),
        (replace(IN_CALL, problem=Problem.SIGNED_OUT), ["You are signed out. The call goes on"]),
        (replace(WAITING, problem=Problem.SIGNED_OUT), ["Go back to the list and sign in again."]),
        (replace(WAITING, problem=Problem.REPLACED), ["opened in another window or on another PC"]),
        (replace(IN_CALL, problem=Problem.MESSAGE_REFUSED), ["arrived damaged"]),
        (replace(IN_CALL, problem=Problem.CHAT_TOO_LONG), ["too long and was not sent"]),
        (replace(WAITING, problem=Problem.LINK_CLOSED), ["Make a new appointment."]),
    ],
)
def test_what_is_read(open_page: Open, call: CallSnapshot, texts: list[str]) -> None:
    seen = visible_texts(open_page(call))
    for text in texts:
        assert text in seen


@pytest.mark.parametrize(
    ("call", "reconnect", "hang_up"),
    [
        (WAITING, False, False),
        (RINGING, False, True),
        (CONNECTING, True, True),
        (IN_CALL, True, True),
        (UNSTABLE, True, True),
        (RECONNECTING, True, True),
    ],
)
def test_which_controls_can_be_pressed(open_page: Open, call: CallSnapshot, reconnect: bool, hang_up: bool) -> None:
    page = open_page(call)
    controls = page.stage.controls
    assert controls.isVisible()
    assert controls.camera.isEnabled()
    assert controls.microphone.isEnabled()
    assert controls.reconnect.isEnabled() is reconnect
    assert controls.hang_up.isEnabled() is hang_up
    assert controls.more.isEnabled()


@pytest.mark.parametrize("call", [CallSnapshot(), ENDED])
def test_without_a_call_there_are_no_controls(open_page: Open, call: CallSnapshot) -> None:
    page = open_page(call)
    assert not page.stage.controls.isVisible()
    assert not page.stage.own.isVisible()


def test_in_a_call_the_picture_fills_the_stage(open_page: Open) -> None:
    """Requirements: guide 9."""
    page = open_page(IN_CALL)
    assert page.stage.size() == page.size()
    assert page.stage.remote.picture_rect.width() == 1280
    assert page.stage.own.width() < 330
    assert not page.stage.lobby.isVisible()
    assert page.stage.notices.texts == ()
    assert page.stage.info.text == "Erika Beispiel, 04:12, connection good"


def test_the_duration_runs_with_the_time_handed_in(open_page: Open) -> None:
    page = open_page(IN_CALL)
    page.set_now(NOW + timedelta(hours=1, seconds=3))
    assert page.stage.info.duration == "1:04:15"


def test_the_waiting_time_runs_with_the_time_handed_in(open_page: Open) -> None:
    page = open_page(THERE)
    page.set_now(NOW + timedelta(minutes=10))
    assert page.stage.lobby.sentence.text() == "waiting for 13 min"


@pytest.mark.parametrize(("quality", "word"), [(Quality.FAIR, "fair"), (Quality.POOR, "poor"), (Quality.UNKNOWN, "")])
def test_quality_is_a_word_as_well_as_bars(open_page: Open, quality: Quality, word: str) -> None:
    """Requirements: guide 2."""
    page = open_page(replace(IN_CALL, quality=quality))
    assert page.stage.info.quality_word == word


@pytest.mark.parametrize("call", [UNSTABLE, RECONNECTING])
def test_a_bad_line_dims_the_last_picture_and_opens_no_window(open_page: Open, call: CallSnapshot) -> None:
    page = open_page(IN_CALL)
    page.show_snapshot(call)
    assert page.stage.remote.has_picture
    assert page.stage.remote.is_dimmed
    assert not page.stage.lobby.isVisible()
    page.show_snapshot(IN_CALL)
    assert not page.stage.remote.is_dimmed
    assert page.stage.notices.texts == ()


def test_patients_camera_and_microphone_off(open_page: Open) -> None:
    page = open_page(IN_CALL)
    page.show_snapshot(replace(IN_CALL, remote_camera=False, remote_microphone=False))
    assert not page.stage.remote.has_picture
    assert page.stage.remote.name == "Erika Beispiel"
    assert page.stage.remote.caption == "The camera of the other side is off"
    assert "microphone off" in page.stage.info.text


def test_the_name_typed_by_the_patient_goes_before_the_appointments(open_page: Open) -> None:
    """Requirements: rule patients."""
    page = open_page(replace(IN_CALL, patient_name="Erika B. Beispiel"))
    assert page.stage.info.name == "Erika B. Beispiel"
    page.open_consultation("")
    page.show_snapshot(WAITING)
    assert page.stage.lobby.title.text() == "The patient is not here yet"


def test_own_devices_missing(open_page: Open) -> None:
    """Requirements: pain device lost."""
    missing = DeviceCondition.MISSING
    page = open_page(IN_CALL, OwnMedia(missing, missing, missing))
    assert page.stage.own.caption == "No camera found"
    assert page.stage.notices.texts == (
        "No microphone was found: Erika Beispiel cannot hear you.",
        "No loudspeaker was found: you cannot hear Erika Beispiel.",
    )
    settings = [button for button in visible_buttons(page.stage.notices) if button.text() == "Device settings"]
    assert len(settings) == 1


def test_the_notices_button_opens_the_device_settings(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL, replace(WORKING, microphone=DeviceCondition.BUSY))
    assert "Another program uses the microphone" in page.stage.notices.texts[0]
    with qtbot.waitSignal(page.deviceSettingsRequested):
        QTest.mouseClick(visible_buttons(page.stage.notices)[0], Qt.MouseButton.LeftButton)


def test_a_microphone_that_is_off_is_not_called_missing(open_page: Open) -> None:
    page = open_page(replace(IN_CALL, local_microphone=False), replace(WORKING, microphone=DeviceCondition.MISSING))
    assert page.stage.notices.texts == ()


def test_talking_while_muted_gives_a_hint(open_page: Open) -> None:
    """Requirements: guide 10.2."""
    page = open_page(replace(IN_CALL, local_microphone=False), replace(WORKING, talking_while_muted=True))
    assert page.stage.notices.texts == ("Your microphone is off. Hold the space bar to talk.",)


@pytest.mark.parametrize(
    ("condition", "caption"),
    [
        (DeviceCondition.BUSY, "Another program uses the camera"),
        (DeviceCondition.FAILED, "The camera delivers no picture"),
        (DeviceCondition.STARTING, "The camera is starting …"),
        (DeviceCondition.OFF, "Camera off"),
        (DeviceCondition.WORKING, ""),
    ],
)
def test_own_picture_says_why_there_is_none(open_page: Open, condition: DeviceCondition, caption: str) -> None:
    assert open_page(IN_CALL, replace(WORKING, camera=condition)).stage.own.caption == caption


def test_switched_off_differs_in_form(open_page: Open) -> None:
    page = open_page(replace(IN_CALL, local_camera=False, local_microphone=False))
    for control in (page.stage.controls.camera, page.stage.controls.microphone):
        off = control.grab().toImage()
        control.setChecked(True)
        on = control.grab().toImage()
        middle = off.rect().center()
        ground = middle + middle.__class__(0, 18)
        assert off.pixelColor(ground).lightness() > 200 > 80 > on.pixelColor(ground).lightness()
    assert page.stage.own.muted
    assert page.stage.own.caption == "Camera off"


def test_a_new_consultation_begins_empty(open_page: Open) -> None:
    page = open_page(IN_CALL)
    page.chat.input.setPlainText("draft")
    page.ask_to_hang_up()
    page.open_consultation("Max Muster")
    page.show_snapshot(WAITING)
    assert not page.stage.remote.has_picture
    assert not page.stage.question.isVisible()
    assert page.chat.input.toPlainText() == ""
    assert page.stage.lobby.title.text() == "Max Muster is not here yet"


def test_the_lobbys_buttons(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(replace(THERE, problem=Problem.DECLINED))
    with qtbot.waitSignal(page.callRequested):
        page.stage.lobby.call.click()
    with qtbot.waitSignal(page.leaveRequested):
        page.stage.lobby.leave.click()
    page.stage.lobby.message.click()
    assert page.chat.isVisible()


def test_nothing_lies_outside_or_over_the_controls_at_any_size(open_page: Open) -> None:
    page = open_page(replace(IN_CALL, state=CallState.UNSTABLE, service_reachable=False))
    for width, height in ((640, 480), (900, 600), (1280, 800), (1920, 1080)):
        for chat in (False, True) if width >= 900 else (False,):
            page.resize(width, height)
            page.show_chat(chat)
            _settle(page)
            stage = page.stage
            parts = [stage.controls, stage.tools, stage.info, stage.own, stage.notices]
            for part in parts:
                assert stage.rect().contains(part.geometry()), (width, height, chat, part)
            for part in (stage.own, stage.tools, stage.info, stage.notices):
                assert not part.geometry().intersects(stage.controls.geometry()), (width, height, chat, part)
            assert not stage.info.geometry().intersects(stage.tools.geometry()), (width, height, chat)


def test_a_notice_that_is_too_wide_is_broken_and_one_that_fits_is_not(open_page: Open) -> None:
    page = open_page(replace(IN_CALL, service_reachable=False))
    page.set_waiting(2)
    heights = {}
    for width in (1280, 480, 1280):
        page.resize(width, 600)
        _settle(page)
        notices = page.stage.notices
        heights[width] = notices.height()
        for label in (each for each in notices.findChildren(QLabel) if each.text()):
            assert label.width() >= label.sizeHint().width() or label.height() >= label.heightForWidth(label.width())
        assert page.stage.rect().contains(notices.geometry())
        assert not notices.geometry().intersects(page.stage.waiting.geometry())
    assert heights[480] > heights[1280]


def _settle(page: CallPage) -> None:
    layout = page.layout()
    assert layout is not None
    layout.activate()


def test_a_changed_patient_page_is_said_before_the_call_until_it_was_read(open_page: Open) -> None:
    page = open_page(THERE)
    page.show_page_changed(True)
    assert "is not the true one" in visible_texts(page)
    page.show_snapshot(IN_CALL)
    assert "is not the true one" in visible_texts(page)
    page.stage.notices.dismissed.emit("patient-page")
    assert "is not the true one" not in visible_texts(page)
    page.show_page_changed(True)
    assert "is not the true one" in visible_texts(page), "the next comparison says so again"
