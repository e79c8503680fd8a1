"""The patient's side of the state machine, `call.js`, event by event: time is a number here."""

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.page.conftest import Make

ME, DOCTOR, OTHER = "me", "doctor", "other"

PLAY = """
async ([options, steps]) => {
  const { Call } = await import("/page/call.js");
  const call = new Call({ instance: "me", name: "Erika", consentAt: 1, random: () => 0.5, ...options });
  const out = [];
  for (const [now, event] of steps) {
    const effects = call.handle(event, now);
    out.push({ state: call.state, active: call.active, generation: call.generation, endedBy: call.endedBy,
               mutual: call.mutual, hint: call.hint?.key ?? null, picture: call.picture,
               chat: call.chat.lines.map(({ id, sender, text, mark }) => ({ id, sender, text, mark })),
               unread: call.chat.unread, delay: call.delayMinutes,
               sent: effects.filter((effect) => effect.message).map((effect) => effect.message),
               effects: effects.map((effect) => effect.message ? "send " + effect.message.type : effect.type +
                 (effect.generation === undefined ? "" : " " + effect.generation)) });
  }
  return out;
}
"""
Step = tuple[int, dict[str, Any]]


class Play:
    """Plays events to a fresh call in the browser; returns what the call was after each."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def __call__(self, *steps: Step, **options: Any) -> list[dict[str, Any]]:
        result: list[dict[str, Any]] = self._page.evaluate(PLAY, [options, [list(step) for step in steps]])
        return result


@pytest.fixture
def play(page: Page, appoint: Make) -> Play:
    page.goto(appoint()[1])
    return Play(page)


def joined(started: int | None = None) -> dict[str, Any]:
    return {"type": "joined", "practitionerSince": 0, "startedAt": started, "endedAt": None}


def received(
    message: dict[str, Any], instance: str = DOCTOR, *, own: bool = False, at: int = 0, number: int = 1
) -> dict[str, Any]:
    return {
        "type": "received",
        "id": f"{instance}.{number}",
        "instance": instance,
        "own": own,
        "at": at,
        "message": message,
    }


def hello(instance: str = DOCTOR, *, camera: bool = True) -> dict[str, Any]:
    message = {"type": "hello", "name": "Dr. Muster", "camera": camera, "microphone": camera}
    return received(message, instance)


def ring(call: str = "c1", generation: int = 1, to: str = ME, *, prepare: bool = False) -> dict[str, Any]:
    return received({"type": "ring", "to": to, "call": call, "generation": generation, "prepare": prepare})


def report(generation: int, heard: int | None, *, failed: bool = False) -> dict[str, Any]:
    connected = heard is not None and not failed
    return {
        "type": "transportReport",
        "generation": generation,
        "connected": connected,
        "failed": failed,
        "rtpAt": heard,
        "heardAt": heard,
        "flow": {"audioAt": heard, "videoAt": heard, "audioSentAt": heard, "videoSentAt": heard},
    }


def beat(generation: int = 1, audio: int = 500, video: int = 500) -> dict[str, Any]:
    told = {"type": "heartbeat", "to": ME, "generation": generation, "audio_ms": audio, "video_ms": video}
    return {"type": "heartbeat", "beat": told}


IN_CALL: tuple[Step, ...] = (
    (0, joined()),
    (1, {"type": "caughtUp"}),
    (2, hello()),
    (3, ring()),
    (4, {"type": "acceptPressed"}),
    (100, report(1, 100)),
    (101, beat()),
)


def test_the_way_into_a_call(play: Play) -> None:
    states = play(*IN_CALL)
    names = ["waiting", "waiting", "waiting", "ringing", "connecting", "connecting", "in_call"]
    assert [each["state"] for each in states] == names, "connected only when the other end has confirmed it"
    assert states[1]["effects"] == ["send hello"]
    assert states[4]["effects"] == ["send accept", "openTransport 1"]
    assert states[5]["effects"] == ["useTransport 1", "beat 1", "send heartbeat"]


def test_a_ring_for_another_tab_does_not_ring_here(play: Play) -> None:
    states = play((0, joined()), (1, {"type": "caughtUp"}), (2, hello()), (3, ring(to=OTHER)))
    assert states[-1]["state"] == "waiting"


def test_declining_stops_the_ringing(play: Play) -> None:
    states = play((0, joined()), (1, {"type": "caughtUp"}), (2, hello()), (3, ring()), (4, {"type": "declinePressed"}))
    assert states[-1]["effects"] == ["send decline"]
    assert states[-1]["state"] == "waiting"


def connected(generation: int, heard: int) -> dict[str, Any]:
    """Words come, and neither sound nor picture."""
    nothing = {"audioAt": None, "videoAt": None, "audioSentAt": None, "videoSentAt": None}
    return report(generation, heard) | {"rtpAt": None, "flow": nothing}


RINGING: tuple[Step, ...] = (
    (0, joined()),
    (1, {"type": "caughtUp"}),
    (2, hello()),
    (3, ring(prepare=True)),
    (300, connected(1, 300)),
)
ACCEPT = {"type": "acceptPressed"}


def test_while_it_rings_it_connects_and_carries_nothing(play: Play) -> None:
    states = play(*RINGING, (1000, report(1, 1000)), (1100, ACCEPT), (1150, beat()))
    assert states[3]["effects"] == ["openTransport 1"]
    assert [each["state"] for each in states[3:6]] == ["ringing"] * 3
    assert states[5]["effects"] == [], "what is sent too early is neither shown nor played"
    assert states[6]["effects"][:3] == ["send accept", "beginMedia 1", "useTransport 1"]
    assert states[7]["state"] == "in_call"


def test_the_accept_begins_what_is_connected_and_asks_for_nothing(play: Play) -> None:
    states = play(*RINGING, (1000, ACCEPT), (1040, report(1, 1040)), (1050, beat()))
    assert states[5]["effects"] == ["send accept", "beginMedia 1"]
    assert states[6]["effects"][0] == "useTransport 1"
    assert states[7]["state"] == "in_call"


def test_an_accept_that_comes_before_it_is_connected_waits_for_it(play: Play) -> None:
    states = play(*RINGING[:4], (50, ACCEPT), (300, report(1, 300)))
    assert states[4]["effects"] == ["send accept", "beginMedia 1"]
    assert states[5]["effects"][0] == "useTransport 1"


@pytest.mark.parametrize(
    "then",
    [
        (10_000, {"type": "tick"}),
        (10_000, connected(1, 5000)),
        (10_000, report(1, 9000, failed=True)),
    ],
    ids=["not heard of", "silent", "failed"],
)
def test_what_died_while_it_rang_is_replaced_upon_the_accept(play: Play, then: Step) -> None:
    connect = received({"type": "connect", "to": ME, "call": "c1", "generation": 2})
    states = play(*RINGING, then, (10_001, ACCEPT), (10_050, connect))
    assert states[6]["effects"] == ["send accept", "send reconnect"]
    assert "openTransport 2" in states[7]["effects"]


def test_a_ring_may_ask_for_another_transport(play: Play) -> None:
    states = play(*RINGING, (9000, ring(generation=2, prepare=True)), (9100, ACCEPT))
    assert states[5]["effects"] == ["closeTransport 1", "openTransport 2"]
    assert states[6]["effects"] == ["send accept", "beginMedia 2"]


@pytest.mark.parametrize(
    "event",
    [
        {"type": "declinePressed"},
        received({"type": "hello", "name": "Dr. Muster", "camera": True, "microphone": True}, "doctor-2"),
        received({"type": "hang-up"}),
        {"type": "hangUpPressed"},
        {"type": "serviceEnded"},
        report(1, 900, failed=True),
    ],
    ids=["declined", "another run of the program", "hung up there", "left here", "ended", "failed"],
)
def test_nothing_stays_open_for_a_ring_that_is_over(play: Play, event: dict[str, Any]) -> None:
    states = play(*RINGING, (1000, event), (1250, {"type": "tick"}))
    assert "closeTransport 1" in states[5]["effects"]
    assert states[6]["effects"] == []


def test_nothing_stays_open_for_a_practitioner_who_is_gone(play: Play) -> None:
    gone = {"type": "presence", "role": "practitioner", "since": None}
    back = {"type": "presence", "role": "practitioner", "since": 12_000}
    states = play(*RINGING, (1000, gone), (11_001, {"type": "tick"}), (12_000, back), (12_500, ACCEPT))
    assert states[6]["effects"] == ["closeTransport 1"]
    assert states[8]["effects"] == ["send accept", "send reconnect"], "the other end asks for another one"


def test_a_ring_that_crosses_the_decline_does_not_ring(play: Play) -> None:
    declined = (1000, {"type": "declinePressed"})
    states = play(*RINGING, declined, (1010, ring(generation=2, prepare=True)), (2000, ring("c2", 3, prepare=True)))
    assert states[6]["state"] == "waiting"
    assert states[6]["effects"] == []
    assert states[7]["effects"] == ["openTransport 3"]


def test_a_practitioner_who_is_gone_no_longer_rings(play: Play) -> None:
    gone = {"type": "presence", "role": "practitioner", "since": None}
    known = ((0, joined()), (1, {"type": "caughtUp"}), (2, hello()), (3, ring()))
    states = play(*known, (10, gone), (9000, {"type": "tick"}), (10_011, {"type": "tick"}))
    assert [each["state"] for each in states[-2:]] == ["ringing", "waiting"]


def test_silence_is_named_then_repaired_with_growing_patience(play: Play) -> None:
    steps: list[Step] = [*IN_CALL, *((at, {"type": "tick"}) for at in range(200, 30_000, 200))]
    states = play(*steps)
    timed = [(now, each) for (now, _), each in zip(steps, states, strict=True)]
    begun = {each["state"]: now for now, each in reversed(timed)}
    assert 1000 < begun["unstable"] - 100 <= 1400
    assert 1500 < begun["reconnecting"] - 100 <= 1900
    wishes = [now for now, each in timed if "send reconnect" in each["effects"]]
    assert 450 < wishes[0] - 100 <= 650, "make before break: a new transport is wished for before anybody is told"
    pauses = [later - earlier for earlier, later in pairwise(wishes)]
    assert len(wishes) >= 3
    assert pauses == sorted(pauses)
    assert all(each["active"] == 1 for each in states[7:]), "the old transport stays until a new one carries media"


def test_a_line_that_stutters_is_doubted_later_each_time(play: Play) -> None:
    steps: list[Step] = [*IN_CALL]
    now = 100
    for generation in range(2, 5):
        connect = received({"type": "connect", "to": ME, "call": "c1", "generation": generation})
        back = report(generation - 1, now + 2000)
        steps += [(at, {"type": "tick"}) for at in range(now + 100, now + 2000, 100)]
        steps += [(now + 2000, back), (now + 2010, connect), (now + 2020, report(generation, now + 2020))]
        now += 2020
    states = play(*steps)
    wishes = [at for (at, _), each in zip(steps, states, strict=True) if "send reconnect" in each["effects"]]
    begins = [100, 2120, 4140]
    assert [at - begin for at, begin in zip(wishes, begins, strict=True)] == [500, 700, 1100]


def test_the_circle_is_no_doubt(play: Play) -> None:
    """Who presses it while all is well makes nobody wait longer for a real silence, and that is still repaired."""
    steps: list[Step] = [*IN_CALL]
    for generation in range(2, 5):
        at = generation * 100
        connect = received({"type": "connect", "to": ME, "call": "c1", "generation": generation})
        steps += [(at, {"type": "reconnectPressed"}), (at + 10, connect), (at + 50, report(generation, at + 50))]
    steps += [(500, report(4, 500)), (510, {"type": "reconnectPressed"}), (520, report(4, 520))]
    steps += [(at, {"type": "tick"}) for at in range(600, 1500, 100)]
    states = play(*steps)
    wishes = [at for (at, _), each in zip(steps, states, strict=True) if "send reconnect" in each["effects"]]
    assert wishes == [200, 300, 400, 510, 1000]


@pytest.mark.parametrize("what", ["networkChanged", "caughtUp"])
def test_what_comes_back_is_used_at_once_where_something_is_broken(play: Play, what: str) -> None:
    states = play(*IN_CALL, (200, {"type": what}), (5000, {"type": "tick"}), (5100, {"type": what}))
    assert states[-3]["effects"] == [], "nothing is broken yet"
    assert "send reconnect" in states[-2]["effects"]
    assert "send reconnect" in states[-1]["effects"], "the wish before may have been in vain"


@pytest.mark.parametrize(("silent_ms", "wished"), [(150, False), (250, True)])
def test_a_mailbox_that_had_fallen_silent_too_is_a_second_witness(play: Play, silent_ms: int, wished: bool) -> None:
    """The patient's address is another: whoever waits for more silence loses time."""
    lost, back = (100 + silent_ms - 50, {"type": "lost"}), (100 + silent_ms, joined())
    states = play(*IN_CALL, lost, back)
    assert ("send reconnect" in states[-1]["effects"]) == wished
    late: Step = (110, {"type": "tick", "lateMs": 300})
    ticks: list[Step] = [(at, {"type": "tick"}) for at in range(400, 1000, 100)]
    states = play(*IN_CALL, late, lost, back, *ticks)
    wishes = [
        at for (at, _), each in zip(ticks, states[-len(ticks) :], strict=True) if "send reconnect" in each["effects"]
    ]
    assert wishes == [600], "a busy browser takes longer, but not as long as without"


