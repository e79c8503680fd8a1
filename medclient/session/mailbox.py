"""One end's view of a consultation's mailbox, without I/O (docs/service-api.md).

Text frames of the WebSocket go in through `receive`, text frames to send are taken from `frames_to_send`. What is
posted is kept until the service has acknowledged it and is sent again after every new connection; the service
stores it once. No more than `WINDOW` of it is under way at once: after a long time without the service it must not
take us for a flood. What was received is asked for from the last number on.
"""

import json
import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from medclient.protocol import messages
from medclient.protocol.envelope import NONCE_BYTES, EnvelopeError, Opener, Role, Sealer, split_message_id

log = logging.getLogger("medclient.session.mailbox")

WINDOW = 16
"""How many posts may wait for the service to acknowledge them."""
REPLACED = 4409
PAST = "past"
"""The type of a message that has nothing to say; every end drops types that it does not know."""
FINAL_CLOSE_CODES = {
    4401: "unauthorised",
    4403: "forbidden",
    4404: "unknown_link",
    REPLACED: "replaced",
    4410: "over",
    4425: "not_yet_open",
}
"""WebSocket close codes after which connecting again by oneself would be wrong."""


@dataclass(frozen=True)
class Joined:
    presence: dict[Role, datetime | None]
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class Opened:
    """A sealed message, opened."""

    seq: int
    message_id: str
    instance: str
    sender: Role
    at: datetime
    message: messages.Message


@dataclass(frozen=True)
class Dropped:
    """A message that was altered, repeated or malformed; `reason` holds nothing of its content."""

    seq: int
    sender: str
    reason: str


@dataclass(frozen=True)
class Missing:
    """Messages of an end were kept back: a later one has come, or the end itself has told that it sent more."""

    sender: Role


@dataclass(frozen=True)
class Acknowledged:
    message_id: str


@dataclass(frozen=True)
class CaughtUp:
    pass


@dataclass(frozen=True)
class Presence:
    role: Role
    since: datetime | None


@dataclass(frozen=True)
class Ended:
    at: datetime
    by: Role | None


@dataclass(frozen=True)
class ServiceError:
    code: str


MailboxEvent = Joined | Opened | Dropped | Missing | Acknowledged | CaughtUp | Presence | Ended | ServiceError


def moment(value: Any) -> datetime | None:
    """A time in a frame of the service.

    Raises:
        ValueError: Neither a time with its offset, nor null.
    """
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError("not a time")
    parsed = datetime.fromisoformat(value)
    if parsed.tzinfo is None:
        raise ValueError("a time without its offset")
    return parsed


