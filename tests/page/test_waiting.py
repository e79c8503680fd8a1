"""What is written beside the call, and the waiting: on the real page, with the real service."""

import asyncio
import threading
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, WebSocketRoute, expect

from medclient.practice.appointments import Appointment
from medclient.practice.client import PracticeClient
from medclient.protocol import messages
from medclient.session.events import ConsultationTicket
from medclient.session.note import send_delay, send_note
from tests.interop.patient import Patient
from tests.page.conftest import Make
from tests.page.practitioner import Practitioner

HIDE = """
  window.away = (hidden) => {
    const get = () => hidden ? "hidden" : "visible";
    Object.defineProperty(document, "visibilityState", { configurable: true, get });
    document.dispatchEvent(new Event("visibilitychange"));
  };
  window.tones = 0;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) { window.tones++; return start.apply(this, when); };
  window.vibrated = 0;
  navigator.vibrate = () => { window.vibrated++; return true; };
"""


def ticket(practice: PracticeClient, made: Appointment) -> ConsultationTicket:
    return ConsultationTicket(practice.base_url, made.link_id, made.secret, practice.session.token, "Dr. Anna Arnold")


def do(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine beside the loop that Playwright has in this thread."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(work)
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert not failed, failed


def wait_kept(page: Page, *, unsent: bool) -> str:
    """Until the tab keeps something unsent, or nothing any more; returns all that it keeps."""
    return str(
        page.evaluate(
            """(unsent) => new Promise((found, fail) => {
              const end = performance.now() + 30_000;
              const look = () => {
                const kept = Object.values(sessionStorage).join();
                if (Boolean(JSON.parse(kept).unsent?.length) === unsent) found(kept);
                else if (performance.now() > end) fail(new Error(kept));
                else setTimeout(look, 20);
              };
              look();
            })""",
            unsent,
        )
    )


def mark_of(page: Page, text: str) -> str:
    line = page.locator('#chat-messages li[data-sender="patient"]', has_text=text)
    return str(line.locator("small").text_content()).rsplit(" · ", 1)[-1]


def test_what_was_left_from_the_list_is_there_when_the_link_is_opened(
    page: Page, appoint: Make, practice: PracticeClient
) -> None:
    """Requirements: guide 8."""
    made, link = appoint(timedelta(minutes=-2))
    do(send_note(ticket(practice, made), "Bitte halten Sie Ihre Karte bereit."))
    do(send_delay(ticket(practice, made), 10))
    patient = Patient(page)
    patient.enter(link)
    patient.wait_line("practitioner", "Bitte halten Sie Ihre Karte bereit.")
    expect(page.locator("#delay-text")).to_have_text("Die Praxis verspätet sich um etwa 10 Minuten.")
    expect(page.locator("#delay-until")).to_contain_text("Es geht voraussichtlich um")
    expect(page.locator("#late")).to_be_hidden()
    page.click("#language")
    expect(page.locator("#delay-text")).to_have_text("The practice is running about 10 minutes late.")
    page.click("#language")
    do(send_delay(ticket(practice, made), 0))
    expect(page.locator("#delay")).to_be_hidden()


def test_with_a_delay_the_ten_minutes_count_from_the_later_time(
    page: Page, appoint: Make, practice: PracticeClient
) -> None:
    """Requirements: guide 7."""
    made, link = appoint(timedelta(minutes=-15))
    do(send_delay(ticket(practice, made), 10))
    patient = Patient(page)
    patient.enter(link)
    expect(page.locator("#delay-text")).to_contain_text("10 Minuten")
    expect(page.locator("#please-wait")).to_be_visible()
    expect(page.locator("#late")).to_be_hidden()
    do(send_delay(ticket(practice, made), 5))
    expect(page.locator("#late")).to_be_visible()


def test_a_line_is_sent_then_delivered_then_read(page: Page, appoint: Make, practice: PracticeClient) -> None:
    made, link = appoint()
    patient = Patient(page)
    patient.enter(link)
    patient.write("Guten Tag")
    line = page.locator('#chat-messages li[data-sender="patient"] small')
    expect(line).to_contain_text("· gesendet")
    with Practitioner(practice, made) as practitioner:
        practitioner.wait_for(messages.Chat)
        practitioner.post(messages.Receipt(1, 0))
        expect(line).to_contain_text("· zugestellt")
        practitioner.post(messages.Receipt(1, 1))
        expect(line).to_contain_text("· gelesen")
        page.reload()
        patient.wait_line("patient", "Guten Tag")
        expect(line).to_contain_text("· gelesen")


def test_the_practitioner_is_told_what_was_read_and_not_what_nobody_looked_at(
    page: Page, appoint: Make, practice: PracticeClient
) -> None:
    made, link = appoint()
    page.add_init_script(HIDE)
    patient = Patient(page)
    patient.enter(link)
    with Practitioner(practice, made) as practitioner:
        practitioner.post(messages.Chat("eins"))
        patient.wait_line("practitioner", "eins")
        assert practitioner.wait_for(messages.Receipt) == messages.Receipt(1, 1)
        assert page.evaluate("window.tones") == 0, "no sound while one is looking"
        page.evaluate("window.away(true)")
        practitioner.post(messages.Chat("zwei"))
        patient.wait_line("practitioner", "zwei")
        assert practitioner.wait_for(messages.Receipt) == messages.Receipt(2, 1)
        assert page.evaluate("window.tones > 0 && window.vibrated > 0")
        expect(page).to_have_title("(1) Neue Nachricht")
        page.evaluate("window.away(false)")
        assert practitioner.wait_for(messages.Receipt) == messages.Receipt(2, 2)
        expect(page).to_have_title("Videosprechstunde")


def test_what_was_typed_offline_survives_a_reload_and_goes_out_once(
    page: Page, appoint: Make, practice: PracticeClient
) -> None:
    made, link = appoint()
    offline = [False]

    def between(socket: WebSocketRoute) -> None:
        if offline[0]:
            return  # it opens, and nothing ever comes
        server = socket.connect_to_server()
        socket.on_message(lambda message: None if offline[0] else server.send(message))
        server.on_message(lambda message: None if offline[0] else socket.send(message))

    page.route_web_socket("**/mailbox", between)
    patient = Patient(page)
    patient.enter(link)
    patient.write("vorher")
    expect(page.locator('#chat-messages li[data-sender="patient"] small')).to_contain_text("· gesendet")
    offline[0] = True
    # Something else goes before it, and must not be missed later.
    page.click("#change-devices")
    page.click("#preview-camera")
    page.click("#enter")
    patient.wait_step("waiting")
    patient.write("Ich bin gleich zurück")
    assert mark_of(page, "gleich zurück") == "wird gesendet …"
    kept = wait_kept(page, unsent=True)
    assert "gleich" not in kept, "what is kept in the tab is sealed"
    assert page.evaluate("localStorage.length") == 0
    page.reload()
    patient.wait_line("patient", "Ich bin gleich zurück")
    assert mark_of(page, "gleich zurück") == "wird gesendet …"
    offline[0] = False
    page.reload()
    patient.wait_line("patient", "Ich bin gleich zurück")
    expect(page.locator('#chat-messages li[data-sender="patient"] small')).to_contain_text(["· gesendet"] * 2)
    wait_kept(page, unsent=False)
    with Practitioner(practice, made) as practitioner:
        assert practitioner.wait_for(messages.Chat).text == "vorher"
        assert practitioner.wait_for(messages.Chat).text == "Ich bin gleich zurück"
        practitioner.post(messages.Chat("Danke"))
        patient.wait_line("practitioner", "Danke")
        assert [each.message for each in practitioner.opened if isinstance(each.message, messages.Chat)] == [
            messages.Chat("vorher"),
            messages.Chat("Ich bin gleich zurück"),
        ]
        assert practitioner.missing == 0
    expect(page.locator("#chat-warning")).to_be_hidden()
