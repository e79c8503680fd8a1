"""Brings the list and the practice service together."""

import asyncio
import logging
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QObject, Signal

from medclient.practice import search
from medclient.practice.appointments import Appointment, Way
from medclient.practice.client import PracticeClient
from medclient.practice.colleagues import Colleague
from medclient.practice.errors import (
    ChangedMeanwhile,
    PracticeError,
    ServiceRefused,
    ServiceUnreachable,
    SignedOut,
)
from medclient.practice.events import AppointmentEvents
from medclient.practice.profile import PracticeProfile
from medclient.session.events import ConsultationTicket
from medclient.session.note import NoteRefused, send_delay, send_note
from medclient.ui.appointments.changes import Changes
from medclient.ui.appointments.editor import Practice
from medclient.ui.appointments.model import AppointmentRow, RowState
from medclient.ui.appointments.notices import Notice
from medclient.ui.appointments.page import AppointmentsPage, ListState
from medclient.ui.background import Background

log = logging.getLogger("medclient.ui.appointments")

CLOCK_TOLERANCE = timedelta(minutes=2)
SOON = timedelta(hours=18)
"""How far ahead appointments are kept in mind whatever day is shown: for reminders and the tray."""
SEARCHED_BACK = timedelta(days=92)
SEARCHED_AHEAD = timedelta(days=366)
SEARCH_FRESH = timedelta(minutes=1)
"""A search goes on with what was read so long ago."""
PAGE = 2000
"""As many appointments as the service lists at once."""


