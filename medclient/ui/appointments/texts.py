"""Times and states in a few words."""

from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from medclient.ui.appointments.model import AppointmentRow, RowState
from medclient.ui.widgets import Tone


def clock(moment: datetime) -> str:
    """Time of day on this computer, as its language writes it."""
    local = moment.astimezone()
    pattern = QCoreApplication.translate("AppointmentTexts", "HH:mm")
    return QLocale().toString(QTime(local.hour, local.minute), pattern)


def span(row: AppointmentRow) -> str:
    return f"{clock(row.starts_at)}–{clock(row.ends_at)}"


def day(value: date) -> str:
    pattern = QCoreApplication.translate("AppointmentTexts", "ddd d MMM")
    return QLocale().toString(QDate(value.year, value.month, value.day), pattern)


def short_day(value: date) -> str:
    """With the year, for days far away."""
    pattern = QCoreApplication.translate("AppointmentTexts", "ddd d MMM yy")
    return QLocale().toString(QDate(value.year, value.month, value.day), pattern)


def long_day(value: date) -> str:
    pattern = QCoreApplication.translate("AppointmentTexts", "dddd, d MMMM yyyy")
    return QLocale().toString(QDate(value.year, value.month, value.day), pattern)


def length(value: timedelta) -> str:
    """A length of time in whole minutes."""
    hours, minutes = divmod(max(0, int(value.total_seconds() // 60)), 60)
    if hours:
        if not minutes:
            return QCoreApplication.translate("AppointmentTexts", "{hours} h").format(hours=hours)
        return QCoreApplication.translate("AppointmentTexts", "{hours} h {minutes} min").format(
            hours=hours, minutes=minutes
        )
    return QCoreApplication.translate("AppointmentTexts", "{minutes} min").format(minutes=minutes)


def patient(row: AppointmentRow) -> str:
    """The name, or words for a name that cannot be read here."""
    return row.name or QCoreApplication.translate("AppointmentTexts", "Name not readable")


def overdue(row: AppointmentRow, now: datetime) -> str:
    """How late the practitioner is, where somebody waits for it or may come; empty within the first minute."""
    late = row.overdue(now)
    if late < timedelta(minutes=1):
        return ""
    return QCoreApplication.translate("AppointmentTexts", "overdue for {length}").format(length=length(late))


def status(row: AppointmentRow, now: datetime) -> tuple[str, Tone]:
    """What a row says about itself now, and in which tone."""
    state = row.state(now)
    if state is RowState.WAITING and row.patient_present_since is not None:
        waited = now - row.patient_present_since
        if waited < timedelta(minutes=1):
            return QCoreApplication.translate("AppointmentTexts", "is waiting"), "accent"
        text = QCoreApplication.translate("AppointmentTexts", "waiting for {length}")
        return text.format(length=length(waited)), "accent"
    if state is RowState.RUNNING:
        return QCoreApplication.translate("AppointmentTexts", "call is running"), "accent"
    if state is RowState.CANCELLED:
        return QCoreApplication.translate("AppointmentTexts", "cancelled"), "muted"
    if state is RowState.CLOSED:
        return QCoreApplication.translate("AppointmentTexts", "access closed"), "muted"
    if state is RowState.OVER and row.ended_at is not None:
        if row.started_at is None:
            return QCoreApplication.translate("AppointmentTexts", "over"), "muted"
        text = QCoreApplication.translate("AppointmentTexts", "over after {length}")
        return text.format(length=length(row.ended_at - row.started_at)), "muted"
    return _planned(row, now)


def _planned(row: AppointmentRow, now: datetime) -> tuple[str, Tone]:
    if row.patient_was_present:
        return QCoreApplication.translate("AppointmentTexts", "was here, has left"), "warning"
    ahead = row.starts_at - now
    if ahead <= timedelta(0):
        return QCoreApplication.translate("AppointmentTexts", "not here yet"), "warning"
    if ahead < timedelta(minutes=1):
        return QCoreApplication.translate("AppointmentTexts", "now"), "muted"
    if ahead < timedelta(hours=12):
        # Rounded up: at 08:41:30 an appointment at 09:00 is "in 19 min".
        whole = timedelta(minutes=-(-ahead.total_seconds() // 60))
        return QCoreApplication.translate("AppointmentTexts", "in {length}").format(length=length(whole)), "muted"
    return QCoreApplication.translate("AppointmentTexts", "planned"), "muted"


def rehearsal() -> tuple[str, str]:
    """Name and reason of a rehearsal call's appointment."""
    translate = QCoreApplication.translate
    return translate("AppointmentTexts", "Practice patient"), translate("AppointmentTexts", "Rehearsal call")
