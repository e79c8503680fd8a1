"""The large card of the appointment that matters next, with the page's only primary button."""

from datetime import datetime

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from medclient.ui import theme, tokens, widgets
from medclient.ui.appointments import texts
from medclient.ui.appointments.model import AppointmentRow, RowState
from medclient.ui.elided_label import ElidedLabel
from medclient.ui.translation import Retranslated


class NextCard(Retranslated):
    """Hidden until it has a row."""

    startRequested = Signal(str)
    messageRequested = Signal(str)
    """Show the place where a message to this patient is written."""
    detailsRequested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._row: AppointmentRow | None = None
        self._now: datetime | None = None
        self._can_start = True
        self._eyebrow = widgets.label(size="small", tone="muted", strong=True)
        self._time = widgets.label(size="title")
        self._name = ElidedLabel(size="title")
        self._reason = ElidedLabel(tone="muted")
        self._status = widgets.label(size="body", strong=True)
        self._late = widgets.label(size="small", tone="warning", strong=True)
        self._why = widgets.label(size="small", tone="muted")
        self.start = widgets.button("", "primary", "video")
        self.start.setProperty("large", True)
        self.start.clicked.connect(lambda: self._emit(self.startRequested))
        self._message = widgets.button("", "", "message-square")
        self._message.clicked.connect(lambda: self._emit(self.messageRequested))
        self._details = widgets.icon_button("", "ellipsis")
        self._details.clicked.connect(lambda: self._emit(self.detailsRequested))

        card = widgets.frame("card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        column = QVBoxLayout(card)
        column.setContentsMargins(tokens.SPACE_6, tokens.SPACE_4 + tokens.SPACE_1, tokens.SPACE_6, tokens.SPACE_6)
        column.setSpacing(tokens.SPACE_1)
        top = QHBoxLayout()
        top.addWidget(self._eyebrow)
        top.addStretch()
        top.addWidget(self._late)
        top.addSpacing(tokens.SPACE_3)
        top.addWidget(self._status)
        column.addLayout(top)
        who = QHBoxLayout()
        who.setSpacing(tokens.SPACE_4)
        who.addWidget(self._time)
        who.addWidget(self._name, 1)
        column.addLayout(who)
        column.addWidget(self._reason)
        column.addSpacing(tokens.SPACE_4)
        actions = QHBoxLayout()
        actions.setSpacing(tokens.SPACE_3)
        actions.addWidget(self.start)
        actions.addWidget(self._message)
        actions.addWidget(self._details)
        actions.addSpacing(tokens.SPACE_2)
        actions.addWidget(self._why)
        actions.addStretch()
        column.addLayout(actions)
        self.hide()
        self.retranslate()

    @property
    def last_control(self) -> QWidget:
        """Where the keyboard leaves the card."""
        return self._details

    @property
    def link_id(self) -> str:
        return "" if self._row is None else self._row.link_id

    def set_can_start(self, can_start: bool) -> None:
        """Staff organise; they do not call."""
        self._can_start = can_start
        self.retranslate()

    def set_row(self, row: AppointmentRow | None, now: datetime) -> None:
        self._row, self._now = row, now
        self.setVisible(row is not None)
        self.retranslate()

    def retranslate(self) -> None:
        self._message.setText(self.tr("Message"))
        widgets.rename(self._details, self.tr("Show details"))
        row, now = self._row, self._now
        if row is None or now is None:
            return
        state = row.state(now)
        self._eyebrow.setText(self.tr("RUNNING") if state is RowState.RUNNING else self.tr("NEXT"))
        self._time.setText(texts.clock(row.starts_at))
        self._name.setText(texts.patient(row))
        self._reason.setText(row.reason)
        self._reason.setVisible(bool(row.reason))
        status, tone = texts.status(row, now)
        self._status.setText(status)
        widgets.set_tone(self._status, tone)
        self._late.setText(texts.overdue(row, now))
        self._late.setVisible(bool(self._late.text()))
        self.start.setText(self.tr("Return to call") if state is RowState.RUNNING else self.tr("Start"))
        self.start.setAccessibleName(self.tr("Start video appointment with {name}").format(name=texts.patient(row)))
        self.start.setVisible(self._can_start)
        ready = row.can_start(now)
        if self.start.isEnabled() != ready:
            self.start.setEnabled(ready)
            theme.refresh(self.start)
        self._why.setText(self.tr("Possible from {time}").format(time=texts.clock(row.opens_at)))
        self._why.setVisible(self._can_start and not ready)

    def _emit(self, signal: SignalInstance) -> None:
        if self._row is not None:
            signal.emit(self._row.link_id)
