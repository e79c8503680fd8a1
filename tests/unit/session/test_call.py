"""The call as a table of stories: events in, effects and snapshot out. No network, no clock."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from medclient.protocol import messages
from medclient.session import call_effects as wanted
from medclient.session import call_events as told
from medclient.session.call import RETRY_FIRST, Call
from medclient.session.events import CallState, Delivery, EndedBy, FileState, Problem
from medclient.session.file_transfer import Post, Tell, pack
from medclient.session.mutual_view import Flow, Mutual

T0 = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
ME = "practitioner-001"
Anything = TypeVar("Anything")


@dataclass
class Story:
    """A call with a clock that the test moves, and a log of effects."""

    call: Call = field(default_factory=lambda: Call(ME, "Dr. Test", random=Random(1)))
    now: datetime = T0
    log: list[wanted.Effect] = field(default_factory=list)
    count: int = 0

    def tell(self, *events: told.Event) -> list[wanted.Effect]:
        new: list[wanted.Effect] = []
        for event in events:
            new += self.call.handle(event, self.now)
        self.log += new
        return new

    def wait(self, seconds: float) -> list[wanted.Effect]:
        self.now += timedelta(seconds=seconds)
        return self.tell(told.Tick())

    def join(self, *, present: bool = True, started: bool = False, ended: bool = False) -> list[wanted.Effect]:
        return self.tell(
            told.MailboxJoined(T0 if present else None, T0 if started else None, T0 if ended else None),
            told.MailboxCaughtUp(),
        )

    def patient(self, message: messages.Message, instance: str = "page-1") -> list[wanted.Effect]:
        self.count += 1
        return self.tell(told.Received(f"{instance}.{self.count}", instance, False, self.now, message))

    def hello(self, instance: str = "page-1", call: str = "", name: str = "Erika Beispiel") -> list[wanted.Effect]:
        return self.patient(messages.Hello(name, "2026-11-26T08:58:00Z", call, True, True), instance)

    def media(self, generation: int, *, age: float = 0.0, failed: bool = False) -> list[wanted.Effect]:
        at = self.now - timedelta(seconds=age)
        flow = Flow(at, at, at, at)
        return self.tell(told.TransportReport(generation, not failed, failed, at, at, flow))

    def beat(self, generation: int = 1, *, audio_ms: int = 500, video_ms: int = 500) -> list[wanted.Effect]:
        return self.tell(told.HeartbeatHeard(messages.Heartbeat(ME, generation, audio_ms, video_ms)))

    def flow(
        self, generation: int = 1, *, hears: bool = True, sees: bool = True, heard: bool = True, seen: bool = True
    ) -> list[wanted.Effect]:
        """A quarter of a second in which only some of it arrives."""
        self.now += timedelta(seconds=0.25)
        long_ago = T0 - timedelta(hours=1)
        flow = Flow(self.now if hears else long_ago, self.now if sees else long_ago, self.now, self.now)
        effects = self.tell(told.TransportReport(generation, True, False, self.now, self.now, flow))
        return effects + self.beat(generation, audio_ms=500 if heard else 0, video_ms=500 if seen else 0)

    def in_call(self) -> "Story":
        self.tell(told.CallPressed())
        self.join()
        self.hello()
        self.patient(messages.Accept(ME, self.call.call_id))
        self.patient(messages.Offer(ME, 1, "offer 1"))
        self.tell(told.AnswerMade(1, "answer 1"))
        self.media(1)
        assert self.state() is CallState.CONNECTING, "the patient's end has not confirmed it"
        self.beat(1)
        assert self.state() is CallState.IN_CALL
        return self

    def state(self) -> CallState:
        return self.call.snapshot().state


def sent(effects: list[wanted.Effect], kind: type[Anything]) -> list[Anything]:
    return [e.message for e in effects if isinstance(e, wanted.Send) and isinstance(e.message, kind)]


def test_start_rings_as_soon_as_the_patient_is_there() -> None:
    story = Story()
    story.tell(told.CallPressed())
    assert sent(story.join(present=False), messages.Hello)[0].name == "Dr. Test"
    assert story.state() is CallState.WAITING
    assert not sent(story.hello(), messages.Ring)  # a hello from the backlog of one who has left
    ring = sent(story.tell(told.PatientPresence(T0)), messages.Ring)
    assert [(r.to, r.generation) for r in ring] == [("page-1", 1)]
    assert story.state() is CallState.RINGING
    assert story.call.snapshot().patient_name == "Erika Beispiel"
    assert story.call.snapshot().consent_at == datetime(2026, 11, 26, 8, 58, tzinfo=UTC)


def test_nobody_waits_on_the_services_word_alone() -> None:
    """It claims presence; the patient's sealed greeting makes it true."""
    story = Story()
    story.tell(told.CallPressed())
    assert not sent(story.join(present=True), messages.Ring)
    story.tell(told.PatientPresence(T0))
    assert story.call.snapshot().patient_present_since is None
    assert story.state() is CallState.WAITING
    assert sent(story.hello(), messages.Ring)
    assert story.call.snapshot().patient_present_since == T0
    story.tell(told.PatientPresence(None))
    assert story.call.snapshot().patient_present_since is None


