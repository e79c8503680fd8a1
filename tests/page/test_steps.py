"""From consent to the waiting room, as a patient goes through it."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, WebSocketRoute, expect

from medclient.practice.client import PracticeClient
from medclient.protocol import messages
from medclient.protocol.envelope import Role
from medclient.session.mailbox import Opened
from tests.interop.patient import Patient
from tests.page.conftest import Make
from tests.page.practitioner import Practitioner

HASH_AFTER_THE_FIRST_CANDIDATE = """
let found;
const first = new Promise((done) => (found = done));
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...values) {
    super(...values);
    this.addEventListener("icecandidate", found);
  }
};
const { digest } = SubtleCrypto.prototype;
SubtleCrypto.prototype.digest = async function (...values) {
  await first;
  return digest.apply(this, values);
};
"""


def test_consent_needs_name_and_tick(page: Page, appoint: Make) -> None:
    """Requirements: rule consent."""
    page.goto(appoint()[1])
    page.click("#continue")
    expect(page.locator("#name-error")).to_be_visible()
    expect(page.locator("#consent-error")).to_be_visible()
    page.fill("#name", "   ")
    page.check("#consent")
    page.click("#continue")
    expect(page.locator("#name-error")).to_be_visible()
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.type("Erika Beispiel")
    page.keyboard.press("Enter")
    Patient(page).wait_step("devices")


def test_the_camera_opens_only_after_consent(page: Page, appoint: Make) -> None:
    """Requirements: rule consent."""
    page.add_init_script(
        "const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices); window.asked = 0;"
        "navigator.mediaDevices.getUserMedia = (wanted) => { window.asked++; return ask(wanted); };"
    )
    patient = Patient(page)
    page.goto(appoint()[1])
    patient.wait_step("consent")
    assert page.evaluate("window.asked") == 0
    page.fill("#name", "Erika Beispiel")
    page.check("#consent")
    page.click("#continue")
    patient.wait_step("devices")
    expect(page.locator("#preview")).to_have_js_property("videoWidth", 1280)
    page.evaluate(
        "() => new Promise((heard) => {"
        "  const look = () => document.querySelector('#level').value > 0.3 ? heard() : requestAnimationFrame(look);"
        "  look(); })"
    )
    assert page.evaluate("window.asked") == 1
    page.click("#preview-camera")
    expect(page.locator("#preview-off")).to_be_visible()
    assert page.evaluate("document.querySelector('#preview').srcObject.getVideoTracks().length") == 0


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("NotAllowedError", "darf die Kamera nicht benutzen"),
        ("NotFoundError", "Keine Kamera gefunden"),
        ("NotReadableError", "von einem anderen Programm benutzt"),
    ],
)
def test_one_takes_part_without_any_device(page: Page, appoint: Make, error: str, words: str) -> None:
    page.add_init_script(
        f"navigator.mediaDevices.getUserMedia = async () => {{ throw new DOMException('', '{error}'); }}"
    )
    patient = Patient(page)
    page.goto(appoint()[1])
    page.fill("#name", "Erika Beispiel")
    page.check("#consent")
    page.click("#continue")
    expect(page.locator("#camera-problem")).to_contain_text(words)
    expect(page.locator("#microphone-problem")).to_be_visible()
    page.click("#enter")
    patient.wait_step("waiting")


def test_the_waiting_room(page: Page, appoint: Make, practice: PracticeClient) -> None:
    """Requirements: guide 7."""
    made, link = appoint(timedelta(minutes=-11))
    patient = Patient(page)
    patient.enter(link)
    expect(page.locator("#waiting-for")).to_have_text(re.compile(r"Sie warten seit 0:0\d"))
    expect(page.locator("#late")).to_contain_text("mehr als 10 Minuten")
    expect(page.locator("#please-wait")).to_be_hidden()
    page.click("#late-write")
    expect(page.locator("#chat-input")).to_be_focused()
    with Practitioner(practice, made) as practitioner:
        expect(page.locator("#practitioner-here")).to_have_text("Dr. Anna Arnold ist da.")
        hello = practitioner.wait_for(messages.Hello)
        assert hello.name == "Erika Beispiel"
        # On a slow machine one enters before the devices are open: what is on follows then.
        on = hello if hello.camera else practitioner.wait_for(messages.Media)
        assert on.camera
        assert on.microphone
        practitioner.post(messages.Chat("Ich verspäte mich um etwa 10 Minuten."))
        patient.wait_line("practitioner", "Ich verspäte mich um etwa 10 Minuten.")
        page.fill("#chat-input", "Kein Problem")
        page.keyboard.press("Enter")
        assert practitioner.wait_for(messages.Chat).text == "Kein Problem"
    expect(page.locator("#practitioner-here")).to_be_hidden()
    page.click("#change-devices")
    patient.wait_step("devices")
    page.click("#enter")
    patient.wait_step("waiting")


def test_a_reload_in_the_waiting_room_asks_nothing_again(page: Page, appoint: Make) -> None:
    patient = Patient(page)
    patient.enter(appoint()[1])
    page.reload()
    patient.wait_step("waiting")


def test_a_second_window_takes_over_and_the_first_says_so(page: Page, browser: BrowserContext, appoint: Make) -> None:
    _, link = appoint()
    first, second = Patient(page), Patient(browser.new_page())
    first.enter(link)
    second.enter(link)
    first.wait_step("link")
    expect(page.locator("#link-title")).to_have_text("In einem anderen Fenster geöffnet")
    page.click("#link-action")
    first.wait_step("waiting")
    second.wait_step("link")
    second.page.close()


def test_a_ring_that_is_not_for_this_page_is_passed_over(page: Page, appoint: Make, practice: PracticeClient) -> None:
    made, link = appoint()
    patient = Patient(page)
    patient.enter(link)
    with Practitioner(practice, made) as practitioner:
        practitioner.wait_for(messages.Hello)
        practitioner.post(messages.Ring("an-earlier-page-", "call", 1))
        practitioner.post(messages.Ring(practitioner.peer, "call", 1))
        patient.wait_step("ring")
        expect(page.locator("#ring-title")).to_have_text("Dr. Anna Arnold ruft an")
        page.click("#decline")
        assert practitioner.wait_for(messages.Decline).call == "call"
        patient.wait_step("waiting")
        practitioner.post(messages.HangUp())
        patient.wait_step("goodbye")
        expect(page.locator("#goodbye-by")).to_have_text("Die Praxis hat aufgelegt.")


def test_an_offer_carries_the_candidates_found_before_it_goes(
    page: Page, appoint: Make, practice: PracticeClient
) -> None:
    """Those that come before their offer belong to nothing at the other end. Here the first is quicker than a hash."""
    page.add_init_script(HASH_AFTER_THE_FIRST_CANDIDATE)
    made, link = appoint()
    patient = Patient(page)
    patient.enter(link)
    with Practitioner(practice, made) as practitioner:
        practitioner.wait_for(messages.Hello)
        practitioner.post(messages.Ring(practitioner.peer, "call", 1))
        patient.wait_step("ring")
        patient.accept()
        assert "\na=candidate:" in practitioner.wait_for(messages.Offer).sdp
        practitioner.post(messages.HangUp())
        patient.wait_step("goodbye")


def test_a_service_that_lies_does_no_harm(page: Page, appoint: Make, practice: PracticeClient) -> None:
    """Whatever comes from the service besides what is sealed is looked at twice."""
    made, link = appoint()
    lies = [
        "no json",
        "[]",
        "null",
        '{"type":"message"}',
        '{"type":"message","seq":1.5,"from":"practitioner","id":"AAAAAAAAAAAAAAAA.0","body":"AAAA","at":"2026-01-01T00:00Z"}',
        '{"type":"message","seq":0,"from":"patient","id":"AAAAAAAAAAAAAAAA.0","body":"AAAA","at":"2026-01-01T00:00Z"}',
        '{"type":"joined"}',
        '{"type":"presence","role":"nobody","since":5}',
        '{"type":"posted","id":{}}',
        '{"type":"constructor"}',
    ]
    page.route_web_socket("**/mailbox", lambda socket: _between(socket, lies))
    patient = Patient(page)
    patient.enter(link)
    with Practitioner(practice, made) as practitioner:
        # The lying lives in this thread: it must get its turns while somebody waits for what passes through it.
        while not practitioner.opened:
            page.wait_for_timeout(20)
        assert practitioner.wait_for(messages.Hello).name == "Erika Beispiel"
        practitioner.post(messages.Chat("Nach den Lügen"))
        patient.wait_line("practitioner", "Nach den Lügen")


def _between(socket: WebSocketRoute, lies: list[str]) -> None:
    """Passes everything on, and lies once the truth has begun."""
    server = socket.connect_to_server()

    def pass_on(message: str | bytes) -> None:
        while lies:
            socket.send(lies.pop())
        socket.send(message)

    server.on_message(pass_on)


def test_every_message_type_of_python_is_known_to_the_page(page: Page, appoint: Make) -> None:
    page.goto(appoint()[1])
    examples = [
        messages.Hello("Name", "", "", True, False),
        messages.Ring("to", "call", 1),
        messages.Accept("to", "call"),
        messages.Decline("to", "call"),
        messages.Connect("to", "call", 2),
        messages.Reconnect("to", 2),
        messages.Offer("to", 1, "sdp"),
        messages.Answer("to", 1, "sdp"),
        messages.Reveal("to", "nonce"),
        messages.Candidate("to", 1, "candidate", "0"),
        messages.Media(True, False),
        messages.Heartbeat("to", 1, 1000, 0),
        messages.Chat("text"),
        messages.Hint("to", messages.HintKey.LIGHT),
        messages.Receipt(3, 2),
        messages.Delay(10),
        messages.Picture("to", messages.PictureSize.SMALL),
        messages.Practice("0911 123456"),
        messages.Still("to", "id"),
        messages.StillReady("to", "id", 1000, "hash"),
        messages.StillRefused("to", "id", messages.CAMERA_OFF),
        messages.File("a.pdf", "application/pdf", 10, "0" * 64),
        messages.FileEnd("file", messages.RECEIVED),
        messages.HangUp(),
    ]
    assert {type(each) for each in examples} == set(messages.TYPES.values())
    contents = [each.to_content() for each in examples]
    parse = "async (contents) => { const { parse } = await import('/page/messages.js'); return contents.map(parse); }"
    assert page.evaluate(parse, contents) == contents
    wrongs: tuple[object, ...] = (None, [], "x" * 50_000, -1, 1.5)
    broken = [
        {**content, name: wrong} for content in contents for name in content if name != "type" for wrong in wrongs
    ]
    assert page.evaluate(parse, [*broken, {"type": "toString"}, {}]) == [None] * (len(broken) + 2)


def test_opened_is_what_the_practitioner_gets(page: Page, appoint: Make, practice: PracticeClient) -> None:
    """Who sends is told by the key, not by the service."""
    made, link = appoint()
    Patient(page).enter(link)
    with Practitioner(practice, made) as practitioner:
        practitioner.wait_for(messages.Hello)
        assert all(isinstance(each, Opened) and each.sender is Role.PATIENT for each in practitioner.opened)
