"""Finds a consultation's ways beyond the local network, for one transport after the other."""

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Callable

from aioice import Candidate, Connection
from aioice.ice import StunProtocol

from medclient.network.proxy import Proxies, Proxy
from medclient.network.resolver import Resolver
from medclient.session.ice import seam
from medclient.session.ice.relays import Relays, Way
from medclient.session.ice.servers import IceServers, StunServer, TurnServer

log = logging.getLogger("medclient.session.ice")

FETCH_TIMEOUT_S = 10.0
FETCH_AGAIN_FIRST_S, FETCH_AGAIN_MOST_S = 0.5, 30.0
FETCH_ANEW_S = 3600.0
"""Credentials for relays run out after hours (4 where the operator sets nothing else)."""
MOST_STUN = 2

FetchServers = Callable[[], Awaitable[IceServers]]
OnCandidate = Callable[[Candidate], None]


class Ways:
    """Knows the servers, and which relay worked; belongs to one loop."""

    def __init__(self, fetch: FetchServers, proxies: Proxies | None = None) -> None:
        self._proxies = proxies or Proxies()
        self._fetch = fetch
        self._servers = IceServers()
        self._known = asyncio.Event()
        self._resolver = Resolver()
        self._tls: ssl.SSLContext | None = None
        self._relays = Relays(self._open_relay, self._find_proxy)
        self._network_changed = asyncio.Event()

    async def run(self) -> None:
        """Fetch the servers, and find out beforehand what a firewall lets through; runs until cancelled."""
        pause = FETCH_AGAIN_FIRST_S
        try:
            while True:
                try:
                    async with asyncio.timeout(FETCH_TIMEOUT_S):
                        self._servers = await self._fetch()
                except (OSError, TimeoutError) as error:
                    log.info("no ICE servers from the service: %s", type(error).__name__)
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, FETCH_AGAIN_MOST_S)
                    continue
                pause = FETCH_AGAIN_FIRST_S
                self._known.set()
                await self._scout_until_stale()
        finally:
            self._resolver.close()

    def network_changed(self) -> None:
        """What a firewall lets through may be something else now."""
        self._relays.forget()
        self._network_changed.set()

    async def find(self, connection: Connection, on_candidate: OnCandidate, *, in_need: bool = False) -> None:
        """Add what STUN and TURN give to a connection that has its host candidates, and report each of them.

        `in_need`: soon is better than well.
        """
        async with asyncio.TaskGroup() as group:
            group.create_task(seam.hurry_checks(connection))
            await self._known.wait()
            servers = self._servers
            group.create_task(self._find_relay(connection, servers, on_candidate, in_need))
            for protocol in seam.host_protocols(connection):
                group.create_task(self._find_reflexive(protocol, servers, on_candidate))

    async def _find_relay(
        self, connection: Connection, servers: IceServers, on_candidate: OnCandidate, in_need: bool
    ) -> None:
        relay = await self._relays.open(servers.turn, in_need=in_need)
        if relay is None:
            return
        try:
            candidate = await relay.join(connection)
        except BaseException:
            await relay.close()
            raise
        if candidate:
            on_candidate(candidate)

    async def _find_reflexive(self, protocol: StunProtocol, servers: IceServers, on_candidate: OnCandidate) -> None:
        told: set[tuple[str, int]] = set()

        async def ask(server: StunServer) -> None:
            candidate = await seam.reflexive_candidate(protocol, server, self._resolver)
            if candidate and (candidate.host, candidate.port) not in told:
                told.add((candidate.host, candidate.port))
                on_candidate(candidate)

        async with asyncio.TaskGroup() as group:
            for each in servers.stun[:MOST_STUN]:
                group.create_task(ask(each))

    async def _scout_until_stale(self) -> None:
        try:
            async with asyncio.timeout(FETCH_ANEW_S):
                while True:
                    self._network_changed.clear()
                    await self._relays.scout(self._servers.turn)
                    await self._network_changed.wait()
        except TimeoutError:
            return

    async def _open_relay(self, way: Way) -> seam.OpenRelay:
        if self._tls is None:
            # Reading the authorities' certificates takes its time.
            self._tls = await asyncio.to_thread(ssl.create_default_context)
        return await seam.open_relay(way, self._resolver, self._tls)

    async def _find_proxy(self, server: TurnServer) -> Proxy | None:
        host = f"[{server.host}]" if ":" in server.host else server.host
        return await asyncio.to_thread(self._proxies.find, f"https://{host}:{server.port}")