def test_ways_that_servers_give_are_told_as_long_as_their_transport_is_open() -> None:
    story = Story().in_call()
    story.tell(told.ReconnectPressed())
    story.patient(messages.Offer(ME, 2, "offer 2"))
    way = sent(story.tell(told.CandidateFound(2, "candidate:1 1 udp 5 192.0.2.1 3478 typ relay")), messages.Candidate)
    assert [(each.to, each.generation, each.mid) for each in way] == [("page-1", 2, "0")]
    story.tell(told.AnswerMade(2, "answer 2"))
    story.media(2)
    assert not story.tell(told.CandidateFound(1, "of a transport that is gone"))


def test_accept_offer_answer_and_media_make_a_call() -> None:
    story = Story().in_call()
    assert wanted.StartCall() in story.log
    assert wanted.OpenTransport(1, "offer 1", in_need=True) in story.log
    assert sent(story.log, messages.Answer) == [messages.Answer("page-1", 1, "answer 1")]
    assert wanted.UseTransport(1) in story.log
    assert story.call.snapshot().started_at == T0


def test_decline_is_shown_and_start_rings_again() -> None:
    story = Story()
    story.tell(told.CallPressed())
    story.join()
    story.hello()
    story.patient(messages.Decline(ME, story.call.call_id))
    assert (story.state(), story.call.snapshot().problem) == (CallState.WAITING, Problem.DECLINED)
    assert sent(story.tell(told.CallPressed()), messages.Ring)
    assert story.call.snapshot().problem is None


def ringing() -> Story:
    """It rings, and the page has offered what the ring asked for."""
    story = Story()
    story.tell(told.CallPressed())
    story.join()
    (ring,) = sent(story.hello(), messages.Ring)
    assert ring.prepare
    assert story.patient(messages.Offer(ME, 1, "offer 1")) == [wanted.OpenTransport(1, "offer 1", in_need=True)]
    assert sent(story.tell(told.AnswerMade(1, "answer 1")), messages.Answer)
    return story


def connected(story: Story, generation: int = 1, *, failed: bool = False) -> list[wanted.Effect]:
    """Words go over it, and neither sound nor picture."""
    return story.tell(told.TransportReport(generation, not failed, failed, None, story.now))


def test_while_it_rings_it_connects_and_carries_nothing() -> None:
    story = ringing()
    effects = connected(story)
    assert [each.beat for each in effects if isinstance(each, wanted.Beat)] == [messages.Heartbeat("page-1", 1, 0, 0)]
    effects = story.media(1)
    assert not effects, "what is sent too early is neither shown nor played"
    for _ in range(8):
        story.now += timedelta(seconds=0.25)
        effects += connected(story)
    assert [type(each) for each in effects] == [wanted.Beat, wanted.Beat], "a word each second, and nothing else"
    assert story.state() is CallState.RINGING
    assert story.call.active == 0
    assert story.call.snapshot().started_at is None


@pytest.mark.parametrize("by_channel", [True, False])
def test_the_accept_begins_what_is_connected_and_asks_for_nothing(by_channel: bool) -> None:
    story = ringing()
    connected(story)
    accept = messages.Accept(ME, story.call.call_id)
    effects = story.tell(told.AcceptHeard(accept)) if by_channel else story.patient(accept)
    assert effects == [wanted.BeginMedia(), wanted.StartCall()]
    assert story.patient(accept) == [], "it comes both ways"
    assert wanted.UseTransport(1) in story.media(1)
    story.beat(1)
    assert story.state() is CallState.IN_CALL
    assert not sent(story.log, messages.Connect)


def test_an_accept_for_another_call_run_or_moment_begins_nothing() -> None:
    story = ringing()
    call = story.call.call_id
    assert not story.tell(told.AcceptHeard(messages.Accept(ME, "another call")))
    assert not story.tell(told.AcceptHeard(messages.Accept("another run", call)))
    story.patient(messages.Decline(ME, call))
    assert not story.tell(told.AcceptHeard(messages.Accept(ME, call)))
    assert story.state() is CallState.WAITING


def test_what_the_patient_sends_before_the_accept_is_heard_is_used_with_it() -> None:
    story = ringing()
    story.media(1)
    assert wanted.UseTransport(1) in story.patient(messages.Accept(ME, story.call.call_id))


def test_without_camera_and_microphone_the_accept_is_enough() -> None:
    story = ringing()
    story.patient(messages.Media(False, False))
    connected(story)
    assert wanted.UseTransport(1) in story.patient(messages.Accept(ME, story.call.call_id))


def test_an_accept_that_comes_before_it_is_connected_waits_for_it() -> None:
    story = ringing()
    story.wait(1)
    assert wanted.BeginMedia() in story.patient(messages.Accept(ME, story.call.call_id))
    assert not sent(story.wait(2.5), messages.Connect)
    assert sent(story.wait(1), messages.Connect), "no later than without it"


def test_what_died_unnoticed_while_it_rang_is_replaced_soon_after_the_accept() -> None:
    story = ringing()
    connected(story)
    story.wait(2)
    story.patient(messages.Accept(ME, story.call.call_id))
    assert not sent(story.wait(1.4), messages.Connect)
    effects = story.wait(0.2)
    assert [each.generation for each in sent(effects, messages.Connect)] == [2]
    assert wanted.CloseTransport(1) in effects
    assert not sent(story.wait(3.9), messages.Connect), "and then everything goes as ever"


def test_what_lives_and_begins_late_has_the_usual_time() -> None:
    story = ringing()
    connected(story)
    story.patient(messages.Accept(ME, story.call.call_id))
    story.now += timedelta(seconds=1)
    connected(story)
    assert not sent(story.wait(2.9), messages.Connect)
    assert sent(story.wait(0.2), messages.Connect)


