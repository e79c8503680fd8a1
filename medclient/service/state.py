"""What the parts of one service process share: database, clock, wake-ups. No state that a replica would need."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from starlette.requests import HTTPConnection

from medclient.service.config import ServiceConfig
from medclient.service.connections import Connections
from medclient.service.guesses import Guesses
from medclient.service.message_store import MessageStore


class Woken(asyncio.Event):
    """Set whenever there is something to look at."""

    changed = False
    """It is more than messages that were handed over."""

    def take(self) -> bool:
        """Wait anew; returns `changed`, and forgets it."""
        self.clear()
        changed, self.changed = self.changed, False
        return changed


class WakeUps:
    """Tells waiting connections that something under a topic is new; what it is, they read from the database.

    Within one process; with several replicas, this is the one class that learns LISTEN/NOTIFY.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, set[Woken]] = {}

    @asynccontextmanager
    async def listen(self, topic: str) -> AsyncIterator[Woken]:
        """An event that is set whenever the topic is woken."""
        event = Woken()
        self._waiting.setdefault(topic, set()).add(event)
        try:
            yield event
        finally:
            events = self._waiting[topic]
            events.discard(event)
            if not events:
                del self._waiting[topic]

    def wake(self, topic: str) -> None:
        for event in self._waiting.get(topic, ()):
            event.changed = True
            event.set()


def topic_of_practice(practice_id: str) -> str:
    return f"practice {practice_id}"


def topic_of_mailbox(link_id: str) -> str:
    return f"mailbox {link_id}"


@dataclass
class ServiceState:
    config: ServiceConfig
    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]
    wake_ups: WakeUps = field(default_factory=WakeUps)
    guesses: Guesses = field(default_factory=Guesses)
    """A brake, not a memory: every replica may have its own."""
    connections: Connections = field(default_factory=Connections)
    messages: MessageStore = field(init=False)
    _writer: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self.messages = MessageStore(self)

    def one_writer(self) -> AbstractAsyncContextManager[object]:
        """What is written often waits its turn here: SQLite has one writer, and lets the others ask again and again
        until one of them has asked for too long."""
        return self._writer if self.engine.dialect.name == "sqlite" else nullcontext()

    def now(self) -> datetime:
        return self.config.clock()


def service_state(connection: HTTPConnection) -> ServiceState:
    state: ServiceState = connection.app.state.service
    return state


State = Annotated[ServiceState, Depends(service_state)]