def test_a_new_transport_replaces_the_old_one_when_it_carries_media(play: Play) -> None:
    connect = received({"type": "connect", "to": ME, "call": "c1", "generation": 2})
    states = play(*IN_CALL, (200, connect), (300, report(2, None)), (400, report(2, 400)))
    assert states[-3]["effects"] == ["openTransport 2"]
    assert [each["active"] for each in states[-3:]] == [1, 1, 2]
    assert states[-1]["effects"][:2] == ["useTransport 2", "closeTransport 1"]


def test_what_does_not_arrive_is_named(play: Play) -> None:
    """Requirements: extra mutual view."""
    quiet = [report(1, at) | {"flow": report(1, at)["flow"] | {"videoAt": 100}} for at in range(2000, 5000, 250)]
    steps: list[Step] = []
    for each in quiet:
        steps += [(each["rtpAt"], each), (each["rtpAt"], beat(audio=0))]
    states = play(*IN_CALL, *steps)
    assert states[-1]["mutual"] == {"hears": True, "sees": False, "otherHears": False, "otherSees": True}
    assert states[-1]["state"] == "in_call"
    beats = [effect for each in states[7:] for effect in each["effects"] if effect == "beat 1"]
    assert len(beats) == 3, "once a second"


def test_of_a_backlog_only_the_newest_request_is_followed(play: Play) -> None:
    old, new = (received({"type": "connect", "to": ME, "call": "c1", "generation": each}) for each in (2, 3))
    states = play(
        *IN_CALL, (200, {"type": "lost"}), (300, joined(1)), (301, old), (302, new), (303, {"type": "caughtUp"})
    )
    opened = [[effect for effect in each["effects"] if effect.startswith("open")] for each in states[-3:]]
    assert opened == [[], [], ["openTransport 3"]]


