"""The program's sign beside the clock, where the system has such a place: open, what is next, quit."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from medclient.ui import icons, tokens

SHOWN_MS = 15_000
"""How long a notification stays, where the system asks."""
_SIZES = (16, 24, 32, 48, 64, 128, 256)


def program_icon(*, waiting: bool = False) -> QIcon:
    """A camera on the accent; with a dot while somebody waits."""
    result = QIcon()
    for size in _SIZES:
        result.addPixmap(_drawn(size, waiting=waiting))
    return result


def _drawn(size: int, *, waiting: bool) -> QPixmap:
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.LIGHT.accent))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * 0.22, size * 0.22)
    inner = round(size * 0.64)
    painter.drawPixmap((size - inner) // 2, (size - inner) // 2, icons.pixmap("video", inner, "#ffffff", 1.0))
    if waiting:
        painter.setBrush(QColor(tokens.DARK.warning_text))
        painter.drawEllipse(QRectF(size * 0.6, 0, size * 0.4, size * 0.4))
    painter.end()
    return picture


class Tray(QObject):
    """Does nothing where the system has no tray."""

    openRequested = Signal()
    nextRequested = Signal()
    """Show the next appointment."""
    quitRequested = Signal()

    def __init__(
        self, parent: QObject, is_available: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable
    ) -> None:
        super().__init__(parent)
        self._is_available = is_available
        self.menu = QMenu()
        self.open = QAction(self)
        self.open.triggered.connect(lambda: self.openRequested.emit())
        self.next = QAction(self)
        self.next.triggered.connect(lambda: self.nextRequested.emit())
        self.quit = QAction(self)
        self.quit.triggered.connect(lambda: self.quitRequested.emit())
        self.menu.addAction(self.open)
        self.menu.addAction(self.next)
        self.menu.addSeparator()
        self.menu.addAction(self.quit)
        self._waiting = 0
        self._next_text = ""
        self._icon = QSystemTrayIcon(program_icon(), self)
        self._icon.setContextMenu(self.menu)
        self._icon.activated.connect(self._activated)
        self._icon.messageClicked.connect(self.openRequested)
        self.retranslate()

    @property
    def is_there(self) -> bool:
        """Whether the sign can be seen, so that a hidden window can be found again."""
        return self._icon.isVisible() and self._is_available()

    def show(self) -> None:
        if self._is_available():
            self._icon.show()

    def hide(self) -> None:
        self._icon.hide()

    def set_next(self, text: str, waiting: int) -> None:
        """What comes next, in words, and how many wait."""
        if (text, waiting) != (self._next_text, self._waiting):
            if bool(waiting) != bool(self._waiting):
                self._icon.setIcon(program_icon(waiting=bool(waiting)))
            self._next_text, self._waiting = text, waiting
            self.retranslate()

    def notify(self, title: str, text: str) -> bool:
        """A notification of the system; False where there is none."""
        if not self.is_there or not QSystemTrayIcon.supportsMessages():
            return False
        self._icon.showMessage(title, text, program_icon(), SHOWN_MS)
        return True

    def retranslate(self) -> None:
        title = self.tr("Video appointments")
        self.open.setText(self.tr("Open"))
        self.next.setText(self._next_text or self.tr("No further appointment today"))
        self.next.setEnabled(bool(self._next_text))
        self.quit.setText(self.tr("Quit"))
        waiting = self.tr("{number} waiting").format(number=self._waiting) if self._waiting else ""
        self._icon.setToolTip("\n".join(filter(None, (title, waiting))))

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.openRequested.emit()