def test_what_is_known_to_be_dead_is_replaced_with_the_accept() -> None:
    story = ringing()
    connected(story)
    connected(story, failed=True)
    assert wanted.CloseTransport(1) in story.log
    assert sent(story.patient(messages.Accept(ME, story.call.call_id)), messages.Connect)
    silent = ringing()
    connected(silent)
    silent.tell(told.PatientPresence(None))
    silent.wait(3.6)
    assert sent(silent.patient(messages.Accept(ME, silent.call.call_id)), messages.Connect)


def test_the_patients_end_may_know_that_it_is_dead() -> None:
    story = ringing()
    connected(story)
    story.patient(messages.Accept(ME, story.call.call_id))
    assert sent(story.patient(messages.Reconnect(ME, 1)), messages.Connect)
    assert not sent(story.patient(messages.Reconnect(ME, 1)), messages.Connect)


def test_while_it_rings_a_dead_one_is_replaced_ever_more_patiently() -> None:
    story = ringing()
    asked = []
    for _ in range(3000):
        effects = story.wait(0.2)
        if rings := sent(effects, messages.Ring):
            asked.append(story.now)
            assert rings[0].call == story.call.call_id, "the same call: the patient notices nothing"
            assert wanted.CloseTransport(rings[0].generation - 1) in effects
            story.patient(messages.Offer(ME, rings[0].generation, "offer"))
    assert 4 <= (asked[0] - T0).total_seconds() < 4.5
    assert 3 <= len(asked) <= 8
    assert story.state() is CallState.RINGING
    assert len(story.call.opened) == 1


def test_an_address_that_goes_while_it_rings_takes_the_way_with_it() -> None:
    story = ringing()
    connected(story)
    assert not sent(story.tell(told.NetworkChanged(address_gone=False)), messages.Ring)
    assert [each.generation for each in sent(story.tell(told.NetworkChanged(address_gone=True)), messages.Ring)] == [2]
    story.patient(messages.Accept(ME, story.call.call_id))
    assert wanted.OpenTransport(2, "offer 2", in_need=True) in story.patient(messages.Offer(ME, 2, "offer 2"))


def test_nothing_stays_open_for_a_ring_that_is_over() -> None:
    for over in (
        messages.Decline(ME, "call"),
        messages.HangUp(),
        messages.Hello("Erika", "", "", True, True),
    ):
        story = ringing()
        if isinstance(over, messages.Decline):
            over = messages.Decline(ME, story.call.call_id)
        effects = story.patient(over, "page-2" if isinstance(over, messages.Hello) else "page-1")
        assert wanted.CloseTransport(1) in effects, over
        assert not story.call.opened
    story = ringing()
    assert wanted.CloseTransport(1) in story.tell(told.HangUpPressed())


def test_a_page_that_was_loaded_anew_while_the_mailbox_was_away_is_rung() -> None:
    story = ringing()
    story.tell(told.MailboxLost(), told.MailboxJoined(T0, None, None))
    assert wanted.CloseTransport(1) in story.hello("page-2")
    assert [each.to for each in sent(story.tell(told.MailboxCaughtUp()), messages.Ring)] == ["page-2"]


def test_a_program_that_was_started_anew_while_it_rang_rings_again() -> None:
    story = Story()
    story.tell(told.CallPressed())
    story.tell(told.MailboxJoined(T0, None, None))
    story.hello()
    story.tell(told.Received("old-desktop.0", "old-desktop", True, T0, messages.Ring("page-1", "call-7", 1)))
    story.patient(messages.Offer("old-desktop", 1, "of before"))
    (ring,) = sent(story.tell(told.MailboxCaughtUp()), messages.Ring)
    assert ring.generation == 2
    assert ring.call != "call-7"


def test_silence_is_repaired_before_it_is_shown() -> None:
    """Where not even a report or a heartbeat comes, a new transport is made beside the old one at once.

    Requirements: pain endless waiting.
    """
    story = Story().in_call()
    assert not sent(story.wait(0.55), messages.Connect)
    assert sent(story.wait(0.1), messages.Connect)[0].generation == 2
    assert story.state() is CallState.IN_CALL
    assert not sent(story.wait(0.5), messages.Connect), "one at a time"
    assert story.state() is CallState.UNSTABLE
    story.wait(0.5)
    assert story.state() is CallState.RECONNECTING
    assert story.call.snapshot().interruptions == 1
    assert not [e for e in story.log if isinstance(e, wanted.CloseTransport)], "the old transport stays"
    assert wanted.OpenTransport(2, "offer 2", in_need=True) in story.patient(messages.Offer(ME, 2, "offer 2"))
    effects = story.media(2)
    assert effects[:2] == [wanted.UseTransport(2), wanted.CloseTransport(1)]
    assert story.state() is CallState.RECONNECTING, "until the patient's end confirms it"
    story.beat(2)
    assert story.state() is CallState.IN_CALL


@pytest.mark.parametrize(("silent_s", "in_need"), [(0.1, False), (0.4, True)])
def test_a_silence_that_the_patient_heard_first_takes_the_first_way_that_opens(silent_s: float, in_need: bool) -> None:
    story = Story().in_call()
    story.wait(silent_s)
    assert sent(story.patient(messages.Reconnect(ME, 1)), messages.Connect)
    assert wanted.OpenTransport(2, "offer 2", in_need=in_need) in story.patient(messages.Offer(ME, 2, "offer 2"))


