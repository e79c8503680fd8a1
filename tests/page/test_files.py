"""The page's half of the files against the desktop's, over a way that breaks: turn by turn, time is a number here."""

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page

from medclient.protocol import file_rules, messages
from medclient.session.events import FileState
from medclient.session.file_transfer import FileEffect, FileTransfers, Post, Tell
from tests.page.conftest import Make

T0 = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
ID = "AAAAAAAAAAAAAAAA.7"

SET_UP = """
async () => {
  const { FileTransfers } = await import("/page/file_transfer.js");
  const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const text = (bytes) => btoa(String.fromCharCode(...bytes));
  window.files = new FileTransfers();
  window.turn = async (name, ...given) => {
    const taken = given.map((each) => each?.base64 === undefined ? each : bytes(each.base64));
    const effects = [...(files[name](...taken) ?? [])];
    for (const { id, content } of effects.filter((each) => each.type === "digest")) {
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
      effects.push(...files.checked(id, [...hash].map((each) => each.toString(16).padStart(2, "0")).join("")));
    }
    const said = effects.filter((each) => each.type !== "digest").map(({ type, generation, data, message }) =>
      type === "send" ? { message } :
      { generation, data: typeof data === "string" ? data : { base64: text(data) } });
    return { said, busy: files.busy };
  };
}
"""


class PageEnd:
    """The page's core, as if it were here."""

    def __init__(self, page: Page) -> None:
        self._page = page
        page.evaluate(SET_UP)
        self.busy = False

    def turn(self, name: str, *given: Any) -> list[FileEffect]:
        sent = [{"base64": base64.b64encode(each).decode()} if isinstance(each, bytes) else each for each in given]
        result = self._page.evaluate("([name, ...given]) => turn(name, ...given)", [name, *sent])
        self.busy = result["busy"]
        return [self._effect(each) for each in result["said"]]

    def _effect(self, said: dict[str, Any]) -> FileEffect:
        if "message" in said:
            end = messages.parse(said["message"])
            assert isinstance(end, messages.FileEnd)
            return Post(end)
        data = said["data"]
        return Tell(said["generation"], data if isinstance(data, str) else base64.b64decode(data["base64"]))

    def file(self) -> dict[str, Any]:
        return dict(
            self._page.evaluate(
                """async (id) => {
                  const { state, moved, content } = files.files.get(id);
                  const hash = content && new Uint8Array(await crypto.subtle.digest("SHA-256", content));
                  const hex = hash && [...hash].map((each) => each.toString(16).padStart(2, "0")).join("");
                  return { state, moved, hash: hex };
                }""",
                ID,
            )
        )


@pytest.fixture
def far(page: Page, appoint: Make) -> PageEnd:
    page.goto(appoint()[1])
    return PageEnd(page)


def play(
    far: PageEnd, near: FileTransfers, *, page_sends: bool, cut_at: int, early: bool = False
) -> list[messages.FileEnd]:
    """Both ends until nothing moves; after so many things carried, the transport is replaced and all under way lost.

    `early`: it is asked for before there is a transport at all.
    """
    now, carried, generation = 0, 0, 1
    ends: list[messages.FileEnd] = []
    under_way: list[tuple[bool, int, str | bytes]] = []

    def take(effects: list[FileEffect], *, from_page: bool) -> None:
        for effect in effects:
            if isinstance(effect, Tell):
                under_way.append((not from_page, effect.generation, effect.data))
            else:
                ends.append(effect.message)
                if from_page:
                    near.ended(effect.message, own=False)
                else:
                    far.turn("ended", effect.message.to_content(), False)

    def at() -> datetime:
        return T0 + timedelta(milliseconds=now)

    def ask() -> None:
        if page_sends:
            take(near.accept(ID, at()), from_page=False)
        else:
            take(far.turn("accept", ID, now), from_page=True)

    if early:
        ask()
        now += 600_000
        take(far.turn("tick", now), from_page=True)
        take(near.tick(at()), from_page=False)
        assert not under_way
    take(far.turn("opened", 1, now), from_page=True)
    take(near.opened(1, at()), from_page=False)
    if not early:
        ask()
    while under_way or near.busy or far.busy:
        now += 2
        if under_way:
            to_page, channel, data = under_way.pop(0)
            carried += 1
            if to_page:
                take(far.turn("heard", channel, data, now), from_page=True)
            else:
                take(near.heard(channel, data, at()), from_page=False)
        take(far.turn("pump", now), from_page=True)
        take(near.pump(at()), from_page=False)
        if carried == cut_at:
            carried += 1
            under_way.clear()
            far.turn("closed", generation)
            near.closed(generation)
            generation += 1
            take(far.turn("opened", generation, now), from_page=True)
            take(near.opened(generation, at()), from_page=False)
    return ends


@pytest.mark.parametrize("cut_at", [0, 5, 14])
def test_the_page_sends_and_the_desktop_receives(far: PageEnd, cut_at: int) -> None:
    content = Random(1).randbytes(120_000)
    offer = messages.File("befund.pdf", "application/pdf", len(content), hashlib.sha256(content).hexdigest())
    near = FileTransfers()
    near.offered(ID, offer, own=False)
    far.turn("offer", ID, offer.to_content(), content)
    assert play(far, near, page_sends=True, cut_at=cut_at) == [messages.FileEnd(ID, messages.RECEIVED)]
    assert near.content(ID) == content
    assert far.file()["state"] == "done"


