"""The five controls: camera, microphone, new connection, hang up, more."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from medclient.session.events import CallSnapshot, CallState
from medclient.ui import tokens
from medclient.ui.call import shortcuts
from medclient.ui.call.control_button import ControlButton, open_above
from medclient.ui.translation import Retranslated

ACCEPTED = frozenset({CallState.CONNECTING, CallState.IN_CALL, CallState.UNSTABLE, CallState.RECONNECTING})
"""The states of a call that the patient has accepted."""


class ControlBar(Retranslated):
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
        self._controls = (self.camera, self.microphone, self.reconnect, self.hang_up, self.more)
        for control in self._controls:
            row.addWidget(control)
        self.camera.clicked.connect(self.cameraPressed)
        self.microphone.clicked.connect(self.microphonePressed)
        self.reconnect.clicked.connect(self.reconnectPressed)
        self.hang_up.clicked.connect(self.hangUpPressed)
        self.more.clicked.connect(self.open_menu)
        self.retranslate()

    def show_snapshot(self, call: CallSnapshot) -> None:
        switchable = call.state not in (CallState.IDLE, CallState.ENDED)
        self.camera.setChecked(call.local_camera)
        self.microphone.setChecked(call.local_microphone)
        self.camera.setEnabled(switchable)
        self.microphone.setEnabled(switchable)
        self.reconnect.setEnabled(call.state in ACCEPTED)
        self.hang_up.setEnabled(call.state in ACCEPTED or call.state is CallState.RINGING)
        self.retranslate()

    @property
    def opacity(self) -> float:
        return self.camera.opacity

    def set_opacity(self, opacity: float) -> None:
        """See `Fades`."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, opacity == 0)
        for control in self._controls:
            control.set_opacity(opacity)

    def open_menu(self) -> None:
        """Open the three dots' menu above its button; nothing waits for it."""
        open_above(self._menu, self.more)

    def retranslate(self) -> None:
        camera_on = self.camera.isChecked()
        microphone_on = self.microphone.isChecked()
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
