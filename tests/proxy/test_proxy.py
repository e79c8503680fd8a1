"""Through a real proxy that asks for a sign-in: requests, WebSockets and relays."""

import asyncio
import logging
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from websockets.asyncio.server import ServerConnection, serve

from medclient.network.proxy import Proxies, Proxy, ProxyChoice, ProxyWay
from medclient.network.resolver import Resolver
from medclient.network.system_proxy import system_proxy
from medclient.network.tcp import ProxyRefused
from medclient.network.websocket import WebSockets
from medclient.practice.client import PracticeClient
from medclient.practice.errors import ProxyAsksForSignIn, ServiceUnreachable
from medclient.session.ice.relays import Way
from medclient.session.ice.seam import open_relay
from medclient.session.ice.servers import Carrier
from tests.proxy.tinyproxy import PASSWORD, USERNAME, Tinyproxy
from tests.relay.coturn import Authority, Coturn, free_port
from tests.service.conftest import Start

HERE = "0.0.0.0"


def typed(proxy: Tinyproxy, username: str = USERNAME, password: str = PASSWORD) -> Proxies:
    return Proxies(ProxyChoice(ProxyWay.TYPED, proxy.proxy().address, username, password))


def elsewhere(url: str) -> str:
    """The same service under an address that does not say that it is this computer."""
    return f"http://{HERE}:{urlsplit(url).port}"


@pytest.fixture(autouse=True)
def no_secret_in_the_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG, "medclient")
    yield
    assert PASSWORD not in caplog.text


def test_a_request_passes_with_the_sign_in(proxy: Tinyproxy, start: Start) -> None:
    client = PracticeClient(elsewhere(start().url), proxies=typed(proxy))
    assert client.is_set_up() is False
    assert HERE in proxy.lines


@pytest.mark.parametrize("sign_in", [("", ""), (USERNAME, "falsch")])
def test_a_request_without_it_says_what_is_missing(proxy: Tinyproxy, start: Start, sign_in: tuple[str, str]) -> None:
    asked: list[bool] = []
    proxies = typed(proxy, *sign_in)
    proxies.on_sign_in_needed = lambda: asked.append(True)
    with pytest.raises(ProxyAsksForSignIn):
        PracticeClient(elsewhere(start().url), proxies=proxies).is_set_up()
    secure = f"https://{HERE}:{free_port()}"
    with pytest.raises(ProxyAsksForSignIn):
        PracticeClient(secure, proxies=proxies).is_set_up()
    assert asked == [True, True]


def test_what_is_typed_later_counts_at_once(proxy: Tinyproxy, start: Start) -> None:
    proxies = typed(proxy, "", "")
    client = PracticeClient(elsewhere(start().url), proxies=proxies)
    with pytest.raises(ProxyAsksForSignIn):
        client.is_set_up()
    proxies.choice = typed(proxy).choice
    assert client.is_set_up() is False


def test_a_proxy_that_is_not_there_is_an_unreachable_service(start: Start) -> None:
    proxies = Proxies(ProxyChoice(ProxyWay.TYPED, f"127.0.0.1:{free_port()}"))
    with pytest.raises(ServiceUnreachable) as refused:
        PracticeClient(elsewhere(start().url), proxies=proxies).is_set_up()
    assert not isinstance(refused.value, ProxyAsksForSignIn)


def test_the_systems_proxy_is_found_and_signed_in_to(
    proxy: Tinyproxy, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, f"http://{proxy.proxy().address}")
    proxies = Proxies(ProxyChoice(ProxyWay.SYSTEM, "", USERNAME, PASSWORD), system_proxy)
    url = elsewhere(start().url)
    assert PracticeClient(url, proxies=proxies).is_set_up() is False
    monkeypatch.setenv("no_proxy", HERE)
    assert proxies.find(url) is None
    assert proxies.find(url.replace("http", "ws", 1).replace(HERE, "service.example")) == proxy.proxy()
    proxies.choice = ProxyChoice(ProxyWay.NONE)
    assert proxies.find("http://service.example") is None


async def test_a_websocket_passes_with_the_sign_in(proxy: Tinyproxy) -> None:
    async def echo(socket: ServerConnection) -> None:
        await socket.send(await socket.recv())

    async with serve(echo, "127.0.0.1", 0) as server:
        url = f"ws://{HERE}:{next(iter(server.sockets)).getsockname()[1]}/"
        asked: list[bool] = []
        stranger = typed(proxy, "", "")
        stranger.on_sign_in_needed = lambda: asked.append(True)
        with pytest.raises(ProxyRefused) as refused:
            await WebSockets(stranger).open(url, 5)
        assert refused.value.sign_in_needed
        assert asked == [True]
        async with await WebSockets(typed(proxy)).open(url, 5) as socket:
            await socket.send("through the proxy")
            assert await socket.recv() == "through the proxy"


@pytest.mark.parametrize("carrier", [Carrier.TCP, Carrier.TLS])
async def test_a_relay_is_reached_through_it(
    proxy: Tinyproxy, coturn: Coturn, authority: Authority, carrier: Carrier
) -> None:
    tls = ssl.create_default_context(cafile=str(authority.root))
    server = coturn.server(carrier, host="localhost")
    async with asyncio.timeout(10):
        with pytest.raises(ProxyRefused) as refused:
            await open_relay(Way(server, Proxy(proxy.host, proxy.port)), Resolver(), tls)
        assert refused.value.sign_in_needed
        relay = await open_relay(Way(server, proxy.proxy()), Resolver(), tls)
        assert (await relay.client.connect())[0] == "127.0.0.1"
        await relay.close()


def test_no_sign_in_is_shown() -> None:
    choice = ProxyChoice(ProxyWay.TYPED, "proxy.example:8080", USERNAME, PASSWORD)
    assert PASSWORD not in repr(choice) + repr(Proxies(choice).find("https://service.example"))


@pytest.mark.parametrize(
    "text", ["", "proxy", "proxy:port", "socks5://proxy:1080", "http://proxy:80/path", "proxy:99999"]
)
def test_what_is_no_proxy_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Proxy.parse(text)


def test_a_proxy_with_a_sign_in_in_its_address() -> None:
    found = Proxy.parse("http://ann%40praxis:pa%3Ass@[2001:db8::1]:3128/")
    assert (found.host, found.port, found.username, found.password) == ("2001:db8::1", 3128, "ann@praxis", "pa:ss")
    assert Proxy.parse(found.url) == found
