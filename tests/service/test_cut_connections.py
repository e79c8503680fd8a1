"""A mailbox through proxies that cut connections: idle ones, and others in the middle of a word."""

import asyncio
import contextlib
from datetime import timedelta
from random import Random

import pytest

from medclient.protocol.envelope import Role
from medclient.session import mailbox_connection
from tests.service.client import Link, Practice
from tests.service.conftest import NOON, Start
from tests.service.reader import Reader

LINES = 120


class Forwarder:
    """Carries TCP connections to a port; cuts those that are idle, and each after so many bytes as the dice say."""

    def __init__(self, port: int, *, idle_s: float | None = None, cut_bytes: tuple[int, int] | None = None) -> None:
        self._port = port
        self._idle_s = idle_s
        self._cut_bytes = cut_bytes
        self._random = Random(7)
        self.cuts = 0
        self.connections = 0

    async def __aenter__(self) -> "Forwarder":
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        there, back = await asyncio.open_connection("127.0.0.1", self._port)
        left = [self._random.randint(*self._cut_bytes) if self._cut_bytes else 2**62]
        ways = [
            asyncio.create_task(self._pass(reader, back, left)),
            asyncio.create_task(self._pass(there, writer, left)),
        ]
        try:
            done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            self.cuts += any(each.result() for each in done)
        except asyncio.CancelledError:
            return  # the test is over
        finally:
            for each in ways:
                each.cancel()
            for end in (writer, back):
                end.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, left: list[int]) -> bool:
        """Returns whether the connection is to be cut."""
        while True:
            try:
                async with asyncio.timeout(self._idle_s):
                    data = await reader.read(65536)
            except TimeoutError:
                return True
            except OSError:
                return False
            if not data:
                return False
            with contextlib.suppress(OSError):
                writer.write(data[: left[0]])
                await writer.drain()
            left[0] -= len(data)
            if left[0] <= 0:
                return True


@pytest.fixture
def ends(start: Start) -> tuple[int, Link, str]:
    """Port of a service, the link of a consultation that is open, and the practitioner's token."""
    service = start()
    practice = Practice.set_up(service)
    link = practice.appoint(NOON + timedelta(minutes=5))
    return int(service.url.rpartition(":")[2]), link, practice.token


async def test_pings_keep_an_idle_connection_alive(
    ends: tuple[int, Link, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proxies let go of what is silent for a minute; here it is half a second, and the pings are as much faster."""
    monkeypatch.setattr(mailbox_connection, "PING_EVERY_S", 0.05)
    port, link, token = ends
    async with Forwarder(port, idle_s=0.5) as forwarder:
        end = Reader(link, Role.PRACTITIONER, token, forwarder.url)
        running = asyncio.create_task(end.connection.run())
        async with asyncio.timeout(20):
            while not end.joins:
                end.news.clear()
                await end.news.wait()
        await asyncio.sleep(2)  # nothing is said for four times as long as the proxy has patience
        assert (forwarder.cuts, end.lost) == (0, 0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_what_is_cut_in_mid_word_arrives_once_and_in_order(ends: tuple[int, Link, str]) -> None:
    port, link, token = ends
    async with Forwarder(port, cut_bytes=(8_000, 50_000)) as forwarder:
        practitioner = Reader(link, Role.PRACTITIONER, token, forwarder.url)
        patient = Reader(link, Role.PATIENT, link.patient_token, forwarder.url)
        running = [asyncio.create_task(each.connection.run()) for each in (practitioner, patient)]
        said: dict[Role, list[str]] = {Role.PRACTITIONER: [], Role.PATIENT: []}
        for number in range(LINES):
            for end in (practitioner, patient):
                text = f"{end.client.role.value} {number} " + "x" * (number % 50)
                said[end.client.role].append(text)
                end.write(text)
            await asyncio.sleep(0.02)  # a line at a time, as people write
        await practitioner.until(LINES)
        await patient.until(LINES)
        assert practitioner.heard == said[Role.PATIENT]
        assert patient.heard == said[Role.PRACTITIONER]
        assert forwarder.cuts > 5, "the test cuts too little"
        for each in running:
            each.cancel()
        await asyncio.gather(*running, return_exceptions=True)
