"""Addresses and servers that lead nowhere: the call is there as soon as it is without them."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.network.house import Elsewhere, House, Recovery
from tests.network.results import Results
from tests.network.town import Town

SLACK_S = 2.0
"""A busy machine's, and the checks of dead pairs; who waits for a silent server waits for 5 s and more."""
pytestmark = pytest.mark.timeout(300)


def test_dead_interfaces_and_lost_servers_cost_no_time(
    playwright: Playwright, patient_sources: tuple[Path, Path], tmp_path: Path
) -> None:
    """Each end has three more addresses, and is told of a STUN and a TURN server that do not exist."""

    def begun(name: str, *, dead_ends: bool) -> Recovery:
        folder = tmp_path / name
        folder.mkdir()
        with ExitStack() as stack:
            place = stack.enter_context(Town(lost_servers=dead_ends))
            if dead_ends:
                place.add_dead_interfaces()
            elsewhere = Elsewhere(place.url, place.environment, ("--ignore-certificate-errors",))
            house = House(playwright, folder, patient_sources, link=place, elsewhere=elsewhere)
            return stack.enter_context(house).begun

    with Results("dead_ends") as results:
        without = begun("without", dead_ends=False)
        results.note("from accept, every address and server alive", without)
        first = last = begun("with", dead_ends=True)
        if first.last >= without.last + SLACK_S:
            last = begun("with-again", dead_ends=True)
        results.note("from accept, three dead interfaces at each end, two servers that do not exist", last)
        assert last.last < without.last + SLACK_S, f"twice slower than {without}: {first}, {last}"