def test_an_old_generation_is_passed_over(play: Play) -> None:
    old = received({"type": "connect", "to": ME, "call": "c1", "generation": 1})
    states = play(*IN_CALL, (200, old))
    assert states[-1]["effects"] == []
    assert states[-1]["generation"] == 1


def test_a_page_that_was_loaded_anew_goes_on_with_its_call(play: Play) -> None:
    connect = received({"type": "connect", "to": ME, "call": "c1", "generation": 7})
    states = play((0, joined(started=1)), (1, {"type": "caughtUp"}), (2, hello()), (3, connect), call="c1")
    assert [each["state"] for each in states] == ["reconnecting"] * 4
    assert states[-1]["effects"] == ["openTransport 7"]


def test_a_program_that_forgot_the_call_is_accepted_without_a_question(play: Play) -> None:
    states = play(*IN_CALL, (200, ring("c2", 1)))
    assert states[-1]["effects"] == ["send accept", "openTransport 1"]


def test_a_camera_that_is_off_is_no_silence(play: Play) -> None:
    off = received({"type": "media", "camera": False, "microphone": False})
    quiet = report(1, 100) | {"heardAt": 5000}
    states = play(*IN_CALL, (200, off), (5000, quiet), (5100, {"type": "tick"}))
    assert states[-1]["state"] == "in_call"


