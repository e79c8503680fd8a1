"""The page's end of the mailbox: what goes out when, and what outlives a reload."""

import time
from itertools import pairwise
from random import Random
from typing import Any

from playwright.sync_api import Page, WebSocketRoute

from medclient.practice.client import PracticeClient
from medclient.protocol import messages
from tests import lies
from tests.interop.patient import Patient
from tests.page.conftest import Make
from tests.page.practitioner import Practitioner

PATIENCE_S = 30.0
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
    told: dict[str, Any] = page.evaluate(PLAY, [lies.SECRET_IN_LINK, lies.LINK_ID])
    assert told["first"] == 1 + 16
    assert told["said"] == ["join", *told["ids"], "end"]
    assert told["left"] == 0


def brought(page: Page, practitioner: Practitioner, kind: type[messages.Message]) -> None:
    """Wait for a message of the page's; what lies between is carried only while Playwright is at work."""
    until = time.monotonic() + PATIENCE_S
    while not any(isinstance(each.message, kind) for each in practitioner.opened):
        assert time.monotonic() < until
        page.wait_for_timeout(20)


def kept(page: Page, wanted: str) -> None:
    """Wait until a condition on what the tab keeps holds."""
    page.wait_for_function(f"() => {{ const kept = Object.values(sessionStorage).join(); return {wanted}; }}")


def test_a_line_kept_through_a_reload_stands_where_the_mailbox_put_it(page: Page, appoint: Make) -> None:
    """The service takes it while the backlog, which is older, is still on its way."""
    page.goto(appoint()[1])
    order = page.evaluate("""async () => {
      const { ChatLog } = await import("/page/chat.js");
      const log = new ChatLog();
      const brought = (id, sender = "practitioner") => log.arrived({ id, sender, text: id, at: 0 });
      log.typed("kept", "kept", 0);
      brought("0");
      log.posted("kept");
      brought("1");
      brought("2", "patient");
      brought("kept", "patient");
      brought("3");
      brought("1");
      return log.lines.map((line) => `${line.id} ${line.mark}`);
    }""")
    assert order == ["0 sent", "1 sent", "2 sent", "kept sent", "3 sent"]


