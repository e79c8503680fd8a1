"""What a service that lies may serve: an honest mailbox goes in, and what is served instead of it comes out.

Both ends are tested with the same lies: the program's client, and the page's in a browser.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from medclient.protocol import encoding
from medclient.protocol.envelope import Role, Sealer

AT = "2026-11-26T09:00:00+00:00"
SECRET = bytes(range(32))
SECRET_IN_LINK = encoding.encode(SECRET)
LINK_ID = encoding.encode(bytes(range(100, 116)))
SDP = "v=0\r\na=fingerprint:sha-256 AA:BB\r\n"


@dataclass(frozen=True)
class Stored:
    """One message as the service keeps it."""

    sender: Role
    id: str
    body: str

    def frame(self, seq: int) -> str:
        content = {"type": "message", "seq": seq, "from": self.sender.value, "id": self.id, "body": self.body, "at": AT}
        return json.dumps(content)


Mailbox = list[Stored]
Frames = list[str]


def sealed(sender: Role, count: int, *, secret: bytes = SECRET, link_id: str = LINK_ID) -> Mailbox:
    """Lines of chat of one run."""
    sealer = Sealer.for_link(secret, link_id, sender)
    return [Stored(sender, *sealer.seal({"type": "chat", "text": f"line {number}"})) for number in range(count)]


def served(mailbox: Mailbox) -> Frames:
    return [each.frame(seq) for seq, each in enumerate(mailbox, 1)]


def _altered(mailbox: Mailbox) -> Frames:
    """One bit of a body, as it would be if a fingerprint in an offer were swapped."""
    body = bytearray(encoding.decode(mailbox[1].body))
    body[-20] ^= 1
    return served([mailbox[0], replace(mailbox[1], body=encoding.encode(bytes(body))), *mailbox[2:]])


def _injected(mailbox: Mailbox) -> Frames:
    """A message sealed with a key that the service made up."""
    own = sealed(mailbox[0].sender, 1, secret=secrets.token_bytes(32))
    return served([*mailbox, *own])


def _elsewhere(mailbox: Mailbox) -> Frames:
    """The mailbox of another consultation, between the same people."""
    other = encoding.encode(bytes(range(16)))
    return served(sealed(mailbox[0].sender, len(mailbox), link_id=other))


def _same_secret_elsewhere(mailbox: Mailbox) -> Frames:
    """The same where a practice would use a secret twice: the link is bound into every message."""
    return _elsewhere(mailbox) + [each.frame(9 + seq) for seq, each in enumerate(mailbox)]


def _half_lost(mailbox: Mailbox) -> Frames:
    return served([mailbox[0], *mailbox[2:]])


def _begun_late(mailbox: Mailbox) -> Frames:
    return served(mailbox[1:])


def _renumbered_gap(mailbox: Mailbox) -> Frames:
    return [mailbox[0].frame(1), mailbox[2].frame(7)]


LIES: dict[str, Callable[[Mailbox], Frames]] = {
    "a swapped fingerprint": _altered,
    "an injected message": _injected,
    "another consultation's mailbox": _elsewhere,
    "the same secret elsewhere": _same_secret_elsewhere,
    "a repetition": lambda mailbox: served([*mailbox, mailbox[1]]),
    "a repetition under its old number": lambda mailbox: [*served(mailbox), mailbox[1].frame(2)],
    "another order": lambda mailbox: served([mailbox[0], mailbox[2], mailbox[1]]),
    "a message kept back": _half_lost,
    "the first one kept back": _begun_late,
    "numbers that leave some out": _renumbered_gap,
    "numbers that fall": lambda mailbox: [mailbox[0].frame(9), mailbox[1].frame(3), mailbox[2].frame(10)],
    "another sender": lambda mailbox: served([replace(each, sender=each.sender.peer) for each in mailbox]),
    "another id": lambda mailbox: served([*mailbox, replace(mailbox[2], id=mailbox[2].id[:-1] + "3")]),
    "a truncated body": lambda mailbox: served([*mailbox[:2], replace(mailbox[2], body=mailbox[2].body[:-8])]),
    "a message without its time": lambda mailbox: [mailbox[0].frame(1).replace(AT, "soon")],
    "nonsense": lambda mailbox: ['{"type":"message","seq":{},"from":"patient"}'],
}
