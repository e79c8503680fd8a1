"""Everything that can be done with one appointment, under its row's dots, a right press, or the menu key."""

from datetime import datetime

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QMenu, QWidget

from medclient.ui import icons
from medclient.ui.appointments.model import AppointmentRow, RowState


class RowMenu(QMenu):
    """Made for one row at one moment."""

    startRequested = Signal()
    detailsRequested = Signal()
    copyRequested = Signal()
    messageRequested = Signal()
    editRequested = Signal()
    followUpRequested = Signal()
    cancelRequested = Signal()

    def __init__(self, row: AppointmentRow, now: datetime, parent: QWidget, *, can_start: bool) -> None:
        super().__init__(parent)
        state = row.state(now)
        changeable = state in (RowState.PLANNED, RowState.WAITING)
        if can_start and row.can_start(now):
            text = self.tr("Return to call") if state is RowState.RUNNING else self.tr("Start")
            self._entry("video", text, self.startRequested)
        self._entry("info", self.tr("Show details"), self.detailsRequested)
        if row.link and not state.finished:
            self._entry("link", self.tr("Copy link"), self.copyRequested)
            self._entry("message-square", self.tr("Message to the patient"), self.messageRequested)
        if changeable:
            self._entry("pencil", self.tr("Edit"), self.editRequested)
        if row.name:
            self._entry("calendar-plus", self.tr("Follow-up appointment"), self.followUpRequested)
        if changeable:
            self.addSeparator()
            self._entry("calendar-x-2", self.tr("Cancel appointment"), self.cancelRequested)

    def _entry(self, icon: str, text: str, signal: SignalInstance) -> None:
        action = self.addAction(text)
        icons.set_icon(action, icon, "muted")
        action.triggered.connect(lambda: signal.emit())
