"""An end of a mailbox that writes lines and reads them: the real client and connection."""

import asyncio

from medclient.protocol import messages
from medclient.protocol.envelope import Role
from medclient.session.mailbox import Joined, MailboxClient, MailboxEvent, Opened
from medclient.session.mailbox_connection import MailboxConnection
from tests.service.client import Link


class Reader:
    """An end, and what it was told."""

    def __init__(self, link: Link, role: Role, token: str, url: str) -> None:
        self.client = MailboxClient(link.id, link.secret, role, token)
        self.connection = MailboxConnection(self.client, url, self._take, self._lost)
        self.heard: list[str] = []
        self.joins = 0
        self.lost = 0
        self.news = asyncio.Event()

    def write(self, text: str) -> None:
        self.client.post(messages.Chat(text))
        self.connection.flush()

    def _take(self, event: MailboxEvent) -> None:
        if (
            isinstance(event, Opened)
            and event.sender is not self.client.role
            and isinstance(event.message, messages.Chat)
        ):
            self.heard.append(event.message.text)
        self.joins += isinstance(event, Joined)
        self.news.set()

    def _lost(self) -> None:
        self.lost += 1

    async def until(self, count: int) -> None:
        async with asyncio.timeout(60):
            while len(self.heard) < count:
                self.news.clear()
                await self.news.wait()
