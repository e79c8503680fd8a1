"""Which of several relays is taken, and what becomes of the others."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from medclient.network.proxy import Proxy
from medclient.network.resolver import Resolver
from medclient.session.ice import relays as module
from medclient.session.ice.relays import Relays, Way
from medclient.session.ice.servers import Carrier, TurnServer

PROXY = Proxy("proxy.example", 8080)
SERVERS = [TurnServer("turn.example", 443, carrier) for carrier in (Carrier.TLS, Carrier.TCP, Carrier.UDP)]


class Relay:
    def __init__(self, way: Way) -> None:
        self.way = way
        self.closed = False

    async def close(self) -> None:
        self.closed = True


class Town:
    """Servers that behave as told."""

    def __init__(self, behave: Callable[[Way], Awaitable[None]]) -> None:
        self.asked: list[str] = []
        self.opened: list[Relay] = []
        self._behave = behave

    async def open(self, way: Way) -> Relay:
        self.asked.append(str(way))
        await self._behave(way)
        relay = Relay(way)
        self.opened.append(relay)
        return relay


async def proxy(server: TurnServer) -> Proxy | None:
    return PROXY


async def no_proxy(server: TurnServer) -> Proxy | None:
    return None


async def silent() -> None:
    await asyncio.Event().wait()


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HEAD_START_S", 0.02)
    monkeypatch.setattr(module, "OPEN_TIMEOUT_S", 1.0)


async def test_udp_is_preferred_and_nothing_else_asked() -> None:
    async def behave(way: Way) -> None:
        await asyncio.sleep(0)

    town = Town(behave)
    relay = await Relays(town.open, proxy).open(SERVERS)
    assert relay
    assert town.asked == ["UDP"]


async def test_what_fails_at_once_costs_no_time() -> None:
    async def behave(way: Way) -> None:
        if not (way.proxy and way.server.carrier is Carrier.TLS):
            raise ConnectionRefusedError

    module.HEAD_START_S = 60.0  # the fixture puts it back
    town = Town(behave)
    async with asyncio.timeout(5):
        relay = await Relays(town.open, proxy).open(SERVERS)
    assert relay
    assert town.asked == ["UDP", "TCP", "TLS", "TCP through a proxy", "TLS through a proxy"]


async def test_the_silent_ones_are_given_up_and_not_waited_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    given_up: list[str] = []

    async def behave(way: Way) -> None:
        if way.server.carrier is not Carrier.TLS:
            try:
                await silent()
            finally:
                given_up.append(str(way))

    town = Town(behave)
    relays = Relays(town.open, no_proxy)
    await relays.scout(SERVERS)
    await asyncio.sleep(0)
    assert [relay.closed for relay in town.opened] == [True], "a scout keeps nothing"
    assert given_up == ["UDP", "TCP"]
    monkeypatch.setattr(module, "HEAD_START_S", 60.0)
    async with asyncio.timeout(5):
        relay = await relays.open(SERVERS)
    assert relay
    assert not relay.closed
    assert relay.way.server.carrier is Carrier.TLS
    relays.forget()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await relays.open(SERVERS)


async def test_of_two_that_open_at_once_one_is_closed() -> None:
    servers = [TurnServer(f"turn{number}.example", 3478, Carrier.UDP) for number in range(2)]

    async def behave(way: Way) -> None:
        await asyncio.sleep(0)

    town = Town(behave)
    relay = await Relays(town.open, no_proxy).open(servers)
    for _ in range(3):
        await asyncio.sleep(0)
    assert len(town.opened) == 2
    assert [each.closed for each in town.opened if each is not relay] == [True]


async def test_none_that_answers_is_no_relay() -> None:
    async def behave(way: Way) -> None:
        await silent()

    module.OPEN_TIMEOUT_S = 0.1
    assert await Relays(Town(behave).open, no_proxy).open(SERVERS) is None
    assert await Relays(Town(behave).open, no_proxy).open([]) is None


async def test_names_that_nobody_answers_for_are_taken_from_memory() -> None:
    import threading

    answers, asked = threading.Event(), []

    def look_up(host: str) -> list[str]:
        asked.append(host)
        if len(asked) > 1 and not answers.wait(10):
            raise OSError
        return ["192.0.2.1"]

    resolver = Resolver(look_up)
    assert await resolver.addresses("2001:db8::1") == ["2001:db8::1"]
    assert not asked
    assert await resolver.addresses("turn.example") == ["192.0.2.1"]
    async with asyncio.timeout(5):
        assert await resolver.addresses("turn.example") == ["192.0.2.1"]
        assert await resolver.addresses("turn.example") == ["192.0.2.1"]
    assert len(asked) == 2, "one look-up at a time"
    answers.set()
    resolver.close()