@pytest.mark.parametrize("cut_at", [0, 5, 14])
@pytest.mark.parametrize("honest", [True, False])
def test_the_desktop_sends_and_the_page_receives(far: PageEnd, cut_at: int, honest: bool) -> None:
    content = Random(2).randbytes(120_000)
    digest = hashlib.sha256(content if honest else b"something else").hexdigest()
    near = FileTransfers()
    offer = near.offer("key", "befund.pdf", "application/pdf", content, digest)
    near.sealed("key", ID)
    far.turn("offered", ID, offer.to_content(), False)
    how = messages.RECEIVED if honest else messages.FAILED
    assert play(far, near, page_sends=False, cut_at=cut_at) == [messages.FileEnd(ID, how)]
    assert far.file()["state"] == ("done" if honest else "failed")
    assert far.file()["hash"] == (digest if honest else None)
    entry = near.entry(ID)
    assert entry
    assert entry.state is (FileState.DONE if honest else FileState.FAILED)


@pytest.mark.parametrize("page_sends", [True, False])
def test_what_is_asked_for_before_there_is_a_way_comes_with_the_first(far: PageEnd, page_sends: bool) -> None:
    content = Random(4).randbytes(30_000)
    offer = messages.File("befund.pdf", "", len(content), hashlib.sha256(content).hexdigest())
    near = FileTransfers()
    if page_sends:
        near.offered(ID, offer, own=False)
        far.turn("offer", ID, offer.to_content(), content)
    else:
        near.offer("key", offer.name, "", content, offer.sha256)
        near.sealed("key", ID)
        far.turn("offered", ID, offer.to_content(), False)
    ends = play(far, near, page_sends=page_sends, cut_at=0, early=True)
    assert ends == [messages.FileEnd(ID, messages.RECEIVED)]
    assert far.file()["state"] == "done"


def test_garbage_does_the_page_no_harm(far: PageEnd) -> None:
    far.turn("offered", ID, messages.File("a.pdf", "", 200, "0" * 64).to_content(), False)
    far.turn("opened", 1, 0)
    far.turn("accept", ID, 0)
    random = Random(3)
    things: list[str | bytes] = [random.randbytes(random.randrange(60)) for _ in range(60)]
    words = [
        {"type": kind, "file": ID, "from": n, "bytes": n} for kind in ("want", "have") for n in (-1, 1.5, None, 9**9)
    ]
    things += ["", "null", "[]", "{}", '{"file":5}', "x" * 5000, *map(json.dumps, words)]
    things.append(bytes([len(ID)]) + ID.encode() + (150).to_bytes(4) + b"x" * 60)  # from the future
    for each in things:
        assert not [said for said in far.turn("heard", 1, each, 1) if isinstance(said, Post)]
    assert far.file()["moved"] == 0
    far.turn("heard", 1, bytes([len(ID)]) + ID.encode() + (0).to_bytes(4) + b"x" * 201, 1)
    assert far.file()["state"] == "failed", "more than was offered"


NAMES = [
    "befund.pdf",
    "C:\\Users\\x\\befund.pdf",
    "../../etc/passwd",
    "a\u202efdp.txt\x00\n",
    "  .. ",
    "",
    "CON.txt",
    'a<b>:"|?*.txt',
    "Überweisung  Müller (1).PDF",
    "x" * 300 + ".jpeg",
    "setup.exe",
    "a.b.SVG",
    "ohne",
]


def test_names_are_cleaned_as_on_the_desktop(far: PageEnd, page: Page) -> None:
    clean = page.evaluate(
        """async (names) => {
          const { cleanName, isRefused } = await import("/page/file_rules.js");
          return names.map((name) => [cleanName(name), isRefused(cleanName(name))]);
        }""",
        NAMES,
    )
    assert clean == [[file_rules.clean_name(n), file_rules.is_refused(file_rules.clean_name(n))] for n in NAMES]
    programs = page.evaluate(
        """async (ends) => {
          const { isRefused } = await import("/page/file_rules.js");
          return ends.filter((end) => !isRefused("a." + end));
        }""",
        sorted(file_rules.PROGRAMS),
    )
    assert programs == []


def test_pictures_are_known_by_their_first_bytes(far: PageEnd, page: Page) -> None:
    found = page.evaluate(
        """async () => {
          const { pictureOf } = await import("/page/pictures.js");
          const made = {};
          for (const type of ["image/png", "image/jpeg", "image/webp"]) {
            const canvas = new OffscreenCanvas(310, 170);
            canvas.getContext("2d").fillRect(0, 0, 310, 170);
            const blob = await canvas.convertToBlob({ type });
            made[type] = pictureOf(new Uint8Array(await blob.arrayBuffer()));
          }
          const head = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82];
          made.bomb = pictureOf(new Uint8Array([...head, 0, 1, 0, 0, 0, 1, 0, 0, 8, 2, 0, 0, 0]));
          made.short = pictureOf(new Uint8Array(head));
          made.svg = pictureOf(new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg'/>"));
          made.empty = pictureOf(new Uint8Array());
          return made;
        }"""
    )
    for kind in ("image/png", "image/jpeg", "image/webp"):
        assert found.pop(kind) == {"type": kind, "width": 310, "height": 170}
    assert found == {"bomb": None, "short": None, "svg": None, "empty": None}