class AppointmentsPresenter(QObject):
    """Loads, shows and changes the appointments of the day that is looked at."""

    startRequested = Signal(object)
    """The `Appointment` to start."""
    patientArrived = Signal()
    """Somebody has entered the waiting room."""
    changed = Signal()
    """The list was read, or something in it is other."""
    handedOver = Signal(str, object, bool)
    """Link id, `Way` and whether to print: the link is to be given to the patient in a way that is not a copy."""
    signedOut = Signal()
    """The service does not know our session any more."""

    def __init__(
        self,
        page: AppointmentsPage,
        client: PracticeClient,
        public_url: Callable[[], str],
        clock: Callable[[], datetime],
        background: Background,
        language: Callable[[], str] = lambda: "de",
    ) -> None:
        super().__init__(page)
        self._page = page
        self._client = client
        self._public_url = public_url
        self._clock = clock
        self._background = background
        self._language = language
        self._known: dict[str, Appointment] = {}
        self._soon: dict[str, Appointment] = {}
        self._archive: dict[str, Appointment] = {}
        self._archived_at: datetime | None = None
        self._colleagues: tuple[Colleague, ...] = ()
        self._loading = asyncio.Lock()
        self._told = 0
        """How many changes were told: one that comes while the list is under way makes that an old one."""
        self._watching: asyncio.Task[None] | None = None
        self._to_open = ""
        self.changes = changes = Changes(page, client, self, clock, background)
        spawn = background.spawn
        page.startRequested.connect(self.start)
        page.messageRequested.connect(lambda link_id, text: spawn(self._message(link_id, text)))
        page.delayRequested.connect(lambda link_id, minutes: spawn(self._delay(link_id, minutes)))
        page.createRequested.connect(lambda draft: spawn(changes.create(draft)))
        page.instantRequested.connect(lambda draft: spawn(changes.create_instant(draft)))
        page.changeRequested.connect(lambda row, draft: spawn(changes.change(row, draft)))
        page.cancelRequested.connect(lambda link_id: spawn(changes.cancel(link_id)))
        page.replaceRequested.connect(lambda link_id: spawn(changes.replace_link(link_id)))
        page.handOverRequested.connect(self._hand_over)
        page.dayRequested.connect(lambda day: spawn(self.load()))
        page.searchRequested.connect(lambda query: spawn(self._search(query)))
        page.profileChanged.connect(lambda profile: spawn(self._save_profile(profile)))
        page.menu.profileRequested.connect(lambda: page.edit_profile(client.profile()))
        page.refreshRequested.connect(lambda: spawn(self.load()))

    def signed_in(self) -> None:
        """Show the list of whoever has signed in, and follow its changes."""
        session = self._client.session
        self._clear()
        self._page.set_account(session.display_name, session.practice_name, can_start=session.role != "staff")
        self._show_practice()
        self._page.set_state(ListState.LOADING)
        self._page.show_day(self._clock().astimezone().date())
        self._watching = self._background.spawn(self._watch())
        if self._to_open:
            self.open(self._to_open)

    def signed_out(self) -> None:
        if self._watching:
            self._watching.cancel()
            self._watching = None
        self._clear()
        self._page.set_rows(())

    def _clear(self) -> None:
        for known in (self._known, self._soon, self._archive):
            known.clear()
        self._archived_at = None
        self._colleagues = ()

    # The list.

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
            self._keep_soon(found)
            self._page.set_state(ListState.READY)
            self._show_practice()
            self._show()
            skew = self._client.clock_skew
            if skew is not None and abs(skew) > CLOCK_TOLERANCE:
                self._page.show_notice(Notice.CLOCK_WRONG)
        return True

    def names(self) -> set[str]:
        """Of every patient whose appointment is known here, for whoever must keep names out of something."""
        return {each.name for known in (self._known, self._soon, self._archive) for each in known.values()}

    def find(self, link_id: str) -> Appointment | None:
        for known in (self._known, self._soon, self._archive):
            if link_id in known:
                return known[link_id]
        return None

    def others_waiting(self, link_id: str) -> int:
        """How many patients of one's own wait for a call, besides the one of this link."""
        now = self._clock()
        rows = (self.row(each) for each in self._known.values())
        return sum(row.own and row.link_id != link_id and row.state(now) is RowState.WAITING for row in rows)

    def first_startable(self) -> Appointment | None:
        """The first appointment that can be started now."""
        now = self._clock()
        for each in sorted(self._known.values(), key=lambda known: known.starts_at):
            if self.row(each).can_start(now):
                return each
        return None

    @property
    def calls_are_ours(self) -> bool:
        """Whether whoever is signed in makes calls; nobody is, or staff: no."""
        return self._watching is not None and self._client.session.role != "staff"

    def soon(self) -> tuple[AppointmentRow, ...]:
        """The appointments of the next hours, whatever day is shown."""
        return tuple(self.row(each) for each in self._soon.values() if each.replaced_by is None)

    def open(self, link_id: str) -> None:
        """Show an appointment that somebody names from outside; after signing in, where nobody has yet."""
        self._to_open = link_id
        if self._watching:
            self._to_open = ""
            self._background.spawn(self._open(link_id))

    async def _open(self, link_id: str) -> None:
        try:
            appointment = await asyncio.to_thread(self._client.appointment, link_id)
            while appointment.replaced_by:
                appointment = await asyncio.to_thread(self._client.appointment, appointment.replaced_by)
        except ServiceRefused:
            self._page.show_notice(Notice.LINK_UNKNOWN)
        except SignedOut:
            self.signedOut.emit()
        except PracticeError:
            self._page.set_state(ListState.OFFLINE)
        else:
            self._page.show_appointment(self.row(appointment))

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

    def row(self, each: Appointment) -> AppointmentRow:
        """As the list shows it."""
        session, details = self._client.session, each.details
        practitioners = [colleague for colleague in self._colleagues if colleague.has_appointments]
        whose = next((known.display_name for known in self._colleagues if known.account_id == each.account_id), "")
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
            account_id=each.account_id,
            practitioner=whose if len(practitioners) > 1 else "",
            own=session.role == "staff" or each.account_id in ("", session.account_id),
            language=details.language or self._language(),
            email=details.email,
            telephone=details.telephone,
            handed_over=details.handed_over,
            created_at=each.created_at,
            link_opened_at=each.link_opened_at,
            patient_first_present_at=each.patient_first_present_at,
        )

    def _show(self) -> None:
        shown = [self.row(each) for each in self._known.values() if each.replaced_by is None]
        self._page.set_rows(tuple(sorted(shown, key=lambda row: row.starts_at)))
        self.changed.emit()

    # The people of the practice.

    async def load_practice(self) -> None:
        """Ask who works here and what the practice tells of itself; the list does without as long as need be."""
        try:
            self._colleagues = await asyncio.to_thread(self._client.colleagues)
            await asyncio.to_thread(self._client.load_profile)
        except PracticeError as error:
            log.info("the practice could not be read: %s", type(error).__name__)
        if self._watching:
            self._show_practice()
            self._show()

    async def _save_profile(self, profile: PracticeProfile) -> None:
        try:
            await asyncio.to_thread(self._client.change_profile, profile)
        except ChangedMeanwhile:
            await self.load_practice()
            self._page.show_notice(Notice.CHANGED_MEANWHILE)
        except PracticeError as error:
            log.warning("the profile could not be saved: %s", type(error).__name__)
            self._page.show_notice(Notice.SAVE_FAILED)
        else:
            self._page.show_notice(Notice.PROFILE_SAVED)

    def _show_practice(self) -> None:
        self._page.set_practice(Practice(self._colleagues, self._client.session.account_id, self._language()))

    # What the service tells.

    async def _watch(self) -> None:
        session = self._client.session
        events = AppointmentEvents(
            self._client.base_url,
            session.token,
            self._client.open_appointment,
            self._changed,
            self._reachable,
            self.forget,
            self._client.proxies,
        )
        await events.run()
        self.signedOut.emit()

    def learn(self, appointment: Appointment) -> None:
        """A state of an appointment; what an event brings late does not hide a change that is known already."""
        known = self.find(appointment.link_id)
        if known is not None and known.version > appointment.version:
            return
        self._told += 1
        if appointment.starts_at.astimezone().date() == self._page.day:
            self._known[appointment.link_id] = appointment
        else:
            self._known.pop(appointment.link_id, None)
        if appointment.link_id in self._archive:
            self._archive[appointment.link_id] = appointment
        self._archived_at = None
        self._keep_soon([appointment])
        self._show()

    def forget(self, link_id: str) -> None:
        """An appointment is gone."""
        self._told += 1
        self._archived_at = None
        for known in (self._known, self._soon, self._archive):
            known.pop(link_id, None)
        self._show()

    def _keep_soon(self, appointments: list[Appointment]) -> None:
        now = self._clock()
        self._soon.update({each.link_id: each for each in appointments})
        self._soon = {name: each for name, each in self._soon.items() if abs(each.starts_at - now) <= SOON}

    def _changed(self, appointment: Appointment) -> None:
        before = self.find(appointment.link_id)
        self.learn(appointment)
        waited = before.patient_present_since if before else None
        running = appointment.started_at or appointment.ended_at
        if appointment.patient_present_since and not waited and not running and self.row(appointment).own:
            self.patientArrived.emit()

    def _reachable(self, reachable: bool) -> None:
        if reachable:
            self._background.spawn(self.load())
            self._background.spawn(self.load_practice())
        else:
            self._page.set_state(ListState.OFFLINE)

    async def load_today(self) -> None:
        """Keep the next hours in mind where another day is looked at; for a new day."""
        now = self._clock()
        try:
            self._keep_soon(await asyncio.to_thread(self._client.appointments, now - SOON, now + SOON))
        except PracticeError as error:
            log.info("the next appointments could not be read: %s", type(error).__name__)

    # The search.

    async def _search(self, query: str) -> None:
        if not query:
            return
        now = self._clock()
        if self._archived_at is None or now - self._archived_at > SEARCH_FRESH:
            try:
                found = await asyncio.to_thread(self._read_all, now - SEARCHED_BACK, now + SEARCHED_AHEAD)
            except SignedOut:
                self.signedOut.emit()
                return
            except PracticeError as error:
                offline = isinstance(error, ServiceUnreachable)
                self._page.set_found(query, (), ListState.OFFLINE if offline else ListState.ERROR)
                return
            self._archive = {each.link_id: each for each in found}
            self._archived_at = now
        rows = tuple(self.row(each) for each in search.find(query, self._archive.values()))
        self._page.set_found(query, rows, ListState.READY)

    def _read_all(self, begin: datetime, end: datetime) -> list[Appointment]:
        everything: dict[str, Appointment] = {}
        while True:
            part = self._client.appointments(begin, end)
            everything.update({each.link_id: each for each in part})
            if len(part) < PAGE or part[-1].starts_at == begin:
                return list(everything.values())
            begin = part[-1].starts_at

    # What is done with one.

    def start(self, link_id: str) -> None:
        """Ask for the consultation to be opened."""
        appointment = self.find(link_id)
        if appointment is None or not appointment.readable:
            self._page.show_notice(Notice.START_FAILED)
        else:
            self.startRequested.emit(appointment)

    def _hand_over(self, link_id: str, way: Way, printed: bool) -> None:
        if way is Way.COPIED:
            self._background.spawn(self.changes.note_handover(link_id, way))
        else:
            self.handedOver.emit(link_id, way, printed)

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
                await send_note(ticket, text, self._client.proxies)
        except (NoteRefused, ServiceRefused):
            self._page.message_failed(link_id, text)
            self._page.show_notice(Notice.LINK_CLOSED)
        except (PracticeError, TimeoutError, ValueError):
            self._page.message_failed(link_id, text)
        else:
            self._page.show_notice(Notice.MESSAGE_SENT)

    async def _delay(self, link_id: str, minutes: int) -> None:
        appointment = self.find(link_id)
        ticket = self.ticket(appointment) if appointment else None
        if appointment is None or ticket is None:
            self._page.show_notice(Notice.DELAY_FAILED)
            return
        # The message counts from the appointment's time, the button from now.
        late = self._clock() - appointment.starts_at
        total = minutes + max(0, round(late.total_seconds() / 60))
        try:
            if self._client.session.role == "staff":
                await asyncio.to_thread(self._client.post_delay, appointment, total)
            else:
                await send_delay(ticket, total, self._client.proxies)
        except (NoteRefused, ServiceRefused):
            self._page.show_notice(Notice.LINK_CLOSED)
        except (PracticeError, TimeoutError, ValueError):
            self._page.show_notice(Notice.DELAY_FAILED)
        else:
            self._page.show_notice(Notice.DELAY_SENT)
