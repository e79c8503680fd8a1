"""The dialog in which an appointment is entered or changed; it never blocks anything."""

from datetime import datetime, timedelta

from PySide6.QtCore import QDate, QDateTime, QEvent, QTime, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QHBoxLayout,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from medclient.protocol.access_window import CLOSES_AFTER
from medclient.protocol.messages import NAME_CHARS
from medclient.ui import tokens, widgets
from medclient.ui.appointments import texts
from medclient.ui.appointments.model import AppointmentDraft, AppointmentRow
from medclient.ui.sign_in.form import Field

_WIDTH = 500
DURATIONS = (5, 10, 15, 20, 25, 30, 45, 60, 90)
_DEFAULT_DURATION = 15
_STEP = timedelta(minutes=5)


class EditorDialog(QDialog):
    """Open it with `open()`; `saved` carries the draft, and the dialog is then closed."""

    saved = Signal(object)
    """`AppointmentDraft`."""

    def __init__(self, now: datetime, row: AppointmentRow | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._row = row
        self.setFixedWidth(_WIDTH)
        self._title = widgets.label(size="heading")
        self.name = Field()
        self.name.line.setMaxLength(NAME_CHARS)
        self.reason = Field()
        self.reason.line.setMaxLength(NAME_CHARS)
        self.date = QDateEdit()
        self.date.setCalendarPopup(True)
        self.time = QTimeEdit()
        # The style sheet gives a time field no padding (nor a width, without its buttons).
        self.time.lineEdit().setTextMargins(tokens.SPACE_3, 0, 0, 0)
        self.duration = QComboBox()
        self._labels = {
            each: widgets.label(strong=True, size="small") for each in (self.date, self.time, self.duration)
        }
        self._wrong = widgets.label(size="small", tone="danger", wrap=True)
        self._wrong.hide()
        self._cancel = widgets.button("")
        self._cancel.clicked.connect(self.reject)
        self._save = widgets.button("", "primary")
        self._save.setDefault(True)
        self._save.clicked.connect(self._submit)
        self._lay_out()
        self._fill()
        self.retranslate()
        self.name.line.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_6, tokens.SPACE_6, tokens.SPACE_6, tokens.SPACE_6)
        column.setSpacing(tokens.SPACE_4)
        for each in (self._title, self.name, self.reason):
            column.addWidget(each)
        when = QHBoxLayout()
        when.setSpacing(tokens.SPACE_3)
        for control, stretch in ((self.date, 6), (self.time, 3), (self.duration, 4)):
            cell = QVBoxLayout()
            cell.setSpacing(tokens.SPACE_1)
            self._labels[control].setBuddy(control)
            cell.addWidget(self._labels[control])
            cell.addWidget(control)
            cell.addStretch()
            when.addLayout(cell, stretch)
        column.addLayout(when)
        column.addWidget(self._wrong)
        column.addSpacing(tokens.SPACE_2)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._save)
        column.addLayout(buttons)

    def _fill(self) -> None:
        row = self._row
        if row is None:
            start, minutes = _next_slot(self._now), _DEFAULT_DURATION
        else:
            start, minutes = row.starts_at, row.duration_minutes
            self.name.line.setText(row.name)
            self.reason.line.setText(row.reason)
        local = start.astimezone()
        self.date.setDate(QDate(local.year, local.month, local.day))
        self.time.setTime(QTime(local.hour, local.minute))
        for each in sorted({*DURATIONS, minutes}):
            self.duration.addItem("", each)
        self.duration.setCurrentIndex(self.duration.findData(minutes))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        title = self.tr("New appointment") if self._row is None else self.tr("Edit appointment")
        self.setWindowTitle(title)
        self._title.setText(title)
        self.name.name(self.tr("Patient name"), self.tr("Only your practice can read it."))
        self.reason.name(self.tr("Reason (optional)"))
        for control, text in (
            (self.date, self.tr("Date")),
            (self.time, self.tr("Time")),
            (self.duration, self.tr("Duration")),
        ):
            self._labels[control].setText(text)
            control.setAccessibleName(text)
        self.date.setDisplayFormat(self.tr("ddd d MMM yyyy"))
        self.time.setDisplayFormat(self.tr("HH:mm"))
        for index in range(self.duration.count()):
            self.duration.setItemText(index, texts.length(timedelta(minutes=self.duration.itemData(index))))
        self._cancel.setText(self.tr("Discard"))
        self._save.setText(self.tr("Save"))

    def draft(self) -> AppointmentDraft:
        """What is entered at the moment."""
        local = QDateTime(self.date.date(), self.time.time())
        return AppointmentDraft(
            name=self.name.line.text().strip(),
            reason=self.reason.line.text().strip(),
            starts_at=datetime.fromtimestamp(local.toSecsSinceEpoch(), tz=self._now.tzinfo),
            duration_minutes=int(self.duration.currentData()),
        )

    def _submit(self) -> None:
        draft = self.draft()
        past = draft.starts_at + CLOSES_AFTER <= self._now
        self._wrong.setText(self.tr("This time has passed. Please choose a later one.") if past else "")
        self._wrong.setVisible(past)
        if not draft.name:
            self.name.set_error(self.tr("Please enter the patient's name."))
            self.name.line.setFocus()
        elif past:
            self.time.setFocus()
        else:
            self.saved.emit(draft)
            self.accept()


def _next_slot(now: datetime) -> datetime:
    """The next full five minutes that are at least five minutes away."""
    start = now + 2 * _STEP
    return start.replace(minute=start.minute // 5 * 5, second=0, microsecond=0)
