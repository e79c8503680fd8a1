"""What a link says when it is opened, in each of its states."""

import re
from datetime import timedelta

from playwright.sync_api import BrowserContext, Page, expect

from medclient.practice.client import PracticeClient
from medclient.practice.embedded import EmbeddedService
from tests.page.conftest import Make


def expect_title(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.locator("#link-title")).to_have_text(text)


def test_an_open_link_leads_to_consent_and_hides_its_secret(page: Page, appoint: Make) -> None:
    """Requirements: rule patients."""
    _, link = appoint()
    page.goto(link)
    expect(page.locator("body")).to_have_attribute("data-step", "consent")
    assert page.url == link.partition("#")[0]


def test_too_early_counts_down(page: Page, appoint: Make) -> None:
    """Requirements: guide access."""
    _, link = appoint(timedelta(hours=3))
    page.goto(link)
    expect_title(page, re.compile("Ihr Termin ist"))
    expect(page.locator("#link-countdown")).to_have_text(re.compile(r"Noch 1:59:5\d|Noch 2:00:0\d"))


def test_an_early_page_goes_on_by_itself(page: Page, appoint: Make) -> None:
    _, link = appoint(timedelta(hours=1, seconds=4))
    page.goto(link)
    expect_title(page, re.compile("Ihr Termin ist"))
    expect(page.locator("body")).to_have_attribute("data-step", "consent", timeout=15_000)


def test_over(page: Page, appoint: Make) -> None:
    """Requirements: guide access."""
    _, link = appoint(timedelta(hours=-2))
    page.goto(link)
    expect_title(page, "Dieser Link gilt nicht mehr")


def test_cancelled(page: Page, appoint: Make, practice: PracticeClient) -> None:
    made, link = appoint()
    practice.cancel_appointment(made.link_id)
    page.goto(link)
    expect_title(page, "Dieser Termin wurde abgesagt")


def test_replaced_by_a_newer_link(page: Page, appoint: Make, practice: PracticeClient) -> None:
    made, old = appoint()
    page.goto(old)
    expect(page.locator("body")).to_have_attribute("data-step", "consent")
    new = practice.replace_link(practice.appointment(made.link_id)).access_link(practice.base_url).url
    page.goto("about:blank")
    page.goto(old)
    expect_title(page, "Dieser Link wurde ersetzt")
    page.goto(new)
    expect(page.locator("body")).to_have_attribute("data-step", "consent")


def test_unknown(page: Page, appoint: Make) -> None:
    made, link = appoint()
    page.goto(link.replace(made.link_id, "A" * 22))
    expect_title(page, "Diesen Link kennen wir nicht")


def test_a_link_that_was_cut_off(page: Page, appoint: Make) -> None:
    _, link = appoint()
    for cut in (link[:-3], link.partition("#")[0]):
        page.goto("about:blank")
        page.goto(cut)
        expect_title(page, "Dieser Link ist unvollständig")


def test_a_wrong_secret_does_not_enter(page: Page, appoint: Make) -> None:
    """Requirements: rule patients."""
    _, link = appoint()
    page.goto(link[:-43] + "A" * 43)
    page.fill("#name", "Erika Beispiel")
    page.check("#consent")
    page.click("#continue")
    page.click("#enter")
    expect_title(page, "Dieser Link wurde ersetzt")


def test_the_service_is_away_and_comes_back(page: Page, appoint: Make) -> None:
    _, link = appoint()
    page.route("**/api/v1/links/*", lambda route: route.abort())
    page.goto(link)
    expect_title(page, "Keine Verbindung zum Dienst")
    page.unroute("**/api/v1/links/*")
    page.click("#link-action")
    expect(page.locator("body")).to_have_attribute("data-step", "consent")


def test_a_browser_that_cannot(page: Page, appoint: Make) -> None:
    _, link = appoint()
    page.add_init_script("delete window.RTCPeerConnection")
    page.goto(link)
    expect_title(page, "Dieser Browser ist nicht geeignet")


def test_in_english(browser: BrowserContext, appoint: Make) -> None:
    owner = browser.browser
    assert owner is not None
    context = owner.new_context(locale="en-GB")
    page = context.new_page()
    _, link = appoint()
    page.goto(link)
    expect(page.locator("section[data-step=consent] h2")).to_have_text("Welcome to your video consultation")
    page.click("#language")
    expect(page.locator("section[data-step=consent] h2")).to_have_text("Willkommen zur Videosprechstunde")
    context.close()


def test_nothing_comes_from_elsewhere(page: Page, appoint: Make, service: EmbeddedService) -> None:
    """Requirements: guide no advertising; rule no advertising."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    _, link = appoint()
    page.goto(link)
    expect(page.locator("body")).to_have_attribute("data-step", "consent")
    secret = link.partition("#")[2]
    assert asked
    assert all(url.startswith((service.url, "data:")) for url in asked)
    assert not [url for url in asked if secret in url]
