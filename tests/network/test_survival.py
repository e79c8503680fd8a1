"""The call goes on, whatever happens to network, page or program, until somebody hangs up.

One call lives through all the cases; a case that broke it gives way to a fresh call for the next. The times until both
ends see and hear again are written to `build/network/recovery.json`.
"""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.network.conditions import Conditions
from tests.network.house import House, Recovery, now_ms, standing_still
from tests.network.link import Link
from tests.network.results import BOUND_S, GOAL_S, TRIES, Results

LOADING_S = 2.0
"""What a page that begins anew costs a busy processor."""
ASLEEP_S = 10
SOAK_S = float(os.environ.get("MEDCLIENT_SOAK_S", "30"))
"""How long the random sequence goes on: `make soak` takes an hour."""
LONG_OUTAGE_S = 600
BUSY_SETTLES_S = 3.0
BUSY_S = 8.0
MOST_CONCEALED = 0.05
LINE = Conditions(delay_ms=15)

pytestmark = pytest.mark.timeout(400)
"""A case lasts as long as it must, twice, and a program that starts on a busy machine a minute."""


class Houses:
    """Keeps one call running over many cases."""

    def __init__(self, playwright: Playwright, folder: Path, patient_sources: tuple[Path, Path]) -> None:
        self._playwright = playwright
        self._folder = folder
        self._sources = patient_sources
        self._stack = ExitStack()
        self._house: House[Link] | None = None
        self._number = 0
        self.results = Results("recovery")

    def running(self) -> House[Link]:
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

    def note(self, case: str, recovery: Recovery) -> None:
        self.results.note(case, recovery)


@pytest.fixture(scope="module")
def houses(
    playwright: Playwright, patient_sources: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Houses]:
    houses = Houses(playwright, tmp_path_factory.mktemp("houses"), patient_sources)
    with houses.results:
        yield houses
        houses.close()


@pytest.fixture
def house(houses: Houses, request: pytest.FixtureRequest) -> Iterator[House[Link]]:
    failed_before = request.session.testsfailed
    yield houses.running()
    if request.session.testsfailed != failed_before:
        houses.broken()


@contextmanager
def busy_machine() -> Iterator[None]:
    """Twice as many programs as there are processors, each wanting all of one."""
    at_the_most_s = 3 * (BUSY_SETTLES_S + BUSY_S)
    code = f"import time\nend = time.monotonic() + {at_the_most_s}\nwhile time.monotonic() < end: pass"
    with ExitStack() as stack:
        for _ in range(2 * (os.cpu_count() or 1)):
            process = stack.enter_context(subprocess.Popen([sys.executable, "-c", code]))
            stack.callback(process.kill)
        yield


# What may befall a call. Each returns the moment from which recovery counts.


def no_network(house: House[Link], seconds: float) -> float:
    house.link.set(Conditions(cut=True))
    house.wait(seconds)
    house.link.set(LINE)
    return now_ms()


def plug_pulled(house: House[Link], end: str, seconds: float = 6) -> float:
    side = house.link.a if end == "practice" else house.link.b
    side.set_up(False)
    house.wait(seconds)
    side.set_up(True)
    return now_ms()


def address_changed(house: House[Link]) -> float:
    old = house.link.b.address
    house.link.b.change_address("10.99.0.77" if old == "10.99.0.2" else "10.99.0.2")
    return now_ms()


def service_killed(house: House[Link]) -> float:
    house.desktop.ask("kill-service")
    return now_ms()


def engine_broken(house: House[Link]) -> float:
    house.desktop.ask("break-engine")
    return now_ms()


def program_killed(house: House[Link]) -> float:
    house.desktop.kill()
    since = now_ms()
    house.desktop.start()
    return since


def page_reloaded(house: House[Link]) -> float:
    house.reload()
    return now_ms()


def tab_closed(house: House[Link]) -> float:
    house.patient.page.close()
    house.open_tab()
    house.come_back()
    return now_ms()


def browser_crashed(house: House[Link]) -> float:
    house.kill_browser()
    house.wait(2)
    house.open_browser()
    house.come_back()
    return now_ms()


def practice_asleep(house: House[Link], seconds: float) -> float:
    with standing_still(house.desktop.family()):
        house.wait(seconds)
    return now_ms()


def all_at_once(house: House[Link]) -> float:
    """No network, meanwhile the service crashes, and then the patient loads the page anew."""
    house.link.set(Conditions(cut=True))
    house.desktop.ask("kill-service")
    house.wait(3)
    house.link.set(LINE)
    house.reload()
    return now_ms()


