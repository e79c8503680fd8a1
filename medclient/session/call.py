"""The practitioner's side of one consultation as a state machine without I/O.

It knows no socket, no clock, no thread: events go in with the time, effects come out, and `snapshot` shows what a
user should see. `engine.py` performs the effects.

While it rings the transport is connected already, without sound or picture (`Prepared`): with the patient's accept both
ends begin at once.

The practitioner is the single authority for the number of the transport (`generation`): the patient offers only
what `ring` or `connect` asked for. A new transport is made beside the old one, and the old one goes only when the
new one carries media. Nothing but a hang-up, or a window that closes before any call began, ends a consultation.
"""

import secrets
from collections.abc import Callable
from dataclasses import InitVar, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from medclient.protocol import messages
from medclient.protocol.envelope import Role
from medclient.session.call_effects import (
    AddCandidate,
    Beat,
    BeginMedia,
    CloseTransport,
    Effect,
    EndConsultation,
    LimitPicture,
    OpenTransport,
    Send,
    StartCall,
    TakeReveal,
    UseTransport,
)
from medclient.session.call_events import (
    AcceptHeard,
    AnswerMade,
    CallPressed,
    CameraSwitched,
    CandidateFound,
    ChatSeen,
    ChatTyped,
    CodeKnown,
    ConsultationEnded,
    Event,
    FileAccepted,
    FileCancelled,
    FileChannelOpened,
    FileChosen,
    HangUpPressed,
    HeartbeatHeard,
    HintPressed,
    KeyChanged,
    LineJudged,
    MailboxCaughtUp,
    MailboxJoined,
    MailboxLost,
    MailboxRefused,
    MessageRefused,
    MessagesMissing,
    MicrophoneSwitched,
    NetworkChanged,
    PatientPresence,
    PictureChosen,
    Posted,
    Received,
    ReconnectPressed,
    StillPressed,
    Tick,
    TransportReport,
)
from medclient.session.chat_log import ChatLog
from medclient.session.events import CallSnapshot, CallState, ChatEntry, Delivery, EndedBy, Problem
from medclient.session.file_transfer import FileEffect, FileTransfers, Post
from medclient.session.mutual_view import NOTHING_KNOWN, MutualView, OneWay, Sides
from medclient.session.prepared import Prepared
from medclient.session.still import Stills
from medclient.session.transport_watch import UNSTABLE_AFTER, TransportWatch

FIRST_MID = "0"
"""Of the m-line whose way all of them take."""

ChatMessage = messages.Chat | messages.Receipt | messages.File | messages.FileEnd