@pytest.mark.parametrize("state", [IN_CALL[:3], IN_CALL[:4], IN_CALL[:5], IN_CALL])
def test_hanging_up_ends_it_from_anywhere(play: Play, state: tuple[Step, ...]) -> None:
    states = play(*state, (200, {"type": "hangUpPressed"}), (300, ring("c9", 9)))
    assert states[-2]["effects"][:2] == ["send hang-up", "end"]
    assert [each["state"] for each in states[-2:]] == ["ended", "ended"]
    assert states[-1]["effects"] == []
    assert states[-1]["endedBy"] == "patient"


def test_the_other_sides_hang_up_ends_it(play: Play) -> None:
    states = play(*IN_CALL, (200, received({"type": "hang-up"})))
    assert states[-1]["endedBy"] == "practitioner"
    assert states[-1]["effects"] == ["closeTransport 1"]


def test_a_chat_line_is_there_once_and_marked_as_sent(play: Play) -> None:
    typed = {"type": "chatTyped", "id": "me.1", "text": "Hallo"}
    echo = received({"type": "chat", "text": "Hallo"}, ME, own=True)
    states = play((0, joined()), (1, typed), (2, echo), (3, echo))
    line = {"id": "me.1", "sender": "patient", "text": "Hallo"}
    assert states[1]["chat"] == [line | {"mark": "sending"}]
    assert states[3]["chat"] == [line | {"mark": "sent"}]


def hint(key: str = "light", *, to: str = ME, at: int = 0) -> dict[str, Any]:
    return received({"type": "hint", "to": to, "hint": key}, at=at)