MISFORTUNES: tuple[tuple[str, Callable[[House[Link], random.Random], float]], ...] = (
    ("no network", lambda house, dice: no_network(house, dice.choice((1, 2, 4, 8)))),
    ("plug pulled at the practice", lambda house, dice: plug_pulled(house, "practice", dice.choice((1, 3)))),
    ("plug pulled at the patient's", lambda house, dice: plug_pulled(house, "patient", dice.choice((1, 3)))),
    ("address changed", lambda house, dice: address_changed(house)),
    ("service killed", lambda house, dice: service_killed(house)),
    ("engine broken", lambda house, dice: engine_broken(house)),
    ("program killed", lambda house, dice: program_killed(house)),
    ("page reloaded", lambda house, dice: page_reloaded(house)),
    ("tab closed", lambda house, dice: tab_closed(house)),
    ("browser crashed", lambda house, dice: browser_crashed(house)),
    ("practice PC asleep", lambda house, dice: practice_asleep(house, dice.choice((2, 6)))),
    ("all at once", lambda house, dice: all_at_once(house)),
)


def in_time(
    house: House[Link],
    houses: Houses,
    case: str,
    befall: Callable[[House[Link]], float],
    bound_s: float = BOUND_S,
    *,
    under_way_s: float = 0.0,
) -> None:
    """One thing at a time: `test_whatever_comes_in_whatever_order` does not wait for the repair of the one before."""

    def once() -> Recovery:
        house.settled()
        return house.recovered(befall(house), under_way_s=under_way_s)

    houses.results.in_time(case, once, bound_s)


@pytest.mark.parametrize("seconds", [2, 5, 15, 60])
def test_no_network_in_the_middle(house: House[Link], houses: Houses, seconds: int) -> None:
    """Requirements: guide 11."""
    in_time(house, houses, f"no network for {seconds} s", lambda house: no_network(house, seconds))


@pytest.mark.parametrize("end", ["practice", "patient"])
def test_the_plug_is_pulled_and_put_back(house: House[Link], houses: Houses, end: str) -> None:
    in_time(house, houses, f"plug pulled at the {end}'s end for 6 s", lambda house: plug_pulled(house, end))


def test_the_plug_is_pulled_at_both_ends_at_once(house: House[Link], houses: Houses) -> None:
    def befall(house: House[Link]) -> float:
        for end in (house.link.a, house.link.b):
            end.set_up(False)
        house.wait(4)
        for end in (house.link.b, house.link.a):
            end.set_up(True)
        return now_ms()

    in_time(house, houses, "plugs pulled at both ends for 4 s", befall)


def test_both_ask_for_a_new_connection_at_once(house: House[Link], houses: Houses) -> None:
    """The two circles, pressed within a moment of each other: one transport comes of it, and the picture stays."""
    before = house.desktop.ask("flows", 0)["generation"]

    def befall(house: House[Link]) -> float:
        house.patient.page.click("#reconnect")
        house.desktop.ask("circle")
        house.patient.page.click("#reconnect")
        return now_ms()

    in_time(house, houses, "circle pressed at both ends at once", befall)
    house.settled()
    assert house.desktop.ask("flows", 0)["generation"] > before


def test_the_patients_address_changes_and_changes_back(house: House[Link], houses: Houses) -> None:
    """Nobody tells the browser: it must hear the silence first."""
    for case in ("patient's address changed", "patient's address changed back"):
        in_time(house, houses, case, address_changed, under_way_s=0.5)


def test_the_service_is_restarted(house: House[Link], houses: Houses) -> None:
    """Media does not pass through it.

    Requirements: guide 11.
    """
    in_time(house, houses, "service killed", service_killed)
    house.say("nach dem Neustart")
    house.arrived("practitioner", "nach dem Neustart")


def test_the_engine_thread_breaks(house: House[Link], houses: Houses) -> None:
    in_time(house, houses, "engine thread broken", engine_broken, under_way_s=0.5)


def test_the_program_is_killed(house: House[Link], houses: Houses) -> None:
    """It goes back into the call by itself, and what was said is still there, once.

    Requirements: guide 11; extra resume.
    """
    house.say("vor dem Absturz")
    house.arrived("practitioner", "vor dem Absturz")
    recovery = house.recovered(program_killed(house), under_way_s=0.5)
    houses.note("program and service killed, from its start", recovery)
    assert house.chat_of_desktop().count("vor dem Absturz") == 1


