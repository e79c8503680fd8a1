"""Calls with the practice patient: their appointments, and the process that plays the patient."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime

from medclient.practice.appointments import Appointment
from medclient.practice.client import PracticeClient
from medclient.practice.errors import PracticeError
from medclient.session.rehearsal_process import RehearsalProcess
from medclient.ui.appointments import texts

MINUTES = 20


class Rehearsing:
    """At most one at a time."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._process: RehearsalProcess | None = None
        self.link_id = ""
        """Of the rehearsal that was begun last and is not over; no facts are kept of it."""

    async def begin(self, client: PracticeClient) -> Appointment:
        """An appointment of its own, whose link the practice patient opens.

        Raises:
            PracticeError: The service does not make one.
        """
        at = self._clock().replace(second=0, microsecond=0)
        appointment = await asyncio.to_thread(client.create_appointment, *texts.rehearsal(), at, MINUTES)
        self.link_id = appointment.link_id
        await asyncio.to_thread(self.invite, appointment, client.base_url)
        return appointment

    def invite(self, appointment: Appointment, base_url: str) -> RehearsalProcess:
        """Let the practice patient open an appointment's link; it ends with the call. Blocks."""
        self.finish()
        self._process = process = RehearsalProcess()
        process.start(appointment.access_link(base_url))
        return process

    def finish(self) -> None:
        """The practice patient leaves. Blocks."""
        process, self._process = self._process, None
        if process:
            process.finish()

    async def call_is_over(self, client: PracticeClient | None, *, left: bool) -> None:
        """A rehearsal that was left is over for good."""
        link_id, self.link_id = self.link_id, ""
        await asyncio.to_thread(self.finish)
        if link_id and left and client:
            with contextlib.suppress(PracticeError):  # it ends by itself with its window
                await asyncio.to_thread(client.cancel_appointment, link_id)
