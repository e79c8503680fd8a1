"""The call while it rings: connected already, and silent until the accept."""

from datetime import timedelta

import pytest

from medclient.protocol import messages
from medclient.session import call_effects as wanted
from medclient.session import call_events as told
from medclient.session.events import CallState
from tests.unit.session.story import ME, T0, Story, connected, ringing, sent


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
    assert story.call.transports.active == 0
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
    assert len(story.call.transports.opened) == 1


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
        assert not story.call.transports.opened
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
