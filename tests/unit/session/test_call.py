"""The call as a table of stories: events in, effects and snapshot out. No network, no clock."""

import hashlib
import json
from datetime import UTC, datetime

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from medclient.protocol import messages
from medclient.session import call_effects as wanted
from medclient.session import call_events as told
from medclient.session.call import Call
from medclient.session.events import CallState, Delivery, EndedBy, FileState, Problem
from medclient.session.file_transfer import Post, Tell, pack
from tests.unit.session.story import ME, T0, Story, sent


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
            assert self.story.call.transports.active
        opened = [e.generation for e in self.story.log if isinstance(e, wanted.OpenTransport)]
        assert len(opened) == len(set(opened)), "no generation is answered twice"
        closed = [e.generation for e in self.story.log if isinstance(e, wanted.CloseTransport)]
        still_open = self.story.call.transports.opened
        assert sorted({*closed, *still_open}) == sorted(opened), "every transport is closed, once"
        assert len(closed) == len(set(closed))
        if not self.story.call.accepted:
            assert not self.story.call.transports.active, "nothing is shown or played that nobody has accepted"
            assert len(still_open) <= 1
        used = [e.generation for e in self.story.log if isinstance(e, wanted.UseTransport)]
        assert used == sorted(set(used))


AnyCall.TestCase.settings = settings(max_examples=120, stateful_step_count=30)
TestAnyCall = AnyCall.TestCase
