"""Keeps a `MailboxClient` connected over WebSocket: connects again for as long as its owner lets it run."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from random import Random

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from medclient.network.proxy import Proxies
from medclient.network.websocket import WebSockets
from medclient.session.mailbox import FINAL_CLOSE_CODES, REPLACED, Acknowledged, MailboxClient, MailboxEvent

log = logging.getLogger("medclient.session.mailbox")

OPEN_TIMEOUT_S = 8.0
TRY_BESIDE_S = 0.4
"""An attempt that has not opened by then may hang in a lost packet: another one is made beside it."""
MOST_ATTEMPTS = 14
PING_EVERY_S = 5.0
SILENCE_S = 12.0
"""A connection that brings not even a pong for so long is dead, whatever TCP believes."""
PROBE_S = 1.0
"""The same where something else suggests that it is dead."""
BACK_OFF_FIRST_S = 0.25
BACK_OFF_MOST_S = 5.0
REPLACED_FIRST_S = 5.0
REPLACED_MOST_S = 60.0
"""After the service has said that we opened the same elsewhere: it may lie; if not, the other one goes first."""


class MailboxConnection:
    """Runs one mailbox. All methods belong to the loop that `run` runs on."""

    def __init__(
        self,
        client: MailboxClient,
        base_url: str,
        on_event: Callable[[MailboxEvent], None],
        on_lost: Callable[[], None],
        proxies: Proxies | None = None,
        call_flows: Callable[[], bool] | None = None,
    ) -> None:
        """With `call_flows`, the service alone cannot say that we were replaced: the other run's own greeting must be
        there, and no call flow here. Without it, it is believed."""
        self.client = client
        self._call_flows = call_flows
        self._displaced = False
        scheme, _, rest = base_url.partition("://")
        self._url = f"{'wss' if scheme == 'https' else 'ws'}://{rest}/api/v1/consultations/{client.link_id}/mailbox"
        self._websockets = WebSockets(proxies)
        self._on_event = on_event
        self._on_lost = on_lost
        self._wake = asyncio.Event()
        self._settled = asyncio.Event()
        self._random = Random()
        self._hurried = asyncio.Event()
        self._silence: asyncio.Timeout | None = None
        """Ends an open connection that has fallen silent."""
        self._heard_at = 0.0
        self._probing = False
        self._local_address = ""
        self.refused: str | None = None
        """Why the service will not let us in again, once it has said so."""

    def flush(self) -> None:
        """Something was posted: send it."""
        self._wake.set()

    def hurry(self) -> None:
        """Something suggests that the connection is dead, or possible again: find out at once. May be called often."""
        self._hurried.set()
        now = asyncio.get_running_loop().time()
        if self._silence is None or self._probing or now - self._heard_at < PROBE_S / 2:
            return
        self._probing = True
        self._silence.reschedule(now + PROBE_S)
        self.client.ping()
        self._wake.set()

    def addresses_changed(self, addresses: frozenset[str]) -> None:
        """These are this computer's addresses now: a connection from another one is dead for certain."""
        if self._silence and self._local_address and self._local_address not in addresses:
            self._silence.reschedule(asyncio.get_running_loop().time())
        self.hurry()

    async def settled(self) -> None:
        """Wait until the service has taken everything."""
        while not self.client.settled:
            self._settled.clear()
            await self._settled.wait()

    async def run(self) -> str:
        """Stay connected until the service refuses for good; returns the reason. Else runs until cancelled."""
        pause, aside = BACK_OFF_FIRST_S, REPLACED_FIRST_S
        while True:
            joined = False
            try:
                async with await self._open() as socket:
                    joined = await self._converse(socket)
                    code = socket.close_code
            except (OSError, TimeoutError, InvalidHandshake, InvalidURI, EOFError) as error:
                log.info("mailbox not reachable: %s", type(error).__name__)
                code = None
            self.client.lost()
            self._displaced = self._displaced or code == REPLACED
            if self._displaced and self._yields():
                return self._refuse(REPLACED)
            if code in FINAL_CLOSE_CODES and code != REPLACED:
                return self._refuse(code)
            self._on_lost()
            if code == REPLACED:
                log.warning("the service says that this consultation was opened elsewhere, and nothing else does")
                await asyncio.sleep(aside)
                aside = min(aside * 2, REPLACED_MOST_S)
                continue
            pause = BACK_OFF_FIRST_S if joined else min(pause * 2, BACK_OFF_MOST_S)
            self._hurried.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause * (0.75 + 0.5 * self._random.random())):
                    await self._hurried.wait()

    def _yields(self) -> bool:
        """Whether to leave the consultation to the other run that the service tells of."""
        return self._call_flows is None or (self.client.opened_elsewhere and not self._call_flows())

    def _refuse(self, code: int) -> str:
        self.refused = FINAL_CLOSE_CODES[code]
        self.client.give_up()
        self._settled.set()
        log.info("mailbox refused: %s", self.refused)
        return self.refused

    async def _open(self) -> ClientConnection:
        """The first connection that opens, of several attempts one after the other."""
        attempts: set[asyncio.Task[ClientConnection]] = set()
        made = 0
        try:
            while True:
                if made < MOST_ATTEMPTS:
                    attempts.add(asyncio.create_task(self._websockets.open(self._url, OPEN_TIMEOUT_S, attempt=made)))
                    made += 1
                patience = TRY_BESIDE_S if made < MOST_ATTEMPTS else None
                done, attempts = await asyncio.wait(attempts, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
                opened = [each for each in done if not each.exception()]
                if opened:
                    attempts |= set(opened[1:])
                    return opened[0].result()
                if done and not attempts:
                    return done.pop().result()  # raises why it failed
        finally:
            for each in attempts:
                each.cancel()
                each.add_done_callback(_forget)

    async def _converse(self, socket: ClientConnection) -> bool:
        """Talk until the connection ends; returns whether the service had let us in."""
        self.client.connected()
        self._wake.set()
        sender = asyncio.create_task(self._send(socket))
        self._local_address = str(socket.local_address[0])
        self._heard_at = asyncio.get_running_loop().time()
        was_joined = self._probing = False
        try:
            async with asyncio.timeout(SILENCE_S) as self._silence:
                while True:
                    text = await socket.recv(decode=True)
                    self._probing = False
                    self._heard_at = asyncio.get_running_loop().time()
                    self._silence.reschedule(self._heard_at + SILENCE_S)
                    for event in self.client.receive(str(text)):
                        self._on_event(event)
                        if isinstance(event, Acknowledged):
                            self._settled.set()
                    was_joined = was_joined or self.client.joined
                    if self.client.settled:
                        self._settled.set()
                    if self.client.outgoing:
                        self._wake.set()
                    if self._displaced and self._yields():
                        return True  # before we greet: two that greet would both leave
        except ConnectionClosed:
            return was_joined
        except TimeoutError:
            socket.transport.abort()
            return was_joined
        finally:
            self._silence = None
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


def _forget(attempt: "asyncio.Task[ClientConnection]") -> None:
    """An attempt that came too late: nobody waits for it."""
    if not attempt.cancelled() and not attempt.exception():
        attempt.result().transport.abort()