def test_pictures_that_stay_away_while_reports_come_are_waited_for_a_little_longer() -> None:
    story = Story().in_call()
    for _ in range(6):
        story.now += timedelta(seconds=0.25)
        effects = story.tell(told.TransportReport(1, True, False, T0, story.now))
        assert not sent(effects, messages.Connect)
    story.now += timedelta(seconds=0.25)
    assert sent(story.tell(told.TransportReport(1, True, False, T0, story.now)), messages.Connect)


def test_a_patient_without_a_picture_is_not_doubted_for_a_pause() -> None:
    story = Story().in_call()
    story.patient(messages.Media(camera=False, microphone=True))
    assert not sent(story.wait(1.4), messages.Connect)
    assert sent(story.wait(0.2), messages.Connect)


def test_a_busy_machine_doubts_nobody_early() -> None:
    story = Story().in_call()
    story.now += timedelta(seconds=0.5)
    story.tell(told.Tick(late=timedelta(seconds=0.3)))
    assert not sent(story.wait(0.9), messages.Connect)
    assert sent(story.wait(0.2), messages.Connect)


def test_a_line_that_stutters_is_doubted_later_each_time() -> None:
    """The old transport was heard again before the new one: the alarm was false, and the next one waits longer."""
    story = Story().in_call()
    waited = []
    for generation in range(1, 5):
        since = story.now
        story.media(generation)
        while not sent(story.wait(0.05), messages.Connect):
            pass
        waited.append((story.now - since).total_seconds())
        story.media(generation)
        story.patient(messages.Offer(ME, generation + 1, "offer"))
        story.media(generation + 1)
    assert waited == pytest.approx([0.65, 0.95, 1.4, 1.55])
    story.wait(0)
    for _ in range(130):
        story.wait(0.5)
        story.media(5)
    story.wait(0.65)
    assert sent(story.log, messages.Connect)[-1].generation == 6, "a quiet minute makes up for it"


def test_ten_minutes_without_any_network_end_nothing() -> None:
    """By the clock: nothing is asked for in vain, nothing typed is lost, and the return is used at once."""
    story = Story().in_call()
    story.wait(0.7)
    story.tell(told.MailboxLost())
    away = len(story.log)
    for seconds in range(600):
        story.wait(1)
        if seconds == 300:
            story.tell(told.ChatTyped("Sind Sie noch da?"))
        assert story.state() in (CallState.UNSTABLE, CallState.RECONNECTING)
    said = [each.message for each in story.log[away:] if isinstance(each, wanted.Send)]
    assert said == [messages.Chat("Sind Sie noch da?")], "no message for every second of it"
    assert story.call.snapshot().interruptions == 1
    effects = story.join(started=True)
    assert [each.generation for each in sent(effects, messages.Connect)] == [3], "asked for with the first word"
    story.patient(messages.Offer(ME, 3, "offer 3"))
    story.media(3)
    story.beat(3)
    assert story.state() is CallState.IN_CALL


def test_ten_minutes_without_the_patient_are_asked_ever_more_patiently() -> None:
    """The service is there, the patient's network is not: no flood lies in the mailbox when they return."""
    story = Story().in_call()
    asked = []
    for _ in range(6000):
        if sent(story.wait(0.1), messages.Connect):
            asked.append(story.now)
    pauses = [(later - earlier).total_seconds() for earlier, later in pairwise(asked)]
    assert pauses[0] < 4.2
    assert max(pauses) < 15.2
    assert len(asked) < 50
    story.patient(messages.Offer(ME, story.call.snapshot().generation, "offer"))
    story.media(story.call.snapshot().generation)
    story.beat(story.call.snapshot().generation)
    assert story.state() is CallState.IN_CALL
    assert story.call.retry_after == RETRY_FIRST


def test_a_return_of_the_old_transport_is_shown_at_once() -> None:
    story = Story().in_call()
    story.wait(1.2)
    story.media(1)
    assert story.state() is CallState.IN_CALL


def test_connected_is_said_when_both_have_confirmed() -> None:
    """Requirements: pain honest state; extra mutual view."""
    story = Story()
    story.tell(told.CallPressed())
    story.join()
    story.hello()
    story.patient(messages.Accept(ME, story.call.call_id))
    story.patient(messages.Offer(ME, 1, "offer 1"))
    effects = story.media(1)
    assert [each.beat.audio_ms > 0 for each in effects if isinstance(each, wanted.Beat)] == [True]
    assert sent(effects, messages.Heartbeat), "over the mailbox too, before anything is heard over the channel"
    story.beat(1, audio_ms=10, video_ms=0)
    assert story.state() is CallState.CONNECTING, "the picture is not there yet"
    story.beat(1, audio_ms=20, video_ms=10)
    assert story.state() is CallState.IN_CALL
    assert story.call.snapshot().mutual == Mutual(True, True, True, True)


@pytest.mark.parametrize("missing", ["hears", "sees", "heard", "seen"])
def test_one_way_sound_or_picture_is_named_within_two_seconds_and_repaired(missing: str) -> None:
    """Requirements: pain one-way sound."""
    story = Story().in_call()
    for _ in range(12):
        story.flow()
    begun, named, repaired = story.now, None, None
    for _ in range(16):
        effects = story.flow(**{missing: False})
        if named is None and story.call.snapshot().mutual.one_way:
            named = story.now - begun
        if repaired is None and sent(effects, messages.Connect):
            repaired = story.now - begun
    assert named is not None
    assert repaired is not None
    assert named <= timedelta(seconds=2)
    assert repaired <= timedelta(seconds=4)
    assert story.state() is CallState.IN_CALL, "the rest goes on"


