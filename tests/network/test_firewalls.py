"""Behind routers that let little through: one call lives through one firewall after the other, and is told of none.

Both computers have private addresses, and the routers give each connection another port: only a relay leads through.
Of the servers that the service names, one STUN and one TURN server do not exist.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.network import town
from tests.network.house import Elsewhere, House, Recovery, now_ms
from tests.network.results import BOUND_S, Results
from tests.network.town import Town

SETTLES_S = 1.5
CIRCLES, CIRCLE_S = 4, 6.0
pytestmark = pytest.mark.timeout(300)
DIRECT = {"host", "srflx", "prflx"}


@pytest.fixture(scope="module")
def results() -> Iterator[Results]:
    with Results("firewalls") as results:
        yield results


@pytest.fixture(scope="module")
def house(
    playwright: Playwright, patient_sources: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House[Town]]:
    with ExitStack() as stack:
        place = stack.enter_context(Town())
        place.lets_through(town.ONLY_443)
        elsewhere = Elsewhere(place.url, place.environment, ("--ignore-certificate-errors",))
        folder = tmp_path_factory.mktemp("firewalls")
        yield stack.enter_context(House(playwright, folder, patient_sources, link=place, elsewhere=elsewhere))


def test_only_port_443_is_open(house: House[Town], results: Results) -> None:
    """The first transport of all: UDP, port 3478, and two servers that do not exist are all silent.

    Requirements: rule peer to peer.
    """
    results.note("call through port 443 alone, from accept", house.begun)
    house.must_go_through(lambda ways: ways == {"relay tls"})
    assert house.begun.last < BOUND_S, "a server that does not exist is waited for longer"


@pytest.mark.parametrize(
    ("case", "rules", "ways"),
    [
        ("UDP blocked", town.NO_UDP, lambda ways: ways <= {"relay tcp", "relay tls"}),
        ("only port 443", town.ONLY_443, lambda ways: ways == {"relay tls"}),
    ],
)
def test_a_firewall_closes_in_mid_call(
    house: House[Town], results: Results, case: str, rules: tuple[str, ...], ways: Callable[[set[str]], bool]
) -> None:
    """What carried the call is swallowed from now on; nobody tells the ends, and nobody presses anything.

    Requirements: pain blocked networks.
    """

    def befall() -> Recovery:
        open_everything(house, symmetric=True)
        circle_until(house, lambda ways: "relay udp" in ways <= {"relay udp", *DIRECT})
        house.link.lets_through(rules)
        recovery = house.recovered(now_ms(), under_way_s=0.5)
        house.must_go_through(ways)
        return recovery

    results.in_time(f"firewall closes in mid-call: {case}", befall)


def test_a_firewall_opens(house: House[Town], results: Results) -> None:
    """The circle finds the straight way, where routers let holes be punched."""
    recovery = open_everything(house, symmetric=False)
    results.note("new transport behind two routers, without a relay", recovery)
    circle_until(house, lambda ways: ways <= DIRECT)


def test_from_cable_to_wifi_and_back(house: House[Town], results: Results) -> None:
    """The practice's computer has two ways to its router; its address changes with the way."""
    open_everything(house, symmetric=False)

    def plug(plugged: bool) -> Recovery:
        if house.link.plugged is plugged:  # once more
            house.link.plug_practice(not plugged)
            house.recovered(now_ms(), under_way_s=SETTLES_S)
        house.link.plug_practice(plugged)
        return house.recovered(now_ms(), under_way_s=0.3)

    for case, plugged in (("from cable to Wi-Fi", False), ("from Wi-Fi back to cable", True)):
        results.in_time(case, partial(plug, plugged))


@pytest.mark.parametrize(("end", "router"), [("practice", 0), ("patient", 1)])
def test_a_router_dials_in_anew(house: House[Town], results: Results, end: str, router: int) -> None:
    """As many lines do once a day: nothing for a while, then another public address. No computer is told of it."""
    open_everything(house, symmetric=False)
    circle_until(house, lambda ways: ways <= DIRECT)
    addresses = cycle((f"203.0.113.{110 + router}", f"203.0.113.{120 + router}"))

    def befall() -> Recovery:
        house.link.lets_through(town.NOTHING)
        house.wait(4)
        house.link.routers[router].dial_in(next(addresses))
        house.link.lets_through(town.EVERYTHING)
        return house.recovered(now_ms())

    results.in_time(f"router of the {end} has another address after 4 s", befall)


def circle_until(house: House[Town], expected: Callable[[set[str]], bool]) -> None:
    """On a busy machine the second best way may be there first: then the circle is pressed once more."""
    for _ in range(CIRCLES):
        if house.goes_through(expected, CIRCLE_S):
            return
        house.desktop.ask("circle")
    house.must_go_through(expected)


def open_everything(house: House[Town], *, symmetric: bool) -> Recovery:
    for router in house.link.routers:
        router.translates(symmetric=symmetric)
    house.link.lets_through(town.EVERYTHING)
    house.desktop.ask("circle")
    return house.recovered(now_ms())


def test_a_relayed_call_survives_a_loss_of_the_network(house: House[Town], results: Results) -> None:

    def befall() -> Recovery:
        house.link.lets_through(town.NOTHING)
        house.wait(5)
        house.link.lets_through(town.ONLY_443)
        return house.recovered(now_ms())

    results.in_time("no network for 5 s, relayed through port 443", befall)
