"""The system test's own probes on the real service and a real coturn."""

import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from medclient.diagnostics.system_test import network
from medclient.diagnostics.system_test.network import Reach, Transport
from medclient.diagnostics.system_test.relay_probe import measure_relays
from medclient.diagnostics.system_test.service_probe import ServiceAccess, fetch_ice_servers, measure_service
from medclient.diagnostics.system_test.verdict import Item, Reason, Verdict
from medclient.network.proxy import Proxies, Proxy
from tests.relay.coturn import SECRET, Authority, Coturn, credentials, free_port, make_authority, turnserver
from tests.service.client import Practice
from tests.service.conftest import Clock, Start


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"), "127.0.0.1")


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[Coturn]:
    with turnserver(tmp_path_factory.mktemp("relay"), authority) as running:
        yield running


def never() -> threading.Event:
    return threading.Event()


def test_the_line_to_the_service_is_measured(start: Start, clock: Clock) -> None:
    """The system test measures the line.

    Requirements: guide 2.
    """
    clock.now = datetime.now(UTC)
    practice = Practice.set_up(start())
    access = ServiceAccess(practice.service.url, practice.token, local=False)
    measured = measure_service(access, never())
    assert network.judge_service(measured).verdict in (Verdict.GOOD, Verdict.FAIR)
    assert len(measured.round_trips_ms) == 15
    assert measured.down_kbps is not None
    assert measured.up_kbps is not None
    for item in (Item.DOWNLOAD, Item.UPLOAD):
        assert network.judge_line(item, measured).reason in (Reason.LINE_FINE, Reason.LINE_TIGHT)


def test_the_service_of_this_computer_says_nothing_of_the_line(practice: Practice) -> None:
    measured = measure_service(ServiceAccess(practice.service.url, practice.token), never())
    assert measured.local
    assert network.judge_line(Item.UPLOAD, measured).reason is Reason.LINE_LOCAL


def test_a_wrong_clock_is_found(practice: Practice) -> None:
    """The test's service lives in another month."""
    measured = measure_service(ServiceAccess(practice.service.url, practice.token), never())
    assert network.judge_clock(measured).reason is Reason.CLOCK_WRONG


def test_without_a_session_the_rest_is_still_measured(practice: Practice) -> None:
    for token in ("", "x" * 43):
        measured = measure_service(ServiceAccess(practice.service.url, token, local=False), never())
        assert network.judge_service(measured).verdict is not Verdict.BAD
        assert network.judge_line(Item.DOWNLOAD, measured).reason is Reason.LINE_SIGNED_OUT


def test_nobody_there_and_somebody_else_there(practice: Practice) -> None:
    free = free_port()
    assert network.judge_service(measure_service(ServiceAccess(f"http://127.0.0.1:{free}"), never())).reason is (
        Reason.SERVICE_UNREACHABLE
    )
    plain = practice.service.url.replace("http:", "https:")
    assert network.judge_service(measure_service(ServiceAccess(plain), never())).verdict is Verdict.BAD


def test_every_transport_of_the_relay(
    start: Start, clock: Clock, relay: Coturn, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """UDP, TCP and TLS, each with an allocation of its own, and no loss on this computer."""
    clock.now = datetime.now(UTC)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.root))
    practice = Practice.set_up(start(turn_urls=relay.urls, turn_secret=SECRET))
    servers = fetch_ice_servers(ServiceAccess(practice.service.url, practice.token))
    measured = measure_relays(servers, never())
    assert {each.transport: each.reach for each in measured.relays} == dict.fromkeys(Transport, Reach.FINE)
    assert [each.verdict for each in network.judge_relays(measured.relays)] == [Verdict.GOOD] * 3
    assert network.judge_loss(measured.datagrams).verdict in (Verdict.GOOD, Verdict.FAIR)
    assert network.judge_firewall(measured.relays, measured.datagrams, proxy=False).reason is Reason.FIREWALL_OPEN


def test_what_is_in_the_relays_way(relay: Coturn, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    """UDP that nobody answers, credentials that are wrong, a certificate that nobody vouches for.

    Requirements: pain blocked networks.
    """
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind((relay.host, 0))
        urls = [f"turn:{relay.host}:{silent.getsockname()[1]}?transport=udp", *relay.urls[1:]]
        servers = [{"urls": urls, "username": "9999999999:nobody", "credential": "wrong"}]
        began = time.monotonic()
        measured = measure_relays(servers, never())
        assert time.monotonic() - began < 8
    assert {each.transport: each.reach for each in measured.relays} == {
        Transport.UDP: Reach.BLOCKED,
        Transport.TCP: Reach.REFUSED,
        Transport.TLS: Reach.UNTRUSTED,
    }
    assert network.judge_loss(measured.datagrams).reason is Reason.LOSS_UNKNOWN
    assert network.judge_firewall(measured.relays, measured.datagrams, proxy=False).verdict is Verdict.BAD


def test_cancelling_leaves_the_relays_at_once() -> None:
    stop = never()
    threading.Timer(0.2, stop.set).start()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        began = time.monotonic()
        measure_relays(
            [{"urls": f"turn:{'127.0.0.1'}:{silent.getsockname()[1]}", "username": "u", "credential": "c"}], stop
        )
        assert time.monotonic() - began < 3


def test_relays_are_asked_through_the_proxy_that_a_call_would_take(
    relay: Coturn, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy that is not there: TCP and TLS are blocked, UDP never goes through one.

    Requirements: pain proxy.
    """
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.root))
    closed = free_port()

    class Everything(Proxies):
        def find(self, url: str) -> Proxy | None:
            return Proxy(relay.host, closed)

    name, credential = credentials()
    servers = [{"urls": list(relay.urls), "username": name, "credential": credential}]
    measured = measure_relays(servers, never(), Everything())
    assert {each.transport: each.reach for each in measured.relays} == {
        Transport.UDP: Reach.FINE,
        Transport.TCP: Reach.BLOCKED,
        Transport.TLS: Reach.BLOCKED,
    }
    assert measured.proxy
