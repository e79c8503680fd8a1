"""Our end of a relay, against a real TURN server whose permissions last a hundredth of the usual time."""

import asyncio
import contextlib
import ssl
import time
from typing import cast

import pytest
from aioice import Candidate, Connection, stun

from medclient.network.proxy import Proxy
from medclient.network.resolver import Resolver
from medclient.session.ice import relays as relays_module
from medclient.session.ice import seam
from medclient.session.ice.relays import Relays, Way
from medclient.session.ice.seam import OpenRelay, open_relay
from medclient.session.ice.servers import Carrier, IceServers, TurnServer
from medclient.session.ice.ways import Ways
from tests.relay.coturn import Authority, Coturn, credentials, free_port

LONGER_THAN_A_CHANNEL_S = 8.0
"""What these tests let a channel and its permission last is 3 s, and the server looks every second."""


class Peer(asyncio.DatagramProtocol):
    """Whoever the relay sends to; it answers with what it got."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.echoes = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)
        self.address: tuple[str, int] = transport.get_extra_info("sockname")

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.heard.append(data)
        if self.echoes:
            self.transport.sendto(data, addr)


class Ear(asyncio.DatagramProtocol):
    """What comes back through the relay."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[bytes] = asyncio.Queue()
        self.lost = asyncio.Event()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.heard.put_nowait(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost.set()


async def new_peer() -> Peer:
    _, peer = await asyncio.get_running_loop().create_datagram_endpoint(Peer, local_addr=("127.0.0.1", 0))
    return peer


def trust(authority: Authority) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(authority.root))


async def opened(way: Way, tls: ssl.SSLContext, **more: float) -> OpenRelay:
    async with asyncio.timeout(5):
        return await open_relay(way, Resolver(), tls, **more)


async def test_a_relay_outlives_its_permissions(coturn: Coturn, authority: Authority) -> None:
    """aioice alone renews a permission of 300 s after 500 s: the picture stops in between.

    That the server of this test is so strict is shown by a relay that renews nothing.
    """
    tls = trust(authority)
    renewed = [Way(coturn.server(carrier, host="localhost")) for carrier in Carrier]
    relays = [await opened(way, tls, refresh_every_s=0.5) for way in renewed]
    forgotten = await opened(Way(coturn.server(Carrier.UDP)), tls)
    spans = await asyncio.gather(*(goes_on_for(each, LONGER_THAN_A_CHANNEL_S) for each in (*relays, forgotten)))
    assert spans[3] < LONGER_THAN_A_CHANNEL_S - 2, spans
    assert min(spans[:3]) > LONGER_THAN_A_CHANNEL_S - 1.5, spans
    for each in (*relays, forgotten):
        await each.close()


async def goes_on_for(relay: OpenRelay, watch_s: float) -> float:
    """After how many seconds the last of many packets came back through a relay."""
    peer, ear = await new_peer(), Ear()
    relay.client.receiver = ear
    begun = time.monotonic()
    last = 0.0
    while time.monotonic() - begun < watch_s:
        await relay.client.send_data(b"sent", peer.address)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.1):
                await ear.heard.get()
                last = time.monotonic() - begun
                await asyncio.sleep(0.05)
    peer.transport.close()
    return last


async def test_a_certificate_for_another_name_is_refused(coturn: Coturn, authority: Authority) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        await opened(Way(coturn.server(Carrier.TLS, host="127.0.0.1")), trust(authority))


async def test_a_certificate_of_an_unknown_authority_is_refused(coturn: Coturn) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        await opened(Way(coturn.server(Carrier.TLS, host="localhost")), ssl.create_default_context())


@pytest.mark.parametrize("sign_in", [credentials("another secret"), credentials(lifetime_s=-10)])
async def test_wrong_and_expired_credentials_are_refused(
    coturn: Coturn, authority: Authority, sign_in: tuple[str, str]
) -> None:
    with pytest.raises(stun.TransactionFailed):
        await opened(Way(coturn.server(Carrier.UDP, sign_in=sign_in)), trust(authority))


