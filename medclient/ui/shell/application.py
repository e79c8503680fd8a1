"""The application object, which macOS tells when one of the program's links is opened."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from medclient.protocol import program_link


class Application(QApplication):
    linkOpened = Signal(str)
    """The link id that it names; everything else is passed over."""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            try:
                self.linkOpened.emit(program_link.parse(event.url().toString()))
            except program_link.InvalidProgramLink:
                return False
            return True
        return super().event(event)
