"""What has happened with an appointment, line by line; also what the practice alone knows of it."""

from collections.abc import Iterator
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from medclient.practice.appointments import Way
from medclient.ui.appointments import texts
from medclient.ui.appointments.model import AppointmentRow


def lines(row: AppointmentRow, today: date) -> list[tuple[str, str]]:
    """When and what, the oldest first; the day is said where it is not today."""
    events = sorted(_events(row), key=lambda event: event[0])
    return [(_when(moment, today), text) for moment, text in events]


def _events(row: AppointmentRow) -> Iterator[tuple[datetime, str]]:
    translate = QCoreApplication.translate
    if row.created_at is not None:
        yield row.created_at, translate("AppointmentHistory", "Entered")
    ways = {
        Way.COPIED: translate("AppointmentHistory", "Link copied"),
        Way.EMAIL: translate("AppointmentHistory", "Invitation by e-mail prepared"),
        Way.CALENDAR: translate("AppointmentHistory", "Calendar file saved"),
        Way.SHEET: translate("AppointmentHistory", "Invitation sheet printed or saved"),
    }
    for handover in row.handed_over:
        yield handover.at, ways[handover.way]
    if row.link_opened_at is not None:
        yield row.link_opened_at, translate("AppointmentHistory", "Patient has opened the link")
    if row.patient_first_present_at is not None:
        yield row.patient_first_present_at, translate("AppointmentHistory", "Patient has entered the waiting room")
    if row.started_at is not None:
        yield row.started_at, translate("AppointmentHistory", "Call begun")
    if row.ended_at is not None and row.started_at is None:
        yield row.ended_at, translate("AppointmentHistory", "Ended without a call")
    elif row.ended_at is not None and row.started_at is not None:
        text = translate("AppointmentHistory", "Call ended after {length}")
        yield row.ended_at, text.format(length=texts.length(row.ended_at - row.started_at))
    if row.cancelled_at is not None:
        yield row.cancelled_at, translate("AppointmentHistory", "Cancelled")


def _when(moment: datetime, today: date) -> str:
    day = moment.astimezone().date()
    return texts.clock(moment) if day == today else f"{texts.day(day)} {texts.clock(moment)}"