def test_a_device_that_only_pretends_is_not_chased_for_ever() -> None:
    story = Story().in_call()
    asked = 0
    for _ in range(4 * 300):
        generation = story.call.view.generation
        if generation not in story.call.opened:
            story.patient(messages.Offer(ME, generation, "offer"))
        asked += len(sent(story.flow(generation, sees=False), messages.Connect))
    assert 4 <= asked <= 12


def test_what_is_switched_off_is_no_one_way() -> None:
    story = Story().in_call()
    story.tell(told.CameraSwitched(False))
    story.patient(messages.Media(True, False))
    for _ in range(16):
        story.flow(hears=False, seen=False)
    assert story.call.snapshot().mutual == Mutual(None, True, True, None)


def test_an_old_word_of_the_other_end_is_no_word() -> None:
    story = Story().in_call()
    for _ in range(20):
        story.now += timedelta(seconds=0.25)
        story.media(1)
    assert story.call.snapshot().mutual == Mutual(True, True, None, None)
    assert sent(story.log, messages.Heartbeat), "the mailbox helps out"


def test_a_lost_address_is_reason_enough_for_a_new_transport() -> None:
    story = Story().in_call()
    assert not sent(story.tell(told.NetworkChanged(address_gone=False)), messages.Connect), "the way still works"
    assert sent(story.tell(told.NetworkChanged(address_gone=True)), messages.Connect)
    story.wait(4)
    assert sent(story.tell(told.NetworkChanged(address_gone=False)), messages.Connect), "it is broken: try at once"


def test_after_a_long_outage_the_return_of_the_mailbox_is_used_at_once() -> None:
    story = Story().in_call()
    for _ in range(60):
        story.wait(1)
    story.tell(told.MailboxLost())
    story.wait(1)
    assert sent(story.join(started=True), messages.Connect)


def test_a_sleep_is_a_long_silence() -> None:
    story = Story().in_call()
    assert sent(story.wait(3600), messages.Connect)
    assert story.state() is CallState.RECONNECTING


def test_the_circle_replaces_the_transport_and_keeps_the_picture() -> None:
    """Requirements: guide 10.3."""
    story = Story().in_call()
    effects = story.tell(told.ReconnectPressed())
    assert sent(effects, messages.Connect) == [messages.Connect("page-1", story.call.call_id, 2)]
    assert not [e for e in effects if isinstance(e, wanted.CloseTransport)]
    story.media(1)
    assert story.state() is CallState.IN_CALL


def test_retries_grow_and_never_end() -> None:
    """Requirements: rule adapts."""
    story = Story().in_call()
    asked = []
    for _ in range(3600):
        if sent(story.wait(1), messages.Connect):
            asked.append(story.now)
    gaps = [(b - a).total_seconds() for a, b in pairwise(asked)]
    assert gaps == sorted(gaps)
    assert gaps[0] <= 6
    assert gaps[-1] <= 16
    assert len(gaps) > 200
    assert story.state() is CallState.RECONNECTING


def test_a_reloaded_page_comes_back_into_the_call() -> None:
    story = Story().in_call()
    story.tell(told.PatientPresence(None))
    assert story.state() is CallState.IN_CALL
    connect = sent(story.hello("page-2", call=story.call.call_id), messages.Connect)
    assert [(x.to, x.generation) for x in connect] == [("page-2", 2)]
    story.patient(messages.Offer(ME, 2, "offer"), "page-2")
    story.media(2)
    story.beat(2)
    assert story.state() is CallState.IN_CALL
    assert not story.patient(messages.Media(False, False), "page-1"), "the old page is not listened to"
    assert story.call.snapshot().remote_camera


def test_a_reload_while_ringing_rings_again() -> None:
    story = Story()
    story.tell(told.CallPressed())
    story.join()
    story.hello()
    assert [r.to for r in sent(story.hello("page-2"), messages.Ring)] == ["page-2"]


def test_a_restarted_desktop_resumes_from_the_backlog() -> None:
    story = Story()
    story.tell(told.MailboxJoined(T0, T0, None))
    story.tell(told.Received("old-desktop.0", "old-desktop", True, T0, messages.Ring("page-1", "call-7", 1)))
    story.hello()
    story.patient(messages.Accept("old-desktop", "call-7"))
    story.tell(told.Received("old-desktop.1", "old-desktop", True, T0, messages.Connect("page-1", "call-7", 4)))
    story.patient(messages.Offer("old-desktop", 4, "stale"))
    assert not story.log
    connect = sent(story.tell(told.MailboxCaughtUp()), messages.Connect)
    assert connect == [messages.Connect("page-1", "call-7", 5)]
    assert story.state() is CallState.RECONNECTING


def test_both_ends_can_hang_up_and_only_once() -> None:
    """Requirements: guide 10.4."""
    story = Story().in_call()
    effects = story.tell(told.HangUpPressed())
    assert effects == [
        wanted.Send(messages.HangUp()),
        wanted.EndConsultation(),
        wanted.CloseTransport(1),
    ]
    assert story.call.snapshot().ended_by is EndedBy.PRACTITIONER
    assert story.tell(told.HangUpPressed()) == []
    other = Story().in_call()
    assert other.patient(messages.HangUp()) == [wanted.EndConsultation(), wanted.CloseTransport(1)]
    assert other.call.snapshot().ended_by is EndedBy.PATIENT


