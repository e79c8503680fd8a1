"""The call goes on, whatever happens to network, page or program, until somebody hangs up.

One call lives through all the cases; a case that broke it gives way to a fresh call for the next. The times until both
ends see and hear again are written to `build/network/recovery.json`.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.network.conditions import Conditions
from tests.network.house import House, Recovery, now_ms, standing_still
from tests.network.link import Link

RESULTS = Path(__file__).parents[2] / "build" / "network" / "recovery.json"
GOAL_S = 1.5
"""From the network's return to picture and sound at both ends (ENGINE.md)."""
SLACK = 2.0
"""A test must not fail because the machine is busy: the goal itself is judged in the table of the benchmark."""
PROGRAM_S = 20.0
"""For a program or a browser that has to be started anew."""
LINE = Conditions(delay_ms=15)


class Houses:
    """Keeps one call running over many cases."""

    def __init__(self, playwright: Playwright, folder: Path, patient_sources: tuple[Path, Path]) -> None:
        self._playwright = playwright
        self._folder = folder
        self._sources = patient_sources
        self._stack = ExitStack()
        self._house: House | None = None
        self._number = 0
        self.results: dict[str, dict[str, float]] = {}

    def running(self) -> House:
        if self._house is None:
            self._number += 1
            folder = self._folder / str(self._number)
            folder.mkdir()
            link = self._stack.enter_context(Link(LINE))
            self._house = self._stack.enter_context(House(self._playwright, folder, self._sources, link=link))
            self._house.wait(3)
        return self._house

    def broken(self) -> None:
        self._house = None
        self._stack.close()

    def close(self) -> None:
        self._stack.close()
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        RESULTS.write_text(json.dumps(self.results, indent=2) + "\n", encoding="utf-8")

    def note(self, case: str, recovery: Recovery) -> None:
        self.results[case] = asdict(recovery)
        print(f"{case}: {recovery}")


@pytest.fixture(scope="module")
def houses(
    playwright: Playwright, patient_sources: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Houses]:
    houses = Houses(playwright, tmp_path_factory.mktemp("houses"), patient_sources)
    yield houses
    houses.close()


@pytest.fixture
def house(houses: Houses, request: pytest.FixtureRequest) -> Iterator[House]:
    failed_before = request.session.testsfailed
    yield houses.running()
    if request.session.testsfailed != failed_before:
        houses.broken()


@pytest.mark.parametrize("seconds", [2, 5, 15, 60])
def test_no_network_in_the_middle(house: House, houses: Houses, seconds: int) -> None:
    house.link.set(Conditions(cut=True))
    house.wait(seconds)
    house.link.set(LINE)
    recovery = house.recovered(now_ms())
    houses.note(f"no network for {seconds} s", recovery)
    assert recovery.last < GOAL_S * SLACK


@pytest.mark.parametrize("end", ["practice", "patient"])
def test_the_plug_is_pulled_and_put_back(house: House, houses: Houses, end: str) -> None:
    side = house.link.a if end == "practice" else house.link.b
    side.set_up(False)
    house.wait(6)
    side.set_up(True)
    recovery = house.recovered(now_ms())
    houses.note(f"plug pulled at the {end}'s end for 6 s", recovery)
    assert recovery.last < GOAL_S * SLACK


def test_the_patients_address_changes(house: House, houses: Houses) -> None:
    house.link.b.change_address("10.99.0.77")
    recovery = house.recovered(now_ms(), under_way_s=0.5)
    house.link.b.change_address("10.99.0.2")
    again = house.recovered(now_ms(), under_way_s=0.5)
    houses.note("patient's address changed", recovery)
    houses.note("patient's address changed back", again)


def test_the_service_is_restarted(house: House, houses: Houses) -> None:
    since = now_ms()
    house.desktop.ask("kill-service")
    recovery = house.recovered(since)
    houses.note("service killed", recovery)
    assert recovery.last < GOAL_S, "media does not pass through the service"
    house.desktop.ask("chat", "nach dem Neustart")
    house.patient.wait_line("practitioner", "nach dem Neustart")


def test_the_engine_thread_breaks(house: House, houses: Houses) -> None:
    house.desktop.ask("break-engine")
    recovery = house.recovered(now_ms())
    houses.note("engine thread broken", recovery)


def test_the_program_is_killed(house: House, houses: Houses) -> None:
    """It goes back into the call by itself, and what was said is still there, once."""
    house.desktop.ask("chat", "vor dem Absturz")
    house.patient.wait_line("practitioner", "vor dem Absturz")
    house.desktop.kill()
    since = now_ms()
    house.desktop.start()
    recovery = house.recovered(since, 60)
    houses.note("program and service killed, from start", recovery)
    assert house.chat_of_desktop().count("vor dem Absturz") == 1


def test_the_page_is_loaded_anew(house: House, houses: Houses) -> None:
    house.patient.page.reload()
    recovery = house.recovered(now_ms())
    houses.note("page reloaded", recovery)


def test_the_tab_is_closed_and_the_link_opened_again(house: House, houses: Houses) -> None:
    house.patient.write("bis gleich")
    house.patient.page.close()
    house.open_tab()
    house.come_back()
    recovery = house.recovered(now_ms())
    houses.note("tab closed, link opened again, from the call's step", recovery)
    house.patient.wait_line("patient", "bis gleich")
    assert house.chat_of_desktop().count("bis gleich") == 1


def test_the_browser_crashes(house: House, houses: Houses) -> None:
    house.kill_browser()
    house.wait(2)
    house.open_browser()
    house.come_back()
    recovery = house.recovered(now_ms())
    houses.note("browser killed, from the call's step", recovery)


def test_the_practice_pc_sleeps(house: House, houses: Houses) -> None:
    with standing_still(house.desktop.family()):
        house.wait(20)
    recovery = house.recovered(now_ms())
    houses.note("practice PC asleep for 20 s", recovery)


def test_both_ends_at_once(house: House, houses: Houses) -> None:
    """The page is loaded anew while the practice's network is away, and the service restarts."""
    house.link.set(Conditions(cut=True))
    house.desktop.ask("kill-service")
    house.wait(3)
    house.link.set(LINE)
    house.reload()
    recovery = house.recovered(now_ms(), 30)
    houses.note("no network, service killed and page reloaded", recovery)


def test_the_chat_of_an_outage_arrives_once(house: House) -> None:
    house.link.set(Conditions(cut=True))
    house.desktop.ask("chat", "hören Sie mich noch?")
    house.patient.write("ich bin noch da")
    house.wait(4)
    house.link.set(LINE)
    house.recovered(now_ms())
    house.patient.wait_line("practitioner", "hören Sie mich noch?")
    house.patient.page.wait_for_function("document.querySelectorAll('#chat-messages .sending').length === 0")
    assert house.chat_of_desktop().count("ich bin noch da") == 1
    assert house.chat_of_desktop().count("hören Sie mich noch?") == 1


def test_a_hang_up_ends_it_for_both(house: House, houses: Houses) -> None:
    house.desktop.ask("hang-up")
    house.patient.wait_step("goodbye")
    houses.broken()
