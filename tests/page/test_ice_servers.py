"""The servers for a transport are at hand when it is wanted: a network just back is not asked for them first."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.page.conftest import Make

BEGIN = """
async () => {
  const { IceServers } = await import("/page/ice_servers.js");
  window.at = Date.parse("2026-03-01T09:00:00Z");
  window.asked = [];
  window.fetch = (path, { body }) => new Promise((resolve, fail) => {
    const give = (name, minutes) => {
      const expires_at = new Date(window.at + minutes * 60000).toISOString();
      resolve({ ok: true, json: async () => ({ ice_servers: [{ urls: [name] }], expires_at }) });
    };
    window.asked.push({ path, body: JSON.parse(body), give, refuse: () => resolve({ ok: false }), fail });
  });
  window.servers = new IceServers("abc", "a token", () => window.at);
  window.names = (list) => list.map(({ urls }) => urls[0]);
}
"""


@pytest.fixture
def asking(page: Page, appoint: Make) -> Page:
    page.goto(appoint()[1])
    page.evaluate(BEGIN)
    return page


def after(page: Page, do: str) -> dict[str, Any]:
    """How often has been asked, and what there is, after `do` and all that follows from it at once."""
    told: dict[str, Any] = page.evaluate(f"""async () => {{
      {do};
      await new Promise((resolve) => setTimeout(resolve));
      return {{ asked: asked.length, list: names(servers.list) }};
    }}""")
    return told


def later(minutes: float) -> str:
    return f"at += {minutes} * 60000"


def test_the_first_are_waited_for_and_asked_for_once(asking: Page) -> None:
    told = after(asking, "servers.renew(); servers.usable().then((list) => (window.got = names(list)))")
    assert told == {"asked": 1, "list": []}
    question = asking.evaluate("[asked[0].path, asked[0].body]")
    assert question == ["/api/v1/consultations/abc/ice-servers", {"patient_token": "a token"}]
    assert asking.evaluate("window.got === undefined")
    assert after(asking, "asked[0].give('stun:one', 240)")["list"] == ["stun:one"]
    assert asking.evaluate("window.got") == ["stun:one"]


def test_they_are_renewed_before_anybody_needs_them(asking: Page) -> None:
    after(asking, "servers.renew(); asked[0].give('stun:one', 240)")
    assert after(asking, f"{later(9.9)}; servers.renew()")["asked"] == 1
    assert after(asking, f"{later(0.2)}; servers.renew()")["asked"] == 2
    assert asking.evaluate("(async () => names(await servers.usable()))()") == ["stun:one"], "nobody waits meanwhile"
    assert after(asking, "asked[1].give('stun:two', 240)")["list"] == ["stun:two"]


def test_a_transport_after_a_long_outage_takes_those_that_are_there(asking: Page) -> None:
    after(asking, "servers.renew(); asked[0].give('stun:one', 240)")
    assert after(asking, f"{later(200)}; servers.usable()") == {"asked": 1, "list": ["stun:one"]}
    assert after(asking, f"{later(40)}; servers.usable()")["asked"] == 2, "they have run out"


@pytest.mark.parametrize("answer", ["fail(new TypeError('no network'))", "refuse()"])
def test_without_an_answer_the_old_ones_stay_and_it_is_asked_again_a_little_later(asking: Page, answer: str) -> None:
    after(asking, "servers.renew(); asked[0].give('stun:one', 240)")
    assert after(asking, f"{later(11)}; servers.renew(); asked[1].{answer}") == {"asked": 2, "list": ["stun:one"]}
    assert after(asking, "servers.renew()")["asked"] == 2
    assert after(asking, f"{later(0.5)}; servers.renew()")["asked"] == 3


def test_a_short_life_is_renewed_in_time(asking: Page) -> None:
    after(asking, "servers.renew(); asked[0].give('stun:one', 5)")
    assert after(asking, f"{later(3.9)}; servers.renew()")["asked"] == 1
    assert after(asking, f"{later(0.2)}; servers.renew()")["asked"] == 2