def test_hang_up_while_reconnecting() -> None:
    story = Story().in_call()
    story.wait(4)
    story.tell(told.MailboxLost(), told.HangUpPressed())
    assert story.state() is CallState.ENDED


def test_chat_is_kept_while_the_service_is_away_and_never_doubled() -> None:
    story = Story().in_call()
    story.tell(told.MailboxLost())
    (effect,) = [e for e in story.tell(told.ChatTyped("  Guten Tag ")) if isinstance(e, wanted.Send)]
    assert effect.message == messages.Chat("Guten Tag")
    story.call.chat_sealed(effect.chat_key, f"{ME}.9")
    assert story.call.snapshot().chat[-1].delivery is Delivery.SENDING
    story.tell(told.Received(f"{ME}.9", ME, True, T0, messages.Chat("Guten Tag")))
    story.tell(told.Posted(f"{ME}.9"))
    assert [(x.text, x.delivery) for x in story.call.snapshot().chat] == [("Guten Tag", Delivery.SENT)]


def test_an_empty_or_endless_line_of_chat_is_not_sent() -> None:
    story = Story()
    assert story.tell(told.ChatTyped("  \n")) == []
    assert story.tell(told.ChatTyped("x" * (messages.TEXT_CHARS + 1))) == []
    assert story.call.snapshot().problem is Problem.CHAT_TOO_LONG


def test_wishes_of_the_patient_are_granted_once() -> None:
    story = Story().in_call()
    assert sent(story.patient(messages.Reconnect(ME, 1)), messages.Connect)
    assert not sent(story.patient(messages.Reconnect(ME, 1)), messages.Connect)
    assert not sent(story.patient(messages.Reconnect(ME, 2)), messages.Connect)


def test_signalling_for_another_run_or_generation_is_the_past() -> None:
    story = Story().in_call()
    assert not story.patient(messages.Offer("someone-else", 1, "x"))
    assert not story.patient(messages.Offer(ME, 7, "x"))
    assert not story.patient(messages.Offer(ME, 1, "again"))
    assert not story.patient(messages.Candidate(ME, 3, "x", "0"))
    assert story.patient(messages.Candidate(ME, 1, "x", "0")) == [wanted.AddCandidate(1, "x", "0")]


def test_what_is_switched_is_told() -> None:
    story = Story().in_call()
    assert sent(story.tell(told.CameraSwitched(False)), messages.Media) == [messages.Media(False, True)]
    assert sent(story.tell(told.MicrophoneSwitched(False)), messages.Media) == [messages.Media(False, False)]
    story.patient(messages.Media(False, True))
    assert not story.call.snapshot().remote_camera


def test_the_end_at_the_service_is_the_end_where_no_call_runs() -> None:
    for event in (told.ConsultationEnded(EndedBy.PATIENT), told.MailboxRefused(None)):
        story = Story()
        story.join()
        story.tell(event)
        assert story.state() is CallState.ENDED
        assert story.call.snapshot().ended_by is EndedBy.SERVICE, "the patient has not said so"
    story = Story()
    story.join(ended=True)
    assert story.state() is CallState.ENDED


def test_a_hint_goes_to_the_page_that_is_in_the_call() -> None:
    """Hints for the patient, sent with one press.

    Requirements: extra hints.
    """
    story = Story()
    story.join()
    story.hello()
    assert not story.tell(told.HintPressed(messages.HintKey.LIGHT)), "nobody has accepted yet"
    story = Story().in_call()
    story.hello("page-2")
    hints = sent(story.tell(told.HintPressed(messages.HintKey.CARD)), messages.Hint)
    assert [(hint.to, hint.hint) for hint in hints] == [("page-2", "card")]


def test_chat_marks_and_receipts_go_by_the_mailbox() -> None:
    story = Story()
    story.join()
    story.hello()
    story.patient(messages.Chat("Kein Problem"))
    story.patient(messages.Chat("Ich warte"))
    assert not sent(story.log, messages.Receipt), "a receipt waits for what it can speak for as well"
    story.tell(told.ChatSeen(1))
    assert sent(story.wait(1), messages.Receipt) == [messages.Receipt(2, 1)]
    story.tell(told.ChatTyped("Danke"))
    story.call.chat_sealed(story.call.snapshot().chat[-1].id, "me.7")
    story.patient(messages.Receipt(1, 1))
    assert story.call.snapshot().chat[-1].delivery is Delivery.SENDING
    story.tell(told.Posted("me.7"))
    story.patient(messages.Receipt(1, 0))
    assert story.call.snapshot().chat[-1].delivery is Delivery.DELIVERED


def stories() -> dict[CallState, Story]:
    """A call in each state that is not the end."""
    waiting, ringing, connecting = Story(), Story(), Story()
    waiting.join()
    for story in (ringing, connecting):
        story.tell(told.CallPressed())
        story.join()
        story.hello()
    connecting.patient(messages.Accept(ME, connecting.call.call_id))
    unstable, reconnecting = Story().in_call(), Story().in_call()
    unstable.wait(1.2)
    reconnecting.wait(1.2)
    reconnecting.wait(1.5)
    found = (waiting, ringing, connecting, Story().in_call(), unstable, reconnecting)
    return {story.state(): story for story in found}


