"""What travels sealed in the mailbox (and, while one is open, over the data channel).

Every message is a JSON object whose `type` names it. Signalling is addressed to one instance of the other end,
so that what was said to an earlier run (a reloaded page, a restarted desktop) is never taken for the present.

How a call comes about. Only the patient makes offers, and only when the practitioner asks for one: there is a
single authority for the number of the transport (`generation`), hence no glare.

    patient  -> hello                    name, consent, what is on
    practitioner -> hello                name shown to the patient
    practitioner -> ring(call, generation)
    patient  -> offer(generation), practitioner -> answer(generation), both -> candidates(generation)
                                         while it rings, where the ring says so; else after the accept
    patient  -> accept(call)             or decline(call); over the data channel too, where one is open by then
    patient  -> reveal                   its nonce for the security code, once
    practitioner -> connect(generation)  later transports of the same call; the patient answers with an offer
    patient  -> reconnect                the patient wishes for a new transport; answered with connect
    practitioner -> practice             how the practice is reached without this program
    practitioner -> hint                 one of a few ready sentences, shown large on the patient's page
    practitioner -> delay                how late it will be; also before the patient is there
    practitioner -> still                take a sharp photo; answered with still-ready or still-refused
    practitioner -> picture              how large the patient's picture may be on a weak line
    either   -> chat, receipt, file, file-end, media, heartbeat, hang-up
"""

from dataclasses import MISSING, asdict, dataclass, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar, Self

NAME_CHARS = 120
TEXT_CHARS = 8000
SDP_CHARS = 40000
CANDIDATE_CHARS = 400
CANDIDATES = 40
ID_CHARS = 64
FILE_NAME_CHARS = 255
KIND_CHARS = 127


class MessageError(ValueError):
    """A sealed content that is no message of this protocol; it must be dropped."""


class UnknownType(MessageError):
    """A message of a newer version of the other end: genuine, and of no use here."""


@dataclass(frozen=True)
class Message:
    """Base of all messages; subclasses are plain records of strings, numbers and booleans."""

    type: ClassVar[str]
    limits: ClassVar[dict[str, int]] = {}
    """Longest value of each string field, in characters; 64 where none is named."""

    def to_content(self) -> dict[str, Any]:
        return {"type": self.type, **asdict(self)}

    @classmethod
    def from_content(cls, content: dict[str, Any]) -> Self:
        values: dict[str, Any] = {}
        for spec in fields(cls):
            if spec.default is not MISSING and spec.name not in content:
                continue  # an older version of the other end does not know it
            value = content.get(spec.name)
            kind = spec.type
            if kind == "str" or kind is str:
                if not isinstance(value, str) or len(value) > cls.limits.get(spec.name, 64):
                    raise MessageError(f"{cls.type}.{spec.name} is missing or malformed")
            elif kind == "bool" or kind is bool:
                if not isinstance(value, bool):
                    raise MessageError(f"{cls.type}.{spec.name} is missing or malformed")
            elif not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
                raise MessageError(f"{cls.type}.{spec.name} is missing or malformed")
            values[spec.name] = value
        return cls(**values)


@dataclass(frozen=True)
class Hello(Message):
    """I am here: the first message of every instance, and again when what it says changes."""

    type: ClassVar[str] = "hello"
    limits: ClassVar[dict[str, int]] = {"name": NAME_CHARS}
    name: str
    """The clear name that the other side shows."""
    consent_at: str
    """Patient: when consent was given, ISO 8601 in UTC. Practitioner: empty."""
    call: str
    """The call this instance was in before a reload or restart, and wants to go on with; else empty."""
    camera: bool
    microphone: bool


@dataclass(frozen=True)
class Ring(Message):
    """The practitioner is ready; the patient's page rings until accepted or declined."""

    type: ClassVar[str] = "ring"
    to: str
    call: str
    generation: int
    prepare: bool = False
    """Connect this generation while it rings, without sound or picture. Another ring of the same call is no other call:
    it asks for another transport in the place of one that has come to nothing."""


@dataclass(frozen=True)
class Accept(Message):
    type: ClassVar[str] = "accept"
    to: str
    call: str


@dataclass(frozen=True)
class Decline(Message):
    type: ClassVar[str] = "decline"
    to: str
    call: str


@dataclass(frozen=True)
class Connect(Message):
    """Make the n-th transport of this call: the patient answers with an offer of that generation."""

    type: ClassVar[str] = "connect"
    to: str
    call: str
    generation: int


@dataclass(frozen=True)
class Reconnect(Message):
    """The patient wishes for a new transport."""

    type: ClassVar[str] = "reconnect"
    to: str
    generation: int
    """The generation that does not work."""


@dataclass(frozen=True)
class Offer(Message):
    type: ClassVar[str] = "offer"
    limits: ClassVar[dict[str, int]] = {"sdp": SDP_CHARS}
    to: str
    generation: int
    sdp: str
    commitment: str = ""
    """To the nonce that `Reveal` will tell (`security_code`); empty: this end takes no part in the code."""


@dataclass(frozen=True)
class Answer(Message):
    type: ClassVar[str] = "answer"
    limits: ClassVar[dict[str, int]] = {"sdp": SDP_CHARS}
    to: str
    generation: int
    sdp: str
    nonce: str = ""
    """The practitioner's, for the security code."""


@dataclass(frozen=True)
class Reveal(Message):
    """The patient's nonce, once the practitioner's is known: now both ends know the security code."""

    type: ClassVar[str] = "reveal"
    to: str
    nonce: str


