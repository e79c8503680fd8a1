"""The one file that reaches into aioice's inside; `tests/unit/session/ice/test_seam.py` pins what it touches.

aioice gathers before it answers, from one server, and waits 5 s for one that is silent. Here candidates of servers
join a connection whenever they are found, from as many servers as there are.
"""

import asyncio
import contextlib
import functools
import ipaddress
import ssl
from typing import Any, cast

from aioice import Candidate, Connection, stun
from aioice.candidate import candidate_foundation, candidate_priority
from aioice.ice import CandidatePair, StunProtocol
from aioice.turn import (
    DEFAULT_ALLOCATION_LIFETIME,
    TurnClientMixin,
    TurnClientTcpProtocol,
    TurnClientUdpProtocol,
    TurnTransport,
)

from medclient.network.resolver import Resolver
from medclient.network.tcp import open_tcp
from medclient.session.ice.consent import Consent
from medclient.session.ice.relays import Way
from medclient.session.ice.servers import Carrier, StunServer, TurnServer

REFRESH_EVERY_S = 120.0
"""A permission lasts 300 s (RFC 8656 section 9), and a request or two may be lost."""
DELETE_TIMEOUT_S = 1.0
MOST_WAITING_BYTES = 64 * 1024
"""What a relay's TCP connection may hold back; more would only come late, so it is lost as on any line."""
STUN_TIMEOUT_S = 10.0
PACE_S, HURRIED_S = 0.005, 5.0
"""As often as RFC 8445 section 14.2 lets checks begin (aioice: every 20 ms), for the first seconds."""
COMPONENT = 1
QUESTIONS_AGAIN = 1
"""Of one question for consent: an answer may take a second and a half, where aioice waits for half a second."""


class _Relay(TurnClientMixin):
    """An allocation at a TURN server that outlives its permissions, and the server's silence at its end."""

    transport: Any
    refresh_every_s = REFRESH_EVERY_S

    async def connect(self) -> tuple[str, int]:
        """Make the allocation, once; returns its address."""
        if self.relayed_address:
            return self.relayed_address
        address = await super().connect()
        self._upkeep = asyncio.create_task(self._keep_up())
        return address

    async def send_data(self, data: bytes, addr: tuple[str, int]) -> None:
        channel = self.peer_to_channel.get(addr)
        if channel is None:
            await super().send_data(data, addr)
        elif not self.transport.is_closing():
            self._send(channel.to_bytes(2, "big") + len(data).to_bytes(2, "big") + data)

    async def delete(self) -> None:
        """Say that it is no longer needed, but wait for nobody who does not listen."""
        self._upkeep.cancel()
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(DELETE_TIMEOUT_S):
                    await super().delete()
        finally:
            self.transport.abort()  # what waits to be written would hold a closing TCP connection open

    async def _keep_up(self) -> None:
        """Renew the channels, and with them the permissions, beside what is sent through them."""
        while True:
            await asyncio.sleep(self.refresh_every_s)
            for channel, address in list(self.channel_to_peer.items()):
                with contextlib.suppress(stun.TransactionError, ConnectionError):
                    await self.channel_bind(channel, address)


class _UdpRelay(_Relay, TurnClientUdpProtocol):
    pass


class _TcpRelay(_Relay, TurnClientTcpProtocol):
    def _send(self, data: bytes) -> None:
        media = data[0] & 0xC0 == 0x40
        if media and self.transport.get_write_buffer_size() > MOST_WAITING_BYTES:
            return
        super()._send(data)


class OpenRelay:
    """A relay that waits for a connection to join."""

    def __init__(self, client: _UdpRelay | _TcpRelay) -> None:
        self.client = client

    async def close(self) -> None:
        await self.client.delete()

    async def join(self, connection: Connection) -> Candidate | None:
        """Let a connection use it from now on; None where the connection is closed meanwhile."""
        if connection._closing:
            await self.close()
            return None
        protocol = StunProtocol(connection)
        await TurnTransport(self.client)._connect(protocol)
        host, port = await self.client.connect()
        mapped = self.client.mapped_address or (host, port)
        protocol.local_candidate = Candidate(
            foundation=candidate_foundation("relay", "udp", host),
            component=COMPONENT,
            transport="udp",
            priority=candidate_priority(COMPONENT, "relay"),
            host=host,
            port=port,
            type="relay",
            related_address=mapped[0],
            related_port=mapped[1],
        )
        connection._protocols.append(protocol)
        connection._local_candidates.append(protocol.local_candidate)
        for remote in connection.remote_candidates:
            connection._pair_remote_candidate(remote)
        connection.sort_check_list()
        return protocol.local_candidate


