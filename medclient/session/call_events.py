"""What a `Call` is told: by the user, the mailbox, the transports and the clock."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from medclient.protocol import messages
from medclient.session.events import EndedBy, Problem, Quality, Side
from medclient.session.mutual_view import NO_FLOW, Flow


@dataclass(frozen=True)
class CallPressed:
    """Start: ring the patient as soon as they are there."""


@dataclass(frozen=True)
class CameraSwitched:
    on: bool


@dataclass(frozen=True)
class MicrophoneSwitched:
    on: bool


@dataclass(frozen=True)
class ReconnectPressed:
    pass


@dataclass(frozen=True)
class HangUpPressed:
    pass


@dataclass(frozen=True)
class ChatTyped:
    text: str


@dataclass(frozen=True)
class HintPressed:
    """Show the patient a ready sentence."""

    hint: messages.HintKey


@dataclass(frozen=True)
class ChatSeen:
    """So many of the patient's lines have been on the screen."""

    count: int


@dataclass(frozen=True)
class StillPressed:
    """Ask the patient's camera for a sharp still."""


@dataclass(frozen=True)
class PictureChosen:
    """On a weak line: let both pictures be smaller, or do without them; or have them back."""

    size: messages.PictureSize


@dataclass(frozen=True)
class FileChosen:
    """Offer this file to the patient."""

    name: str
    kind: str
    content: bytes = field(repr=False)
    sha256: str


@dataclass(frozen=True)
class FileAccepted:
    """Fetch a file that the patient offers; `file_id` is its chat entry's."""

    file_id: str


@dataclass(frozen=True)
class FileCancelled:
    file_id: str


@dataclass(frozen=True)
class FileChannelOpened:
    """A transport can carry files now."""

    generation: int


@dataclass(frozen=True)
class MailboxJoined:
    """The service has let us in; the backlog follows."""

    patient_since: datetime | None
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class MailboxCaughtUp:
    """The backlog has been read; what comes now is live."""


@dataclass(frozen=True)
class MailboxLost:
    pass


@dataclass(frozen=True)
class MailboxRefused:
    """The service will not let us in again; `problem` says why, or None where the consultation is over."""

    problem: Problem | None


@dataclass(frozen=True)
class PatientPresence:
    since: datetime | None


@dataclass(frozen=True)
class Posted:
    """The service has stored our message."""

    message_id: str


@dataclass(frozen=True)
class Received:
    """An opened message; `own` if an end of ours sent it, now or before a restart."""

    message_id: str
    instance: str
    own: bool
    at: datetime
    message: messages.Message


@dataclass(frozen=True)
class MessageRefused:
    """A message was altered, repeated or malformed, and was dropped."""


@dataclass(frozen=True)
class MessagesMissing:
    """The service keeps messages of an end back."""


@dataclass(frozen=True)
class KeyChanged:
    """An offer came with another certificate than the patient's end has used before; it was not answered."""


@dataclass(frozen=True)
class ConsultationEnded:
    """The service says so. What ends a call is a sealed hang-up; this is a claim."""

    by: EndedBy


@dataclass(frozen=True)
class AnswerMade:
    generation: int
    sdp: str
    nonce: str = ""


@dataclass(frozen=True)
class CodeKnown:
    """Both people can compare this now."""

    code: str


@dataclass(frozen=True)
class CandidateFound:
    """A STUN or TURN server has given another way to a transport."""

    generation: int
    candidate: str


@dataclass(frozen=True)
class TransportReport:
    """What a transport has heard; sampled several times a second."""

    generation: int
    connected: bool
    failed: bool
    rtp_at: datetime | None
    """When RTP last arrived."""
    heard_at: datetime | None
    """When anything last arrived: RTP, RTCP or an ICE check."""
    flow: Flow = NO_FLOW


@dataclass(frozen=True)
class NetworkChanged:
    """This computer's addresses are others now."""

    address_gone: bool
    """Whether one of them is gone, and with it perhaps the way of the transport in use."""


@dataclass(frozen=True)
class HeartbeatHeard:
    """The patient's end said over a data channel what it receives."""

    beat: messages.Heartbeat


@dataclass(frozen=True)
class AcceptHeard:
    """The patient's page said over the data channel of what was prepared that the patient has accepted.

    The channel is as good as the mailbox: its certificate was in the sealed offer.
    """

    accept: messages.Accept


@dataclass(frozen=True)
class LineJudged:
    """How good the line is, and whose is the weak one."""

    quality: Quality
    weak_side: Side | None


@dataclass(frozen=True)
class Tick:
    """Time has passed."""

    late: timedelta = timedelta(0)
    """By how much later than it should have come: a busy machine."""


Event = (
    CallPressed
    | CameraSwitched
    | MicrophoneSwitched
    | ReconnectPressed
    | HangUpPressed
    | ChatTyped
    | HintPressed
    | ChatSeen
    | StillPressed
    | PictureChosen
    | FileChosen
    | FileAccepted
    | FileCancelled
    | FileChannelOpened
    | MailboxJoined
    | MailboxCaughtUp
    | MailboxLost
    | MailboxRefused
    | PatientPresence
    | Posted
    | Received
    | MessageRefused
    | MessagesMissing
    | KeyChanged
    | CodeKnown
    | ConsultationEnded
    | AnswerMade
    | CandidateFound
    | TransportReport
    | NetworkChanged
    | HeartbeatHeard
    | AcceptHeard
    | LineJudged
    | Tick
)
