"""The side panel of the selected appointment: what it is, its link, a message, change and cancel, its history."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from medclient.ui import tokens, widgets
from medclient.ui.appointments import texts
from medclient.ui.appointments.model import AppointmentRow, RowState
from medclient.ui.appointments.panel_parts import HistoryPart, InvitationPart, MessagePart
from medclient.ui.translation import Retranslated

PANEL_WIDTH = 360


class DetailPanel(Retranslated):
    """Hidden until an appointment is selected; what is being typed stays while its state changes."""

    closed = Signal()
    startRequested = Signal(str)
    copyRequested = Signal(str)
    handOverRequested = Signal(str, object, bool)
    """Link id, `Way`, and for a sheet whether it is to be printed."""
    replaceRequested = Signal(str)
    messageRequested = Signal(str, str)
    delayRequested = Signal(str, int)
    """Link id, minutes."""
    editRequested = Signal(str)
    followUpRequested = Signal(str)
    cancelRequested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._row: AppointmentRow | None = None
        self._now: datetime | None = None
        self._is_next = False
        self._can_start = True
        self.setFixedWidth(PANEL_WIDTH)

        self._name = widgets.label(size="heading", wrap=True)
        self._close = widgets.icon_button("", "x")
        self._close.clicked.connect(self.closed)
        self._reason = widgets.label(tone="muted", wrap=True)
        self._whose = widgets.label(size="small", tone="muted", wrap=True)
        self._when = widgets.label()
        self._status = widgets.label(strong=True, size="small")
        self._late = widgets.label(size="small", tone="warning")
        self._contact = widgets.label(size="small", tone="muted", wrap=True)
        self._contact.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.start = widgets.button("", "", "video")
        self.start.clicked.connect(lambda: self._emit(self.startRequested))

        self.invitation = InvitationPart()
        self.invitation.copyRequested.connect(lambda: self._emit(self.copyRequested))
        self.invitation.replaceRequested.connect(lambda: self._emit(self.replaceRequested))
        self.invitation.handOverRequested.connect(
            lambda way, printed: self.handOverRequested.emit(self.link_id, way, printed)
        )
        self.writing = MessagePart()
        self.writing.sent.connect(lambda text: self.messageRequested.emit(self.link_id, text))
        self.writing.delayed.connect(lambda minutes: self.delayRequested.emit(self.link_id, minutes))
        self._history = HistoryPart()

        self._edit = widgets.button("", "", "pencil")
        self._edit.clicked.connect(lambda: self._emit(self.editRequested))
        self._follow_up = widgets.icon_button("", "calendar-plus", "")
        self._follow_up.clicked.connect(lambda: self._emit(self.followUpRequested))
        self._cancel = widgets.button("", "quiet", "calendar-x-2")
        self._cancel.clicked.connect(lambda: self._emit(self.cancelRequested))
        self._lay_out()
        self.hide()
        self.retranslate()

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(tokens.SPACE_6, tokens.SPACE_4, tokens.SPACE_6, tokens.SPACE_6)
        column.setSpacing(tokens.SPACE_1)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        when = QHBoxLayout()
        when.addWidget(self._when, 1)
        when.addWidget(self._status)
        column.addWidget(self._reason)
        column.addWidget(self._whose)
        column.addLayout(when)
        column.addWidget(self._late, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(self._contact)
        column.addSpacing(tokens.SPACE_2)
        column.addWidget(self.start, 0, Qt.AlignmentFlag.AlignLeft)
        change = QHBoxLayout()
        change.setSpacing(tokens.SPACE_2)
        for each in (self._edit, self._follow_up, self._cancel):
            change.addWidget(each)
        change.addStretch()
        column.addLayout(change)
        for part in (self.invitation, self.writing, self._history):
            column.addWidget(part)
        column.addStretch()
        scroll = widgets.ScrollArea(content)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        panel = widgets.frame("panel")
        inner = QVBoxLayout(panel)
        inner.setContentsMargins(1, 0, 0, 0)
        inner.addWidget(scroll)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(panel)

    @property
    def link_id(self) -> str:
        return "" if self._row is None else self._row.link_id

    def set_can_start(self, can_start: bool) -> None:
        self._can_start = can_start
        self.retranslate()

    def set_row(self, row: AppointmentRow | None, now: datetime, *, is_next: bool = False) -> None:
        """Show another appointment, or the newest state of the same; None hides the panel."""
        if row is None or row.link_id != self.link_id:
            self.writing.clear()
        self._row, self._now, self._is_next = row, now, is_next
        self.setVisible(row is not None)
        self.retranslate()

    def focus_message(self) -> None:
        self.writing.message.setFocus()

    def message_failed(self, text: str) -> None:
        """Put a message back that did not get through."""
        self.writing.failed(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        widgets.rename(self._close, self.tr("Close details"))
        self._edit.setText(self.tr("Edit"))
        widgets.rename(self._follow_up, self.tr("Follow-up appointment at the same time"))
        self._cancel.setText(self.tr("Cancel appointment"))
        self._show_row()

    def _show_row(self) -> None:
        row, now = self._row, self._now
        if row is None or now is None:
            return
        state = row.state(now)
        self._name.setText(texts.patient(row))
        for label, text in (
            (self._reason, row.reason),
            (self._whose, row.practitioner),
            (self._late, texts.overdue(row, now)),
            (self._contact, "  ·  ".join(filter(None, (row.telephone, row.email)))),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        self._when.setText(f"{texts.day(row.day)}, {texts.span(row)}")
        status, tone = texts.status(row, now)
        self._status.setText(status)
        widgets.set_tone(self._status, tone)
        self.start.setText(self.tr("Return to call") if state is RowState.RUNNING else self.tr("Start"))
        self.start.setVisible(self._can_start and not self._is_next and row.can_start(now))
        self.invitation.set_row(row, open_still=not state.finished)
        self.writing.setVisible(bool(row.link) and not state.finished)
        self._history.set_row(row, now.astimezone().date())
        changeable = state in (RowState.PLANNED, RowState.WAITING)
        self._edit.setVisible(changeable)
        self._cancel.setVisible(changeable)
        self._follow_up.setVisible(bool(row.name))

    def _emit(self, signal: SignalInstance) -> None:
        if self._row is not None:
            signal.emit(self._row.link_id)
