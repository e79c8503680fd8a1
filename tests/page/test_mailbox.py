"""The page's mailbox client, played in a browser without a service."""

from typing import Any

from playwright.sync_api import Page

from tests import lies
from tests.page.conftest import Make

PLAY = """
async ([secret, linkId]) => {
  const { decode } = await import("/page/link.js");
  const { MailboxClient } = await import("/page/mailbox.js");
  const client = await MailboxClient.create(linkId, decode(secret), "token");
  const ids = [];
  for (let number = 0; number < 40; number += 1) {
    ids.push(client.sealer.takeId());
    await client.post(ids[number], { type: "chat", text: String(number) });
  }
  client.end();
  client.connected();
  await client.receive(JSON.stringify({ type: "joined", presence: {}, started_at: null, ended_at: null }));
  const said = [];
  const take = () => said.push(...client.takeFrames().map((text) => JSON.parse(text)));
  take();
  const first = said.length;
  for (const id of ids) {
    await client.receive(JSON.stringify({ type: "posted", id }));
    take();
  }
  return { first, ids, said: said.map(({ type, id }) => id ?? type), left: client.unsent.length };
}
"""


def test_a_backlog_goes_out_little_by_little_and_the_end_comes_last(page: Page, appoint: Make) -> None:
    page.goto(appoint()[1])
    told: dict[str, Any] = page.evaluate(PLAY, ["AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", lies.LINK_ID])
    assert told["first"] == 1 + 16
    assert told["said"] == ["join", *told["ids"], "end"]
    assert told["left"] == 0
