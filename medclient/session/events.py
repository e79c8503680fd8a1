"""What the session tells the user interface: one immutable snapshot of the whole call, on every change.

The interface draws the newest snapshot and keeps no state of the call itself.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from medclient.protocol.envelope import Role
from medclient.protocol.messages import PictureSize
from medclient.session.mutual_view import NOTHING_KNOWN, Mutual


class CallState(StrEnum):
    """The states that a user sees."""

    IDLE = "idle"
    """No consultation is open."""
    WAITING = "waiting"
    """The consultation is open, the patient is not there or has not been rung."""
    RINGING = "ringing"
    CONNECTING = "connecting"
    """Accepted; no picture or sound yet."""
    IN_CALL = "in_call"
    UNSTABLE = "unstable"
    """No media for a second; the last picture stays, dimmed."""
    RECONNECTING = "reconnecting"
    """A new transport is being made behind the same call; the last picture stays, dimmed."""
    ENDED = "ended"


class Delivery(StrEnum):
    """How far a line of chat has come."""

    SENDING = "sending"
    """Typed; goes out as soon as the service is reachable."""
    SENT = "sent"
    """Stored by the service."""
    DELIVERED = "delivered"
    """The other end has it."""
    READ = "read"
    """It has been on the other end's screen."""


class FileState(StrEnum):
    """What has become of a file that one end offered."""

    OFFERED = "offered"
    """The end that is to get it has not asked for it."""
    WAITING = "waiting"
    """Asked for; it goes on as soon as the two ends are connected."""
    MOVING = "moving"
    DONE = "done"
    """The other end of it has it, whole and checked."""
    CANCELLED = "cancelled"
    FAILED = "failed"
    """What came was not what had been offered."""
    GONE = "gone"
    """Whoever offered it cannot send it any more: their program or page was started anew."""
    REFUSED = "refused"
    """Too large, or of a kind that could be executed."""


class Quality(StrEnum):
    """The line as a person would call it."""

    UNKNOWN = "unknown"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


class Side(StrEnum):
    OWN = "own"
    OTHER = "other"


class EndedBy(StrEnum):
    PRACTITIONER = "practitioner"
    PATIENT = "patient"
    SERVICE = "service"
    """The access window closed, or the appointment was cancelled, before a call was started."""


class Problem(StrEnum):
    """Something that the user should read, each with its own sentence in the user interface."""

    SERVICE_UNREACHABLE = "service_unreachable"
    SIGNED_OUT = "signed_out"
    """The service no longer knows the session token."""
    REPLACED = "replaced"
    """The same consultation was opened in another program."""
    DECLINED = "declined"
    MESSAGE_REFUSED = "message_refused"
    """A mailbox message was altered, repeated or foreign, and was dropped."""
    MESSAGE_MISSING = "message_missing"
    """The service keeps messages of the patient's end back."""
    KEY_CHANGED = "key_changed"
    """A new transport came with another certificate than the call began with, and was not made."""
    END_DISPUTED = "end_disputed"
    """The service says that the consultation is over, and neither end has hung up: the call goes on."""
    LINK_CLOSED = "link_closed"
    CHAT_TOO_LONG = "chat_too_long"


@dataclass(frozen=True)
class FileEntry:
    """A file in the chat."""

    name: str
    kind: str
    """Its media type, as the end that offers it says."""
    size: int
    state: FileState = FileState.OFFERED
    moved: int = 0
    """How many bytes the other end of it has."""
    held: bool = False
    """Whether its content can be saved here."""


@dataclass(frozen=True)
class ChatEntry:
    """One line of chat."""

    id: str
    sender: Role
    text: str
    at: datetime
    delivery: Delivery = Delivery.SENT
    file: FileEntry | None = None


class StillState(StrEnum):
    """What has become of a still that was asked for."""

    ASKED = "asked"
    MOVING = "moving"
    READY = "ready"
    """It is here and waits to be taken."""
    NO_CAMERA = "no_camera"
    """The patient's camera is off."""
    FAILED = "failed"


@dataclass(frozen=True)
class StillEntry:
    """A sharp still by the patient's camera."""

    id: str
    state: StillState = StillState.ASKED
    percent: int = 0


@dataclass(frozen=True)
class CallSnapshot:
    """Everything the call page shows, at one moment."""

    state: CallState = CallState.IDLE
    link_id: str = ""
    patient_name: str = ""
    """As the patient typed it; empty before that (show the appointment's name then)."""
    patient_present_since: datetime | None = None
    consent_at: datetime | None = None
    started_at: datetime | None = None
    """When picture or sound first flowed; the duration counts from here."""
    ended_at: datetime | None = None
    ended_by: EndedBy | None = None
    interruptions: int = 0
    """How often the call left `in_call` without being hung up."""
    generation: int = 0
    """The number of the current transport."""
    local_camera: bool = True
    local_microphone: bool = True
    """What the user has switched on; whether the device delivers is `MediaState`'s to say."""
    remote_camera: bool = False
    remote_microphone: bool = False
    service_reachable: bool = False
    quality: Quality = Quality.UNKNOWN
    weak_side: Side | None = None
    """Whose line makes the quality what it is, where that can be told."""
    still: StillEntry | None = None
    """The one that was asked for last."""
    picture: PictureSize = PictureSize.FULL
    """What the practitioner has chosen for a weak line, both ways."""
    mutual: Mutual = NOTHING_KNOWN
    """Which of sound and picture arrive, each way."""
    security_code: str = ""
    """What both people can read to each other (`protocol.security_code`); empty while it is not known."""
    problem: Problem | None = None
    chat: tuple[ChatEntry, ...] = ()
    chat_read: int = 0
    """How many of the patient's lines have been on the screen, before a restart too."""


@dataclass(frozen=True)
class ConsultationTicket:
    """What the session needs to open one consultation."""

    base_url: str
    """The service's address as the desktop reaches it."""
    link_id: str
    secret: bytes
    session_token: str
    practitioner_name: str
    patient_name: str = ""
    """From the appointment."""
    patient_telephone: str = ""
    practice_telephone: str = ""
    """As people dial them; empty where none is known."""

    def __repr__(self) -> str:
        return "ConsultationTicket(...)"
