"""What is deleted is gone from the file, too: its bytes are read, free pages and the log of changes included."""

import asyncio
from datetime import timedelta
from pathlib import Path

from medclient.protocol import encoding
from medclient.service import database, housekeeping
from medclient.service.config import ServiceConfig
from medclient.service.state import ServiceState
from tests.secrets_in import files_of, found_in
from tests.service.client import Link, Practice, post
from tests.service.conftest import Clock, Start

BODY = encoding.encode(b"what was said, sealed" * 2000)


def keep_house(folder: Path, clock: Clock) -> None:
    """As the service does every five minutes, beside it."""
    from sqlalchemy.ext.asyncio import async_sessionmaker

    async def clean() -> None:
        url = database.sqlite_url(folder / "service.sqlite")
        engine = database.open_database(url)
        await housekeeping.clean(ServiceState(ServiceConfig(url, clock=clock), engine, async_sessionmaker(engine)))
        await engine.dispose()

    asyncio.run(clean())


def in_file(folder: Path, link: Link) -> set[str]:
    wanted = {"message": BODY[1000:1200], "link id": link.id, "verifier": "sealed-part-of-it"}
    return found_in(files_of(folder, "service.sqlite*"), wanted)


def test_messages_and_metadata_leave_the_file(start: Start, clock: Clock, tmp_path: Path) -> None:
    """Requirements: rule deleted."""
    practice = Practice.set_up(start())
    link, other = practice.appoint(clock.now), practice.appoint(clock.now + timedelta(days=60))
    change = {"version": 1, "sealed": "sealed-part-of-it" * 20}
    assert practice.call("PATCH", f"/appointments/{link.id}", change).ok
    with practice.mailbox(link) as mailbox:
        for number in range(5):
            post(mailbox, number, BODY)
    assert in_file(tmp_path, link) == {"message", "link id", "verifier"}
    clock.advance(hours=1, minutes=1)
    keep_house(tmp_path, clock)
    assert in_file(tmp_path, link) == {"link id", "verifier"}, "the access window has closed"
    clock.advance(days=30)
    keep_house(tmp_path, clock)
    assert in_file(tmp_path, link) == set()
    assert in_file(tmp_path, other) == {"link id"}, "what is still needed is still there"


def test_a_hang_up_takes_the_messages_along(start: Start, clock: Clock, tmp_path: Path) -> None:
    practice = Practice.set_up(start())
    link = practice.appoint(clock.now)
    with practice.mailbox(link) as mailbox:
        post(mailbox, 0, BODY)
        mailbox.send({"type": "end"})
        mailbox.until("ended")
    clock.advance(minutes=11)
    keep_house(tmp_path, clock)
    assert in_file(tmp_path, link) == {"link id"}
