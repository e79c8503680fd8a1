"""Enters, changes and cancels appointments, and takes it back while that is possible."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtGui import QGuiApplication

from medclient.practice import series
from medclient.practice.appointments import Appointment, Details, Way
from medclient.practice.client import PracticeClient
from medclient.practice.errors import ChangedMeanwhile, PracticeError, ServiceRefused
from medclient.ui.appointments.model import AppointmentDraft, AppointmentRow
from medclient.ui.appointments.notices import Notice
from medclient.ui.appointments.page import AppointmentsPage
from medclient.ui.background import Background

log = logging.getLogger("medclient.ui.appointments.changes")


class Known(Protocol):
    """The appointments as they are known here."""

    def find(self, link_id: str) -> Appointment | None:
        """The newest known state."""

    def learn(self, appointment: Appointment) -> None:
        """Take a newer state in."""

    def forget(self, link_id: str) -> None:
        """It is gone."""

    async def load(self) -> None:
        """Ask the service for all that is shown."""

    def row(self, appointment: Appointment) -> AppointmentRow:
        """As the list shows it."""


class Changes:
    """Each method is a task of its own; what goes wrong is said on the page."""

    def __init__(
        self,
        page: AppointmentsPage,
        client: PracticeClient,
        known: Known,
        clock: Callable[[], datetime],
        background: Background,
    ) -> None:
        self._page = page
        self._client = client
        self._known = known
        self._clock = clock
        self._background = background

    async def create(self, draft: AppointmentDraft) -> None:
        """One appointment, or a series of them, each with its own link; all of them or none."""
        made: list[Appointment] = []
        try:
            for starts_at in series.occurrences(draft.starts_at, draft.repetition):
                made.append(await asyncio.to_thread(self._enter, draft, starts_at))
        except PracticeError as error:
            log.warning("an appointment could not be entered: %s", type(error).__name__)
            await self._take_back(made)
            self._page.show_notice(Notice.SAVE_FAILED)
            return
        for each in made:
            self._known.learn(each)
        notice = Notice.SAVED if len(made) == 1 else Notice.SERIES_SAVED
        self._page.offer_undo(notice, lambda: self._spawn(self._undo_create(made)))

    async def create_instant(self, draft: AppointmentDraft) -> None:
        """An appointment that begins now: its link is copied, and it is shown at once."""
        try:
            made = await asyncio.to_thread(self._enter, draft, draft.starts_at)
        except PracticeError as error:
            log.warning("an instant consultation could not be entered: %s", type(error).__name__)
            self._page.show_notice(Notice.SAVE_FAILED)
            return
        self._known.learn(made)
        row = self._known.row(made)
        QGuiApplication.clipboard().setText(row.link)
        self._page.show_appointment(row)
        self._page.offer_undo(Notice.INSTANT_READY, lambda: self._spawn(self._undo_create([made])))
        await self.note_handover(made.link_id, Way.COPIED)

    def _enter(self, draft: AppointmentDraft, starts_at: datetime) -> Appointment:
        return self._client.create_appointment(
            draft.name,
            draft.reason,
            starts_at,
            draft.duration_minutes,
            account_id=draft.account_id,
            details=Details(language=draft.language, email=draft.email, telephone=draft.telephone),
        )

    async def _undo_create(self, made: list[Appointment]) -> None:
        gone = await self._take_back(made)
        self._page.show_notice(Notice.UNDONE if gone else Notice.UNDO_FAILED)

    async def _take_back(self, made: list[Appointment]) -> bool:
        """Whether all of them are gone."""
        whole = True
        for each in made:
            try:
                await asyncio.to_thread(self._client.take_back_appointment, each.link_id)
            except PracticeError as error:
                log.info("an appointment could not be taken back: %s", type(error).__name__)
                whole = False
            else:
                self._known.forget(each.link_id)
        return whole

    async def change(self, opened: AppointmentRow, draft: AppointmentDraft) -> None:
        """Change what the editor was opened on; what somebody else has changed since then is not overwritten."""
        now = self._known.find(opened.link_id)
        if now is None or _differs(opened, self._known.row(now)):
            self._page.show_notice(Notice.CHANGED_MEANWHILE)
            return
        details = replace(
            now.details,
            language=draft.language,
            email=draft.email,
            telephone=draft.telephone,
        )
        changed = await self._write(now, replace(draft, repetition=None), details)
        if changed is not None:
            before = AppointmentDraft(
                now.name, now.reason, now.starts_at, now.duration_minutes, account_id=now.account_id
            )
            self._page.offer_undo(
                Notice.SAVED, lambda: self._spawn(self._undo_change(changed.link_id, before, now.details))
            )

    async def _undo_change(self, link_id: str, before: AppointmentDraft, details: Details) -> None:
        now = self._known.find(link_id)
        if now is None:
            self._page.show_notice(Notice.UNDO_FAILED)
            return
        kept = replace(details, handed_over=now.details.handed_over)
        if await self._write(now, before, kept) is not None:
            self._page.show_notice(Notice.UNDONE)

    async def _write(self, old: Appointment, draft: AppointmentDraft, details: Details) -> Appointment | None:
        try:
            changed = await asyncio.to_thread(
                lambda: self._client.change_appointment(
                    old,
                    draft.name,
                    draft.reason,
                    draft.starts_at,
                    draft.duration_minutes,
                    account_id=draft.account_id,
                    details=details,
                )
            )
        except ChangedMeanwhile:
            self._page.show_notice(Notice.CHANGED_MEANWHILE)
            await self._known.load()
            return None
        except PracticeError as error:
            log.warning("an appointment could not be changed: %s", type(error).__name__)
            self._page.show_notice(Notice.SAVE_FAILED)
            return None
        self._known.learn(changed)
        return changed

    async def cancel(self, link_id: str) -> None:
        try:
            self._known.learn(await asyncio.to_thread(self._client.cancel_appointment, link_id))
        except PracticeError as error:
            log.warning("an appointment could not be cancelled: %s", type(error).__name__)
            self._page.show_notice(Notice.CANCEL_FAILED)

    async def replace_link(self, link_id: str) -> None:
        """Give the appointment another link; the old one is void from this moment."""
        old = self._known.find(link_id)
        if old is None or not old.readable:
            self._page.show_notice(Notice.SAVE_FAILED)
            return
        try:
            made = await asyncio.to_thread(self._client.replace_link, old)
        except ChangedMeanwhile:
            self._page.show_notice(Notice.CHANGED_MEANWHILE)
            await self._known.load()
        except ServiceRefused:
            self._page.show_notice(Notice.LINK_CLOSED)
        except PracticeError as error:
            log.warning("a link could not be replaced: %s", type(error).__name__)
            self._page.show_notice(Notice.SAVE_FAILED)
        else:
            self._known.forget(link_id)
            self._known.learn(made)
            self._page.show_appointment(self._known.row(made))
            self._page.show_notice(Notice.LINK_REPLACED)

    async def note_handover(self, link_id: str, way: Way) -> None:
        """Write down how the link was given to the patient; that it fails harms nobody."""
        for _ in range(2):  # once more where somebody else has changed it meanwhile
            appointment = self._known.find(link_id)
            if appointment is None or not appointment.readable:
                return
            details = appointment.details.after_handover(way, self._clock())
            try:
                self._known.learn(await asyncio.to_thread(self._client.change_details, appointment, details))
            except ChangedMeanwhile:
                await self._known.load()
            except PracticeError as error:
                log.info("a handover could not be noted: %s", type(error).__name__)
                return
            else:
                return

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self._background.spawn(work)


def _differs(opened: AppointmentRow, now: AppointmentRow) -> bool:
    """Whether anything that the editor shows has changed."""
    return any(
        getattr(opened, name) != getattr(now, name)
        for name in ("name", "reason", "starts_at", "duration_minutes", "account_id", "language", "email", "telephone")
    )
