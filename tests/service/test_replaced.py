"""Whether a run was replaced by another: the service may say so, the program looks whether it is true."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.server import ServerConnection, serve

from medclient.protocol import messages
from medclient.protocol.envelope import Role, Sealer
from medclient.session import mailbox_connection
from medclient.session.mailbox import CaughtUp, MailboxClient, MailboxEvent
from medclient.session.mailbox_connection import MailboxConnection
from tests import lies
from tests.service.client import Practice
from tests.service.conftest import Clock

WITHIN_S = 20.0
JOINED = {
    "type": "joined",
    "last": 0,
    "presence": {"patient": None, "practitioner": None},
    "started_at": None,
    "ended_at": None,
}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox_connection, "REPLACED_FIRST_S", 0.05)
    monkeypatch.setattr(mailbox_connection, "REPLACED_MOST_S", 0.2)


@asynccontextmanager
async def lying_service(frames: list[str], enough: int) -> AsyncIterator[tuple[str, asyncio.Event]]:
    """Lets everybody in, says this, and claims that they were replaced; the event: it has done so often enough."""
    count, done = 0, asyncio.Event()

    async def lie(socket: ServerConnection) -> None:
        nonlocal count
        await socket.recv()
        await socket.send(json.dumps(JOINED))
        for frame in frames if count == 0 else []:
            await socket.send(frame)
        count += 1
        if count >= enough:
            done.set()
        await socket.close(4409)

    async with serve(lie, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", done


def connection(
    url: str,
    flows: Callable[[], bool],
    client: MailboxClient | None = None,
    on_event: Callable[[MailboxEvent], None] = lambda event: None,
) -> MailboxConnection:
    client = client or MailboxClient(lies.LINK_ID, lies.SECRET, Role.PRACTITIONER, "token")
    return MailboxConnection(client, url, on_event, lambda: None, call_flows=flows)


def greeting_of_another_run() -> str:
    sealer = Sealer.for_link(lies.SECRET, lies.LINK_ID, Role.PRACTITIONER)
    hello = messages.Hello("Dr. Anna Arnold", "", "", True, True)
    return lies.Stored(Role.PRACTITIONER, *sealer.seal(hello.to_content())).frame(1)


@pytest.mark.parametrize(
    ("frames", "flows"),
    [([], True), ([], False), ([greeting_of_another_run()], True)],
    ids=["in a call", "before a call", "a call that flows although somebody has greeted"],
)
async def test_the_service_alone_is_not_believed(frames: list[str], flows: bool) -> None:
    async with lying_service(frames, enough=4) as (url, done):
        running = asyncio.create_task(connection(url, lambda: flows).run())
        async with asyncio.timeout(WITHIN_S):
            await done.wait()
        assert not running.done()
        running.cancel()


async def test_the_other_runs_own_greeting_is_believed_where_no_call_flows() -> None:
    async with lying_service([greeting_of_another_run()], enough=1) as (url, _):
        async with asyncio.timeout(WITHIN_S):
            assert await connection(url, lambda: False).run() == "replaced"


async def test_of_two_true_runs_the_later_one_stays(practice: Practice, clock: Clock) -> None:
    link = await asyncio.to_thread(practice.appoint, clock.now)

    def start() -> tuple[MailboxClient, asyncio.Event, "asyncio.Task[str]"]:
        client = MailboxClient(link.id, link.secret, Role.PRACTITIONER, practice.token)
        there = asyncio.Event()

        def heard(event: MailboxEvent) -> None:
            if isinstance(event, CaughtUp):
                if not there.is_set():
                    client.post(messages.Hello("Dr. Anna Arnold", "", "", True, True))
                    running.flush()
                there.set()

        running = connection(practice.service.url, lambda: False, client, heard)
        return client, there, asyncio.create_task(running.run())

    async with asyncio.timeout(WITHIN_S):
        _, there, first = start()
        await there.wait()
        later, there, second = start()
        await there.wait()
        assert await first == "replaced"
        later.post(messages.Chat("Ich bin hier"))
        while not later.settled:  # it comes back by itself where the first one had looked once more
            await asyncio.wait({second}, timeout=0.05)
            assert not second.done()
    second.cancel()
