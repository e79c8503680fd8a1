"""Keeps a `MailboxClient` connected over WebSocket: connects again for as long as its owner lets it run."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from random import Random

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from medclient.session.mailbox import FINAL_CLOSE_CODES, Acknowledged, MailboxClient, MailboxEvent

log = logging.getLogger("medclient.session.mailbox")

OPEN_TIMEOUT_S = 5.0
PING_EVERY_S = 5.0
SILENCE_S = 12.0
"""A connection that brings not even a pong for so long is dead, whatever TCP believes."""
BACK_OFF_FIRST_S = 0.25
BACK_OFF_MOST_S = 5.0


class MailboxConnection:
    """Runs one mailbox. All methods belong to the loop that `run` runs on."""

    def __init__(
        self,
        client: MailboxClient,
        base_url: str,
        on_event: Callable[[MailboxEvent], None],
        on_lost: Callable[[], None],
    ) -> None:
        self.client = client
        scheme, _, rest = base_url.partition("://")
        self._url = f"{'wss' if scheme == 'https' else 'ws'}://{rest}/api/v1/consultations/{client.link_id}/mailbox"
        self._on_event = on_event
        self._on_lost = on_lost
        self._wake = asyncio.Event()
        self._settled = asyncio.Event()
        self._random = Random()
        self.refused: str | None = None
        """Why the service will not let us in again, once it has said so."""

    def flush(self) -> None:
        """Something was posted: send it."""
        self._wake.set()

    async def settled(self) -> None:
        """Wait until the service has taken everything."""
        while not self.client.settled:
            self._settled.clear()
            await self._settled.wait()

    async def run(self) -> str:
        """Stay connected until the service refuses for good; returns the reason. Else runs until cancelled."""
        pause = BACK_OFF_FIRST_S
        while True:
            joined = False
            try:
                async with connect(
                    self._url, open_timeout=OPEN_TIMEOUT_S, ping_interval=None, max_size=2**20, proxy=True
                ) as socket:
                    joined = await self._converse(socket)
                    code = socket.close_code
            except (OSError, TimeoutError, InvalidHandshake, InvalidURI, EOFError) as error:
                log.info("mailbox not reachable: %s", type(error).__name__)
                code = None
            self.client.lost()
            if code in FINAL_CLOSE_CODES:
                self.refused = FINAL_CLOSE_CODES[code]
                self.client.give_up()
                self._settled.set()
                log.info("mailbox refused: %s", self.refused)
                return self.refused
            self._on_lost()
            pause = BACK_OFF_FIRST_S if joined else min(pause * 2, BACK_OFF_MOST_S)
            await asyncio.sleep(pause * (0.75 + 0.5 * self._random.random()))

    async def _converse(self, socket: ClientConnection) -> bool:
        """Talk until the connection ends; returns whether the service had let us in."""
        self.client.connected()
        self._wake.set()
        sender = asyncio.create_task(self._send(socket))
        was_joined = False
        try:
            while True:
                async with asyncio.timeout(SILENCE_S):
                    text = await socket.recv(decode=True)
                for event in self.client.receive(str(text)):
                    self._on_event(event)
                    if isinstance(event, Acknowledged):
                        self._settled.set()
                was_joined = was_joined or self.client.joined
                if self.client.settled:
                    self._settled.set()
                if self.client.outgoing:
                    self._wake.set()
        except (ConnectionClosed, TimeoutError):
            return was_joined
        finally:
            sender.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionClosed):
                await sender

    async def _send(self, socket: ClientConnection) -> None:
        while True:
            try:
                async with asyncio.timeout(PING_EVERY_S):
                    await self._wake.wait()
            except TimeoutError:
                self.client.ping()
            self._wake.clear()
            for frame in self.client.frames_to_send():
                await socket.send(frame)
