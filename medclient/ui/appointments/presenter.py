"""Brings the list and the practice service together."""

import asyncio
import logging
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QObject, Signal

from medclient.practice.appointments import Appointment
from medclient.practice.client import PracticeClient
from medclient.practice.errors import (
    ChangedMeanwhile,
    PracticeError,
    ServiceRefused,
    ServiceUnreachable,
    SignedOut,
)
from medclient.practice.events import AppointmentEvents
from medclient.session.events import ConsultationTicket
from medclient.session.note import NoteRefused, send_note
from medclient.ui.appointments.model import AppointmentDraft, AppointmentRow
from medclient.ui.appointments.page import AppointmentsPage, ListState, Notice
from medclient.ui.background import Background

log = logging.getLogger("medclient.ui.appointments")

CLOCK_TOLERANCE = timedelta(minutes=2)


class AppointmentsPresenter(QObject):
    """Loads, shows and changes the appointments of the day that is looked at."""

    startRequested = Signal(object)
    """The `Appointment` to start."""
    patientArrived = Signal()
    """Somebody has entered the waiting room."""
    changed = Signal()
    """The list was read, or something in it is other."""
    signedOut = Signal()
    """The service does not know our session any more."""

    def __init__(
        self,
        page: AppointmentsPage,
        client: PracticeClient,
        public_url: Callable[[], str],
        clock: Callable[[], datetime],
        background: Background,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._client = client
        self._public_url = public_url
        self._clock = clock
        self._background = background
        self._known: dict[str, Appointment] = {}
        self._loading = asyncio.Lock()
        self._told = 0
        """How many changes were told: one that comes while the list is under way makes that an old one."""
        self._watching: asyncio.Task[None] | None = None
        page.startRequested.connect(self.start)
        page.messageRequested.connect(lambda link_id, text: background.spawn(self._message(link_id, text)))
        page.createRequested.connect(lambda draft: background.spawn(self._create(draft)))
        page.changeRequested.connect(
            lambda link_id, version, draft: background.spawn(self._change(link_id, version, draft))
        )
        page.cancelRequested.connect(lambda link_id: background.spawn(self._cancel(link_id)))
        page.dayRequested.connect(lambda day: background.spawn(self.load()))
        page.refreshRequested.connect(lambda: background.spawn(self.load()))

    def signed_in(self) -> None:
        """Show the list of whoever has signed in, and follow its changes."""
        session = self._client.session
        self._known.clear()
        self._page.set_account(session.display_name, session.practice_name, can_start=session.role != "staff")
        self._page.set_state(ListState.LOADING)
        self._page.show_day(self._clock().astimezone().date())
        self._watching = self._background.spawn(self._watch())

    def signed_out(self) -> None:
        if self._watching:
            self._watching.cancel()
            self._watching = None
        self._known.clear()
        self._page.set_rows(())

    async def load(self) -> None:
        """Ask for the day that is shown; nothing is asked for before somebody has signed in."""
        async with self._loading:  # one after the other: no answer overtakes another
            told = -1
            while self._watching and told != self._told:
                told = self._told
                if not await self._load(told):
                    return

    async def _load(self, told: int) -> bool:
        """Ask once; the answer is shown if nothing has changed meanwhile. Returns False where there was none."""
        day: date = self._page.day
        begin = datetime.combine(day, time()).astimezone()
        try:
            found = await asyncio.to_thread(self._client.appointments, begin, begin + timedelta(days=1))
        except SignedOut:
            self.signedOut.emit()
            return False
        except ServiceUnreachable:
            self._page.set_state(ListState.OFFLINE)
            return False
        except PracticeError as error:
            log.warning("the list could not be read: %s", type(error).__name__)
            self._page.set_state(ListState.ERROR)
            return False
        if told == self._told and day == self._page.day and self._watching:
            self._known = {each.link_id: each for each in found}
            self._page.set_state(ListState.READY)
            self._show()
            skew = self._client.clock_skew
            if skew is not None and abs(skew) > CLOCK_TOLERANCE:
                self._page.show_notice(Notice.CLOCK_WRONG)
        return True

    def find(self, link_id: str) -> Appointment | None:
        return self._known.get(link_id)

    def first_startable(self) -> Appointment | None:
        """The first appointment that can be started now."""
        now = self._clock()
        for each in sorted(self._known.values(), key=lambda known: known.starts_at):
            if self._row(each).can_start(now):
                return each
        return None

    def patient_link(self, appointment: Appointment) -> str:
        """The access link as the patient gets it."""
        return appointment.access_link(self._public_url()).url

    def ticket(self, appointment: Appointment) -> ConsultationTicket | None:
        """What the engine needs to open it; None where its sealed part cannot be read."""
        if not appointment.readable:
            return None
        session = self._client.session
        return ConsultationTicket(
            self._client.base_url,
            appointment.link_id,
            appointment.secret,
            session.token,
            session.display_name,
            appointment.name,
            appointment.details.telephone,
            self._client.profile().telephone,
        )

    def _row(self, each: Appointment) -> AppointmentRow:
        return AppointmentRow(
            link_id=each.link_id,
            starts_at=each.starts_at,
            duration_minutes=each.duration_minutes,
            name=each.name,
            reason=each.reason,
            link=self.patient_link(each) if each.readable else "",
            started_at=each.started_at,
            ended_at=each.ended_at,
            cancelled_at=each.cancelled_at,
            patient_present_since=each.patient_present_since,
            patient_was_present=each.patient_was_present,
            version=each.version,
        )

    def _show(self) -> None:
        rows = sorted((self._row(each) for each in self._known.values()), key=lambda row: row.starts_at)
        self._page.set_rows(tuple(rows))
        self.changed.emit()

    async def _watch(self) -> None:
        session = self._client.session
        events = AppointmentEvents(
            self._client.base_url, session.token, self._client.open_appointment, self._changed, self._reachable
        )
        await events.run()
        self.signedOut.emit()

    def _changed(self, appointment: Appointment) -> None:
        self._told += 1
        before = self._known.get(appointment.link_id)
        if appointment.starts_at.astimezone().date() == self._page.day:
            self._known[appointment.link_id] = appointment
        else:
            self._known.pop(appointment.link_id, None)
        self._show()
        waited = before.patient_present_since if before else None
        running = appointment.started_at or appointment.ended_at
        if appointment.patient_present_since and not waited and not running:
            self.patientArrived.emit()

    def _reachable(self, reachable: bool) -> None:
        if reachable:
            self._background.spawn(self.load())
        else:
            self._page.set_state(ListState.OFFLINE)

    def start(self, link_id: str) -> None:
        """Ask for the consultation to be opened."""
        appointment = self.find(link_id)
        if appointment is None or not appointment.readable:
            self._page.show_notice(Notice.START_FAILED)
        else:
            self.startRequested.emit(appointment)

    async def _message(self, link_id: str, text: str) -> None:
        appointment = self.find(link_id)
        ticket = self.ticket(appointment) if appointment else None
        if ticket is None:
            self._page.message_failed(link_id, text)
            return
        try:
            if appointment and self._client.session.role == "staff":
                await asyncio.to_thread(self._client.post_note, appointment, text)
            else:
                await send_note(ticket, text)
        except (NoteRefused, ServiceRefused):
            self._page.message_failed(link_id, text)
            self._page.show_notice(Notice.LINK_CLOSED)
        except (PracticeError, TimeoutError, ValueError):
            self._page.message_failed(link_id, text)
        else:
            self._page.show_notice(Notice.MESSAGE_SENT)

    async def _create(self, draft: AppointmentDraft) -> None:
        await self._save(
            self._client.create_appointment, draft.name, draft.reason, draft.starts_at, draft.duration_minutes
        )

    async def _change(self, link_id: str, version: int, draft: AppointmentDraft) -> None:
        appointment = self.find(link_id)
        if appointment is None:
            self._page.show_notice(Notice.CHANGED_MEANWHILE)
            return
        await self._save(
            self._client.change_appointment,
            appointment,
            draft.name,
            draft.reason,
            draft.starts_at,
            draft.duration_minutes,
        )

    async def _save(self, call: Callable[..., Appointment], *values: object) -> None:
        try:
            saved = await asyncio.to_thread(call, *values)
        except ChangedMeanwhile:
            self._page.show_notice(Notice.CHANGED_MEANWHILE)
            await self.load()
        except PracticeError as error:
            log.warning("an appointment could not be saved: %s", type(error).__name__)
            self._page.show_notice(Notice.SAVE_FAILED)
        else:
            self._changed(saved)
            self._page.show_notice(Notice.SAVED)

    async def _cancel(self, link_id: str) -> None:
        try:
            self._changed(await asyncio.to_thread(self._client.cancel_appointment, link_id))
        except PracticeError as error:
            log.warning("an appointment could not be cancelled: %s", type(error).__name__)
            self._page.show_notice(Notice.CANCEL_FAILED)
