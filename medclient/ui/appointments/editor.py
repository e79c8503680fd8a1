"""The dialogs in which appointments are entered or changed; they never block anything."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QDate, QDateTime, QEvent, Qt, QTime, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from medclient.practice import series
from medclient.practice.colleagues import Colleague
from medclient.practice.series import Repetition
from medclient.protocol.access_window import CLOSES_AFTER
from medclient.protocol.messages import NAME_CHARS
from medclient.ui import tall_dialog, tokens, widgets
from medclient.ui.appointments import texts
from medclient.ui.appointments.model import AppointmentDraft, AppointmentRow
from medclient.ui.sign_in.form import Field
from medclient.ui.translation import LANGUAGES

_WIDTH = 540
DURATIONS = (5, 10, 15, 20, 25, 30, 45, 60, 90)
DEFAULT_DURATION = 15
_STEP = timedelta(minutes=5)
_FIRST_COUNT = 4


@dataclass(frozen=True)
class Practice:
    """What a new appointment can be given: its practitioners, who is signed in, and the usual language."""

    colleagues: tuple[Colleague, ...] = ()
    own_id: str = ""
    language: str = "de"

    @property
    def practitioners(self) -> tuple[Colleague, ...]:
        """Those who have appointments, oneself first."""
        return tuple(
            sorted(
                (each for each in self.colleagues if each.has_appointments),
                key=lambda each: each.account_id != self.own_id,
            )
        )


class EditorDialog(QDialog):
    """Open it with `open()`; `saved` carries the draft, and the dialog is then closed."""

    saved = Signal(object)
    """`AppointmentDraft`."""

    def __init__(
        self,
        now: datetime,
        row: AppointmentRow | None = None,
        parent: QWidget | None = None,
        *,
        practice: Practice | None = None,
        template: AppointmentRow | None = None,
        account_id: str = "",
    ) -> None:
        """`row` is changed; without one, an appointment is entered, `template` filling in the patient and the time."""
        super().__init__(parent)
        self._now = now
        self._row = row
        self._practice = practice or Practice()
        self.setObjectName("editor")
        self._title = widgets.label(size="heading")
        self.name = Field()
        self.reason = Field()
        for field in (self.name, self.reason):
            field.line.setMaxLength(NAME_CHARS)
        self.date = QDateEdit()
        self.date.setCalendarPopup(True)
        self.time = QTimeEdit()
        # The style sheet gives a time field no padding (nor a width, without its buttons).
        self.time.lineEdit().setTextMargins(tokens.SPACE_3, 0, 0, 0)
        self.duration = QComboBox()
        self.practitioner = QComboBox()
        self.repeat = QComboBox()
        self.count = QSpinBox()
        self.count.setRange(2, series.MOST)
        self.count.setValue(_FIRST_COUNT)
        self.count.lineEdit().setTextMargins(tokens.SPACE_3, 0, 0, 0)
        self.email = Field()
        self.telephone = Field()
        for field in (self.email, self.telephone):
            field.line.setMaxLength(NAME_CHARS)
        self.language = QComboBox()
        self._labels: dict[QWidget, QLabel] = {
            each: widgets.label(strong=True, size="small")
            for each in (self.date, self.time, self.duration, self.practitioner, self.repeat, self.count, self.language)
        }
        self._cells = {control: _cell(label, control) for control, label in self._labels.items()}
        self._series = widgets.label(size="small", tone="muted", wrap=True)
        self._wrong = widgets.label(size="small", tone="danger", wrap=True)
        self._wrong.hide()
        self._cancel = widgets.button("")
        self._cancel.clicked.connect(self.reject)
        self._save = widgets.button("", "primary")
        self._save.setDefault(True)
        self._save.clicked.connect(self._submit)
        self._lay_out()
        self._fill(template, account_id)
        for signal in (self.repeat.currentIndexChanged, self.count.valueChanged, self.date.dateChanged):
            signal.connect(self._show_series)
        self.retranslate()
        self.name.line.setFocus()

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_3)
        for each in (self._title, self.name, self.reason):
            column.addWidget(each)
        for cells in (
            ((self.date, 6), (self.time, 3), (self.duration, 4)),
            ((self.practitioner, 1),),
            ((self.repeat, 3), (self.count, 2)),
        ):
            line = QHBoxLayout()
            line.setSpacing(tokens.SPACE_3)
            for control, stretch in cells:
                line.addWidget(self._cells[control], stretch)
            column.addLayout(line)
        column.addWidget(self._series)
        contact = QHBoxLayout()
        contact.setSpacing(tokens.SPACE_3)
        contact.addWidget(self.email, 5, Qt.AlignmentFlag.AlignTop)
        contact.addWidget(self.telephone, 4, Qt.AlignmentFlag.AlignTop)
        contact.addWidget(self._cells[self.language], 4)
        column.addLayout(contact)
        column.addWidget(self._wrong)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._save)
        tall_dialog.lay_out(self, content, buttons, _WIDTH)

    def _fill(self, template: AppointmentRow | None, account_id: str) -> None:
        known = self._row or template
        if known is None:
            start, minutes = _next_slot(self._now), DEFAULT_DURATION
        else:
            start, minutes = known.starts_at, known.duration_minutes
            self.name.line.setText(known.name)
            self.reason.line.setText(known.reason)
            self.email.line.setText(known.email)
            self.telephone.line.setText(known.telephone)
        local = start.astimezone()
        day = local.date()
        if template is not None:
            # The same time a week later, or on the first such day that is still to come.
            while day <= self._now.astimezone().date():
                day += timedelta(weeks=1)
            day = max(day, local.date() + timedelta(weeks=1))
        self.date.setDate(QDate(day.year, day.month, day.day))
        self.time.setTime(QTime(local.hour, local.minute))
        for each in sorted({*DURATIONS, minutes}):
            self.duration.addItem("", each)
        self.duration.setCurrentIndex(self.duration.findData(minutes))
        for colleague in self._practice.practitioners:
            self.practitioner.addItem(colleague.display_name, colleague.account_id)
        wanted = known.account_id if known else account_id or self._practice.own_id
        self.practitioner.setCurrentIndex(max(0, self.practitioner.findData(wanted)))
        self._cells[self.practitioner].setVisible(self.practitioner.count() > 1)
        for days in (0, *series.INTERVALS_DAYS):
            self.repeat.addItem("", days)
        self._cells[self.repeat].setVisible(self._row is None)
        for code, own_name in LANGUAGES.items():
            self.language.addItem(own_name, code)
        language = known.language if known else self._practice.language
        self.language.setCurrentIndex(max(0, self.language.findData(language)))

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
        self.email.name(self.tr("E-mail (optional)"))
        self.telephone.name(self.tr("Telephone (optional)"))
        for control, text in (
            (self.date, self.tr("Date")),
            (self.time, self.tr("Time")),
            (self.duration, self.tr("Duration")),
            (self.practitioner, self.tr("Practitioner")),
            (self.repeat, self.tr("Repeat")),
            (self.count, self.tr("Appointments in all")),
            (self.language, self.tr("Invitation in")),
        ):
            self._labels[control].setText(text)
            control.setAccessibleName(text)
        self.date.setDisplayFormat(self.tr("ddd d MMM yyyy"))
        self.time.setDisplayFormat(self.tr("HH:mm"))
        for index in range(self.duration.count()):
            self.duration.setItemText(index, texts.length(timedelta(minutes=self.duration.itemData(index))))
        for index in range(self.repeat.count()):
            self.repeat.setItemText(index, self._interval(self.repeat.itemData(index)))
        self._cancel.setText(self.tr("Discard"))
        self._save.setText(self.tr("Save"))
        self._show_series()

    def draft(self) -> AppointmentDraft:
        """What is entered at the moment."""
        local = QDateTime(self.date.date(), self.time.time())
        return AppointmentDraft(
            name=self.name.line.text().strip(),
            reason=self.reason.line.text().strip(),
            starts_at=datetime.fromtimestamp(local.toSecsSinceEpoch(), tz=self._now.tzinfo),
            duration_minutes=int(self.duration.currentData()),
            account_id=str(self.practitioner.currentData() or ""),
            language=str(self.language.currentData()),
            email=self.email.line.text().strip(),
            telephone=self.telephone.line.text().strip(),
            repetition=self._repetition(),
        )

    def _repetition(self) -> Repetition | None:
        days = int(self.repeat.currentData())
        return Repetition(days, self.count.value()) if days and self._row is None else None

    def _interval(self, days: int) -> str:
        if days == 0:
            return self.tr("not at all")
        if days == 1:
            return self.tr("every day")
        if days == 7:
            return self.tr("every week")
        return self.tr("every {weeks} weeks").format(weeks=days // 7)

    def _show_series(self) -> None:
        repetition = self._repetition()
        self._cells[self.count].setVisible(repetition is not None)
        self._series.setVisible(repetition is not None)
        if repetition is not None:
            last = series.occurrences(self.draft().starts_at, repetition)[-1].astimezone().date()
            self._series.setText(
                self.tr("The last one is on {day}. Each appointment gets its own link.").format(
                    day=texts.long_day(last)
                )
            )

    def _submit(self) -> None:
        draft = self.draft()
        past = draft.starts_at + CLOSES_AFTER <= self._now
        self._wrong.setText(self.tr("This time has passed. Please choose a later one.") if past else "")
        self._wrong.setVisible(past)
        if not draft.name:
            self.name.set_error(self.tr("Please enter the patient's name."))
            self.name.line.setFocus()
        elif draft.email and not _looks_like_address(draft.email):
            self.email.set_error(self.tr("This is no e-mail address."))
            self.email.line.setFocus()
        elif past:
            self.time.setFocus()
        else:
            self.saved.emit(draft)
            self.accept()


class InstantDialog(QDialog):
    """A name, and the link is there: for a patient who is on the telephone now."""

    saved = Signal(object)
    """`AppointmentDraft`."""

    def __init__(
        self, now: datetime, parent: QWidget | None = None, *, practice: Practice | None = None, account_id: str = ""
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._practice = practice or Practice()
        self.setFixedWidth(_WIDTH)
        self.setObjectName("instant")
        self._title = widgets.label(size="heading")
        self._what = widgets.label(tone="muted", wrap=True)
        self.name = Field()
        self.name.line.setMaxLength(NAME_CHARS)
        self.practitioner = QComboBox()
        for colleague in self._practice.practitioners:
            self.practitioner.addItem(colleague.display_name, colleague.account_id)
        self.practitioner.setCurrentIndex(max(0, self.practitioner.findData(account_id or self._practice.own_id)))
        self._whose = widgets.label(strong=True, size="small")
        whose = _cell(self._whose, self.practitioner)
        whose.setVisible(self.practitioner.count() > 1)
        self._cancel = widgets.button("")
        self._cancel.clicked.connect(self.reject)
        self._save = widgets.button("", "primary", "link")
        self._save.setDefault(True)
        self._save.clicked.connect(self._submit)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_6, tokens.SPACE_6, tokens.SPACE_6, tokens.SPACE_6)
        column.setSpacing(tokens.SPACE_3)
        for each in (self._title, self._what, self.name, whose):
            column.addWidget(each)
        column.addSpacing(tokens.SPACE_2)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._save)
        column.addLayout(buttons)
        self.retranslate()
        self.name.line.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Instant consultation"))
        self._title.setText(self.windowTitle())
        self._what.setText(self.tr("The appointment begins now. Its link is copied and shown, valid for one hour."))
        self.name.name(self.tr("Patient name"), self.tr("Only your practice can read it."))
        self._whose.setText(self.tr("Practitioner"))
        self.practitioner.setAccessibleName(self._whose.text())
        self._cancel.setText(self.tr("Discard"))
        self._save.setText(self.tr("Make link"))

    def _submit(self) -> None:
        name = self.name.line.text().strip()
        if not name:
            self.name.set_error(self.tr("Please enter the patient's name."))
            self.name.line.setFocus()
            return
        self.saved.emit(
            AppointmentDraft(
                name=name,
                reason="",
                starts_at=self._now.replace(second=0, microsecond=0),
                duration_minutes=DEFAULT_DURATION,
                account_id=str(self.practitioner.currentData() or ""),
                language=self._practice.language,
            )
        )
        self.accept()


def _cell(label: QLabel, control: QWidget) -> QWidget:
    """A control below its name."""
    cell = QWidget()
    label.setBuddy(control)
    column = QVBoxLayout(cell)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(tokens.SPACE_1)
    column.addWidget(label)
    column.addWidget(control)
    column.addStretch()
    return cell


def _looks_like_address(text: str) -> bool:
    local, at, domain = text.partition("@")
    return bool(local and at and domain) and not any(each.isspace() or each in ",;<>" for each in text)


def _next_slot(now: datetime) -> datetime:
    """The next full five minutes that are at least five minutes away."""
    start = now + 2 * _STEP
    return start.replace(minute=start.minute // 5 * 5, second=0, microsecond=0)
