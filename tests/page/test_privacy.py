"""What the page leaves behind in a browser, and whom it talks to."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Request

from medclient.practice.client import PracticeClient
from tests.interop.patient import Patient
from tests.page.conftest import Make
from tests.page.practitioner import Practitioner

LEFT = """
async () => ({
  local: { ...localStorage },
  session: { ...sessionStorage },
  caches: await caches.keys(),
  databases: (await indexedDB.databases()).map(({ name }) => name),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  address: location.href,
})
"""


def test_nothing_is_left_after_goodbye_and_nobody_else_is_asked(
    browser: BrowserContext, page: Page, practice: PracticeClient, appoint: Make
) -> None:
    """Requirements: guide no advertising."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.on("websocket", lambda socket: asked.append(socket.url))
    appointment, link = appoint()
    secret = link.partition("#")[2]
    patient = Patient(page)
    patient.enter(link)
    with Practitioner(practice, appointment):
        before: dict[str, Any] = page.evaluate(LEFT)
        assert secret not in before["address"]
        assert secret in "".join(before["session"].values()), "a reload needs it"
        assert (before["local"], before["caches"], before["databases"], before["workers"]) == ({}, [], [], 0)
        page.reload()
        patient.wait_step("waiting")
        patient.page.evaluate("() => history.length")
        practice.cancel_appointment(appointment.link_id)
        patient.wait_step("goodbye")
    left = page.evaluate(LEFT)
    assert left["session"] == {}
    assert (left["local"], left["caches"], left["databases"], left["workers"]) == ({}, [], [], 0)
    assert browser.cookies() == []
    host = urlsplit(practice.base_url).netloc
    elsewhere = [url for url in asked if urlsplit(url).netloc != host and not url.startswith(("data:", "blob:"))]
    assert elsewhere == []
    assert not any(secret in url for url in asked)


def test_the_policy_stops_what_would_get_in(page: Page, appoint: Make) -> None:
    """Requirements: rule no advertising."""
    page.goto(appoint()[1])
    stopped = page.evaluate(
        """async () => {
          const stopped = [];
          document.addEventListener("securitypolicyviolation", (event) => stopped.push(event.effectiveDirective));
          const inline = document.createElement("script");
          inline.textContent = "window.got = true";
          document.head.append(inline);
          const image = new Image();
          image.src = "http://127.0.0.2/pixel.png";
          document.body.append(image);
          await fetch("http://127.0.0.2/").catch(() => 0);
          await new Promise((done) => setTimeout(done, 200));
          return { stopped, got: window.got ?? false };
        }"""
    )
    assert stopped["got"] is False
    assert {"script-src-elem", "img-src", "connect-src"} <= set(stopped["stopped"])