def as_utc(text: str) -> datetime | None:
    """A time as the patient's page sends it; None if it is not one."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


@dataclass
class Call:
    """One consultation, from the practitioner's side."""

    instance: str
    """The name of this run, in the ids of its messages."""
    practitioner_name: str
    link_id: str = ""
    practice_telephone: str = ""
    random: InitVar[Random | None] = None
    new_id: Callable[[], str] = lambda: secrets.token_urlsafe(12)

    view: CallSnapshot = field(init=False)
    chat: ChatLog = field(default_factory=lambda: ChatLog(Role.PRACTITIONER))
    files: FileTransfers = field(default_factory=FileTransfers)
    stills: Stills = field(init=False)
    wanted: bool = False
    """The user pressed Start and has not been declined since."""
    accepted: bool = False
    call_id: str = ""
    peer: str = ""
    """The patient's newest instance."""
    transports: TransportWatch = field(init=False)
    prepared: Prepared | None = None
    """The transport that was connected while it rang, until a call flows or another is asked for."""
    mutual: MutualView | None = None
    """Of the active transport."""
    one_way: OneWay = field(default_factory=OneWay)
    connected_before: bool = False
    caught_up: bool = False
    hello_sent: bool = False
    claimed_presence: datetime | None = None
    """Since when the service says that the patient waits; shown once the patient's own sealed greeting is there."""
    claimed_start: datetime | None = None
    """When the service says that the call was begun; it counts once the ends' own messages show that one was."""
    claimed_end: EndedBy | None = None
    """The service says that it is over. While picture and sound flow, nobody believes it."""

    def __post_init__(self, random: Random | None) -> None:
        self.stills = Stills(self.files)
        self.transports = TransportWatch(random or Random())
        self.view = CallSnapshot(state=CallState.WAITING, link_id=self.link_id)

    def snapshot(self) -> CallSnapshot:
        return self.view

    def handle(self, event: Event, now: datetime) -> list[Effect]:
        """Take one event; returns the effects to perform, in order."""
        effects: list[Effect] = []
        before = self.view.state
        if before is CallState.ENDED and not isinstance(event, Received | Posted | MailboxLost | MailboxJoined):
            return effects
        match event:
            case CallPressed():
                self.wanted = True
                self.show(problem=None)
                self.ring_if_possible(now, effects)
            case CameraSwitched(on):
                self.show(local_camera=on)
                self.send_media(effects)
            case MicrophoneSwitched(on):
                self.show(local_microphone=on)
                self.send_media(effects)
            case ReconnectPressed():
                if self.accepted:
                    self.transports.may_work_again()
                    self.ask_for_transport(now, effects)
            case HangUpPressed():
                effects += [Send(messages.HangUp()), EndConsultation()]
                self.end(EndedBy.PRACTITIONER, now, effects)
            case ChatTyped(text):
                self.type_chat(text, now, effects)
            case HintPressed(hint):
                if self.accepted and self.peer:
                    effects.append(Send(messages.Hint(self.peer, hint)))
            case ChatSeen(count):
                self.chat.seen(count)
                self.show(chat_read=self.chat.read)
            case StillPressed():
                still_id = self.new_id()
                if self.accepted and self.peer and self.stills.ask(still_id, now):
                    effects.append(Send(messages.Still(self.peer, still_id)))
            case PictureChosen(size):
                if self.accepted and size is not self.view.picture:
                    self.show(picture=size)
                    effects.append(LimitPicture(size))
                    if self.peer:
                        effects.append(Send(messages.Picture(self.peer, size)))
            case FileChosen():
                self.choose_file(event, now, effects)
            case FileAccepted(file_id):
                self.file_effects(self.files.accept(file_id, now), effects)
            case FileCancelled(file_id):
                self.file_effects(self.files.cancel(file_id), effects)
            case FileChannelOpened(generation):
                if generation in self.transports.opened:
                    self.file_effects(self.files.opened(generation, now), effects)
            case MailboxJoined():
                self.joined(event, now, effects)
            case MailboxCaughtUp():
                self.catch_up(now, effects)
            case MailboxLost():
                self.caught_up = False
                self.show(service_reachable=False)
            case MailboxRefused(problem):
                self.show(service_reachable=False, problem=problem)
                if problem is None:
                    self.claimed_end = EndedBy.SERVICE
            case PatientPresence(since):
                self.presence_claimed(since)
                self.ring_if_possible(now, effects)
            case Posted(message_id):
                self.chat.posted(message_id)
                self.show_chat()
            case Received():
                self.received(event, now, effects)
            case MessageRefused():
                self.show(problem=Problem.MESSAGE_REFUSED)
            case MessagesMissing():
                self.show(problem=Problem.MESSAGE_MISSING)
            case KeyChanged():
                self.show(problem=Problem.KEY_CHANGED)
            case CodeKnown(code):
                self.show(security_code=code)
            case ConsultationEnded():
                self.claimed_end = EndedBy.SERVICE
            case AnswerMade(generation, sdp, nonce):
                if generation == self.view.generation:
                    effects.append(Send(messages.Answer(self.peer, generation, sdp, nonce)))
            case CandidateFound(generation, candidate):
                if generation in self.transports.opened:
                    effects.append(Send(messages.Candidate(self.peer, generation, candidate, FIRST_MID)))
            case TransportReport():
                self.reported(event, now, effects)
            case NetworkChanged(address_gone):
                if self.accepted and (address_gone or self.doubtful(now)):
                    self.transports.may_work_again()
                    self.ask_for_transport(now, effects)
                elif self.prepared and self.ringing and address_gone:
                    self.ring_for_another_transport(now, effects)
            case HeartbeatHeard(beat):
                self.heartbeat(beat, now)
            case AcceptHeard(accept):
                if accept.to == self.instance and self.ringing and accept.call == self.call_id:
                    self.accept(now, effects)
            case LineJudged(quality, weak_side):
                self.show(quality=quality, weak_side=weak_side)
            case Tick(late):
                self.transports.doubt.looked(late, now)
                self.file_effects(self.files.tick(now), effects)
        self.stills.look(now)
        self.show(still=self.stills.entry)
        if self.view.state is not CallState.ENDED:
            self.watch(now, effects)
            if self.caught_up and (receipt := self.chat.due(now)):
                effects.append(Send(receipt))
        if before is CallState.IN_CALL and self.view.state in (CallState.UNSTABLE, CallState.RECONNECTING):
            self.show(interruptions=self.view.interruptions + 1)
        return effects

    def chat_sealed(self, key: str, message_id: str) -> None:
        """A typed line has got the id under which it will be posted."""
        self.chat.sealed(key, message_id)
        self.files.sealed(key, message_id)
        self.show_chat()

    def chat_restored(self, message_id: str, text: str, at: datetime) -> None:
        """An earlier run had this line typed, and could not get rid of it."""
        self.chat.typed(ChatEntry(message_id, Role.PRACTITIONER, text, at, Delivery.SENDING))
        self.show_chat()

    # What the mailbox brings.

    def joined(self, event: MailboxJoined, now: datetime, effects: list[Effect]) -> None:
        problem = None if self.view.problem is Problem.SERVICE_UNREACHABLE else self.view.problem
        self.show(service_reachable=True, problem=problem)
        self.presence_claimed(event.patient_since)
        if self.view.state is CallState.ENDED:
            return
        self.claimed_start = event.started_at
        if event.ended_at:
            self.claimed_end = EndedBy.SERVICE

    def presence_claimed(self, since: datetime | None) -> None:
        self.claimed_presence = since
        self.show(patient_present_since=since if self.peer else None)

    def catch_up(self, now: datetime, effects: list[Effect]) -> None:
        self.caught_up = True
        if self.view.state is CallState.ENDED:
            return
        self.file_effects(self.files.caught_up(), effects)
        if not self.hello_sent:
            self.hello_sent = True
            effects.append(
                Send(
                    messages.Hello(
                        self.practitioner_name,
                        "",
                        self.call_id,
                        self.view.local_camera,
                        self.view.local_microphone,
                    )
                )
            )
            if self.practice_telephone:
                effects.append(Send(messages.Practice(self.practice_telephone)))
        if self.accepted and self.peer and not self.prepared and (not self.transports.active or self.doubtful(now)):
            # What was asked for while the service was away may have been in vain.
            self.transports.may_work_again()
            self.ask_for_transport(now, effects)
        else:
            self.ring_if_possible(now, effects)

    def received(self, event: Received, now: datetime, effects: list[Effect]) -> None:
        message = event.message
        if isinstance(message, ChatMessage):
            self.chatted(event, message)
            return
        if self.view.state is CallState.ENDED:
            return
        if event.own:
            # Only an earlier run's words reach here from a backlog: what it had asked for is the past.
            if isinstance(message, messages.Ring | messages.Connect):
                self.call_id = message.call
                self.show(generation=max(self.view.generation, message.generation))
            elif isinstance(message, messages.HangUp) and event.instance != self.instance:
                self.end(EndedBy.PRACTITIONER, event.at, effects)
            return
        if isinstance(message, messages.HangUp):
            effects.append(EndConsultation())
            self.end(EndedBy.PATIENT, event.at, effects)
        elif isinstance(message, messages.Hello):
            self.met(event.instance, message, now, effects)
        elif isinstance(message, messages.Accept) and self.call_id and message.call == self.call_id:
            if event.instance != self.peer and not self.accepted:
                self.prepared = None
                self.close_transports(effects)  # connected with another page
            self.peer = event.instance
            self.accept(now, effects)
        elif event.instance != self.peer:
            return
        elif isinstance(message, messages.Media):
            self.show(remote_camera=message.camera, remote_microphone=message.microphone)
        else:
            self.signalled(message, now, effects)

    def signalled(self, message: messages.Message, now: datetime, effects: list[Effect]) -> None:
        """A message addressed to one run: to an earlier one, it is the past."""
        if getattr(message, "to", None) != self.instance:
            return
        if isinstance(message, messages.Decline):
            if message.call == self.call_id and not self.accepted:
                self.wanted = False
                self.stop_ringing(effects)
                self.show(state=CallState.WAITING, problem=Problem.DECLINED)
        elif isinstance(message, messages.Offer):
            newest = message.generation == self.view.generation and message.generation not in self.transports.opened
            if newest and (self.accepted or self.ringing):
                self.transports.opened.add(message.generation)
                if self.ringing and self.prepared:
                    self.prepared.offered_anew(now)
                elif self.ringing:
                    self.prepared = Prepared(message.generation, now)
                in_need = self.transports.in_need(now)
                effects.append(OpenTransport(message.generation, message.sdp, message.commitment, in_need))
        elif isinstance(message, messages.Reveal):
            effects.append(TakeReveal(message.nonce))
        elif isinstance(message, messages.Candidate):
            if message.generation in self.transports.opened:
                effects.append(AddCandidate(message.generation, message.candidate, message.mid))
        elif isinstance(message, messages.Reconnect):
            self.wished(message, now, effects)
        elif isinstance(message, messages.Heartbeat):
            self.heartbeat(message, now)
        elif isinstance(message, messages.StillReady):
            self.file_effects(self.stills.ready(message, now), effects)
        elif isinstance(message, messages.StillRefused):
            self.stills.refused(message)

    def wished(self, message: messages.Reconnect, now: datetime, effects: list[Effect]) -> None:
        # A wish for what is being made already, or for something older, is granted by waiting; what was prepared while
        # it rang is made, and may have died at the patient's end alone.
        made = self.transports.asked_at is None or (self.prepared and self.prepared.generation == message.generation)
        if self.accepted and made and message.generation == self.view.generation:
            self.ask_for_transport(now, effects)

    def met(self, instance: str, hello: messages.Hello, now: datetime, effects: list[Effect]) -> None:
        new = instance != self.peer
        self.peer = instance
        self.show(
            patient_name=hello.name,
            consent_at=as_utc(hello.consent_at) or self.view.consent_at,
            patient_present_since=self.claimed_presence,
            remote_camera=hello.camera,
            remote_microphone=hello.microphone,
            security_code="" if new else self.view.security_code,
        )
        if new and self.ringing:
            # The page was loaded anew while it rang: it knows of no ring.
            self.stop_ringing(effects)
        if not self.caught_up or not new:
            return
        if self.accepted:
            # The page was loaded anew in a running call: its old transport is gone.
            if self.view.picture is not messages.PictureSize.FULL:
                effects.append(Send(messages.Picture(self.peer, self.view.picture)))
            self.transports.may_work_again()
            self.ask_for_transport(now, effects)
        else:
            self.call_id = ""
            self.ring_if_possible(now, effects)

    def accept(self, now: datetime, effects: list[Effect]) -> None:
        if self.accepted:
            return
        rang = self.ringing
        self.accepted = True
        self.transports.asked_at = now
        self.show(state=CallState.CONNECTING, problem=None)
        if self.prepared:
            self.begin_prepared(self.prepared, now, effects)
        if self.caught_up or rang:
            effects.append(StartCall())
        elif self.claimed_start and not self.view.started_at:
            # We come back to a call that an earlier run of the program had begun.
            self.show(started_at=self.claimed_start)
            self.wanted = self.connected_before = True

    # While it rings.

    @property
    def ringing(self) -> bool:
        """Whether this run of the program rings, and nobody has accepted."""
        return self.view.state is CallState.RINGING

    def ring_if_possible(self, now: datetime, effects: list[Effect]) -> None:
        ready = self.wanted and self.caught_up and self.peer and self.view.patient_present_since
        if not ready or self.accepted or self.ringing:
            return
        self.call_id = self.new_id()
        self.show(state=CallState.RINGING)
        self.ring(effects)

    def ring(self, effects: list[Effect]) -> None:
        self.show(generation=self.view.generation + 1)
        effects.append(Send(messages.Ring(self.peer, self.call_id, self.view.generation, prepare=True)))

    def stop_ringing(self, effects: list[Effect]) -> None:
        self.call_id = ""
        self.prepared = None
        self.close_transports(effects)
        self.show(state=CallState.WAITING)

    def ring_for_another_transport(self, now: datetime, effects: list[Effect]) -> None:
        """Nobody notices: it is the same call, and the patient has not answered."""
        self.close_transports(effects)
        if self.prepared:
            self.prepared.asked_anew(self.view.generation + 1)
        self.ring(effects)

    def tend_prepared(self, prepared: Prepared, now: datetime, effects: list[Effect]) -> None:
        if not prepared.offered:
            return
        report = self.transports.reports.get(prepared.generation)
        if report and report.failed:
            self.close_transports(effects)
        if prepared.generation not in self.transports.opened or prepared.hopeless(report, now):
            if self.caught_up and self.view.patient_present_since and prepared.may_ask_anew(now):
                self.ring_for_another_transport(now, effects)
        elif report and report.connected and prepared.beat_due(now):
            effects.append(Beat(messages.Heartbeat(self.peer, prepared.generation, 0, 0)))

    def begin_prepared(self, prepared: Prepared, now: datetime, effects: list[Effect]) -> None:
        """The patient has accepted: picture and sound over what is there, or over another if that is of no use."""
        if not prepared.offered:
            return
        report = self.transports.reports.get(prepared.generation)
        effects.append(BeginMedia())
        if prepared.generation not in self.transports.opened or prepared.hopeless(report, now):
            self.ask_for_transport(now, effects)
        elif report and report.connected:
            self.reported(report, now, effects)
        else:
            self.transports.asked_at = prepared.since

    # What we ask for.

    def ask_for_transport(self, now: datetime, effects: list[Effect]) -> None:
        if not self.peer or not self.caught_up:
            return
        self.show(generation=self.view.generation + 1)
        self.transports.asked(now, self.sides())
        self.prepared = None
        effects.append(Send(messages.Connect(self.peer, self.call_id, self.view.generation)))
        # The active transport is kept until the new one carries media; those that never did are of no use.
        self.close_transports(effects, keep=self.transports.active)

    # How the transports are.

    def reported(self, report: TransportReport, now: datetime, effects: list[Effect]) -> None:
        generation = report.generation
        if generation not in self.transports.opened:
            return
        self.transports.reports[generation] = report
        if self.accepted and self.transports.takes_over(report, self.sides()):
            self.transports.use(generation, now, newest=generation == self.view.generation)
            self.prepared = None
            self.mutual = MutualView(generation, now, self.sides())
            effects.append(UseTransport(generation))
            self.close_transports(effects, keep=generation)
            if self.view.started_at is None:
                self.show(started_at=now)
        if self.mutual and generation == self.transports.active:
            self.mutual.flows(report.flow, now)

    def heartbeat(self, beat: messages.Heartbeat, now: datetime) -> None:
        if self.mutual:
            self.mutual.told(beat, now)

    def sides(self) -> Sides:
        view = self.view
        return Sides(view.local_microphone, view.local_camera, view.remote_microphone, view.remote_camera)

    def quiet(self, now: datetime) -> timedelta:
        """For how long the active transport has brought nothing at all."""
        return self.transports.quiet(now)

    def doubtful(self, now: datetime) -> bool:
        """Whether there is reason enough to make a new transport beside the active one."""
        return self.transports.doubtful(now, self.sides())

    def watch(self, now: datetime, effects: list[Effect]) -> None:
        """The steps of detection and repair, by the clock."""
        silent = self.transports.silence(now, self.sides()) if self.transports.active else timedelta(0)
        if self.claimed_end:
            if not self.transports.active or silent > UNSTABLE_AFTER:
                self.end(self.claimed_end, now, effects)
                return
            self.show(problem=Problem.END_DISPUTED)
        if not self.accepted:
            if self.ringing and self.prepared:
                self.tend_prepared(self.prepared, now, effects)
            return
        broken = self.transports.broken(now, self.sides())
        if self.transports.overdue(self.prepared, now):
            if not self.prepared:
                self.transports.asked_in_vain()
            self.ask_for_transport(now, effects)
        elif self.transports.wants_another(now, self.sides()):
            self.ask_for_transport(now, effects)
        self.watch_directions(silent, now, effects)
        if not self.transports.active:
            state = CallState.RECONNECTING if self.connected_before else CallState.CONNECTING
        elif broken:
            state = CallState.RECONNECTING
        elif silent > UNSTABLE_AFTER:
            state = CallState.UNSTABLE
        elif self.view.state is CallState.IN_CALL or (self.mutual and self.mutual.confirmed(now)):
            self.connected_before = True
            state = CallState.IN_CALL
        else:
            # It carries media; whether both ways, the patient's end has not said yet.
            state = self.view.state
        self.show(state=state)

    def watch_directions(self, silent: timedelta, now: datetime, effects: list[Effect]) -> None:
        """Exchange what arrives; a direction that stays silent while the others work gets a new transport."""
        if not self.mutual:
            return
        self.mutual.sides(self.sides(), now)
        if self.peer:
            beat, post = self.mutual.due(self.peer, now)
            if beat:
                effects.append(Beat(beat))
                if post and self.caught_up:
                    effects.append(Send(beat))
        mutual = self.mutual.judge(now) if silent <= UNSTABLE_AFTER else NOTHING_KNOWN
        self.show(mutual=mutual)
        self.one_way.look(mutual.one_way, now)
        if self.transports.asked_at is None and self.one_way.due(now):
            self.ask_for_transport(now, effects)

    def close_transports(self, effects: list[Effect], keep: int = 0) -> None:
        for generation in self.transports.close(keep):
            self.files.closed(generation)
            effects.append(CloseTransport(generation))

    # The end, the chat, and small things.

    def end(self, by: EndedBy, at: datetime, effects: list[Effect]) -> None:
        if self.view.state is CallState.ENDED:
            return
        self.accepted = self.wanted = False
        self.prepared = None
        self.transports.active = 0
        self.mutual = None
        self.stills.forget()
        self.close_transports(effects)
        self.files.over()
        self.show_chat()
        self.show(
            state=CallState.ENDED,
            ended_by=by,
            ended_at=at,
            remote_camera=False,
            remote_microphone=False,
            mutual=NOTHING_KNOWN,
        )

    def send_media(self, effects: list[Effect]) -> None:
        if self.hello_sent:
            effects.append(Send(messages.Media(self.view.local_camera, self.view.local_microphone)))

    def type_chat(self, text: str, now: datetime, effects: list[Effect]) -> None:
        text = text.strip()
        if not text:
            return
        if len(text) > messages.TEXT_CHARS:
            self.show(problem=Problem.CHAT_TOO_LONG)
            return
        key = self.new_id()
        self.chat.typed(ChatEntry(key, Role.PRACTITIONER, text, now, Delivery.SENDING))
        problem = None if self.view.problem is Problem.CHAT_TOO_LONG else self.view.problem
        self.show_chat()
        self.show(problem=problem)
        effects.append(Send(messages.Chat(text), key))

    def choose_file(self, event: FileChosen, now: datetime, effects: list[Effect]) -> None:
        key = self.new_id()
        offer = self.files.offer(key, event.name, event.kind, event.content, event.sha256)
        self.chat.typed(ChatEntry(key, Role.PRACTITIONER, "", now, Delivery.SENDING))
        self.show_chat()
        effects.append(Send(offer, key))

    def file_effects(self, done: list[FileEffect], effects: list[Effect]) -> None:
        effects += [Send(each.message) if isinstance(each, Post) else each for each in done]
        self.show_chat()

    def chatted(self, event: Received, message: ChatMessage) -> None:
        """What is said beside the call: it counts whenever it was said, and by whichever run."""
        sender = Role.PRACTITIONER if event.own else Role.PATIENT
        match message:
            case messages.Chat(text):
                self.chat.arrived(ChatEntry(event.message_id, sender, text, event.at))
            case messages.File():
                self.files.offered(event.message_id, message, own=event.own)
                self.chat.arrived(ChatEntry(event.message_id, sender, "", event.at))
            case messages.FileEnd():
                self.files.ended(message, own=event.own)
            case messages.Receipt() if event.own:
                self.chat.told_before(message)
            case messages.Receipt():
                self.chat.receipt(message)
        self.show_chat()

    def show_chat(self) -> None:
        files = self.files.files
        entries = tuple(
            replace(entry, file=self.files.entry(entry.id)) if entry.id in files else entry
            for entry in self.chat.entries
        )
        self.show(chat=entries, chat_read=self.chat.read)

    def show(self, **changes: Any) -> None:
        self.view = replace(self.view, **changes)