async def open_relay(
    way: Way, resolver: Resolver, tls: ssl.SSLContext, *, refresh_every_s: float = REFRESH_EVERY_S
) -> OpenRelay:
    """Make an allocation.

    Raises:
        OSError: The server cannot be reached, shows no certificate for its name, or the proxy does not let us through.
        stun.TransactionError: It does not answer, or refuses.
    """
    server = way.server
    username, password = server.username or None, server.password or None
    made: Any
    if server.carrier is Carrier.UDP:
        made = await _connect_udp(server, resolver, username, password)
    else:
        sock = await open_tcp(server.host, server.port, way.proxy, resolver)
        secure = tls if server.carrier is Carrier.TLS else None
        name = server.host if secure else None
        try:
            _, made = await asyncio.get_running_loop().create_connection(
                lambda: _TcpRelay((server.host, server.port), username, password, DEFAULT_ALLOCATION_LIFETIME, 0),
                sock=sock,
                ssl=secure,
                server_hostname=name,
            )
        except BaseException:
            sock.close()
            raise
    made.refresh_every_s = refresh_every_s
    try:
        await made.connect()
    except BaseException:
        made.transport.abort()
        raise
    return OpenRelay(made)


async def _connect_udp(server: TurnServer, resolver: Resolver, username: str | None, password: str | None) -> _UdpRelay:
    loop = asyncio.get_running_loop()
    error: OSError = ConnectionError("no address")
    for address in await resolver.addresses(server.host):
        place = (address, server.port)
        build = functools.partial(_UdpRelay, place, username, password, DEFAULT_ALLOCATION_LIFETIME, 0)
        try:
            _, made = await loop.create_datagram_endpoint(build, remote_addr=place)
        except OSError as failure:
            error = failure
        else:
            return made
    raise error


def host_protocols(connection: Connection) -> list[StunProtocol]:
    """The sockets on this computer's IPv4 addresses."""
    return [
        each
        for each in connection._protocols
        if each.local_candidate.type == "host" and ipaddress.ip_address(each.local_candidate.host).version == 4
    ]


async def reflexive_candidate(protocol: StunProtocol, server: StunServer, resolver: Resolver) -> Candidate | None:
    """How a STUN server sees one of our sockets; None where it does not say."""
    try:
        async with asyncio.timeout(STUN_TIMEOUT_S):
            for address in await resolver.addresses(server.host):
                if ipaddress.ip_address(address).version != 4:
                    continue
                request = stun.Message(message_method=stun.Method.BINDING, message_class=stun.Class.REQUEST)
                response, _ = await protocol.request(request, (address, server.port))
                return _reflexive(protocol.local_candidate, response.attributes.get("XOR-MAPPED-ADDRESS"))
    except (TimeoutError, OSError, stun.TransactionError):
        return None
    return None


def _reflexive(local: Candidate, mapped: object) -> Candidate | None:
    if mapped is None or mapped == (local.host, local.port):
        return None  # no address translation: that is the host candidate
    host, port = cast(tuple[str, int], mapped)
    return Candidate(
        foundation=candidate_foundation("srflx", "udp", local.host),
        component=local.component,
        transport=local.transport,
        priority=candidate_priority(local.component, "srflx"),
        host=host,
        port=port,
        type="srflx",
        related_address=local.host,
        related_port=local.port,
    )


async def hurry_checks(connection: Connection) -> None:
    """Begin checks more often until one has found a way: before the good pair stand those of interfaces without one."""
    for _ in range(int(HURRIED_S / PACE_S)):
        if connection._check_list_done:
            return
        if connection._early_checks_done:
            connection._check_periodic()
        await asyncio.sleep(PACE_S)


def ask_on(connection: Connection, consent: Consent) -> None:
    """Let a connection ask for consent by these rules once it has its way: aioice closes it after half a minute."""
    send = connection.sendto

    async def sendto(data: bytes, component: int) -> None:
        if consent.given:
            await send(data, component)

    async def ask(pair: CandidatePair) -> None:
        request = connection.build_request(pair, nominate=False)
        key = cast(str, connection.remote_password).encode()
        with contextlib.suppress(stun.TransactionError, OSError):
            await pair.protocol.request(request, pair.remote_addr, key, QUESTIONS_AGAIN)
            consent.answered()

    async def query_consent() -> None:
        consent.answered()  # the way was found just now
        async with asyncio.TaskGroup() as questions:
            while not consent.hopeless:
                await asyncio.sleep(consent.pause_s())
                consent.asked()
                for pair in connection._nominated.values():
                    questions.create_task(ask(pair))
        connection._query_consent_task = None
        await connection.close()

    vars(connection).update(sendto=sendto, query_consent=query_consent)
