"""Many messages in one transaction: each in its order, once, and answered when it is kept."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import async_sessionmaker

from medclient.protocol.envelope import Role
from medclient.service import message_store
from medclient.service.config import ServiceConfig
from medclient.service.database import MailboxMessage, open_database, sqlite_url
from medclient.service.state import ServiceState
from tests.service.client import Link, Practice, Service, message_id
from tests.service.conftest import Clock

ROLE = Role.PATIENT


@pytest.fixture
def links(service: Service, clock: Clock) -> list[Link]:
    """Three appointments, in the database of a service that has been stopped."""
    practice = Practice.set_up(service)
    made = [practice.appoint(clock.now) for _ in range(3)]
    service.stop()
    return made


def state_on(folder: Path) -> ServiceState:
    url = sqlite_url(folder / "service.sqlite")
    engine = open_database(url)
    return ServiceState(ServiceConfig(url), engine, async_sessionmaker(engine, expire_on_commit=False))


async def stored(state: ServiceState, link: Link) -> list[tuple[int, str]]:
    query = select(MailboxMessage.seq, MailboxMessage.body).where(MailboxMessage.link_id == link.id)
    async with state.sessions() as session:
        return [(seq, body) for seq, body in (await session.execute(query.order_by(MailboxMessage.seq))).all()]


async def test_what_comes_together_is_kept_together_in_order(links: list[Link], tmp_path: Path) -> None:
    state, commits = state_on(tmp_path), 0

    def count(_: object) -> None:
        nonlocal commits
        commits += 1

    event.listen(state.engine.sync_engine, "commit", count)
    numbers = await asyncio.gather(
        *(state.messages.store(link.id, ROLE, message_id(n), f"body {n}") for n in range(40) for link in links)
    )
    assert numbers == [n + 1 for n in range(40) for _ in links]
    for link in links:
        assert await stored(state, link) == [(n + 1, f"body {n}") for n in range(40)]
    assert commits <= 10, "not one for each of 120"
    await state.engine.dispose()


async def test_doubles_full_mailboxes_and_unknown_ones_harm_no_other(
    links: list[Link], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message_store, "MOST_CHARS", 10)
    state, (first, second, third) = state_on(tmp_path), links
    assert await state.messages.store(first.id, ROLE, message_id(0), "aa") == 1
    posts = [
        (first, 0, "aa"),  # again, after a reconnect
        (first, 1, "bb"),
        (first, 1, "bb"),  # twice at once
        (second, 0, "x" * 8),
        (second, 1, "y" * 8),  # no room
        (second, 2, "zz"),
        (Link("unknown"), 0, "aa"),
        (third, 0, "cc"),
    ]
    numbers = await asyncio.gather(
        *(state.messages.store(link.id, ROLE, message_id(n), body) for link, n, body in posts)
    )
    assert numbers == [1, 2, 2, 1, None, 2, None, 1]
    assert await stored(state, first) == [(1, "aa"), (2, "bb")]
    assert await stored(state, second) == [(1, "x" * 8), (2, "zz")]
    await state.engine.dispose()


async def test_a_sender_that_goes_keeps_nobody_from_being_answered(links: list[Link], tmp_path: Path) -> None:
    state, (link, *_) = state_on(tmp_path), links
    gone = asyncio.create_task(state.messages.store(link.id, ROLE, message_id(0), "aa"))
    stays = asyncio.create_task(state.messages.store(link.id, ROLE, message_id(1), "bb"))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == 2
    assert await stored(state, link) == [(1, "aa"), (2, "bb")]
    await state.engine.dispose()


async def test_readers_are_handed_what_was_kept(links: list[Link], tmp_path: Path) -> None:
    state, (link, other, _) = state_on(tmp_path), links
    async with state.wake_ups.listen("x") as woken:
        with state.messages.handed(link.id, woken) as handed:
            await state.messages.store(other.id, ROLE, message_id(0), "not here")
            assert not handed
            assert not woken.is_set()
            await state.messages.store(link.id, ROLE, message_id(0), "aa")
            await state.messages.close()
            assert [(each.seq, each.body) for each in handed] == [(1, "aa")]
            assert woken.is_set()
            assert not woken.take(), "nothing but the message"
    await state.engine.dispose()


def test_who_signs_out_while_messages_are_handed_over_reads_no_more(practice: Practice, clock: Clock) -> None:
    link = practice.appoint(clock.now)
    with practice.mailbox(link) as practitioner, practice.mailbox(link, "patient") as patient:
        assert practice.call("DELETE", "/sessions/current").status_code == 204
        patient.send({"type": "post", "id": message_id(0), "body": "AAAA"})
        assert practitioner.close_code() == 4401