def test_the_page_is_loaded_anew(house: House[Link], houses: Houses) -> None:
    """Requirements: guide 11."""
    in_time(house, houses, "page reloaded", page_reloaded, BOUND_S + LOADING_S)


def test_the_tab_is_closed_and_the_link_opened_again(house: House[Link], houses: Houses) -> None:
    house.patient.write("bis gleich")
    in_time(house, houses, "tab closed, link opened again, from the call's step", tab_closed, BOUND_S + LOADING_S)
    house.arrived("patient", "bis gleich")
    assert house.chat_of_desktop().count("bis gleich") == 1


def test_the_browser_crashes(house: House[Link], houses: Houses) -> None:
    in_time(house, houses, "browser killed, from the call's step", browser_crashed, BOUND_S + LOADING_S)


def test_the_practice_pc_sleeps(house: House[Link], houses: Houses) -> None:
    in_time(house, houses, f"practice PC asleep for {ASLEEP_S} s", lambda house: practice_asleep(house, ASLEEP_S))


def test_the_clock_is_set_while_the_practice_pc_sleeps(house: House[Link], houses: Houses) -> None:
    """As on waking: the wall clock is another, an hour ahead and then two behind."""

    def befall(house: House[Link]) -> float:
        since = practice_asleep(house, 3)
        for hours in (1, -2):
            house.desktop.ask("set-clock", hours * 3600)
        return since

    in_time(house, houses, "practice PC asleep for 3 s, clock set anew", befall)
    house.wait(3)
    house.recovered(now_ms())  # nothing has become of it later


def test_a_busy_machine_keeps_the_sound_whole(house: House[Link]) -> None:
    """Other programs take the processor: the picture gives way, the sound does not."""
    seen = []
    for _ in range(TRIES):
        with busy_machine():
            house.wait(BUSY_SETTLES_S)
            before = house.desktop.ask("sample")["pictures"]
            practice, patient = house.concealed(BUSY_S)
            pictures = (house.desktop.ask("sample")["pictures"] - before) / BUSY_S
        print(f"busy: concealed {practice:.1%} (practice), {patient:.1%} (patient), {pictures:.0f} pictures/s sent")
        seen.append(max(practice, patient))
        house.recovered(now_ms())
        if seen[-1] < MOST_CONCEALED:
            break
    assert min(seen) < MOST_CONCEALED, f"made up each time: {seen}"


def test_all_at_once(house: House[Link], houses: Houses) -> None:
    houses.note("no network, service killed and page reloaded", house.recovered(all_at_once(house)))


def test_the_chat_of_an_outage_arrives_once(house: House[Link]) -> None:
    """Requirements: guide 11."""
    house.link.set(Conditions(cut=True))
    house.say("hören Sie mich noch?")
    house.patient.write("ich bin noch da")
    house.wait(4)
    house.link.set(LINE)
    house.recovered(now_ms())
    house.arrived("practitioner", "hören Sie mich noch?")
    house.chat_arrived("ich bin noch da")
    assert Counter(house.chat_of_desktop())["hören Sie mich noch?"] == 1


@pytest.mark.timeout(SOAK_S + 1500)
def test_whatever_comes_in_whatever_order(house: House[Link], houses: Houses) -> None:
    """A random sequence; `MEDCLIENT_SEED` repeats one."""
    seed = int(os.environ.get("MEDCLIENT_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
    dice = random.Random(seed)
    said: list[str] = []
    if SOAK_S > LONG_OUTAGE_S:
        recovery = house.recovered(no_network(house, LONG_OUTAGE_S))
        houses.note(f"no network for {LONG_OUTAGE_S} s", recovery)
    print(f"seed {seed}")
    until = time.monotonic() + SOAK_S
    while time.monotonic() < until:
        name, befall = dice.choice(MISFORTUNES)
        print(f"{len(said)}: {name}", flush=True)
        line = f"Satz {len(said)}"
        said.append(line)
        house.say(line)
        try:
            recovery = house.recovered(befall(house, dice))
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, {len(said)}. misfortune ({name}): {error}") from error
        if recovery.last > GOAL_S:
            print(f"   {recovery}")
    house.arrived("practitioner", said[-1])
    heard = [line for line in house.chat_of_patient() if line.startswith("Satz ")]
    assert heard == said, f"seed {seed}"
    assert [line for line in house.chat_of_desktop() if line.startswith("Satz ")] == said, f"seed {seed}"


def test_a_hang_up_ends_it_for_both(house: House[Link], houses: Houses) -> None:
    house.desktop.ask("hang-up")
    house.patient.wait_step("goodbye")
    houses.broken()