@dataclass
class MailboxClient:
    """The state that outlives single connections."""

    link_id: str
    secret: bytes = field(repr=False)
    role: Role
    token: str = field(repr=False)

    sealer: Sealer = field(init=False)
    openers: dict[Role, Opener] = field(init=False)
    last_seq: int = 0
    joined: bool = False
    unacknowledged: dict[str, str] = field(default_factory=dict)
    """Frames that were posted and not yet acknowledged, by message id, in order."""
    lasting: set[str] = field(default_factory=set)
    """Which of them must outlive a crash of the program: what a person has typed."""
    under_way: set[str] = field(default_factory=set)
    """Which of them have been sent on this connection."""
    opened_elsewhere: bool = False
    """Another run of our own role has greeted since we came: by its own sealed word, which no service can make up."""
    there_before: int | None = None
    """The last number when this run first joined."""
    wants_start: bool = False
    wants_end: bool = False
    end_sent: bool = False
    full: bool = False
    """The service takes no posts at the moment: what is to be said beside them must not wait for them."""
    outgoing: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sealer = Sealer.for_link(self.secret, self.link_id, self.role)
        self.openers = {role: Opener.for_link(self.secret, self.link_id, role) for role in Role}

    @property
    def instance(self) -> str:
        return self.sealer.instance

    @property
    def posted(self) -> int:
        """How many messages of this run the service has taken."""
        own = sum(split_message_id(each)[0] == self.instance for each in self.unacknowledged)
        return self.sealer.next_number - own

    @property
    def unsent(self) -> list[str]:
        """Sealed posts that a crash must not lose, with those before them: no number may be left out."""
        posts = list(self.unacknowledged.items())
        last = max((place for place, (each, _) in enumerate(posts) if each in self.lasting), default=-1)
        return [frame for _, frame in posts[: last + 1]]

    def restore(self, frames: Iterable[str]) -> list[tuple[str, messages.Chat]]:
        """Take over what an earlier run could not get rid of; returns what was typed, with its ids.

        The service stores an id once, should it have come after all. What that run had to say beside, of transports
        that are gone, is said no more: its numbers go out with nothing in them.
        """
        opener = Opener.for_link(self.secret, self.link_id, self.role)
        typed = []
        for frame in frames:
            try:
                post = json.loads(frame)
                message_id, content = post["id"], opener.open(post["id"], post["body"])
                message = messages.parse(content)
            except messages.MessageError:
                message = None
            except (ValueError, KeyError, TypeError):
                log.info("a kept post was passed over")
                continue
            if isinstance(message, messages.Chat):
                self.lasting.add(message_id)
                typed.append((message_id, message))
            else:
                body = self.sealer.seal_as(message_id, {"type": PAST}, secrets.token_bytes(NONCE_BYTES))
                frame = json.dumps({"type": "post", "id": message_id, "body": body})
            self.unacknowledged[message_id] = frame
        return typed

    @property
    def settled(self) -> bool:
        """Whether the service has taken all we had to say."""
        return not (self.unacknowledged or self.wants_start or self.wants_end)

    def frames_to_send(self) -> list[str]:
        frames, self.outgoing = self.outgoing, []
        return frames

    def connected(self) -> None:
        """A new WebSocket is open."""
        self.lost()
        self._send(type="join", role=self.role.value, token=self.token, after=self.last_seq)

    def lost(self) -> None:
        self.joined = self.end_sent = self.full = False
        self.under_way.clear()
        self.outgoing = []

    def give_up(self) -> None:
        """The service will take nothing more."""
        self.unacknowledged.clear()
        self.lasting.clear()
        self.wants_start = self.wants_end = False

    def post(self, message: messages.Message) -> str:
        """Seal a message and send it as soon as that is possible; returns its id.

        Raises:
            ValueError: It does not fit into a mailbox message.
        """
        message_id, body = self.sealer.seal(message.to_content())
        frame = json.dumps({"type": "post", "id": message_id, "body": body})
        self.unacknowledged[message_id] = frame
        if isinstance(message, messages.Chat):
            self.lasting.add(message_id)
        self._fill()
        return message_id

    def start(self) -> None:
        self.wants_start = True
        if self.joined:
            self._send(type="start")

    def end(self) -> None:
        """End the consultation, after all that was posted before."""
        self.wants_end = True
        self._fill()

    def ping(self) -> None:
        self._send(type="ping")

    def receive(self, text: str) -> list[MailboxEvent]:
        """Take one frame of the service; what is malformed is dropped without harm."""
        try:
            frame = json.loads(text)
            kind = frame["type"]
            if kind == "message":
                return self._message(frame)
            if kind == "joined":
                return self._joined(frame)
            if kind == "posted":
                known = self.unacknowledged.pop(frame["id"], None) is not None
                self.under_way.discard(frame["id"])
                self.lasting.discard(frame["id"])
                self._fill()
                return [Acknowledged(frame["id"])] if known else []
            if kind == "caught_up":
                return [CaughtUp()]
            if kind == "presence":
                return [Presence(Role(frame["role"]), moment(frame["since"]))]
            if kind == "started":
                self.wants_start = False
            elif kind == "ended":
                self.wants_end = False
                by = frame.get("by")
                at = moment(frame["at"])
                return [Ended(at, Role(by) if by else None)] if at else []
            elif kind == "error":
                self.full = frame["code"] == "mailbox_full"
                self._fill()
                return [ServiceError(str(frame["code"])[:40])]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return [Dropped(0, "service", "malformed frame")]
        return []

    def _joined(self, frame: dict[str, Any]) -> list[MailboxEvent]:
        event = Joined(
            {role: moment(frame["presence"].get(role.value)) for role in Role},
            moment(frame["started_at"]),
            moment(frame["ended_at"]),
        )
        if self.there_before is None:
            self.there_before = int(frame["last"])
        self.joined = True
        self.wants_start = self.wants_start and event.started_at is None
        self.wants_end = self.wants_end and event.ended_at is None
        if self.wants_start:
            self._send(type="start")
        self._fill()
        return [event]

    def _fill(self) -> None:
        """Send what the window has room for."""
        if not self.joined:
            return
        # What is under way are the first of them, so this does not look far.
        for message_id, frame in self.unacknowledged.items():
            if len(self.under_way) >= WINDOW:
                break
            if message_id not in self.under_way:
                self.under_way.add(message_id)
                self.outgoing.append(frame)
        all_sent = len(self.under_way) == len(self.unacknowledged)
        if self.wants_end and not self.end_sent and (all_sent or self.full):
            self.end_sent = True
            self._send(type="end")

    def _message(self, frame: dict[str, Any]) -> list[MailboxEvent]:
        seq, sender = int(frame["seq"]), Role(frame["from"])
        if seq <= self.last_seq:
            return [Dropped(seq, sender.value, "number did not rise")]
        self.last_seq = seq
        message_id, at = frame["id"], moment(frame["at"])
        if at is None:
            raise ValueError("a message without its time")
        opener = self.openers[sender]
        missing = opener.missing
        try:
            content = opener.open(message_id, frame["body"])
        except EnvelopeError as error:
            return [Dropped(seq, sender.value, str(error))]
        events: list[MailboxEvent] = [Missing(sender)] if opener.missing > missing else []
        try:
            message = messages.parse(content)
        except messages.UnknownType:
            return events
        except messages.MessageError as error:
            return [*events, Dropped(seq, sender.value, str(error))]
        opened = Opened(seq, message_id, split_message_id(message_id)[0], sender, at, message)
        if (
            isinstance(message, messages.Hello)
            and sender is self.role
            and opened.instance != self.instance
            and self.there_before is not None
            and seq > self.there_before
        ):
            self.opened_elsewhere = True
        return [*events, opened]

    def _send(self, **frame: Any) -> None:
        self.outgoing.append(json.dumps(frame))
