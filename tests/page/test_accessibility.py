"""axe-core finds no violation in any step of the patient's page, on a desktop and on a phone, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext

from medclient.practice.client import PracticeClient
from tests.page.screenshots import SIZES, walk


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_no_step_has_a_violation(browser: BrowserContext, practice: PracticeClient, size: str, scheme: str) -> None:
    page = browser.new_page()
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    found: dict[str, list[str]] = {}
    looked_at: list[str] = []

    def look(name: str) -> None:
        looked_at.append(name)
        violations = Axe().run(page).response["violations"]
        if violations:
            found[name] = [
                f"{each['id']}: {node['html'][:120]} {node['failureSummary']}"
                for each in violations
                for node in each["nodes"]
            ]

    walk(page, practice, look)
    page.close()
    assert len(looked_at) >= 10
    assert not found
