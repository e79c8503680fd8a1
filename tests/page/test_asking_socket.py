"""In Firefox a WebSocket is begun only once the service has answered (asking_socket.js says why)."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests import lies
from tests.page.conftest import Make

ASKING = """
async () => {
  const { AskingSocket } = await import("/page/asking_socket.js");
  window.asked = [];
  window.fetch = (path, { signal }) => new Promise((answer, fail) => {
    window.asked.push({ path, answer: (status) => answer({ status }), fail });
    signal.addEventListener("abort", () => fail(new Error("given up")));
  });
  window.opened = [];
  window.WebSocket = class {
    static CONNECTING = 0;
    static OPEN = 1;
    static CLOSED = 3;
    readyState = 0;
    said = [];
    constructor(url) {
      this.url = url;
      window.opened.push(this);
    }
    send(text) {
      this.said.push(text);
    }
    close(code) {
      this.readyState = 3;
      this.code = code;
    }
  };
  window.heard = [];
  window.socket = new AskingSocket("ws://nowhere");
  for (const name of ["onopen", "onmessage", "onclose"]) {
    window.socket[name] = (event) => window.heard.push([name, event?.code ?? event?.data ?? null]);
  }
}
"""


@pytest.fixture
def asking(page: Page, appoint: Make) -> Page:
    page.goto(appoint()[1])
    page.evaluate(ASKING)
    return page


def later(page: Page, do: str) -> dict[str, Any]:
    """What there is after `do` and all that follows from it at once."""
    told: dict[str, Any] = page.evaluate(f"""async () => {{
      {do};
      await new Promise((resolve) => setTimeout(resolve));
      return {{ heard, opened: opened.map(({{ url }}) => url), state: socket.readyState }};
    }}""")
    return told


def test_nothing_is_opened_until_the_service_answers(asking: Page) -> None:
    assert later(asking, "") == {"heard": [], "opened": [], "state": 0}
    assert asking.evaluate("asked.map(({ path }) => path)") == ["/api/v1/health"]
    assert later(asking, "asked[0].answer(200)") == {"heard": [], "opened": ["ws://nowhere"], "state": 0}
    told = later(asking, "opened[0].readyState = 1; opened[0].onopen(); opened[0].onmessage({ data: 'a' })")
    assert told == {"heard": [["onopen", None], ["onmessage", "a"]], "opened": ["ws://nowhere"], "state": 1}
    told = later(asking, "socket.send('b'); socket.close(1000); opened[0].onclose({ code: 1000 })")
    assert told["heard"][-1] == ["onclose", 1000]
    assert asking.evaluate("[opened[0].said, opened[0].code, socket.readyState]") == [["b"], 1000, 3]


@pytest.mark.parametrize("answer", ["fail(new TypeError('no network'))", "answer(502)"])
def test_no_service_is_a_connection_that_has_failed(asking: Page, answer: str) -> None:
    told = later(asking, f"asked[0].{answer}")
    assert told == {"heard": [["onclose", 1006]], "opened": [], "state": 3}


def test_what_is_given_up_opens_nothing(asking: Page) -> None:
    assert later(asking, "socket.close()") == {"heard": [], "opened": [], "state": 3}
    assert later(asking, "asked[0].answer(200)") == {"heard": [], "opened": [], "state": 3}


def test_the_first_connection_follows_the_page_itself(page: Page, appoint: Make) -> None:
    """The service has just sent it: only the next ones ask."""
    page.goto(appoint()[1])
    opened = page.evaluate(
        """async ([secret, linkId]) => {
          const { decode } = await import("/page/link.js");
          const { MailboxClient, MailboxConnection } = await import("/page/mailbox.js");
          const client = await MailboxClient.create(linkId, decode(secret), "token");
          const opened = [];
          const kind = (name) => class {
            readyState = 0;
            constructor() {
              opened.push(name);
              if (opened.length < 3) setTimeout(() => this.onclose({ code: 1006 }), 600); // not refused
              else window.done();
            }
            close() {}
          };
          const done = new Promise((resolve) => { window.done = resolve; });
          window.WebSocket = kind("plain");
          new MailboxConnection(client, "ws://nowhere", () => {}, () => {}, () => false, kind("asking"));
          await done;
          return opened;
        }""",
        [lies.SECRET_IN_LINK, lies.LINK_ID],
    )
    assert opened == ["plain", "asking", "asking"]


@pytest.mark.parametrize(
    ("agent", "protocol", "asks"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0", "http/1.1", True),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0", "h2", False),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36", "http/1.1", False),
    ],
)
def test_only_firefox_asks_and_only_where_each_request_has_its_own_connection(
    page: Page, appoint: Make, agent: str, protocol: str, asks: bool
) -> None:
    page.goto(appoint()[1])
    told = page.evaluate(
        """async ([userAgent, nextHopProtocol]) => {
          const { shouldAsk } = await import("/page/asking_socket.js");
          const performance = { getEntriesByType: () => [{ nextHopProtocol }] };
          return shouldAsk({ navigator: { userAgent }, performance });
        }""",
        [agent, protocol],
    )
    assert told is asks
