"""The five controls: camera, microphone, new connection, hang up, more."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from medclient.session.events import CallSnapshot, CallState
from medclient.ui import tokens
from medclient.ui.call import shortcuts
from medclient.ui.call.control_button import ControlButton
from medclient.ui.call.fading import Overlay

ACCEPTED = frozenset({CallState.CONNECTING, CallState.IN_CALL, CallState.UNSTABLE, CallState.RECONNECTING})
"""The states of a call that the patient has accepted."""


class ControlBar(Overlay):
    """Shows what is on; emits what was pressed."""

    cameraPressed = Signal()
    microphonePressed = Signal()
    reconnectPressed = Signal()
    hangUpPressed = Signal()

    def __init__(self, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.camera = ControlButton("video", off_icon="video-off")
        self.microphone = ControlButton("mic", off_icon="mic-off")
        self.reconnect = ControlButton("refresh-cw")
        self.hang_up = ControlButton("phone-off", danger=True, width=76)
        self.more = ControlButton("ellipsis")
        self._menu = menu
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE_1)
        for control in (self.camera, self.microphone, self.reconnect, self.hang_up, self.more):
            row.addWidget(control)
        self.camera.button.clicked.connect(self.cameraPressed)
        self.microphone.button.clicked.connect(self.microphonePressed)
        self.reconnect.button.clicked.connect(self.reconnectPressed)
        self.hang_up.button.clicked.connect(self.hangUpPressed)
        self.more.button.clicked.connect(self.open_menu)
        self.retranslate()

    def show_snapshot(self, call: CallSnapshot) -> None:
        switchable = call.state not in (CallState.IDLE, CallState.ENDED)
        self.camera.button.setChecked(call.local_camera)
        self.microphone.button.setChecked(call.local_microphone)
        self.camera.button.setEnabled(switchable)
        self.microphone.button.setEnabled(switchable)
        self.reconnect.button.setEnabled(call.state in ACCEPTED)
        self.hang_up.button.setEnabled(call.state in ACCEPTED or call.state is CallState.RINGING)
        self.retranslate()

    def open_menu(self) -> None:
        """Open the three dots' menu above its button; nothing waits for it."""
        button = self.more.button
        corner = button.mapToGlobal(button.rect().topRight())
        hint = self._menu.sizeHint()
        corner.setX(corner.x() - hint.width())
        corner.setY(corner.y() - hint.height())
        self._menu.popup(corner)

    def retranslate(self) -> None:
        camera_on = self.camera.button.isChecked()
        microphone_on = self.microphone.button.isChecked()
        self.camera.describe(
            self.tr("Camera"),
            self.tr("Switch camera off") if camera_on else self.tr("Switch camera on"),
            shortcuts.CAMERA,
        )
        self.microphone.describe(
            self.tr("Microphone"),
            self.tr("Switch microphone off") if microphone_on else self.tr("Switch microphone on"),
            shortcuts.MICROPHONE,
        )
        self.reconnect.describe(self.tr("Restart connection"), self.tr("Restart connection"), shortcuts.RECONNECT)
        self.hang_up.describe(self.tr("Hang up"), self.tr("Hang up"), shortcuts.HANG_UP)
        self.more.describe(self.tr("More"), self.tr("More"))
