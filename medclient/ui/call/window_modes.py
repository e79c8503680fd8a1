"""Where the call is seen: in the whole window, on the whole screen, small above all others, or on another screen."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from medclient.media.frames import LatestFrame
from medclient.session.events import CallSnapshot
from medclient.ui.call.small_window import SmallWindow


class WindowModes(QObject):
    """The small window takes the place of the whole one, and gives it back as it was."""

    changed = Signal()
    fullScreenChanged = Signal(bool)
    onTopChanged = Signal(bool)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._frames: LatestFrame | None = None
        self._was_maximised = False
        self.small = SmallWindow()
        self.small.returned.connect(self.leave_small)
        page.destroyed.connect(self.small.deleteLater)

    def set_full_screen(self, full: bool) -> None:
        """Let the window fill the screen, or give it back the size it had."""
        window = self._page.window()
        if full and not window.isFullScreen():
            self._was_maximised = window.isMaximized()
            window.showFullScreen()
        elif not full and window.isFullScreen():
            if self._was_maximised:
                window.showMaximized()
            else:
                window.showNormal()
        self.fullScreenChanged.emit(full)

    def toggle_full_screen(self) -> None:
        self.set_full_screen(not self._page.window().isFullScreen())

    def set_always_on_top(self, on_top: bool) -> None:
        """Keep the window above all others; it is not made anew for it."""
        handle = self._page.window().windowHandle()
        if handle is not None:
            handle.setFlag(Qt.WindowType.WindowStaysOnTopHint, on_top)
        self.onTopChanged.emit(on_top)

    @property
    def is_small(self) -> bool:
        return self.small.isVisible()

    def set_frames(self, frames: LatestFrame | None) -> None:
        """Where the patient's picture arrives; it is shown in one of the two windows only."""
        self._frames = frames
        if self.is_small:
            self.small.set_frames(frames)

    def enter_small(self) -> None:
        if not self.is_small:
            self.small.set_frames(self._frames)
            self.small.open_beside(self._page.window())
            self._page.window().hide()
            self.changed.emit()

    def leave_small(self) -> None:
        if self.is_small:
            self.small.set_frames(None)
            self.small.picture.clear()
            self.small.hide()
            window = self._page.window()
            window.show()
            window.activateWindow()
            self.changed.emit()

    def show_call(self, call: CallSnapshot, name: str, line: str, *, accepted: bool) -> None:
        """Draw the small window; without a call there is none."""
        if not accepted:
            self.leave_small()
        if self.is_small:
            self.small.show_call(call, name, line)

    def to_other_screen(self) -> None:
        """Move the window to the next screen, as large there as here."""
        window = self._page.window()
        screens = QGuiApplication.screens()
        here = window.screen()
        if len(screens) < 2 or here not in screens:
            return
        there = screens[(screens.index(here) + 1) % len(screens)]
        full, maximised = window.isFullScreen(), window.isMaximized()
        place = moved(window.normalGeometry(), here.availableGeometry(), there.availableGeometry())
        if full or maximised:
            window.showNormal()
        window.setGeometry(place)
        if full:
            window.showFullScreen()
        elif maximised:
            window.showMaximized()


def has_other_screen(screens: Sequence[object] | None = None) -> bool:
    """Whether there is another screen to move to."""
    return len(QGuiApplication.screens() if screens is None else screens) > 1


def moved(window: QRect, here: QRect, there: QRect) -> QRect:
    """The same place on another screen, no larger than that."""
    size = window.size().boundedTo(there.size())
    room = there.size() - size
    offset = window.topLeft() - here.topLeft()
    x = min(max(0, offset.x()), room.width())
    y = min(max(0, offset.y()), room.height())
    return QRect(there.topLeft() + QPoint(x, y), size)
