"""The side panel of the selected appointment: link, QR code, message, change, cancel."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from medclient.protocol.messages import TEXT_CHARS
from medclient.ui import tokens, widgets
from medclient.ui.appointments import texts
from medclient.ui.appointments.model import AppointmentRow, RowState
from medclient.ui.appointments.qr_code import QrCode
from medclient.ui.translation import Retranslated

PANEL_WIDTH = 380
_MESSAGE_HEIGHT = 64


class DetailPanel(Retranslated):
    """Hidden until an appointment is selected; what is being typed stays while its state changes."""

    closed = Signal()
    startRequested = Signal(str)
    copyRequested = Signal(str)
    messageRequested = Signal(str, str)
    editRequested = Signal(str)
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
        self._when = widgets.label()
        self._status = widgets.label(strong=True, size="small")
        self._facts = widgets.label(size="small", tone="muted", wrap=True)
        self.start = widgets.button("", "", "video")
        self.start.clicked.connect(lambda: self._emit(self.startRequested))

        self._link_heading = widgets.label(strong=True)
        self._link_hint = widgets.label(size="small", tone="muted", wrap=True)
        self._link = QLineEdit()
        self._link.setReadOnly(True)
        self._copy = widgets.icon_button("", "copy", "")
        self._copy.clicked.connect(lambda: self._emit(self.copyRequested))
        self._qr = QrCode()
        link_row = QHBoxLayout()
        link_row.setSpacing(tokens.SPACE_2)
        link_row.addWidget(self._link, 1)
        link_row.addWidget(self._copy)
        qr_row = QHBoxLayout()
        qr_row.setSpacing(tokens.SPACE_4)
        qr_row.addWidget(self._qr)
        qr_row.addWidget(self._link_hint, 1)
        self._link_part = _part(self._link_heading, link_row, qr_row)

        self._message_heading = widgets.label(strong=True)
        self.message = QPlainTextEdit()
        self.message.setFixedHeight(_MESSAGE_HEIGHT)
        self.message.setTabChangesFocus(True)
        self.message.textChanged.connect(self._enable_send)
        self.ready_texts = [widgets.button("", "chip") for _ in range(3)]
        for chip in self.ready_texts:
            chip.clicked.connect(lambda _=False, chip=chip: self._use(chip.text()))
        self.send = widgets.button("", "", "send")
        self.send.clicked.connect(self._send)
        chips = QVBoxLayout()
        chips.setSpacing(tokens.SPACE_1)
        for chip in self.ready_texts:
            chips.addWidget(chip)
        self._message_part = _part(self._message_heading, chips, self.message, self.send)

        self._edit = widgets.button("", "", "pencil")
        self._edit.clicked.connect(lambda: self._emit(self.editRequested))
        self._cancel = widgets.button("", "quiet", "calendar-x-2")
        self._cancel.clicked.connect(lambda: self._emit(self.cancelRequested))
        change = QHBoxLayout()
        change.setSpacing(tokens.SPACE_2)
        change.addWidget(self._edit)
        change.addWidget(self._cancel)
        change.addStretch()
        self._change_part = _part(change)
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
        column.addLayout(when)
        column.addWidget(self._facts)
        column.addSpacing(tokens.SPACE_2)
        column.addWidget(self.start, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self._link_part, self._message_part, self._change_part):
            column.addWidget(part)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
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
            self.message.clear()
        self._row, self._now, self._is_next = row, now, is_next
        self.setVisible(row is not None)
        self.retranslate()

    def focus_message(self) -> None:
        self.message.setFocus()

    def message_failed(self, text: str) -> None:
        """Put a message back that did not get through, unless another is being typed."""
        if not self.message.toPlainText():
            self.message.setPlainText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        widgets.rename(self._close, self.tr("Close details"))
        self._link_heading.setText(self.tr("Link for the patient"))
        self._link.setAccessibleName(self._link_heading.text())
        widgets.rename(self._copy, self.tr("Copy link"))
        self._qr.setAccessibleName(self.tr("QR code of the link"))
        self._message_heading.setText(self.tr("Message to the patient"))
        self.message.setAccessibleName(self._message_heading.text())
        self.message.setPlaceholderText(self.tr("It is there when the patient opens the link."))
        for chip, text in zip(
            self.ready_texts,
            (
                self.tr("I will be about 10 minutes late."),
                self.tr("I will be with you shortly."),
                self.tr("Please have your insurance card ready."),
            ),
            strict=True,
        ):
            chip.setText(text)
        self.send.setText(self.tr("Send"))
        self._edit.setText(self.tr("Edit"))
        self._cancel.setText(self.tr("Cancel appointment"))
        self._show_row()

    def _show_row(self) -> None:
        row, now = self._row, self._now
        if row is None or now is None:
            return
        state = row.state(now)
        self._name.setText(texts.patient(row))
        self._reason.setText(row.reason)
        self._reason.setVisible(bool(row.reason))
        self._when.setText(f"{texts.day(row.day)}, {texts.span(row)}")
        status, tone = texts.status(row, now)
        self._status.setText(status)
        widgets.set_tone(self._status, tone)
        self._facts.setText(self._fact_text(row))
        self._facts.setVisible(bool(self._facts.text()))
        self.start.setText(self.tr("Return to call") if state is RowState.RUNNING else self.tr("Start"))
        self.start.setVisible(self._can_start and not self._is_next and row.can_start(now))
        self._link_part.setVisible(bool(row.link) and not state.finished)
        if self._link.text() != row.link:
            self._link.setText(row.link)
            self._link.setCursorPosition(0)
        self._qr.set_text(row.link)
        self._link_hint.setText(
            self.tr("Valid from {opens} to {closes}. Only this patient may have it.").format(
                opens=texts.clock(row.opens_at), closes=texts.clock(row.closes_at)
            )
        )
        self._message_part.setVisible(not state.finished)
        self._change_part.setVisible(state in (RowState.PLANNED, RowState.WAITING))
        self._enable_send()

    def _fact_text(self, row: AppointmentRow) -> str:
        if row.started_at is not None and row.ended_at is not None:
            return self.tr("Call from {start} to {end}").format(
                start=texts.clock(row.started_at), end=texts.clock(row.ended_at)
            )
        return ""

    def _use(self, text: str) -> None:
        self.message.setPlainText(text)
        self.message.setFocus()

    def _enable_send(self) -> None:
        text = self.message.toPlainText().strip()
        self.send.setEnabled(0 < len(text) <= TEXT_CHARS)

    def _send(self) -> None:
        text = self.message.toPlainText().strip()
        if text and self._row is not None:
            self.message.clear()
            self.messageRequested.emit(self._row.link_id, text)

    def _emit(self, signal: SignalInstance) -> None:
        if self._row is not None:
            signal.emit(self._row.link_id)


def _part(*items: QWidget | QBoxLayout) -> QWidget:
    """A group with a thin line above it."""
    result = QWidget()
    column = QVBoxLayout(result)
    column.setContentsMargins(0, tokens.SPACE_3, 0, 0)
    column.setSpacing(tokens.SPACE_2)
    column.addWidget(widgets.frame("line"))
    column.addSpacing(tokens.SPACE_1)
    for item in items:
        if isinstance(item, QWidget):
            left = item.property("kind") == ""
            column.addWidget(item, 0, Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag(0))
        else:
            column.addLayout(item)
    return result
