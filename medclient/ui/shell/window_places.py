"""Windows and dialogs come back where they were; one whose screen is gone comes to a screen that is there."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QByteArray, QEvent, QObject, QPoint, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

GRIP = 64
"""So much of a window's upper edge must be on a screen, for it to be taken hold of."""


def corrected(window: QRect, screens: Sequence[QRect]) -> QRect:
    """Where a window belongs: as it is, where its upper edge can be reached; else on the nearest screen."""
    edge = QRect(window.topLeft(), window.topRight() + QPoint(0, GRIP // 2))
    reachable = (screen.intersected(edge) for screen in screens)
    if not screens or any(part.width() >= min(GRIP, window.width()) and part.height() > 0 for part in reachable):
        return window
    screen = min(screens, key=lambda each: _distance(each, window))
    width, height = min(window.width(), screen.width()), min(window.height(), screen.height())
    left = min(max(window.left(), screen.left()), screen.right() + 1 - width)
    top = min(max(window.top(), screen.top()), screen.bottom() + 1 - height)
    return QRect(left, top, width, height)


def _distance(screen: QRect, window: QRect) -> int:
    return (screen.center() - window.center()).manhattanLength()


NAME = "medclientPlace"
"""The property that holds a window's name."""


class WindowPlaces(QObject):
    """Follows the windows that it is given."""

    def __init__(self, remembered: Callable[[], dict[str, str]], remember: Callable[[dict[str, str]], None]) -> None:
        super().__init__()
        self._remembered = remembered
        self._remember = remember
        self._followed: list[QWidget] = []

    def follow(self, window: QWidget, name: str) -> bool:
        """Bring a window to its place, and note it whenever it is hidden; whether it had one."""
        window.setProperty(NAME, name)
        window.installEventFilter(self)
        self._followed.append(window)
        return self._restore(window, name)

    def stop(self) -> None:
        """The program ends: note what is still open; what is hidden from now on may be late for the settings."""
        for window in self._followed:
            window.removeEventFilter(self)
            if window.isVisible():
                self.note(window)
        self._followed.clear()

    def note(self, window: QWidget) -> None:
        """Write down where a window is."""
        name = window.property(NAME)
        if name:
            place = bytes(window.saveGeometry().toBase64().data()).decode("ascii")
            places = self._remembered()
            if places.get(name) != place:
                self._remember({**places, name: place})

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget) and not event.spontaneous():
            if event.type() is QEvent.Type.Hide:
                self.note(watched)
            elif event.type() is QEvent.Type.Show:
                self._correct(watched)
        return False

    def _restore(self, window: QWidget, name: str) -> bool:
        place = self._remembered().get(name)
        if not place or not window.restoreGeometry(QByteArray.fromBase64(place.encode("ascii", "replace"))):
            return False
        self._correct(window)
        return True

    def _correct(self, window: QWidget) -> None:
        if window.isMaximized() or window.isFullScreen():
            return
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        before = window.geometry()
        after = corrected(before, screens)
        if after != before:
            window.setGeometry(after)
