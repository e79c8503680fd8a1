"""A service that lies, against the patient's page in a browser: the same lies, and what the patient reads."""

from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from medclient.practice.client import PracticeClient
from medclient.protocol import messages
from medclient.protocol.envelope import Role
from tests import lies
from tests.interop.patient import Patient
from tests.page.conftest import Make
from tests.page.practitioner import Practitioner

PLAY = """
async ([secret, linkId, mailboxes]) => {
  const { decode } = await import("/page/link.js");
  const { MailboxClient } = await import("/page/mailbox.js");
  const out = [];
  for (const frames of mailboxes) {
    const client = await MailboxClient.create(linkId, decode(secret), "token");
    const events = [];
    for (const frame of frames) events.push(...(await client.receive(frame)));
    out.push(events.map(({ type, message }) => [type, message?.text ?? ""]));
  }
  return out;
}
"""
GENUINE = ["line 0", "line 1", "line 2"]


def play(page: Page, mailboxes: list[list[str]]) -> list[list[list[str]]]:
    result: list[list[list[str]]] = page.evaluate(PLAY, [lies.SECRET_IN_LINK, lies.LINK_ID, mailboxes])
    return result


@pytest.mark.parametrize("sender", Role)
def test_every_lie_is_noticed(page: Page, appoint: Make, sender: Role) -> None:
    """Requirements: rule fingerprints."""
    page.goto(appoint()[1])
    honest, *told = play(
        page, [lies.served(lies.sealed(sender, 3))] + [lie(lies.sealed(sender, 3)) for lie in lies.LIES.values()]
    )
    assert honest == [["received", text] for text in GENUINE]
    for name, events in zip(lies.LIES, told, strict=True):
        assert {kind for kind, _ in events} & {"dropped", "missing"}, name
        read = [text for kind, text in events if kind == "received"]
        assert read == [text for text in GENUINE if text in read], name


@pytest.mark.parametrize(("lie", "words"), [("altered", "verändert"), ("kept back", "zurückgehalten")])
def test_the_patient_is_told(page: Page, practice: PracticeClient, appoint: Make, lie: str, words: str) -> None:
    appointment, link = appoint()
    count = 0

    def lying(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def serve(frame: Any) -> None:
            nonlocal count
            if '"from": "practitioner"' in frame:
                count += 1
                # The first is the hello.
                if count == 2 and lie == "kept back":
                    return
                if count == 2:
                    frame = frame.replace('"body": "A', '"body": "B')
            socket.send(frame)

        server.on_message(serve)

    page.route_web_socket("**/mailbox", lying)
    patient = Patient(page)
    patient.enter(link)
    with Practitioner(practice, appointment) as practitioner:
        for text in ("one", "two", "three"):
            practitioner.post(messages.Chat(text))
        patient.wait_line("practitioner", "three")
        expect(page.locator("#chat-warning")).to_contain_text(words)
        expect(page.locator("#chat-messages")).not_to_contain_text("one")


REPLACED = """
async ([secret, linkId, flows]) => {
  const { decode } = await import("/page/link.js");
  const { MailboxClient, MailboxConnection } = await import("/page/mailbox.js");
  const client = await MailboxClient.create(linkId, decode(secret), "token");
  const told = document.body.dataset;
  told.lost = "0";
  window.flows = flows;
  const url = `${location.origin.replace(/^http/, "ws")}/api/v1/consultations/${linkId}/mailbox`;
  const heard = ({ type, reason }) => {
    if (type === "lost") told.lost = String(Number(told.lost) + 1);
    if (type === "refused") told.refused = reason;
  };
  new MailboxConnection(client, url, heard, () => {}, () => window.flows);
}
"""


def test_a_page_whose_call_flows_does_not_believe_that_it_was_opened_elsewhere(page: Page, appoint: Make) -> None:
    page.goto(appoint()[1])
    opened: list[WebSocketRoute] = []

    def lying(socket: WebSocketRoute) -> None:
        opened.append(socket)
        socket.on_message(lambda _: socket.close(code=4409))

    page.route_web_socket("**/mailbox", lying)
    page.clock.install()
    page.evaluate(REPLACED, [lies.SECRET_IN_LINK, lies.LINK_ID, True])
    body = page.locator("body")
    for number in (1, 2, 3):
        expect(body).to_have_attribute("data-lost", str(number))
        assert len(opened) == number
        page.clock.fast_forward(60_000)
    expect(body).to_have_attribute("data-lost", "4")
    page.evaluate("window.flows = false")
    page.clock.fast_forward(60_000)
    expect(body).to_have_attribute("data-refused", "replaced")
