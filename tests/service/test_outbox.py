"""A line that the doctor typed while the service was away outlives a crash of the program, and arrives once."""

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from medclient.protocol.envelope import Role
from medclient.session import call_events
from medclient.session.consultation import Consultation
from medclient.session.events import CallSnapshot, ConsultationTicket, Delivery
from medclient.session.ice.servers import IceServers
from medclient.session.outbox import Outbox
from tests.service.client import Link, Practice, Service
from tests.service.conftest import NOON, Start
from tests.service.reader import Reader

NOBODY = "http://127.0.0.1:9"


class WatchedOutbox(Outbox):
    """Tells what it keeps."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self.left: asyncio.Queue[int] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()

    def keep(self, link_id: str, frames: Sequence[str]) -> None:
        super().keep(link_id, frames)
        self._loop.call_soon_threadsafe(self.left.put_nowait, len(frames))


class Program:
    """One run of the practitioner's program, as far as a consultation goes."""

    def __init__(self, url: str, link: Link, token: str, outbox: Outbox) -> None:
        async def no_servers(ticket: ConsultationTicket) -> IceServers:
            return IceServers()

        ticket = ConsultationTicket(url, link.id, link.secret, token, "Dr. Test")
        self.shown: list[CallSnapshot] = []
        others = (lambda _: None, lambda _: None, lambda *_: None)
        self.consultation = Consultation(
            ticket, no_servers, self.shown.append, *others, camera=True, microphone=True, outbox=outbox
        )
        self._running = asyncio.create_task(self.consultation.run())

    @property
    def chat(self) -> list[tuple[str, Delivery]]:
        return [(entry.text, entry.delivery) for entry in self.shown[-1].chat]

    def type(self, text: str) -> None:
        self.consultation.tell(call_events.ChatTyped(text))

    async def crash(self) -> None:
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)


def appointed(start: Start) -> tuple[Service, Link, str]:
    service = start()
    practice = Practice.set_up(service)
    return service, practice.appoint(NOON + timedelta(minutes=5)), practice.token


async def test_a_line_outlives_a_crash(start: Start, tmp_path: Path) -> None:
    service, link, token = await asyncio.to_thread(appointed, start)
    outbox = WatchedOutbox(tmp_path / "outbox.json")
    patient = Reader(link, Role.PATIENT, link.patient_token, service.url)
    reading = asyncio.create_task(patient.connection.run())
    async with asyncio.timeout(30):
        first = Program(NOBODY, link, token, outbox)
        first.type("Ich rufe gleich an.")
        first.type("Bitte warten Sie.")
        while await outbox.left.get() < 2:
            pass
        await first.crash()
        kept = (tmp_path / "outbox.json").read_text()
        assert "rufe" not in kept
        assert link.secret.hex() not in kept

        second = Program(NOBODY, link, token, outbox)
        second.type("Es dauert noch.")
        assert [text for text, _ in second.chat] == ["Ich rufe gleich an.", "Bitte warten Sie.", "Es dauert noch."]
        assert {delivery for _, delivery in second.chat} == {Delivery.SENDING}
        while await outbox.left.get() < 3:
            pass
        await second.crash()

        third = Program(service.url, link, token, outbox)
        await patient.until(3)
        while await outbox.left.get():
            pass
        third.type("Jetzt.")
        await patient.until(4)
        assert patient.heard == ["Ich rufe gleich an.", "Bitte warten Sie.", "Es dauert noch.", "Jetzt."]
        assert patient.client.openers[Role.PRACTITIONER].missing == 0
        assert [text for text, _ in third.chat] == patient.heard
        while await outbox.left.get():
            pass
        assert not (tmp_path / "outbox.json").exists(), "nothing is left when the service has it"
        await third.crash()
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)


async def test_what_had_arrived_before_the_crash_is_not_said_twice(start: Start, tmp_path: Path) -> None:
    """The crash came between the service's taking it and our noting that."""
    service, link, token = await asyncio.to_thread(appointed, start)
    outbox = WatchedOutbox(tmp_path / "outbox.json")
    patient = Reader(link, Role.PATIENT, link.patient_token, service.url)
    reading = asyncio.create_task(patient.connection.run())
    async with asyncio.timeout(30):
        first = Program(NOBODY, link, token, outbox)
        first.type("einmal")
        while not await outbox.left.get():
            pass
        await first.crash()
        kept = outbox.read(link.id)
        second = Program(service.url, link, token, outbox)
        await patient.until(1)
        await second.crash()
        outbox.keep(link.id, kept)
        third = Program(service.url, link, token, outbox)
        third.type("danach")
        await patient.until(2)
        assert patient.heard == ["einmal", "danach"]
        await third.crash()
    reading.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await reading


def test_a_goodbye_and_a_day_forget_what_was_kept(tmp_path: Path) -> None:
    now = 1000.0
    outbox = Outbox(tmp_path / "outbox.json", lambda: now)
    outbox.keep("a", ["frame"])
    outbox.keep("b", ["other"])
    outbox.keep("a", [])
    assert (outbox.read("a"), outbox.read("b")) == ([], ["other"])
    now += 25 * 3600
    assert outbox.read("b") == []
    outbox.keep("c", [])
    (tmp_path / "outbox.json").write_text("{damaged")
    assert outbox.read("b") == []