async def test_the_first_server_that_answers_is_taken_and_remembered(
    coturn: Coturn, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two servers are silent: one swallows UDP, the other is not there at all.

    Requirements: rule peer to peer.
    """
    silent = await new_peer()
    silent.echoes = False
    servers = [
        TurnServer(*silent.address, Carrier.UDP, *credentials()),
        TurnServer("127.0.0.1", free_port(), Carrier.TCP, *credentials()),
        coturn.server(Carrier.TLS, host="localhost"),
    ]
    asked: list[Carrier] = []

    async def note_and_open(way: Way) -> OpenRelay:
        asked.append(way.server.carrier)
        return await open_relay(way, Resolver(), trust(authority))

    relays = Relays(note_and_open, no_proxy)
    async with asyncio.timeout(5):
        first = await relays.open(servers)
    assert first
    assert asked == [Carrier.UDP, Carrier.TCP, Carrier.TLS]
    await first.close()
    asked.clear()
    monkeypatch.setattr(relays_module, "HEAD_START_S", 60.0)
    async with asyncio.timeout(5):
        second = await relays.open(servers)
    assert second
    assert asked == [Carrier.UDP, Carrier.TCP, Carrier.TLS], "what worked is asked at once, beside what would be better"
    await second.close()
    silent.transport.close()


async def no_proxy(server: TurnServer) -> Proxy | None:
    return None


async def connected(first: Connection, second: Connection) -> None:
    first.remote_username, first.remote_password = second.local_username, second.local_password
    second.remote_username, second.remote_password = first.local_username, first.local_password
    async with asyncio.timeout(10):
        await asyncio.gather(first.connect(), second.connect())


@pytest.mark.parametrize("carrier", list(Carrier))
async def test_candidates_join_a_connection_that_is_under_way(
    coturn: Coturn, authority: Authority, carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our end has no address but the relay's, and gets that only after both have begun to look for a way."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.root))
    servers = IceServers(turn=(coturn.server(carrier, host="localhost"),))

    async def fetch() -> IceServers:
        return servers

    ways = Ways(fetch)
    running = asyncio.create_task(ways.run())
    ours, theirs = Connection(ice_controlling=False), Connection(ice_controlling=True)
    ours._local_candidates_start = ours._local_candidates_end = True  # it has no address of its own
    theirs._local_candidates_start = theirs._local_candidates_end = True
    for candidate in await theirs.get_component_candidates(1, ["127.0.0.1"]):
        await ours.add_remote_candidate(candidate)
    found: list[str] = []
    told: set[asyncio.Task[None]] = set()

    def tell(candidate: Candidate) -> None:
        found.append(candidate.type)
        told.add(asyncio.ensure_future(theirs.add_remote_candidate(candidate)))

    meeting = asyncio.create_task(connected(ours, theirs))
    await ways.find(ours, tell)
    await meeting
    assert found == ["relay"]
    await theirs.send(b"through the relay")
    async with asyncio.timeout(5):
        assert await ours.recv() == b"through the relay"
    await ours.send(b"and back")
    async with asyncio.timeout(5):
        assert await theirs.recv() == b"and back"
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    begun = time.monotonic()
    await asyncio.gather(ours.close(), theirs.close())
    assert time.monotonic() - begun < 3


async def test_a_server_that_has_gone_does_not_hold_the_end_up() -> None:
    """A relay is given back at a server that no longer answers: that takes a second, not half a minute."""
    silent = await new_peer()
    client = seam._UdpRelay(silent.address, *credentials(), 600, 0)
    loop = asyncio.get_running_loop()
    await loop.create_datagram_endpoint(lambda: client, remote_addr=silent.address)
    client._upkeep = asyncio.create_task(client._keep_up())
    silent.echoes = False
    begun = time.monotonic()
    await OpenRelay(client).close()
    assert time.monotonic() - begun < 5
    silent.transport.close()


async def test_a_proxy_that_is_none_does_not_hang(authority: Authority) -> None:
    """Something listens and says nothing that a proxy would."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example ESMTP\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    way = Way(TurnServer("turn.example", 443, Carrier.TLS), Proxy("127.0.0.1", port))
    with pytest.raises(ConnectionError):
        await opened(way, trust(authority))
    server.close()
