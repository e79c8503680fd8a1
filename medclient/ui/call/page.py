"""The page of one consultation: draws snapshots, emits what the user wants, keeps no state of the call."""

from datetime import datetime

import av
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from medclient.media.frames import LatestFrame
from medclient.protocol.envelope import Role
from medclient.protocol.messages import HintKey, PictureSize
from medclient.session.events import CallSnapshot, CallState, Quality, StillState
from medclient.ui.call import shortcuts, wording
from medclient.ui.call.card_view import CardView
from medclient.ui.call.chat_panel import ChatPanel
from medclient.ui.call.control_bar import ACCEPTED
from medclient.ui.call.control_button import open_above
from medclient.ui.call.fading import Fader
from medclient.ui.call.hint_menu import ICONS, HintMenu
from medclient.ui.call.more_menu import MoreMenu
from medclient.ui.call.offering import Offering
from medclient.ui.call.own_media import OwnMedia
from medclient.ui.call.passing import PassingNotice
from medclient.ui.call.spans import clock
from medclient.ui.call.stage import Stage
from medclient.ui.call.window_modes import WindowModes
from medclient.ui.call.wording import confirmation, notices, own_picture
from medclient.ui.translation import Retranslated

NOT_LIVE = frozenset({CallState.UNSTABLE, CallState.RECONNECTING})
MOST_UNREAD = 9