@dataclass(frozen=True)
class Candidate(Message):
    """One trickled ICE candidate (RFC 8838); an empty `candidate` marks the end of candidates."""

    type: ClassVar[str] = "candidate"
    limits: ClassVar[dict[str, int]] = {"candidate": CANDIDATE_CHARS}
    to: str
    generation: int
    candidate: str
    mid: str


@dataclass(frozen=True)
class Media(Message):
    """Which of the sender's devices are on."""

    type: ClassVar[str] = "media"
    camera: bool
    microphone: bool


@dataclass(frozen=True)
class Heartbeat(Message):
    """What this end receives of the other, about once a second and whenever it changes.

    It goes over the data channel, and over the mailbox while nothing is heard over that.
    """

    type: ClassVar[str] = "heartbeat"
    to: str
    generation: int
    """The transport it speaks of."""
    audio_ms: int
    """For how long sound has arrived without a gap, in milliseconds; 0: none arrives."""
    video_ms: int
    """The same of pictures that could be decoded."""
    posted: int = 0
    """How many messages this instance has posted and the service has taken: none of them may stay away."""
    shown_width: int = 0
    shown_height: int = 0
    """The area in which this end shows the other's picture, in device pixels: a larger one need not be sent. 0: not
    known."""


@dataclass(frozen=True)
class Chat(Message):
    """A line of chat; also what the practitioner writes before the patient is there."""

    type: ClassVar[str] = "chat"
    limits: ClassVar[dict[str, int]] = {"text": TEXT_CHARS}
    text: str


class HintKey(StrEnum):
    """The sentences that the patient's page knows, each in the patient's language."""

    MICROPHONE = "microphone"
    """Your microphone is muted."""
    LOUDER = "louder"
    LIGHT = "light"
    """Please come closer to the light."""
    STEADY = "steady"
    """Please put the device down so that it stands still."""
    CARD = "card"
    """Please hold the card closer."""


@dataclass(frozen=True)
class Hint(Message):
    """Show a sentence of `HintKey` large for a while. A page passes over one that it does not know."""

    type: ClassVar[str] = "hint"
    to: str
    hint: str


class PictureSize(StrEnum):
    """The rungs of the ladder that people choose themselves; above and below each, the engines follow the line."""

    FULL = "full"
    """As large as the line allows."""
    SMALL = "small"
    OFF = "off"
    """Sound alone."""


@dataclass(frozen=True)
class Picture(Message):
    """Send a picture of this `PictureSize` from now on; a camera that this switched off comes back with `full`."""

    type: ClassVar[str] = "picture"
    to: str
    size: str


@dataclass(frozen=True)
class Practice(Message):
    """How to reach the practice when all else fails; the newest counts."""

    type: ClassVar[str] = "practice"
    telephone: str


@dataclass(frozen=True)
class Receipt(Message):
    """How many of the other end's chat lines have come so far.

    Counted in the mailbox's order; numbers, not ids, so that one message speaks for many lines, and a service that
    holds a line back cannot let it look as if it had come.
    """

    type: ClassVar[str] = "receipt"
    delivered: int
    read: int
    """Those of them that have been on the screen."""


@dataclass(frozen=True)
class Delay(Message):
    """By how many minutes past the appointment's time the practitioner will be late, about; 0 takes it back."""

    type: ClassVar[str] = "delay"
    minutes: int


@dataclass(frozen=True)
class File(Message):
    """A file is offered, as a line of the chat; its message id names it. `session/file_transfer.py` tells the rest."""

    type: ClassVar[str] = "file"
    limits: ClassVar[dict[str, int]] = {"name": FILE_NAME_CHARS, "kind": KIND_CHARS}
    name: str
    kind: str
    """Its media type; may be empty."""
    size: int
    """In bytes."""
    sha256: str
    """In hexadecimal."""


RECEIVED, CANCELLED, FAILED, GONE = "received", "cancelled", "failed", "gone"
"""How a file may end: it came and is what was offered; cancelled by either end; not what was offered; lost here."""


@dataclass(frozen=True)
class FileEnd(Message):
    type: ClassVar[str] = "file-end"
    file: str
    """The message id of the offer."""
    how: str


@dataclass(frozen=True)
class Still(Message):
    """Take a sharp still with the camera. It then travels as a file of this id does, but is no line of the chat."""

    type: ClassVar[str] = "still"
    to: str
    id: str


@dataclass(frozen=True)
class StillReady(Message):
    type: ClassVar[str] = "still-ready"
    to: str
    id: str
    size: int
    sha256: str


CAMERA_OFF = "camera-off"


@dataclass(frozen=True)
class StillRefused(Message):
    type: ClassVar[str] = "still-refused"
    to: str
    id: str
    reason: str
    """`CAMERA_OFF`, or anything else that went wrong."""


@dataclass(frozen=True)
class HangUp(Message):
    """The consultation is over for both."""

    type: ClassVar[str] = "hang-up"


TYPES = MappingProxyType(
    {
        kind.type: kind
        for kind in (
            Hello,
            Ring,
            Accept,
            Decline,
            Connect,
            Reconnect,
            Offer,
            Answer,
            Reveal,
            Candidate,
            Media,
            Heartbeat,
            Chat,
            Hint,
            Receipt,
            Delay,
            Picture,
            Practice,
            Still,
            StillReady,
            StillRefused,
            File,
            FileEnd,
            HangUp,
        )
    }
)


def parse(content: dict[str, Any]) -> Message:
    """The message in an opened content. Unknown fields are passed over, for newer versions of the other end.

    Raises:
        UnknownType: The other end is newer.
        MessageError: A field is missing, of the wrong type or too long.
    """
    name = content.get("type")
    kind = TYPES.get(name) if isinstance(name, str) else None
    if kind is None:
        raise UnknownType("unknown message type")
    return kind.from_content(content)
