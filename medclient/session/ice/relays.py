"""Which of several ways to a relay to take: tried beside each other, the better ones with a head start.

The first that opens is taken and remembered, so that the next transport does not wait for what a firewall swallows.
"""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from medclient.network.proxy import Proxy
from medclient.session.ice.servers import Carrier, TurnServer

log = logging.getLogger("medclient.session.ice")

HEAD_START_S = 0.4
"""What is better may take so much longer than what is worse."""
HEAD_START_IN_NEED_S = 0.02
"""The same while nothing else carries the call: what is better needs fewer round trips anyway."""
OPEN_TIMEOUT_S = 8.0


@dataclass(frozen=True)
class Way:
    """A TURN server, straight or through an HTTP proxy."""

    server: TurnServer
    proxy: Proxy | None = None

    @property
    def place(self) -> tuple[str, int, Carrier, bool]:
        """What makes it the same way with other credentials."""
        return self.server.host, self.server.port, self.server.carrier, self.proxy is not None

    @property
    def rank(self) -> tuple[bool, Carrier]:
        return self.proxy is not None, self.server.carrier

    def __str__(self) -> str:
        return self.server.carrier.name + (" through a proxy" if self.proxy else "")


class Closable(Protocol):
    async def close(self) -> None: ...


Opened = TypeVar("Opened", bound=Closable)


class Relays(Generic[Opened]):
    """Opens relays, and remembers what worked; belongs to one loop."""

    def __init__(
        self,
        open_relay: Callable[[Way], Awaitable[Opened]],
        find_proxy: Callable[[TurnServer], Awaitable[Proxy | None]],
    ) -> None:
        self._open_relay = open_relay
        self._find_proxy = find_proxy
        self._worked: tuple[str, int, Carrier, bool] | None = None
        self._closing: set[asyncio.Task[None]] = set()

    async def open(self, servers: Iterable[TurnServer], *, in_need: bool = False) -> Opened | None:
        """The first relay that opens; None where none does."""
        try:
            async with asyncio.timeout(OPEN_TIMEOUT_S):
                head_start_s = HEAD_START_IN_NEED_S if in_need else HEAD_START_S
                return await self._race(await self._waves(servers), head_start_s)
        except TimeoutError:
            log.info("no relay answers")
            return None

    async def scout(self, servers: Iterable[TurnServer]) -> None:
        """Find out what works before it is needed."""
        relay = await self.open(servers)
        if relay:
            await relay.close()

    def forget(self) -> None:
        """The network is another one."""
        self._worked = None

    async def _waves(self, servers: Iterable[TurnServer]) -> list[list[Way]]:
        """The ways to try, those of equal rank together; what worked the last time first, with what would be better."""
        ways = [Way(each) for each in servers]
        for each in list(ways):
            if each.server.carrier is not Carrier.UDP:
                proxy = await self._find_proxy(each.server)
                if proxy:
                    ways.append(Way(each.server, proxy))
        ways.sort(key=lambda way: way.rank)
        waves = [list(wave) for _, wave in itertools.groupby(ways, lambda way: way.rank)]
        worked = next((number for number, wave in enumerate(waves) if self._worked in [way.place for way in wave]), 0)
        return [wave for wave in (list(itertools.chain(*waves[: worked + 1])), *waves[worked + 1 :]) if wave]

    async def _race(self, waves: list[list[Way]], head_start_s: float) -> Opened | None:
        attempts: dict[asyncio.Task[Opened], Way] = {}
        try:
            while waves or attempts:
                if waves:
                    for way in waves.pop(0):
                        attempts[asyncio.ensure_future(self._open_relay(way))] = way
                timeout = head_start_s if waves else None
                done, _ = await asyncio.wait(attempts, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
                for attempt in done:
                    way = attempts.pop(attempt)
                    error = attempt.exception()
                    if error is None:
                        self._worked = way.place
                        log.info("a relay is there, over %s", way)
                        return attempt.result()
                    log.info("no relay over %s: %s", way, type(error).__name__)
        finally:
            for each in attempts:
                each.cancel()
                each.add_done_callback(self._close_late)
        return None

    def _close_late(self, attempt: "asyncio.Task[Opened]") -> None:
        """One that opened too late: nobody waits for it."""
        if not attempt.cancelled() and not attempt.exception():
            closing = asyncio.ensure_future(attempt.result().close())
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)