class CallPage(Retranslated):
    """Hand it snapshots, frames and the time; connect its signals to the session's commands."""

    cameraToggled = Signal(bool)
    microphoneToggled = Signal(bool)
    """Also while Space is held: True on the press, False on the release."""
    reconnectRequested = Signal()
    callRequested = Signal()
    """Ring the patient, again or for the first time."""
    hangUpConfirmed = Signal()
    leaveRequested = Signal()
    """Back to the list; the consultation stays open."""
    chatSent = Signal(str)
    hintChosen = Signal(object)
    """`protocol.messages.HintKey`: show it to the patient."""
    chatSeen = Signal(int)
    """So many of the patient's lines have been on the screen."""
    pictureChosen = Signal(object)
    """`protocol.messages.PictureSize`: what a weak line is to carry, both ways."""
    captureGuardChosen = Signal(bool)
    coverConfirmed = Signal(bool)
    """The patient has said aloud that they are insured; False takes it back."""
    stillRequested = Signal()
    """Ask the patient's camera for a sharp still."""
    deviceSettingsRequested = Signal()
    reportRequested = Signal()
    helpRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._call = CallSnapshot()
        self._media = OwnMedia()
        self._now: datetime | None = None
        self._appointment_name = ""
        self.offering = Offering(self)
        self._own_hidden = False
        self._page_changed = False
        self._frames: LatestFrame | None = None
        self._chat_seen = 0
        self._talking = False
        self.menu = MoreMenu(self)
        self.hints = HintMenu(self)
        self.passing = PassingNotice(self)
        self.stage = Stage(self.menu)
        self.chat = ChatPanel()
        self.chat.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.stage, 1)
        row.addWidget(self.chat)
        self.modes = WindowModes(self)
        self.card = CardView(self.stage.remote, self.stage.card, self)
        self.fader = Fader(self.stage.overlays(), self._may_fade, self)
        self._connect()
        self._add_shortcuts()
        self.retranslate()
        self._draw()

    # What is handed in.

    def open_consultation(self, patient_name: str, telephone: str = "") -> None:
        """Begin with an empty page; `patient_name` is the appointment's, until the patient has typed theirs."""
        self.offering.begin(telephone)
        self._call = CallSnapshot()
        self._appointment_name = patient_name
        self._chat_seen = 0
        self._talking = False
        self.stage.remote.set_frames(None)
        self.stage.remote.clear()
        self.stage.question.hide()
        self.chat.clear_draft()
        self.chat.show_entries(())
        self.show_chat(False)
        self._draw()

    def show_page_changed(self, changed: bool) -> None:
        """Whether the service serves another patient page than it should; said until it was read."""
        self._page_changed = changed
        self._draw_notices()

    def show_snapshot(self, call: CallSnapshot) -> None:
        """Draw a state of the call."""
        before, self._call = self._call, call
        if before.state is not call.state:
            self.fader.stir()
        if call.state not in ACCEPTED:
            self.stage.question.hide()
        if call.still and call.still != before.still and (failed := wording.still_failed(call.still.state)):
            self.passing.say(failed, "camera-off")
        if call.local_microphone != before.local_microphone and not call.local_microphone:
            self._talking = False
        self._draw()

    def show_media(self, media: OwnMedia) -> None:
        """Draw how the user's own devices are."""
        if media != self._media:
            self._media = media
            self._draw()

    def show_still(self, still: av.VideoFrame | None) -> None:
        """Hold a still that the patient's camera has taken; None: it could not be read."""
        if still is None:
            self.passing.say(wording.still_failed(StillState.FAILED), "camera-off")
        else:
            self.card.show_still(still)

    def set_remote_frames(self, frames: LatestFrame | None) -> None:
        """Shown in the whole view or in the small window, never in both: a frame is taken once."""
        self._frames = frames
        self.modes.set_frames(frames)
        self.stage.remote.set_frames(None if self.modes.is_small else frames)

    def set_waiting(self, count: int) -> None:
        """How many other patients wait."""
        self.stage.waiting.show_count(count)
        self.modes.small.show_waiting(count)
        self.stage.arrange()

    def set_self_frames(self, frames: LatestFrame | None) -> None:
        self.stage.own.set_frames(frames)

    def set_now(self, now: datetime) -> None:
        """The time, about once a second: duration and waiting times count from it."""
        self._now = now
        if self.isVisible():
            self._draw_times()
            self._note_seen()

    # What it shows.

    @property
    def patient_name(self) -> str:
        """As the patient typed it, else as the appointment has it; never empty."""
        return self._call.patient_name or self._appointment_name or self.tr("The patient")

    @property
    def unread(self) -> int:
        """Lines of the patient's that have not been on the screen yet."""
        return max(0, self._lines_of_patient - max(self._chat_seen, self._call.chat_read))

    @property
    def _lines_of_patient(self) -> int:
        return sum(entry.sender is Role.PATIENT for entry in self._call.chat)

    def retranslate(self) -> None:
        self.stage.own.setAccessibleName(self.tr("Own picture"))
        self.stage.own.setAccessibleDescription(self.tr("The arrow keys move it to another corner"))
        self.stage.own.setToolTip(self.tr("Drag to any corner"))
        self.stage.remote.setAccessibleName(self.tr("Picture of the patient"))
        self.stage.setAccessibleName(self.tr("Call"))
        self.stage.lock.describe(self.tr("Security code"), self.tr("Encrypted from end to end: show the security code"))
        self.passing.clear()
        self._draw()

    def _draw(self) -> None:
        call, stage = self._call, self.stage
        name = self.patient_name
        accepted = call.state in ACCEPTED
        self.menu.small_window.setEnabled(accepted)
        lines = (*notices(call, self._media, name), *self.passing.notices)
        self.modes.show_call(call, name, lines[0].text if lines else "", accepted=accepted)
        self.card.set_usable(accepted)
        self._draw_still()
        stage.remote.set_camera_on(accepted and call.remote_camera)
        stage.remote.set_dimmed(call.state in NOT_LIVE)
        in_lobby = self._in_lobby()
        caption = "" if call.remote_camera else self._without_picture()
        stage.remote.set_placeholder("" if in_lobby else name, "" if in_lobby else caption)
        stage.lobby.setVisible(in_lobby)
        line, icon = own_picture(call, self._media)
        stage.own.set_camera_on(not line or icon == "video")
        stage.own.set_placeholder("", line, icon)
        stage.own.set_muted(not call.local_microphone)
        stage.own.setVisible(not self._own_hidden and call.state not in (CallState.IDLE, CallState.ENDED))
        stage.controls.show_snapshot(call)
        stage.controls.setVisible(call.state not in (CallState.IDLE, CallState.ENDED))
        stage.tools.show_snapshot(call)
        stage.info.setVisible(accepted and not in_lobby)
        self.menu.show_call(call.picture, accepted=accepted, telephone=self.offering.telephone)
        self._draw_notices()
        stage.lock.setVisible(accepted and not in_lobby and bool(call.security_code))
        stage.security.show_code(call.security_code if accepted else "")
        self.chat.set_patient_name(name)
        self.chat.show_entries(call.chat)
        self._note_seen()
        self._draw_chat_button()
        self._draw_times()
        stage.arrange()

    def _draw_still(self) -> None:
        still = self._call.still
        under_way = still is not None and still.state in (StillState.ASKED, StillState.MOVING)
        self.card.show_fetching(still.percent if still and under_way else None, can_ask=self._call.remote_camera)

    def _without_picture(self) -> str:
        if self._call.picture is PictureSize.OFF:
            return self.tr("Picture switched off: the line carries the sound alone")
        return self.tr("The camera of the other side is off")

    def _draw_notices(self) -> None:
        call = self._call
        warning = (wording.page_changed(),) if self._page_changed else ()
        lines = (*warning, *notices(call, self._media, self.patient_name), *self.offering.notices(call))
        self.stage.notices.show_notices((*lines, *self.passing.notices))

    def _draw_times(self) -> None:
        call = self._call
        self.offering.look(call, self._now)
        until = call.ended_at or self._now
        duration = clock(until - call.started_at) if call.started_at and until else ""
        quality = Quality.UNKNOWN if call.state in NOT_LIVE else call.quality
        muted = call.state in ACCEPTED and not call.remote_microphone and call.state is not CallState.CONNECTING
        hint = self.stage.info.sizeHint()
        self.stage.info.show_state(self.patient_name, confirmation(call), duration, quality, call.weak_side, not muted)
        before = self.stage.lobby.sizeHint()
        self.stage.lobby.show_call(call, self.patient_name, self._now)
        if hint != self.stage.info.sizeHint() or before != self.stage.lobby.sizeHint():
            self.stage.arrange()

    def _draw_chat_button(self) -> None:
        unread = self.unread
        self.stage.chat.set_badge(str(unread) if unread <= MOST_UNREAD else f"{MOST_UNREAD}+" if unread else "")
        if unread == 0:
            self.stage.chat.set_badge("")
        action = self.tr("Close chat") if not self.chat.isHidden() else self.tr("Open chat")
        name = self.tr("Chat, {count} unread").format(count=unread) if unread else self.tr("Chat")
        self.stage.chat.describe(name, action, shortcuts.CHAT)

    def _note_seen(self) -> None:
        """What stands in an open chat, on a window that is on the screen, has been read."""
        if self.chat.isVisible() and not self.window().isMinimized() and self.unread:
            self._chat_seen = self._lines_of_patient
            self.chatSeen.emit(self._chat_seen)
            self._draw_chat_button()

    def _in_lobby(self) -> bool:
        """Whether words stand in the middle instead of a picture."""
        if self._call.state is CallState.CONNECTING:
            return not self.stage.remote.has_picture
        return self._call.state not in ACCEPTED

    # What the user does.

    def toggle_camera(self) -> None:
        if self.stage.controls.camera.isEnabled():
            self.cameraToggled.emit(not self._call.local_camera)

    def toggle_microphone(self) -> None:
        if self.stage.controls.microphone.isEnabled():
            self._talking = False
            self.microphoneToggled.emit(not self._call.local_microphone)

    def reconnect(self) -> None:
        if self.stage.controls.reconnect.isEnabled():
            self.reconnectRequested.emit()

    def ask_to_hang_up(self) -> None:
        """Show the question over the picture; the call goes on."""
        if self.stage.controls.hang_up.isEnabled():
            self.fader.stir()
            self.stage.question.ask()
            self.stage.arrange()

    def show_chat(self, shown: bool) -> None:
        """Open or close the chat at the side; an opened one has the keyboard."""
        if shown and self._call.state is CallState.IDLE:
            return
        self.chat.setVisible(shown)
        if shown:
            self._note_seen()
            self.chat.input.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self.isVisible():
            self.stage.setFocus(Qt.FocusReason.OtherFocusReason)
        self._draw_chat_button()

    def toggle_chat(self) -> None:
        self.show_chat(self.chat.isHidden())

    def open_hints(self) -> None:
        """Let a sentence for the patient be chosen."""
        if self._call.state in ACCEPTED:
            self.fader.stir()
            open_above(self.hints, self.stage.tools.hints)

    def _send_hint(self, key: HintKey) -> None:
        self.hintChosen.emit(key)
        self.passing.say(self.tr("The patient is shown: {hint}").format(hint=self.hints.text(key)), ICONS[key])

    def toggle_small_window(self) -> None:
        """Into the small window above all others, or back."""
        if self.modes.is_small:
            self.modes.leave_small()
        elif self._call.state in ACCEPTED:
            self.modes.enter_small()

    def show_keys(self) -> None:
        """All keys on one sheet; once more takes it away."""
        if self.stage.keys.isVisible():
            self._back_to_stage()
        else:
            self.stage.keys.open()
            self.stage.arrange()

    def hide_own_picture(self, hidden: bool) -> None:
        self._own_hidden = hidden
        self.menu.self_view_hidden.setChecked(hidden)
        self._draw()

    def _on_notice(self, key: str) -> None:
        if key == wording.DEVICES:
            self.deviceSettingsRequested.emit()
        else:
            self.offering.take(key)

    def _on_dismissed(self, key: str) -> None:
        if key == wording.PATIENT_PAGE:
            self.show_page_changed(False)
            return
        self.offering.dismiss()
        self._draw_times()

    def _back_to_stage(self) -> None:
        self.stage.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        stage = self.stage
        stage.stirred.connect(self.fader.stir)
        stage.doubleClicked.connect(self.modes.toggle_full_screen)
        stage.controls.cameraPressed.connect(self.toggle_camera)
        stage.controls.microphonePressed.connect(self.toggle_microphone)
        stage.controls.reconnectPressed.connect(self.reconnect)
        stage.controls.hangUpPressed.connect(self.ask_to_hang_up)
        stage.question.confirmed.connect(self.hangUpConfirmed)
        stage.question.confirmed.connect(self._back_to_stage)
        stage.question.taken_back.connect(self._back_to_stage)
        stage.chat.clicked.connect(self.toggle_chat)
        stage.tools.hints.clicked.connect(self.open_hints)
        self.hints.chosen.connect(self._send_hint)
        self.passing.changed.connect(self._draw)
        stage.lock.clicked.connect(stage.security.toggle)
        stage.security.closed.connect(self._back_to_stage)
        stage.lobby.callPressed.connect(self.callRequested)
        stage.lobby.leavePressed.connect(self.leaveRequested)
        stage.lobby.messagePressed.connect(lambda: self.show_chat(True))
        stage.notices.actionPressed.connect(self._on_notice)
        stage.notices.dismissed.connect(self._on_dismissed)
        stage.remote.pictureChanged.connect(self._draw, Qt.ConnectionType.QueuedConnection)
        stage.tools.card.clicked.connect(self.card.toggle)
        self.card.changed.connect(stage.arrange)
        self.card.coverConfirmed.connect(self.coverConfirmed)
        self.card.stillRequested.connect(self.stillRequested)
        self.fader.changed.connect(self._on_fade)
        self.chat.sent.connect(self.chatSent)
        self.chat.closed.connect(lambda: self.show_chat(False))
        self.menu.deviceSettingsChosen.connect(self.deviceSettingsRequested)
        self.menu.reportChosen.connect(self.reportRequested)
        self.menu.fullScreenChosen.connect(self.modes.set_full_screen)
        self.menu.alwaysOnTopChosen.connect(self.modes.set_always_on_top)
        self.menu.selfViewHiddenChosen.connect(self.hide_own_picture)
        self.menu.mirroredChosen.connect(stage.own.set_mirrored)
        self.menu.pictureChosen.connect(self.pictureChosen)
        self.menu.smallWindowChosen.connect(self.toggle_small_window)
        self.menu.otherScreenChosen.connect(self.modes.to_other_screen)
        self.menu.captureGuardChosen.connect(self.captureGuardChosen)
        self.menu.keysChosen.connect(self.show_keys)
        self.modes.changed.connect(lambda: self.set_remote_frames(self._frames))
        self.modes.changed.connect(self._draw)
        self.modes.fullScreenChanged.connect(self.menu.full_screen.setChecked)
        self.modes.onTopChanged.connect(self.menu.always_on_top.setChecked)
        self.offering.changed.connect(self._draw_notices)
        self.offering.pictureChosen.connect(self.pictureChosen)
        self.offering.chatWanted.connect(lambda: self.show_chat(True))
        self.offering.said.connect(self.passing.say)
        self.modes.small.microphonePressed.connect(self.toggle_microphone)
        self.modes.small.hangUpPressed.connect(self.ask_to_hang_up)
        self.menu.telephoneChosen.connect(self.offering.call_by_telephone)
        self.menu.helpChosen.connect(self.helpRequested)

    def _add_shortcuts(self) -> None:
        for keys, act in (
            (shortcuts.CAMERA, self.toggle_camera),
            (shortcuts.MICROPHONE, self.toggle_microphone),
            (shortcuts.RECONNECT, self.reconnect),
            (shortcuts.HANG_UP, self.ask_to_hang_up),
            (shortcuts.CHAT, self.toggle_chat),
            (shortcuts.HINTS, self.open_hints),
            (shortcuts.CARD, self.card.toggle),
            (shortcuts.SMALL_WINDOW, self.toggle_small_window),
            (shortcuts.KEYS, self.show_keys),
            (shortcuts.ZOOM_IN, self.card.zoom_in),
            (QKeySequence("Ctrl+="), self.card.zoom_in),
            (shortcuts.ZOOM_OUT, self.card.zoom_out),
            (shortcuts.ZOOM_RESET, self.card.reset),
            (shortcuts.FULL_SCREEN, self.modes.toggle_full_screen),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(act)

    # Space to talk, Escape to go back.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            muted = self._call.state in ACCEPTED and not self._call.local_microphone
            if muted and not event.isAutoRepeat() and not self._talking:
                self._talking = True
                self.microphoneToggled.emit(True)
        elif event.key() == Qt.Key.Key_H and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.card.toggle_hold()
        elif event.key() == Qt.Key.Key_Escape:
            self._escape()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._stop_talking()
        else:
            super().keyReleaseEvent(event)

    def _stop_talking(self) -> None:
        if self._talking:
            self._talking = False
            self.microphoneToggled.emit(False)

    def _escape(self) -> None:
        if self.stage.question.isVisible():
            self.stage.question.take_back()
        elif self.card.is_open:
            self.card.close()
        elif self.stage.security.isVisible():
            self.stage.security.take_back()
        elif self.window().isFullScreen():
            self.modes.set_full_screen(False)
        else:
            self._back_to_stage()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            # The release of the key goes to another window: the microphone must not stay open.
            self._stop_talking()

    # Fading.

    def _may_fade(self) -> bool:
        """Only over a running call, and never what the user is at."""
        stage = self.stage
        controls = (stage.controls, stage.tools, stage.question, self.menu, self.hints)
        open_menu = self.menu.isVisible() or self.hints.isVisible()
        at_hand = open_menu or any(part.isVisible() and part.underMouse() for part in controls)
        focused = self.focusWidget()
        bars = (stage.controls, stage.tools)
        by_keyboard = focused is not None and any(bar.isAncestorOf(focused) for bar in bars)
        return (
            self._call.state in ACCEPTED
            and not self._in_lobby()
            and not stage.question.isVisible()
            and not self.card.is_open
            and not at_hand
            and not by_keyboard
        )

    def _on_fade(self, shown: bool) -> None:
        if shown:
            self.stage.unsetCursor()
        else:
            self.stage.setCursor(Qt.CursorShape.BlankCursor)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()
        self.stage.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fader.stir()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._stop_talking()
        if self.window() is not self and not self.window().isHidden() and not self.window().isMinimized():
            self.modes.set_full_screen(False)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._stop_talking()
        super().closeEvent(event)
