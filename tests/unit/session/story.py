"""A call in a test: a clock that the test moves, and a log of effects."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TypeVar

from medclient.protocol import messages
from medclient.session import call_effects as wanted
from medclient.session import call_events as told
from medclient.session.call import Call
from medclient.session.events import CallState
from medclient.session.mutual_view import Flow

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
