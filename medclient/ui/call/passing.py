"""A line that says what has just been done, and goes by itself."""

from PySide6.QtCore import QObject, QTimer, Signal

from medclient.ui.call.notices import Notice

SHOWN_MS = 5000


class PassingNotice(QObject):
    """At most one line at a time: a newer one takes the place of the older."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.notices: tuple[Notice, ...] = ()
        """To be shown below the lines of the call."""
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.clear)

    def say(self, text: str, icon: str = "info") -> None:
        """Show this for some seconds."""
        self.notices = (Notice("passing", text, icon),)
        self._timer.start()
        self.changed.emit()

    def clear(self) -> None:
        if self.notices:
            self._timer.stop()
            self.notices = ()
            self.changed.emit()
