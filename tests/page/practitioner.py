"""The practitioner's end of a mailbox, on a thread of its own: the real client, without a call behind it."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar

from medclient.practice.appointments import Appointment
from medclient.practice.client import PracticeClient
from medclient.protocol import messages
from medclient.protocol.envelope import Role
from medclient.session import mailbox
from medclient.session.mailbox_connection import MailboxConnection

WAIT_S = 15.0
Kind = TypeVar("Kind", bound=messages.Message)


class Practitioner:
    """Joins on entering, says hello, leaves on the way out."""

    def __init__(self, practice: PracticeClient, appointment: Appointment) -> None:
        self._client = mailbox.MailboxClient(
            appointment.link_id, appointment.secret, Role.PRACTITIONER, practice.session.token
        )
        self._base_url = practice.base_url
        self._name = practice.session.display_name
        self._changed = threading.Condition()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="practitioner")
        self.opened: list[mailbox.Opened] = []
        self._taken = 0

    @property
    def peer(self) -> str:
        """The patient's newest instance."""
        return self.opened[-1].instance

    @property
    def missing(self) -> int:
        """How many of the patient's messages were kept back, as it looks here."""
        return self._client.openers[Role.PATIENT].missing

    def __enter__(self) -> Self:
        self._thread.start()
        self._wait(lambda: self._loop is not None and self._client.joined)
        self.post(messages.Hello(self._name, "", "", True, True))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._loop:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(WAIT_S)

    def post(self, message: messages.Message) -> None:
        def post() -> None:
            self._client.post(message)
            self._connection.flush()

        assert self._loop is not None
        self._loop.call_soon_threadsafe(post)

    def settle(self) -> None:
        """Wait until the service has all that was posted."""
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(self._connection.settled(), self._loop).result(WAIT_S)

    def wait_for(self, kind: type[Kind]) -> Kind:
        """The next message of a kind that the patient sends."""

        def found() -> bool:
            return any(isinstance(each.message, kind) for each in self.opened[self._taken :])

        self._wait(found)
        for index, each in enumerate(self.opened[self._taken :], self._taken):
            if isinstance(each.message, kind):
                self._taken = index + 1
                return each.message
        raise AssertionError("it was there a moment ago")

    def _wait(self, condition: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, WAIT_S)

    async def _run(self) -> None:
        self._stop = asyncio.Event()
        self._connection = MailboxConnection(self._client, self._base_url, self._event, lambda: None)
        running = asyncio.create_task(self._connection.run())
        with self._changed:
            self._loop = asyncio.get_running_loop()
        await self._stop.wait()
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running

    def _event(self, event: mailbox.MailboxEvent) -> None:
        with self._changed:
            if isinstance(event, mailbox.Opened) and event.sender is Role.PATIENT:
                self.opened.append(event)
            self._changed.notify_all()
