"""A way that is silent is asked on, and nothing but that is sent there (RFC 7675)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aioice import Connection

from medclient.session.ice import consent as rules
from medclient.session.ice import seam
from medclient.session.ice.consent import Consent


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_it_is_asked_every_five_seconds_and_more_or_less_of_them() -> None:
    pauses = {Consent().pause_s() for _ in range(50)}
    assert len(pauses) > 10
    assert all(4.0 <= each <= 6.0 for each in pauses)


def test_without_an_answer_it_is_asked_at_once_again_and_ever_more_rarely() -> None:
    clock = Clock()
    consent = Consent(clock)
    consent.asked()
    seen = []
    for silence_s in (0, 60, 600, 3600):
        clock.now = 1000.0 + silence_s
        consent.asked()
        seen.append(consent.pause_s())
    assert seen == pytest.approx([0.2, 0.2, 0.4, 2.0])
    consent.answered()
    assert consent.pause_s() >= 4.0


def test_it_lasts_for_half_a_minute_and_comes_back_with_the_next_answer() -> None:
    clock = Clock()
    consent = Consent(clock)
    clock.now += 30
    assert consent.given
    clock.now += 0.1
    assert not consent.given
    assert not consent.hopeless
    consent.answered()
    assert consent.given
    clock.now += 3601
    assert consent.hopeless


class Watched(Consent):
    """Tells of each answer."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.came = asyncio.Event()

    def answered(self) -> None:
        super().answered()
        self.came.set()


@asynccontextmanager
async def connected(consent: Consent, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Connection, Connection]]:
    """Two ends of one way; the first asks by our rules, twenty times as often."""
    monkeypatch.setattr(rules, "EVERY_S", 0.05)
    monkeypatch.setattr(rules, "AGAIN_FIRST_S", 0.01)
    monkeypatch.setattr(rules, "AGAIN_MOST_S", 0.01)
    ours, theirs = Connection(ice_controlling=False), Connection(ice_controlling=True)
    seam.ask_on(ours, consent)
    for end in (ours, theirs):
        await end.gather_candidates()
    for end, other in ((ours, theirs), (theirs, ours)):
        end.remote_username, end.remote_password = other.local_username, other.local_password
        for candidate in other.local_candidates:
            await end.add_remote_candidate(candidate)
        await end.add_remote_candidate(None)
    await asyncio.gather(ours.connect(), theirs.connect())
    try:
        yield ours, theirs
    finally:
        await asyncio.gather(ours.close(), theirs.close())


async def test_a_way_that_was_silent_for_minutes_carries_again(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    consent = Watched(clock)
    async with asyncio.timeout(20), connected(consent, monkeypatch) as (ours, theirs):
        await ours.send(b"before")
        assert await theirs.recv() == b"before"

        asked = asyncio.Semaphore(0)
        vars(theirs)["request_received"] = lambda *request: asked.release()
        for _ in range(5):  # what was answered before has come by then
            await asked.acquire()
        clock.now += 600
        await ours.send(b"nobody wants it")
        for _ in range(5):
            await asked.acquire()

        consent.came.clear()
        del vars(theirs)["request_received"]
        await consent.came.wait()
        await ours.send(b"after")
        assert await theirs.recv() == b"after", "and not what was said meanwhile"


async def test_a_way_that_is_silent_for_an_hour_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    async with asyncio.timeout(20), connected(Consent(clock), monkeypatch) as (ours, theirs):
        vars(theirs)["request_received"] = lambda *request: None
        closed = asyncio.create_task(ours.get_event())
        clock.now += 3601
        await closed
        assert ours._closed