def test_a_hang_up_without_a_connection_outlives_a_reload(page: Page, appoint: Make, practice: PracticeClient) -> None:
    made, link = appoint()
    offline = [False]

    def between(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(lambda message: None if offline[0] else server.send(message))
        server.on_message(lambda message: None if offline[0] else socket.send(message))

    page.route_web_socket("**/mailbox", between)
    patient = Patient(page)
    patient.enter(link)
    with Practitioner(practice, made) as practitioner:
        brought(page, practitioner, messages.Hello)
        practitioner.post(messages.Ring(practitioner.peer, "call", 1))
        patient.wait_step("ring")
        page.click("#accept")
        patient.wait_step("call")
        brought(page, practitioner, messages.Accept)
        offline[0] = True
        page.click("#hang-up")
        page.click("#hang-up-confirm")
        patient.wait_step("goodbye")
        kept(page, "JSON.parse(kept).unsent?.length")
        page.reload()
        patient.wait_step("goodbye")
        assert page.evaluate("document.querySelector('#preview').srcObject") is None, "no camera for a goodbye"
        offline[0] = False
        page.reload()
        patient.wait_step("goodbye")
        brought(page, practitioner, messages.HangUp)
        kept(page, "!kept")
        assert sum(isinstance(each.message, messages.HangUp) for each in practitioner.opened) == 1
        assert practitioner.missing == 0
    assert practice.appointment(made.link_id).ended_at
    page.reload()
    patient.wait_step("link")


SEARCHING = """
async ([secret, linkId]) => {
  const { decode } = await import("/page/link.js");
  const { MailboxClient, MailboxConnection } = await import("/page/mailbox.js");
  const client = await MailboxClient.create(linkId, decode(secret), "token");
  const attempts = (window.attempts = []);
  window.reachable = true;
  const requests = (window.requests = []);
  window.fetch = () => {
    requests.push(performance.now());
    return new Promise((resolve, fail) => {
      if (window.reachable) setTimeout(() => resolve({ status: 200 }), 30);
      if (window.refusing) setTimeout(() => fail(new TypeError("refused")), 30);
    });
  };
  window.WebSocket = class {
    static CONNECTING = 0;
    static OPEN = 1;
    readyState = 0;
    constructor() {
      this.attempt = { from: performance.now(), to: null, said: [], deaf: false };
      attempts.push(this.attempt);
      window.socket ??= this;
      window.newest = this;
      if (window.reachable) setTimeout(() => this.open(), 60);
      if (window.refusing) setTimeout(() => this.end(), 30);
    }
    open() {
      this.readyState = 1;
      this.onopen();
    }
    send(text) {
      const { type } = JSON.parse(text);
      this.attempt.said.push(type);
      const joined = { type: "joined", presence: {}, started_at: null, ended_at: null };
      if (this.attempt.deaf) return;
      setTimeout(() => this.onmessage({ data: JSON.stringify(type === "join" ? joined : { type: "pong" }) }), 30);
    }
    close() {
      this.readyState = 3;
      this.attempt.to = performance.now();
    }
    end() {
      this.close();
      this.onclose({ code: 1006 });
    }
  };
  const connection = new MailboxConnection(client, "ws://nowhere", () => {}, () => {});
  window.connection = connection;
  window.begin = () => {
    setInterval(() => connection.hurry(), 100); // as a call does that has fallen silent
  };
}
"""


def search(page: Page, link: str) -> None:
    """Until its connection is open, and has been quiet for a while."""
    page.goto(link)
    page.clock.install()
    page.evaluate(SEARCHING, [lies.SECRET_IN_LINK, lies.LINK_ID])
    page.clock.run_for(2_000)


TCP_ASKS_AGAIN_S = (0.0, 1.0, 3.0, 7.0)
"""After the first time, doubling (RFC 6298): macOS, Windows and Linux before 6.5."""


def test_a_line_that_comes_back_is_found_within_little_more_than_a_second(page: Page, appoint: Make) -> None:
    """However long it was away; and Chromium, which holds back the attempts of who fails often, is not provoked."""
    search(page, appoint()[1])
    begun: float = page.evaluate(
        "(window.reachable = false, window.attempts[0].deaf = true, window.begin(), performance.now())"
    )
    page.clock.run_for(25_000)
    attempts: list[dict[str, float]] = page.evaluate("window.attempts.slice(1)")
    asked = sorted(
        (each["from"] - begun) / 1000 + again
        for each in attempts
        for again in TCP_ASKS_AGAIN_S
        if each["to"] is None or each["from"] + again * 1000 < each["to"]
    )
    asked = [at for at in asked if at < 20]
    assert asked[0] < 2
    assert max(later - earlier for earlier, later in pairwise(asked)) < 1.5, asked
    assert sum(each["from"] - begun < 20_000 for each in attempts) <= 14


HELD_BACK_S = (1.0, 5.0)
"""By Chromium, at random, where a dozen and a few have failed within some minutes (`WebSocketThrottler`)."""


def test_a_line_that_was_away_for_minutes_is_found_soon_although_attempts_are_held_back(
    page: Page, appoint: Make
) -> None:
    search(page, appoint()[1])
    begun: float = page.evaluate(
        "(window.reachable = false, window.attempts[0].deaf = true, window.begin(), performance.now())"
    )
    for _ in range(10):
        page.clock.run_for(30_000)
    attempts: list[dict[str, float]] = page.evaluate("window.attempts.slice(1)")
    dice = Random(1)
    asked = []
    for each in attempts:
        first = each["from"] + dice.uniform(*HELD_BACK_S) * 1000
        asked += [
            (first - begun) / 1000 + again
            for again in TCP_ASKS_AGAIN_S
            if each["to"] is None or first + again * 1000 < each["to"]
        ]
    asked = sorted(at for at in asked if 60 < at < 290)
    gaps = [later - earlier for earlier, later in pairwise(asked)]
    assert sum(gap * gap / 2 for gap in gaps) / sum(gaps) < 0.8, "until it is asked for, whenever it comes back"
    assert len([each for each in attempts if each["to"] is None]) <= 3
    page.evaluate("window.reachable = true")
    page.clock.run_for(20_000)
    (left,) = page.evaluate("window.attempts.filter(({ to }) => to === null)")
    assert left["said"][0] == "join"


def refuse(page: Page) -> None:
    page.evaluate("(window.reachable = false, window.refusing = true, window.attempts.length = 0)")
    page.evaluate("(window.begin(), window.socket.end())")


def test_a_service_that_begins_anew_is_asked_for_each_half_second(page: Page, appoint: Make) -> None:
    """Its computer refuses at once; and Chromium is not provoked: it takes note of WebSockets that fail."""
    search(page, appoint()[1])
    refuse(page)
    page.clock.run_for(20_000)
    assert len(page.evaluate("window.attempts")) == 1
    asked = page.evaluate("window.requests")
    assert max(later - earlier for earlier, later in pairwise(asked)) < 750
    assert page.evaluate("performance.now()") - asked[-1] < 750
    page.evaluate("(window.reachable = true, window.refusing = false)")
    page.clock.run_for(1_000)
    assert page.evaluate("window.attempts.slice(1).map(({ said }) => said[0])") == ["join"]
    page.clock.run_for(2_000)
    page.evaluate("(window.reachable = false, window.refusing = true, window.requests.length = 0)")
    page.evaluate("window.newest.end()")
    page.clock.run_for(5_000)
    assert len(page.evaluate("window.attempts")) == 3, "again one by WebSocket"
    assert len(page.evaluate("window.requests")) >= 7


def test_a_service_that_stays_away_is_asked_for_more_calmly(page: Page, appoint: Make) -> None:
    search(page, appoint()[1])
    refuse(page)
    page.clock.run_for(60_000)
    page.evaluate("window.requests.length = 0")
    page.clock.run_for(60_000)
    assert 25 <= len(page.evaluate("window.requests")) <= 35


def test_a_request_that_hangs_is_followed_by_none(page: Page, appoint: Make) -> None:
    """The computer refused, and now nothing answers at all: a request that is given up may hold the next one up."""
    search(page, appoint()[1])
    refuse(page)
    page.clock.run_for(1_000)
    page.evaluate("window.refusing = false")
    page.clock.run_for(5_000)
    asked = len(page.evaluate("window.requests"))
    assert len(page.evaluate("window.attempts")) >= 2
    page.evaluate("window.refusing = true")
    page.clock.run_for(10_000)
    assert len(page.evaluate("window.requests")) == asked
    page.evaluate("(window.reachable = true, window.refusing = false)")
    page.clock.run_for(3_000)
    assert ["join"] in page.evaluate("window.attempts.map(({ said }) => said.slice(0, 1))")


def test_a_network_that_is_there_again_is_used_at_once(page: Page, appoint: Make) -> None:
    """What failed before says nothing any more, once the browser has said so."""
    search(page, appoint()[1])
    refuse(page)
    page.clock.run_for(60_000)
    page.evaluate("(window.reachable = true, window.refusing = false)")
    before: int = page.evaluate("window.requests.length")
    page.clock.run_for(300)
    assert page.evaluate("window.requests.length") == before, "the next is not due"
    page.evaluate("window.connection.hurry(true)")
    page.clock.run_for(150)
    assert page.evaluate("window.attempts.slice(1).map(({ said }) => said[0])") == ["join"]


def test_a_dead_connection_is_replaced_by_one_that_opens_beside_it(page: Page, appoint: Make) -> None:
    """The address is another: nothing comes through the old connection any more, and the new one works at once."""
    search(page, appoint()[1])
    begun: float = page.evaluate("(window.attempts[0].deaf = true, window.begin(), performance.now())")
    page.clock.run_for(500)
    old, new = page.evaluate("window.attempts")
    assert old["said"] == ["join", "ping"]
    assert old["to"] - begun < 400
    assert new["said"][0] == "join"
    assert new["to"] is None
    page.clock.run_for(20_000)
    assert len(page.evaluate("window.attempts")) == 2


def test_a_connection_that_answers_late_stays_and_what_was_begun_beside_it_goes(page: Page, appoint: Make) -> None:
    search(page, appoint()[1])
    page.evaluate("(window.reachable = false, window.begin())")
    answer = "window.attempts[0].deaf = %s"
    page.evaluate(answer % "true")
    page.clock.run_for(500)
    assert [each["to"] for each in page.evaluate("window.attempts")] == [None, None]
    page.evaluate(answer % "false")
    page.evaluate("window.socket.onmessage({ data: JSON.stringify({ type: 'pong' }) })")
    page.clock.run_for(10_000)
    first, beside = page.evaluate("window.attempts")
    assert first["to"] is None
    assert beside["to"] is not None
    assert beside["said"] == []


COUNTING = """
window.counted = { formats: 0, scrolls: 0 };
const Format = Intl.DateTimeFormat;
Intl.DateTimeFormat = function (...values) {
  window.counted.formats += 1;
  return new Format(...values);
};
const scroll = Element.prototype.scrollIntoView;
Element.prototype.scrollIntoView = function (...values) {
  window.counted.scrolls += 1;
  scroll.apply(this, values);
};
"""


def test_a_long_call_is_read_again_in_one_go_when_the_page_is_loaded_anew(
    page: Page, appoint: Make, practice: PracticeClient
) -> None:
    """Once each line was drawn again with each message: after a long bad call a reload took half a minute."""
    made, link = appoint()
    patient = Patient(page)
    patient.enter(link)
    with Practitioner(practice, made) as practitioner:
        for number in range(100):
            practitioner.post(messages.Chat(f"Satz {number}"))
        patient.wait_line("practitioner", "Satz 99")
        page.add_init_script(COUNTING)
        page.reload()
        patient.wait_line("practitioner", "Satz 99")
        counted = page.evaluate("window.counted")
    assert counted["scrolls"] <= 5, "the lines are drawn together"
    assert counted["formats"] <= 5
