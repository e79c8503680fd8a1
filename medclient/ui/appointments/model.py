"""What the list shows: immutable rows, and what follows from them and the time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from medclient.practice.appointments import Handover
from medclient.practice.series import Repetition
from medclient.protocol import access_window


class RowState(StrEnum):
    """The states of an appointment that a user tells apart."""

    PLANNED = "planned"
    WAITING = "waiting"
    """The patient has opened the link and waits."""
    RUNNING = "running"
    OVER = "over"
    CANCELLED = "cancelled"
    CLOSED = "closed"
    """The access window has passed and no call took place."""

    @property
    def finished(self) -> bool:
        return self in (RowState.OVER, RowState.CANCELLED, RowState.CLOSED)


@dataclass(frozen=True)
class AppointmentRow:
    """One appointment as the practitioner sees it; all times carry a zone."""

    link_id: str
    starts_at: datetime
    duration_minutes: int
    name: str = field(repr=False)
    """Empty when the sealed part could not be opened."""
    reason: str = field(default="", repr=False)
    link: str = field(default="", repr=False)
    """The access link for the patient; empty when its secret is not known here."""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    cancelled_at: datetime | None = None
    patient_present_since: datetime | None = None
    patient_was_present: bool = False
    version: int = 0
    """Handed back with a change, so that the service notices when two persons change the same appointment."""
    account_id: str = ""
    practitioner: str = ""
    """Whose appointment it is; empty where the practice has one practitioner only."""
    own: bool = True
    """Whether it is the appointment of whoever is signed in; staff have none, so for them all are."""
    language: str = "de"
    """Of the invitation."""
    email: str = field(default="", repr=False)
    telephone: str = field(default="", repr=False)
    handed_over: tuple[Handover, ...] = ()
    created_at: datetime | None = None
    link_opened_at: datetime | None = None
    patient_first_present_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        """When it should end."""
        return self.starts_at + timedelta(minutes=self.duration_minutes)

    @property
    def opens_at(self) -> datetime:
        return access_window.opens_at(self.starts_at)

    @property
    def closes_at(self) -> datetime:
        return access_window.closes_at(self.starts_at)

    @property
    def day(self) -> date:
        """The day on this computer's calendar."""
        return self.starts_at.astimezone().date()

    def state(self, now: datetime) -> RowState:
        if self.ended_at is not None:
            return RowState.OVER
        if self.cancelled_at is not None:
            return RowState.CANCELLED
        if self.started_at is not None:
            return RowState.RUNNING
        if now >= self.closes_at:
            return RowState.CLOSED
        return RowState.PLANNED if self.patient_present_since is None else RowState.WAITING

    def overdue(self, now: datetime) -> timedelta:
        """How late the practitioner is: nothing before the time, nor once the call has begun or cannot any more."""
        return max(now - self.starts_at, timedelta(0)) if not self._settled(now) else timedelta(0)

    def _settled(self, now: datetime) -> bool:
        return self.state(now) not in (RowState.PLANNED, RowState.WAITING)

    def can_start(self, now: datetime) -> bool:
        """Whether a call can be started or joined now; the service has the last word."""
        state = self.state(now)
        return state is RowState.RUNNING or (not state.finished and now >= self.opens_at)


@dataclass(frozen=True)
class AppointmentDraft:
    """What the editor hands on."""

    name: str = field(repr=False)
    reason: str = field(repr=False)
    starts_at: datetime
    duration_minutes: int
    account_id: str = ""
    """Whose appointment it is; empty: of whoever enters it."""
    language: str = "de"
    email: str = field(default="", repr=False)
    telephone: str = field(default="", repr=False)
    repetition: Repetition | None = None


def waiting_rows(rows: Iterable[AppointmentRow], now: datetime) -> list[AppointmentRow]:
    """The waiting room: who has waited longest comes first."""
    waiting = [row for row in rows if row.state(now) is RowState.WAITING]
    return sorted(waiting, key=lambda row: row.patient_present_since or now)


def next_row(rows: tuple[AppointmentRow, ...], now: datetime) -> AppointmentRow | None:
    """What matters next of one's own: the call that runs, else the first one to come.

    A planned one whose time is up without a patient stands back when a later one is there.
    """
    ordered = sorted((row for row in rows if row.own and not row.state(now).finished), key=lambda row: row.starts_at)
    for row in ordered:
        if row.state(now) is RowState.RUNNING:
            return row
    for row in ordered:
        if row.state(now) is RowState.WAITING or row.ends_at > now:
            return row
    return ordered[0] if ordered else None
