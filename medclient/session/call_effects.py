"""What a `Call` wants done; `consultation.py` does it."""

from dataclasses import dataclass

from medclient.protocol import messages
from medclient.session.file_transfer import Tell


@dataclass(frozen=True)
class Send:
    """Seal this message and post it; it survives an unreachable service."""

    message: messages.Message
    chat_key: str = ""
    """For a line of chat: the provisional id that its sealed id replaces (`Call.chat_sealed`)."""


@dataclass(frozen=True)
class Beat:
    """Send this over the data channel of the transport it speaks of, if that is open."""

    beat: messages.Heartbeat


@dataclass(frozen=True)
class StartCall:
    """Tell the service that the call has begun: from now on the access window does not cut it."""


@dataclass(frozen=True)
class EndConsultation:
    """Tell the service that it is over."""


@dataclass(frozen=True)
class OpenTransport:
    """Answer this offer with a new peer connection."""

    generation: int
    offer_sdp: str
    commitment: str = ""
    in_need: bool = False
    """Nothing else carries picture and sound at the moment: no way is too dear, as long as it is soon there."""


@dataclass(frozen=True)
class TakeReveal:
    """Check the nonce of the patient's end, and make the security code of it."""

    nonce: str


@dataclass(frozen=True)
class AddCandidate:
    generation: int
    candidate: str
    mid: str


@dataclass(frozen=True)
class UseTransport:
    """Show and play this one, and feed it with our picture and sound."""

    generation: int


@dataclass(frozen=True)
class BeginMedia:
    """The patient has accepted: what was prepared while it rang gets our picture and sound from now on."""


@dataclass(frozen=True)
class CloseTransport:
    generation: int


@dataclass(frozen=True)
class LimitPicture:
    """Send our own picture no larger than this, over every transport from now on."""

    size: messages.PictureSize


Effect = (
    LimitPicture
    | Send
    | Tell
    | Beat
    | StartCall
    | EndConsultation
    | OpenTransport
    | TakeReveal
    | AddCandidate
    | UseTransport
    | BeginMedia
    | CloseTransport
)
