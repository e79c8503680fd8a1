"""Takes messages into mailboxes: those that come while a transaction is under way share the next one.

Nothing is answered before it is committed. What was stored is handed to the connections of this process that wait for
it, so that they need not read it back; whoever has missed some reads from the database, as after a reconnect.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from medclient.protocol.envelope import Role
from medclient.service.database import Consultation, MailboxMessage

if TYPE_CHECKING:
    from medclient.service.state import ServiceState

MOST_MESSAGES = 20000
MOST_CHARS = 64 * 1024 * 1024
"""What one mailbox may hold."""
MOST_TOGETHER = 100
"""Messages in one transaction."""
MOST_HANDED = 25
"""How many are in memory at once for one reader."""


@dataclass(frozen=True)
class Kept:
    """A message as the mailbox holds it."""

    seq: int
    sender: str
    message_id: str
    body: str
    at: datetime


@dataclass(frozen=True)
class _Post:
    link_id: str
    sender: str
    message_id: str
    body: str
    done: "asyncio.Future[int | None]" = field(compare=False)


@dataclass(eq=False)
class _Reader:
    woken: asyncio.Event
    kept: deque[Kept] = field(default_factory=lambda: deque(maxlen=MOST_HANDED))


class MessageStore:
    """One process's way into the mailboxes."""

    def __init__(self, state: "ServiceState") -> None:
        self._state = state
        self._posts: deque[_Post] = deque()
        self._working: asyncio.Task[None] | None = None
        self._readers: dict[str, list[_Reader]] = {}

    @contextmanager
    def handed(self, link_id: str, woken: asyncio.Event) -> Iterator[deque[Kept]]:
        """What is stored in a mailbox from now on, in order; of many that nobody takes the oldest fall out."""
        reader = _Reader(woken)
        self._readers.setdefault(link_id, []).append(reader)
        try:
            yield reader.kept
        finally:
            self._readers[link_id].remove(reader)
            if not self._readers[link_id]:
                del self._readers[link_id]

    async def store(self, link_id: str, role: Role, message_id: str, body: str) -> int | None:
        """Number and keep a message; the same id again gives the same number. None where the mailbox is full.

        A message is stored although its sender goes meanwhile.
        """
        done: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()
        self._posts.append(_Post(link_id, role.value, message_id, body, done))
        if self._working is None:
            self._working = asyncio.create_task(self._work())
        return await done

    async def close(self) -> None:
        """Wait for what is under way."""
        if self._working:
            await self._working

    async def _work(self) -> None:
        try:
            while self._posts:
                async with self._state.one_writer():
                    # Taken when the turn has come: while one waits for it, more arrive.
                    posts = [self._posts.popleft() for _ in range(min(len(self._posts), MOST_TOGETHER))]
                    await self._store(posts)
        finally:
            self._working = None

    async def _store(self, posts: list[_Post]) -> None:
        try:
            try:
                numbers = await self._store_together(posts)
            except IntegrityError:
                # Some are there already: rare, and after a reconnect.
                numbers = {}
            for post, kept in numbers.items():
                _answer(post, kept.seq)
            for post, kept in numbers.items():
                self._hand(post.link_id, kept)
            for post in posts:
                if post not in numbers:
                    await self._store_alone(post)
        except Exception as error:
            for post in posts:
                if not post.done.done():
                    post.done.set_exception(error)

    async def _store_together(self, posts: list[_Post]) -> "dict[_Post, Kept]":
        """Those that fit; a double among them undoes all.

        Raises:
            IntegrityError: A message is there already; nothing was stored.
        """
        mailboxes: dict[str, list[_Post]] = {}
        for post in posts:
            mailboxes.setdefault(post.link_id, []).append(post)
        now = self._state.now()
        kept: dict[_Post, Kept] = {}
        async with self._state.sessions.begin() as session:
            for link_id, together in mailboxes.items():
                last = await _take_numbers(session, link_id, together)
                if last is not None:
                    for seq, post in enumerate(together, last - len(together) + 1):
                        if post in kept:
                            raise IntegrityError("a double in one transaction", None, ValueError())
                        kept[post] = Kept(seq, post.sender, post.message_id, post.body, now)
            if kept:
                await session.execute(insert(MailboxMessage), [_row(post, each) for post, each in kept.items()])
        return kept

    async def _store_alone(self, post: _Post) -> None:
        existing = select(MailboxMessage.seq).where(
            MailboxMessage.link_id == post.link_id,
            MailboxMessage.sender == post.sender,
            MailboxMessage.message_id == post.message_id,
        )
        try:
            async with self._state.sessions.begin() as session:
                # The update comes first: it takes the lock under which the number is given.
                seq = await _take_numbers(session, post.link_id, [post])
                if seq is None:
                    _answer(post, await session.scalar(existing))
                    return
                kept = Kept(seq, post.sender, post.message_id, post.body, self._state.now())
                await session.execute(insert(MailboxMessage), [_row(post, kept)])
        except IntegrityError:
            async with self._state.sessions() as session:
                _answer(post, await session.scalar(existing))
            return
        _answer(post, seq)
        self._hand(post.link_id, kept)

    def _hand(self, link_id: str, kept: Kept) -> None:
        for reader in self._readers.get(link_id, ()):
            reader.kept.append(kept)
            reader.woken.set()


async def _take_numbers(session: AsyncSession, link_id: str, posts: list[_Post]) -> int | None:
    """The last of as many new numbers; None where the mailbox has no room for all of them."""
    chars = sum(len(post.body) for post in posts)
    return await session.scalar(
        update(Consultation)
        .where(
            Consultation.link_id == link_id,
            Consultation.last_seq <= MOST_MESSAGES - len(posts),
            Consultation.mailbox_chars <= MOST_CHARS - chars,
        )
        .values(last_seq=Consultation.last_seq + len(posts), mailbox_chars=Consultation.mailbox_chars + chars)
        .returning(Consultation.last_seq)
        .execution_options(synchronize_session=False)
    )


def _row(post: _Post, kept: Kept) -> dict[str, object]:
    return {
        "link_id": post.link_id,
        "seq": kept.seq,
        "sender": kept.sender,
        "message_id": kept.message_id,
        "body": kept.body,
        "at": kept.at,
    }


def _answer(post: _Post, seq: int | None) -> None:
    with contextlib.suppress(asyncio.InvalidStateError):  # nobody waits any more
        post.done.set_result(seq)
