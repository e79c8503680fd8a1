"""Follows the changes of a practice's appointments over a WebSocket, for as long as its owner lets it run."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable
from random import Random
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from medclient.network.proxy import Proxies
from medclient.network.websocket import WebSockets
from medclient.practice.appointments import Appointment

log = logging.getLogger("medclient.practice.events")

PING_EVERY_S = 10.0
SILENCE_S = 25.0
OPEN_TIMEOUT_S = 5.0
BACK_OFF_FIRST_S = 0.5
BACK_OFF_MOST_S = 10.0
UNAUTHORISED = 4401


class AppointmentEvents:
    """Runs until the service no longer knows the session, or until cancelled."""

    def __init__(
        self,
        base_url: str,
        token: str,
        open_appointment: Callable[[dict[str, Any]], Appointment],
        on_change: Callable[[Appointment], None],
        on_reachable: Callable[[bool], None],
        on_removed: Callable[[str], None],
        proxies: Proxies | None = None,
    ) -> None:
        self._websockets = WebSockets(proxies)
        scheme, _, rest = base_url.partition("://")
        self._url = f"{'wss' if scheme == 'https' else 'ws'}://{rest}/api/v1/events"
        self._token = token
        self._open_appointment = open_appointment
        self._on_change = on_change
        self._on_reachable = on_reachable
        self._on_removed = on_removed
        self._random = Random()

    async def run(self) -> None:
        """Return when the session has ended."""
        pause, reachable = BACK_OFF_FIRST_S, None
        while True:
            code = None
            try:
                async with await self._websockets.open(self._url, OPEN_TIMEOUT_S) as socket:
                    if await self._join(socket):
                        pause, reachable = BACK_OFF_FIRST_S, True
                        self._on_reachable(True)
                        await self._follow(socket)
                    code = socket.close_code
            except (OSError, TimeoutError, InvalidHandshake, InvalidURI, EOFError) as error:
                log.info("events not reachable: %s", type(error).__name__)
            if code == UNAUTHORISED:
                return
            if reachable is not False:
                reachable = False
                self._on_reachable(False)
            await asyncio.sleep(pause * (0.75 + 0.5 * self._random.random()))
            pause = min(pause * 2, BACK_OFF_MOST_S)

    async def _join(self, socket: ClientConnection) -> bool:
        try:
            await socket.send(json.dumps({"type": "join", "token": self._token}))
            async with asyncio.timeout(OPEN_TIMEOUT_S):
                frame = json.loads(await socket.recv())
            return bool(frame.get("type") == "joined")
        except (ConnectionClosed, TimeoutError, ValueError):
            return False

    async def _follow(self, socket: ClientConnection) -> None:
        pinging = asyncio.create_task(self._ping(socket))
        try:
            while True:
                async with asyncio.timeout(SILENCE_S):
                    text = await socket.recv()
                self._take(str(text))
        except (ConnectionClosed, TimeoutError):
            return
        finally:
            pinging.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionClosed):
                await pinging

    async def _ping(self, socket: ClientConnection) -> None:
        while True:
            await asyncio.sleep(PING_EVERY_S)
            await socket.send('{"type":"ping"}')

    def _take(self, text: str) -> None:
        try:
            frame = json.loads(text)
            if frame["type"] == "appointment":
                self._on_change(self._open_appointment(frame["appointment"]))
            elif frame["type"] == "removed":
                self._on_removed(str(frame["link_id"]))
        except (ValueError, KeyError, TypeError):
            log.warning("a malformed event was passed over")
