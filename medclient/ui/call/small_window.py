"""The call in a small window above all others: the patient's picture and the two switches that cannot wait."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizeGrip, QWidget

from medclient.media.frames import LatestFrame
from medclient.session.events import CallSnapshot, CallState
from medclient.ui import tokens, widgets
from medclient.ui.call import shortcuts
from medclient.ui.call.control_button import ControlButton
from medclient.ui.call.waiting_badge import WaitingBadge
from medclient.ui.translation import Retranslated
from medclient.ui.video import VideoWidget

SIZE = QSize(384, 216)
LEAST = QSize(288, 162)
NOT_LIVE = frozenset({CallState.UNSTABLE, CallState.RECONNECTING})


class SmallWindow(Retranslated):
    """Without a frame: dragged by its picture, made larger at its corner, given back by a double click."""

    microphonePressed = Signal()
    hangUpPressed = Signal()
    returned = Signal()
    """Back to the whole view."""

    def __init__(self) -> None:
        super().__init__(None)
        self.setWindowFlags(
            Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(LEAST)
        self.resize(SIZE)
        self._call = CallSnapshot()
        self._name = ""
        self._grip: QPoint | None = None
        self.placed = False
        """Whether it has a place of its own."""
        self.picture = VideoWidget(self)
        self.line = widgets.label(tone="stage")
        self.line.setParent(self)
        self.waiting = WaitingBadge(self)
        self.controls = QWidget(self)
        row = QHBoxLayout(self.controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE_1)
        self.microphone = ControlButton("mic", off_icon="mic-off")
        self.hang_up = ControlButton("phone-off", danger=True, width=76)
        self.back = ControlButton("maximize-2")
        for button in (self.microphone, self.hang_up, self.back):
            row.addWidget(button)
        self.corner = QSizeGrip(self)
        self.microphone.clicked.connect(self.microphonePressed)
        self.hang_up.clicked.connect(self._hang_up)
        self.back.clicked.connect(self.returned)
        self.retranslate()

    def set_frames(self, frames: LatestFrame | None) -> None:
        self.picture.set_frames(frames)

    def show_call(self, call: CallSnapshot, name: str, line: str) -> None:
        """Draw the call; `line` is what is to be read now, empty where all is well."""
        self._call, self._name = call, name
        self.picture.set_camera_on(call.remote_camera)
        self.picture.set_dimmed(call.state in NOT_LIVE)
        self.picture.set_placeholder(name)
        self.microphone.setChecked(call.local_microphone)
        self.line.setText(line)
        self.line.setVisible(bool(line))
        self._arrange()
        self.retranslate()

    def show_waiting(self, count: int) -> None:
        """How many other patients wait: as silently as in the whole view."""
        self.waiting.show_count(count)
        self._arrange()

    def open_beside(self, window: QWidget) -> None:
        """Show it where it was, the first time in the lower right corner of the screen on which `window` is."""
        if not self.placed:
            self.placed = True
            screen = window.screen() or QGuiApplication.primaryScreen()
            self.move(resting_place(screen.availableGeometry(), self.size()))
        self.show()
        self.activateWindow()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        on = self._call.local_microphone
        self.setWindowTitle(self._name or self.tr("Call"))
        action = self.tr("Switch microphone off") if on else self.tr("Switch microphone on")
        self.microphone.describe(self.tr("Microphone"), action, shortcuts.MICROPHONE)
        self.hang_up.describe(self.tr("Hang up"), self.tr("Hang up"), shortcuts.HANG_UP)
        self.back.describe(self.tr("Whole view"), self.tr("Back to the whole view"), shortcuts.SMALL_WINDOW)
        self.picture.setAccessibleName(self.tr("Picture of the patient"))
        self.corner.setAccessibleName(self.tr("Size"))

    def _hang_up(self) -> None:
        # The question is asked in the whole view: a slip of the finger here must not end a consultation.
        self.returned.emit()
        self.hangUpPressed.emit()

    def _arrange(self) -> None:
        self.picture.setGeometry(self.rect())
        controls = self.controls.sizeHint()
        bottom = self.height() - controls.height() - tokens.SPACE_2
        self.controls.setGeometry(QRect(QPoint((self.width() - controls.width()) // 2, bottom), controls))
        line, badge = self.line.sizeHint(), self.waiting.sizeHint()
        self.line.setGeometry(tokens.SPACE_3, tokens.SPACE_2, self.width() - 2 * tokens.SPACE_3, line.height())
        # The line says what is wrong with this call and may take the whole width: the badge stands below it then.
        below = 0 if self.line.isHidden() else line.height() + tokens.SPACE_1
        self.waiting.setGeometry(QRect(QPoint(tokens.SPACE_2, tokens.SPACE_2 + below), badge))
        grip = self.corner.sizeHint()
        self.corner.setGeometry(self.width() - grip.width(), self.height() - grip.height(), grip.width(), grip.height())
        for part in (self.line, self.waiting, self.controls, self.corner):
            part.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # Keys and mouse.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = QKeySequence(event.keyCombination())
        for keys, act in (
            (shortcuts.MICROPHONE, self.microphonePressed.emit),
            (shortcuts.HANG_UP, self._hang_up),
            (shortcuts.SMALL_WINDOW, self.returned.emit),
        ):
            if keys == pressed:
                act()
                return
        if event.key() == Qt.Key.Key_Escape:
            self.returned.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            handle = self.windowHandle()
            # The system moves it where it can: on Wayland nothing else does.
            if handle is None or not handle.startSystemMove():
                self._grip = event.globalPosition().toPoint() - self.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self.move(event.globalPosition().toPoint() - self._grip)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.returned.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.returned.emit()


def resting_place(screen: QRect, size: QSize) -> QPoint:
    """The lower right corner of a screen, with a little room."""
    room = tokens.SPACE_6
    return screen.bottomRight() + QPoint(1 - size.width() - room, 1 - size.height() - room)
