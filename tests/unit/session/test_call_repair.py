"""How the call notices what is wrong with its transports, and gets others. Events in, effects out."""

from datetime import timedelta
from itertools import pairwise

import pytest

from medclient.protocol import messages
from medclient.session import call_effects as wanted
from medclient.session import call_events as told
from medclient.session.events import CallState
from medclient.session.mutual_view import Mutual
from medclient.session.transport_watch import RETRY_FIRST
from tests.unit.session.story import ME, T0, Story, sent


def test_silence_is_repaired_before_it_is_shown() -> None:
    """Where not even a report or a heartbeat comes, a new transport is made beside the old one at once.

    Requirements: pain endless waiting.
    """
    story = Story().in_call()
    assert not sent(story.wait(0.4), messages.Connect)
    assert sent(story.wait(0.1), messages.Connect)[0].generation == 2
    assert story.state() is CallState.IN_CALL
    assert not sent(story.wait(0.65), messages.Connect), "one at a time"
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
    assert waited == pytest.approx([0.5, 0.7, 1.05, 1.55])
    story.wait(0)
    for _ in range(160):
        story.wait(0.4)
        story.media(5)
    story.wait(0.5)
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
    assert story.call.transports.retry_after == RETRY_FIRST


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
        if generation not in story.call.transports.opened:
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


def test_a_silence_that_begins_while_another_transport_is_made_asks_for_one_more() -> None:
    """The patient's address changes just after the circle: what was asked for before is lost with the old one."""
    story = Story().in_call()
    story.wait(0.3)
    story.tell(told.ReconnectPressed())
    story.wait(0.4)
    story.media(1)
    assert not sent(story.wait(0.4), messages.Connect)
    assert sent(story.wait(0.1), messages.Connect)[0].generation == 3
    assert not sent(story.wait(RETRY_FIRST.total_seconds() - 0.1), messages.Connect), "once"


def test_a_silence_that_was_there_before_another_was_asked_for_waits_for_that_one() -> None:
    story = Story().in_call()
    story.wait(0.4)
    assert sent(story.patient(messages.Reconnect(ME, 1)), messages.Connect)
    assert not sent(story.wait(RETRY_FIRST.total_seconds() - 0.1), messages.Connect)


def test_what_was_under_way_when_the_address_went_is_no_news() -> None:
    """The transport that was asked for then is nearly there."""
    story = Story().in_call()
    assert sent(story.tell(told.NetworkChanged(address_gone=True)), messages.Connect)
    story.wait(0.1)
    story.media(1)
    assert not sent(story.wait(RETRY_FIRST.total_seconds() - 0.2), messages.Connect)


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