def test_the_chat_works_in_every_state_with_or_without_media() -> None:
    """Where picture and sound fail, one writes.

    Requirements: guide 11.
    """
    found = stories()
    assert set(found) == set(CallState) - {CallState.IDLE, CallState.ENDED}
    for state, story in found.items():
        assert sent(story.tell(told.ChatTyped("Guten Tag")), messages.Chat) == [messages.Chat("Guten Tag")], state
        story.patient(messages.Chat("Guten Morgen"))
        assert [entry.text for entry in story.call.snapshot().chat] == ["Guten Morgen", "Guten Tag"], state


def test_what_comes_after_the_end_is_still_read() -> None:
    story = Story().in_call()
    story.patient(messages.HangUp())
    story.patient(messages.Chat("Danke"))
    assert [entry.text for entry in story.call.snapshot().chat] == ["Danke"]


def test_files_go_by_the_call() -> None:
    """Offered by the mailbox, fetched over the newest transport's channel, shown in the chat."""
    story = Story().in_call()
    story.tell(told.FileChannelOpened(1))
    content = b"inhalt"
    offer = messages.File("befund.pdf", "application/pdf", len(content), hashlib.sha256(content).hexdigest())
    story.patient(offer)
    (line,) = story.call.snapshot().chat
    assert line.file
    assert (line.file.name, line.file.state) == ("befund.pdf", FileState.OFFERED)
    (want,) = [effect for effect in story.tell(told.FileAccepted(line.id)) if isinstance(effect, Tell)]
    assert want.generation == 1
    (have, end) = story.call.files.heard(1, pack(line.id, 0, content), story.now)
    assert isinstance(have, Tell)
    assert end == Post(messages.FileEnd(line.id, messages.RECEIVED))
    story.wait(0.25)
    (line,) = story.call.snapshot().chat
    assert line.file
    assert (line.file.state, line.file.held) == (FileState.DONE, True)
    sha256 = hashlib.sha256(b"antwort").hexdigest()
    (offered,) = sent(story.tell(told.FileChosen("antwort.pdf", "", b"antwort", sha256)), messages.File)
    assert (offered.size, offered.sha256) == (7, sha256)
    story.tell(told.FileChannelOpened(99))
    assert story.call.files.channels == {1}, "of a transport that is not ours"


def test_files_chosen_before_there_is_a_way_go_with_the_first() -> None:
    """Ours stays an offer and the patient's is waited for, for as long as it takes; nobody has to press again."""
    story = Story()
    story.tell(told.CallPressed())
    story.join()
    content = b"befund"
    digest = hashlib.sha256(content).hexdigest()
    (posted,) = [
        effect
        for effect in story.tell(told.FileChosen("befund.pdf", "", content, digest))
        if isinstance(effect, wanted.Send) and isinstance(effect.message, messages.File)
    ]
    story.call.chat_sealed(posted.chat_key, "me.7")
    story.hello()
    story.patient(messages.File("bild.jpg", "image/jpeg", 3, hashlib.sha256(b"abc").hexdigest()))
    theirs = next(entry.id for entry in story.call.snapshot().chat if entry.id != "me.7")
    effects = story.tell(told.FileAccepted(theirs))
    for _ in range(600):
        effects += story.wait(1)
    story.patient(messages.Accept(ME, story.call.call_id))
    effects += story.patient(messages.Offer(ME, 1, "offer 1"))
    effects += story.tell(told.AnswerMade(1, "answer 1"))
    effects += story.media(1)
    assert not [effect for effect in effects if isinstance(effect, Tell)]
    assert not sent(effects, messages.FileEnd)
    states = {entry.id: entry.file.state for entry in story.call.snapshot().chat if entry.file}
    assert states == {"me.7": FileState.OFFERED, theirs: FileState.WAITING}

    (want,) = [effect for effect in story.tell(told.FileChannelOpened(1)) if isinstance(effect, Tell)]
    assert json.loads(want.data) == {"type": "want", "file": theirs, "from": 0}
    story.call.files.heard(1, json.dumps({"type": "want", "file": "me.7", "from": 0}), story.now)
    (chunk,) = [effect for effect in story.call.files.pump(story.now) if isinstance(effect, Tell)]
    assert chunk == Tell(1, pack("me.7", 0, content))


def test_while_the_service_is_away_no_receipts_pile_up() -> None:
    story = Story().in_call()
    story.tell(told.MailboxLost())
    story.patient(messages.Chat("noch gekommen"))
    assert not sent(story.wait(5), messages.Receipt)
    story.tell(told.ChatSeen(1))
    story.join()
    assert sent(story.wait(1), messages.Receipt) == [messages.Receipt(1, 1)]


def test_a_service_that_claims_the_end_does_not_end_a_call_that_flows() -> None:
    for event in (told.ConsultationEnded(EndedBy.PATIENT), told.MailboxRefused(None)):
        story = Story().in_call()
        story.tell(event)
        assert story.state() is CallState.IN_CALL
        assert story.call.snapshot().problem is Problem.END_DISPUTED
        assert story.wait(1.2) == [wanted.CloseTransport(1)], "silent too: then it is over"
        assert story.state() is CallState.ENDED


def test_a_service_that_claims_a_call_does_not_begin_one() -> None:
    story = Story()
    story.join(started=True)
    story.hello()
    story.wait(60)
    assert story.state() is CallState.WAITING
    assert not sent(story.log, messages.Connect)