def test_a_hint_is_shown_for_a_while_and_a_newer_one_takes_its_place(play: Play) -> None:
    tick = {"type": "tick"}
    states = play(
        *IN_CALL,
        (200, hint(at=200)),
        (9000, hint("card", at=9000)),
        (13_000, tick),
        (20_900, tick),
        (21_100, tick),
    )
    assert [each["hint"] for each in states[-5:]] == ["light", "card", "card", "card", None]


def test_a_hint_that_was_read_goes_and_one_for_another_tab_or_of_the_past_never_comes(play: Play) -> None:
    states = play(
        *IN_CALL,
        (200, hint(at=200)),
        (300, {"type": "hintSeen"}),
        (400, hint(to=OTHER, at=400)),
        (40_000, hint(at=5000)),
    )
    assert [each["hint"] for each in states[-4:]] == ["light", None, None, None]


def chat(text: str, number: int, *, own: bool = False) -> dict[str, Any]:
    return received({"type": "chat", "text": text}, ME if own else DOCTOR, own=own, number=number)


def receipts(state: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in state["sent"] if each["type"] == "receipt"]


def test_one_receipt_speaks_for_all_that_came_and_was_read(play: Play) -> None:
    lines = [(100 + n, chat(str(n), n)) for n in range(3)]
    states = play(
        (0, joined()), (1, {"type": "caughtUp"}), *lines, (200, {"type": "chatSeen"}), (900, {"type": "tick"})
    )
    assert [each["unread"] for each in states[2:]] == [1, 2, 3, 0, 0]
    assert not any(receipts(each) for each in states[:-1])
    assert receipts(states[-1]) == [{"type": "receipt", "delivered": 3, "read": 3}]


def test_what_came_with_the_page_hidden_is_delivered_first_and_read_later(play: Play) -> None:
    states = play(
        (0, joined()),
        (1, {"type": "caughtUp"}),
        (2, chat("Hallo", 1)),
        (1000, {"type": "tick"}),
        (5000, {"type": "chatSeen"}),
        (6000, {"type": "tick"}),
        (9000, {"type": "tick"}),
    )
    told = [(each["delivered"], each["read"]) for state in states for each in receipts(state)]
    assert told == [(1, 0), (1, 1)]
    assert "announce" in states[2]["effects"]


def test_marks_and_what_was_read_are_right_again_after_a_reload(play: Play) -> None:
    """A fresh page, and the whole backlog of before."""
    backlog = (
        chat("eins", 1, own=True),
        chat("zwei", 2, own=True),
        chat("Antwort", 1),
        received({"type": "receipt", "delivered": 1, "read": 1}, ME, own=True, number=3),
        received({"type": "receipt", "delivered": 2, "read": 1}, number=2),
        chat("Neu", 3),
        received({"type": "delay", "minutes": 10}, number=4),
    )
    states = play((0, joined()), *((n, each) for n, each in enumerate(backlog)), (9, {"type": "caughtUp"}))
    assert [each["mark"] for each in states[-1]["chat"]] == ["read", "delivered", "sent", "sent"]
    assert states[-1]["unread"] == 1
    assert states[-1]["delay"] == 10
    assert not any("announce" in each["effects"] for each in states), "what waited is no news"


def test_what_the_service_does_not_have_yet_stands_last(play: Play) -> None:
    typed = {"type": "chatTyped", "id": "me.1", "text": "offline"}
    states = play((0, typed), (1, joined()), (2, chat("früher", 1)), (3, {"type": "posted", "id": "me.1"}))
    assert [each["text"] for each in states[-1]["chat"]] == ["früher", "offline"]


def test_a_receipt_for_more_than_was_written_marks_no_later_line(play: Play) -> None:
    lie = received({"type": "receipt", "delivered": 999, "read": 999}, number=1)
    states = play((0, joined()), (1, chat("eins", 1, own=True)), (2, lie), (3, chat("zwei", 2, own=True)))
    assert [each["mark"] for each in states[-1]["chat"]] == ["read", "sent"]


def test_the_picture_is_limited_when_the_practice_asks(play: Play) -> None:
    def picture(size: str) -> dict[str, Any]:
        return received({"type": "picture", "to": ME, "size": size})

    sizes = ("small", "small", "off", "huge", "full")
    states = play(*IN_CALL, *((200 + index, picture(size)) for index, size in enumerate(sizes)))
    limits = [effect for each in states[len(IN_CALL) :] for effect in each["effects"] if effect == "limitPicture"]
    assert len(limits) == 3, "what is so already, and what no page knows, changes nothing"
    assert states[-1]["picture"] == "full"
