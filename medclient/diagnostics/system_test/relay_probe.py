"""Asks each STUN and TURN server by each of its transports: an allocation, and a burst of questions by UDP.

Runs a loop of its own in the calling thread: datagrams are not for every loop that carries a user interface.
"""

import asyncio
import contextlib
import re
import ssl
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aioice import stun, turn

from medclient.diagnostics.system_test.network import DatagramsMeasured, Reach, RelayMeasured, Transport
from medclient.network.proxy import Proxies
from medclient.network.resolver import Resolver
from medclient.network.tcp import open_tcp

ALLOCATION_S = 4.0
BURST = 50
BURST_EVERY_S = 0.02
BURST_WAIT_S = 0.6
LIFETIME_S = 60
OUTSIDE = "https://relay.invalid"
"""Any address that is not this computer's, to ask which proxy leads out."""
STUN_PORT, TLS_PORT = 3478, 5349
_URL = re.compile(
    r"(?P<scheme>stuns?|turns?):(?P<host>\[[^\]]+\]|[^:?]+)(?::(?P<port>\d+))?(?:\?transport=(?P<by>\w+))?"
)


@dataclass(frozen=True)
class Server:
    """One address of a STUN or TURN server (RFC 7064, RFC 7065)."""

    relays: bool
    transport: Transport
    host: str
    port: int
    username: str = ""
    credential: str = ""

    def __repr__(self) -> str:
        return f"Server({self.transport.value})"


@dataclass(frozen=True)
class RelaysMeasured:
    relays: tuple[RelayMeasured, ...] = ()
    datagrams: DatagramsMeasured | None = None
    """None where no server can be asked by UDP."""
    proxy: bool = False
    """The system sends web requests through a proxy."""


def servers_of(ice_servers: Sequence[dict[str, Any]]) -> list[Server]:
    """The servers of a W3C list; malformed ones are passed over."""
    found = []
    for entry in ice_servers:
        urls = entry.get("urls", [])
        for url in [urls] if isinstance(urls, str) else urls:
            match = _URL.fullmatch(url) if isinstance(url, str) else None
            if match is None:
                continue
            secure = match["scheme"].endswith("s")
            by = Transport.TLS if secure else Transport.TCP if match["by"] == "tcp" else Transport.UDP
            port = int(match["port"] or (TLS_PORT if secure else STUN_PORT))
            found.append(
                Server(
                    match["scheme"].startswith("turn"),
                    by,
                    match["host"].strip("[]"),
                    port,
                    str(entry.get("username") or ""),
                    str(entry.get("credential") or ""),
                )
            )
    return found


def measure_relays(
    ice_servers: Sequence[dict[str, Any]], stop: threading.Event, proxies: Proxies | None = None
) -> RelaysMeasured:
    """Blocks for at most some five seconds: all are asked at once, as a call would ask them."""
    proxies = proxies or Proxies()
    proxy = proxies.find(OUTSIDE) is not None
    servers = servers_of(ice_servers)
    if not servers:
        return RelaysMeasured(proxy=proxy)
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        relays, datagrams = runner.run(_ask_all(servers, stop, proxies))
    return RelaysMeasured(relays, datagrams, proxy)


async def _ask_all(
    servers: list[Server], stop: threading.Event, proxies: Proxies
) -> tuple[tuple[RelayMeasured, ...], DatagramsMeasured | None]:
    asked = [asyncio.ensure_future(_allocate(each, proxies)) for each in servers if each.relays]
    by_udp = next((each for each in servers if each.transport is Transport.UDP), None)
    burst = asyncio.ensure_future(_burst(by_udp)) if by_udp else None
    everything: list[asyncio.Future[Any]] = [*asked, *([burst] if burst else [])]
    while not stop.is_set() and not all(each.done() for each in everything):
        await asyncio.wait(everything, timeout=0.1)
    for each in everything:
        each.cancel()
    await asyncio.gather(*everything, return_exceptions=True)
    relays = tuple(each.result() for each in asked if not each.cancelled())
    return relays, burst.result() if burst and not burst.cancelled() else None


async def _allocate(server: Server, proxies: Proxies) -> RelayMeasured:
    began = time.monotonic()
    try:
        async with asyncio.timeout(ALLOCATION_S):
            protocol = await _open(server, proxies)
            try:
                await protocol.connect()
                reach, ms = Reach.FINE, (time.monotonic() - began) * 1000
                with contextlib.suppress(stun.TransactionError, TimeoutError):
                    async with asyncio.timeout(1.0):
                        await protocol.delete()
                return RelayMeasured(server.transport, reach, ms)
            finally:
                protocol.transport.close()
    except ssl.SSLError:
        return RelayMeasured(server.transport, Reach.UNTRUSTED)
    except stun.TransactionFailed:
        return RelayMeasured(server.transport, Reach.REFUSED)
    except (OSError, TimeoutError, stun.TransactionError, ValueError):
        return RelayMeasured(server.transport, Reach.BLOCKED)


async def _open(server: Server, proxies: Proxies) -> Any:
    loop = asyncio.get_running_loop()
    address = (server.host, server.port)
    kind = turn.TurnClientUdpProtocol if server.transport is Transport.UDP else turn.TurnClientTcpProtocol

    def protocol() -> Any:
        return kind(
            address,
            username=server.username,
            password=server.credential,
            lifetime=LIFETIME_S,
            channel_refresh_time=LIFETIME_S,
        )

    if server.transport is Transport.UDP:
        return (await loop.create_datagram_endpoint(protocol, remote_addr=address))[1]
    secure = ssl.create_default_context() if server.transport is Transport.TLS else None
    host = f"[{server.host}]" if ":" in server.host else server.host
    proxy = await asyncio.to_thread(proxies.find, f"https://{host}:{server.port}")
    sock = await open_tcp(server.host, server.port, proxy, Resolver())
    name = server.host if secure else None
    return (await loop.create_connection(protocol, sock=sock, ssl=secure, server_hostname=name))[1]


class _Questions(asyncio.DatagramProtocol):
    """Binding requests on their way, and when their answers came."""

    def __init__(self) -> None:
        self.sent_at: dict[bytes, float] = {}
        self.round_trips_ms: dict[bytes, float] = {}

    def datagram_received(self, data: bytes, addr: Any) -> None:
        now = time.monotonic()
        with contextlib.suppress(ValueError):
            transaction = stun.parse_message(data).transaction_id
            if transaction in self.sent_at:
                self.round_trips_ms.setdefault(transaction, (now - self.sent_at[transaction]) * 1000)

    def error_received(self, exc: Exception) -> None:
        """A port that is closed says so; that counts as lost."""


async def _burst(server: Server) -> DatagramsMeasured:
    loop = asyncio.get_running_loop()
    try:
        transport, questions = await loop.create_datagram_endpoint(_Questions, remote_addr=(server.host, server.port))
    except OSError:
        return DatagramsMeasured(BURST)
    try:
        for _ in range(BURST):
            request = stun.Message(message_method=stun.Method.BINDING, message_class=stun.Class.REQUEST)
            questions.sent_at[request.transaction_id] = time.monotonic()
            transport.sendto(bytes(request))
            await asyncio.sleep(BURST_EVERY_S)
        await asyncio.sleep(BURST_WAIT_S)
    finally:
        transport.close()
    answered = questions.round_trips_ms
    return DatagramsMeasured(BURST, tuple(answered[each] for each in questions.sent_at if each in answered))