def test_what_another_program_of_ours_hung_up_is_over() -> None:
    story = Story().in_call()
    story.tell(told.Received("other-desktop.3", "other-desktop", True, T0, messages.HangUp()))
    assert story.call.snapshot().ended_by is EndedBy.PRACTITIONER


def test_the_ladder_goes_down_at_both_ends_and_a_page_loaded_anew_is_told() -> None:
    """A fall-back ladder; each step is one press.

    Requirements: extra ladder.
    """
    story = Story().in_call()
    effects = story.tell(told.PictureChosen(messages.PictureSize.SMALL))
    assert effects == [
        wanted.LimitPicture(messages.PictureSize.SMALL),
        wanted.Send(messages.Picture("page-1", messages.PictureSize.SMALL)),
    ]
    assert story.call.snapshot().picture is messages.PictureSize.SMALL
    assert not story.tell(told.PictureChosen(messages.PictureSize.SMALL))
    assert [each.size for each in sent(story.hello("page-2"), messages.Picture)] == ["small"]


def test_the_practices_number_reaches_the_patient_with_the_greeting() -> None:
    story = Story(Call(ME, "Dr. Test", practice_telephone="0911 123456"))
    assert [each.telephone for each in sent(story.join(), messages.Practice)] == ["0911 123456"]
    assert not sent(Story().join(), messages.Practice), "where none is known, nothing is said"


class AnyCall(RuleBasedStateMachine):
    """Whatever happens in whatever order: only a hang-up or the service ends it, and generations only rise."""

    @initialize()
    def begin(self) -> None:
        self.story = Story()
        self.over = False
        self.highest = 0

    @rule(
        event=st.sampled_from(
            [
                told.CallPressed(),
                told.ReconnectPressed(),
                told.MailboxLost(),
                told.MessageRefused(),
            ]
        )
    )
    def plain(self, event: told.Event) -> None:
        self.story.tell(event)

    @rule(present=st.booleans())
    def join(self, present: bool) -> None:
        self.story.join(present=present)

    @rule(present=st.booleans())
    def presence(self, present: bool) -> None:
        self.story.tell(told.PatientPresence(T0 if present else None))

    @rule(page=st.sampled_from(["page-1", "page-2"]), resumes=st.booleans())
    def hello(self, page: str, resumes: bool) -> None:
        self.story.hello(page, self.story.call.call_id if resumes else "")

    @rule(page=st.sampled_from(["page-1", "page-2"]))
    def accept(self, page: str) -> None:
        self.story.patient(messages.Accept(ME, self.story.call.call_id), page)

    @rule()
    def accept_heard(self) -> None:
        self.story.tell(told.AcceptHeard(messages.Accept(ME, self.story.call.call_id)))

    @rule(page=st.sampled_from(["page-1", "page-2"]))
    def decline(self, page: str) -> None:
        self.story.patient(messages.Decline(ME, self.story.call.call_id), page)

    @rule(gone=st.booleans())
    def network(self, gone: bool) -> None:
        self.story.tell(told.NetworkChanged(address_gone=gone))

    @rule(page=st.sampled_from(["page-1", "page-2"]), generation=st.integers(0, 6))
    def offer(self, page: str, generation: int) -> None:
        self.story.patient(messages.Offer(ME, generation, "offer"), page)
        self.story.tell(told.AnswerMade(generation, "answer"))

    @rule(generation=st.integers(0, 6), failed=st.booleans(), age=st.floats(0, 10))
    def report(self, generation: int, failed: bool, age: float) -> None:
        self.story.media(generation, age=age, failed=failed)

    @rule(seconds=st.floats(0, 30))
    def wait(self, seconds: float) -> None:
        self.story.wait(seconds)

    @rule(generation=st.integers(0, 6), audio=st.sampled_from([0, 900]), video=st.sampled_from([0, 900]))
    def beat(self, generation: int, audio: int, video: int) -> None:
        self.story.beat(generation, audio_ms=audio, video_ms=video)

    @rule(page=st.sampled_from(["page-1", "page-2"]))
    def wish(self, page: str) -> None:
        self.story.patient(messages.Reconnect(ME, self.story.call.view.generation), page)

    @precondition(lambda self: not self.over)
    @rule(by_patient=st.booleans())
    def hang_up(self, by_patient: bool) -> None:
        if by_patient:
            self.story.patient(messages.HangUp())
        else:
            self.story.tell(told.HangUpPressed())
        self.over = True

    @invariant()
    def holds(self) -> None:
        view = self.story.call.snapshot()
        assert (view.state is CallState.ENDED) == self.over
        assert view.generation >= self.highest
        self.highest = view.generation
        if view.state is CallState.IN_CALL:
            assert self.story.call.accepted
            assert self.story.call.active
        opened = [e.generation for e in self.story.log if isinstance(e, wanted.OpenTransport)]
        assert len(opened) == len(set(opened)), "no generation is answered twice"
        closed = [e.generation for e in self.story.log if isinstance(e, wanted.CloseTransport)]
        assert sorted({*closed, *self.story.call.opened}) == sorted(opened), "every transport is closed, once"
        assert len(closed) == len(set(closed))
        if not self.story.call.accepted:
            assert not self.story.call.active, "nothing is shown or played that nobody has accepted"
            assert len(self.story.call.opened) <= 1
        used = [e.generation for e in self.story.log if isinstance(e, wanted.UseTransport)]
        assert used == sorted(set(used))


AnyCall.TestCase.settings = settings(max_examples=120, stateful_step_count=30)
TestAnyCall = AnyCall.TestCase
