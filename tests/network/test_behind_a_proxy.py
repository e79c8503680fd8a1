"""A practice whose only way out is an HTTP proxy that asks for a sign-in: the whole call goes through it.

Requests, the mailbox and the relay pass by CONNECT; the router drops whatever else leaves the practice.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.network import town
from tests.network.house import Elsewhere, House, Recovery, now_ms
from tests.network.results import BOUND_S, Results
from tests.network.town import Town
from tests.proxy.tinyproxy import Tinyproxy, tinyproxy

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Town, Tinyproxy]]:
    """The proxy's operator lets programs out to port 443 only, as most do."""
    with Town() as place:
        place.relay_hears_the_proxy(town.HTTPS)
        place.routers[0].lets_through(town.ONLY_PROXY)
        folder = tmp_path / "proxy"
        folder.mkdir()
        with tinyproxy(folder, host=town.PROXY, port=town.PROXY_PORT, command=place.on_the_internet) as proxy:
            yield place, proxy


def test_a_call_through_a_proxy_alone(
    place: tuple[Town, Tinyproxy], playwright: Playwright, patient_sources: tuple[Path, Path], tmp_path: Path
) -> None:
    """Picture and sound of both, over TLS; and when the relay's secure port falls silent, over its plain one.

    Requirements: pain proxy.
    """
    place_, proxy = place
    # As an administrator sets it for all programs of a computer.
    environment = place_.environment | {"https_proxy": proxy.proxy().url, "no_proxy": "", "NO_PROXY": ""}
    elsewhere = Elsewhere(place_.url, environment, ("--ignore-certificate-errors",))
    with ExitStack() as stack:
        results = stack.enter_context(Results("proxy"))
        house = stack.enter_context(House(playwright, tmp_path, patient_sources, link=place_, elsewhere=elsewhere))
        results.note("call through a proxy alone, from accept", house.begun)
        assert house.desktop.ask("way") == "relay tls"
        house.say("Guten Tag durch den Proxy")
        house.arrived("practitioner", "Guten Tag durch den Proxy")
        for whither in (town.SERVICE, town.RELAY):
            assert f"CONNECT {whither}:{town.HTTPS} " in proxy.lines
        assert house.begun.last < BOUND_S

        def fallen_silent() -> Recovery:
            if house.desktop.ask("way") == "relay tcp":  # once more
                place_.relay_hears_the_proxy(town.HTTPS)
                house.must_go_through(lambda ways: "relay tls" in ways)
            place_.relay_hears_the_proxy(town.TURN)
            recovery = house.recovered(now_ms(), under_way_s=0.5)
            house.must_go_through(lambda ways: "relay tcp" in ways)
            assert f"CONNECT {town.RELAY}:{town.TURN} " in proxy.lines
            return recovery

        results.in_time("relay behind the proxy falls silent on port 443", fallen_silent)
