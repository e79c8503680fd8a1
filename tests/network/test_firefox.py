"""The call goes on in Firefox, too: it keeps its networks, its ICE and its WebSockets otherwise than Chromium does."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from itertools import cycle
from typing import Any

import pytest

from tests.devices import pulse
from tests.interop import firefox
from tests.network.conditions import Conditions
from tests.network.house import WATCH, Recovery, Running, now_ms
from tests.network.link import Link
from tests.network.results import Results

LINE = Conditions(delay_ms=15)
PORT = 9222
"""In the patient's network nobody else listens."""
PREFERENCES = firefox.PREFERENCES | {"dom.securecontext.allowlist": "10.99.0.1"}

pytestmark = pytest.mark.timeout(400)


class FirefoxHouse(Running[Link]):
    """A call with a patient in Firefox."""

    def open_browser(self) -> firefox.FirefoxPatient:
        end = self.link.b
        self._stack = ExitStack()
        # Where there is no loudspeaker, Firefox plays nothing, and nothing can be heard by the test either.
        (self._folder / "pulse").mkdir()
        sound = self._stack.enter_context(pulse.running(self._folder / "pulse"))
        self.patient = self._stack.enter_context(
            firefox.browser(
                self._folder,
                PORT,
                preferences=PREFERENCES,
                place=end.command,
                reach=end.connect,
                environment=sound.environment,
            )
        )
        self.patient.add_preload_script(WATCH.read_text(encoding="utf-8"))
        return self.patient

    def close_browser(self) -> None:
        self._stack.close()

    def evaluate(self, expression: str) -> Any:
        return self.patient.evaluate(expression)


@pytest.fixture(scope="module")
def results() -> Iterator[Results]:
    with Results("firefox") as results:
        yield results


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirefoxHouse]:
    with Link(LINE) as link, FirefoxHouse(tmp_path_factory.mktemp("firefox-house"), link=link) as house:
        yield house


def test_the_address_changes_and_changes_back(house: FirefoxHouse, results: Results) -> None:
    for case, address in (("changed", "10.99.0.77"), ("changed back", "10.99.0.2")):
        house.settled()
        house.link.b.change_address(address)
        results.note(f"patient's address {case}", house.recovered(now_ms(), under_way_s=0.5))


def away(house: FirefoxHouse, seconds: float) -> Recovery:
    house.settled()
    house.link.set(Conditions(cut=True))
    house.wait(seconds)
    house.link.set(LINE)
    return house.recovered(now_ms())


def test_no_network_for_a_while(house: FirefoxHouse, results: Results) -> None:
    for seconds in (2, 10):
        results.in_time(f"no network for {seconds} s", partial(away, house, seconds))


def test_the_address_changes_just_after_an_outage(house: FirefoxHouse, results: Results) -> None:
    """What Firefox has tried in vain before does not hold back what it tries then."""
    addresses = cycle(("10.99.0.77", "10.99.0.2"))

    def befall() -> Recovery:
        away(house, 10)
        house.settled()
        house.link.b.change_address(next(addresses))
        return house.recovered(now_ms(), under_way_s=0.5)

    results.in_time("patient's address changed just after 10 s without network", befall)


def test_the_page_is_loaded_anew_just_after_an_outage_and_nothing_is_lost(
    house: FirefoxHouse, results: Results
) -> None:
    away(house, 10)
    line = "vor dem Neuladen"
    house.say(line)
    house.settled()
    house.patient.reload()
    results.note("page reloaded just after 10 s without network", house.recovered(now_ms()))
    lines = "[...document.querySelectorAll('#chat-messages li')]"
    house.patient.wait_for(f"{lines}.filter((each) => each.textContent.includes('{line}')).length === 1")
