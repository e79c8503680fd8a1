"""The envelope: how mailbox messages are sealed between the two ends.

From a link's secret, HKDF-SHA-256 (RFC 5869) gives one AES-256-GCM key per direction, and one token with
which the patient shows the service that they hold the link. The salt is the link id's 16 bytes, the info is
`INFO` + the purpose.

A sealed body is base64url of: version byte 1, 12 bytes nonce, ciphertext with its 16-byte tag. The associated
data are the link id, the sender and the message id, joined by `\\n` after a header line.

A message id is `<instance>.<number>`: a random name of the sending program run, and a counter from 0. Since the
mailbox keeps order, a number that does not rise within its instance is a repetition and is refused; one that rises by
more than one tells that messages were kept back.
The same is written in JavaScript in `service/page/envelope.js`; `tests/vectors/envelope.json` binds the two.
"""

import hashlib
import json
import re
import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from medclient.protocol import encoding

INFO = b"medclient v1 "
HEADER = "medclient envelope v1"
VERSION = 1
NONCE_BYTES = 12
TAG_BYTES = 16
MAX_BODY_CHARS = 65536
"""Longest sealed body that the service accepts, in characters of base64url."""
MOST_REFUSED = 100
"""How many refused messages are remembered, so that they are not reported as missing too."""
MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{16}\.(0|[1-9][0-9]{0,8})")


class Role(StrEnum):
    """The two ends of a consultation."""

    PRACTITIONER = "practitioner"
    PATIENT = "patient"

    @property
    def peer(self) -> "Role":
        return Role.PATIENT if self is Role.PRACTITIONER else Role.PRACTITIONER


class EnvelopeError(ValueError):
    """A message that is altered, repeated, foreign or malformed; it must be dropped."""


def derive(secret: bytes, link_id: str, purpose: str) -> bytes:
    """32 bytes for one purpose of one link."""
    return HKDF(SHA256(), 32, salt=encoding.decode(link_id), info=INFO + purpose.encode()).derive(secret)


def patient_token(secret: bytes, link_id: str) -> str:
    """What the patient shows the service to join the mailbox; it opens no message."""
    return encoding.encode(derive(secret, link_id, "patient token"))


def token_verifier(token: str) -> str:
    """What the service keeps of a token: its SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_instance() -> str:
    """A random name (96 bits) for one run of one end."""
    return encoding.encode(secrets.token_bytes(12))


def split_message_id(message_id: str) -> tuple[str, int]:
    """The instance and number of a message id.

    Raises:
        EnvelopeError: It has not the form of one.
    """
    if not isinstance(message_id, str) or not MESSAGE_ID.fullmatch(message_id):
        raise EnvelopeError("malformed message id")
    instance, _, number = message_id.partition(".")
    return instance, int(number)


def associated_data(link_id: str, sender: Role, message_id: str) -> bytes:
    return "\n".join((HEADER, link_id, sender.value, message_id)).encode()


@dataclass
class Sealer:
    """Seals what one end sends; numbers its messages."""

    link_id: str
    sender: Role
    key: bytes = field(repr=False)
    instance: str = field(default_factory=new_instance)
    next_number: int = 0

    @classmethod
    def for_link(cls, secret: bytes, link_id: str, sender: Role) -> Self:
        return cls(link_id, sender, derive(secret, link_id, f"from {sender.value}"))

    def seal(self, content: dict[str, Any]) -> tuple[str, str]:
        """Seal a JSON object; returns the message id and the body.

        Raises:
            ValueError: The content does not fit into a mailbox message.
        """
        message_id = f"{self.instance}.{self.next_number}"
        body = self.seal_as(message_id, content, secrets.token_bytes(NONCE_BYTES))
        self.next_number += 1
        return message_id, body

    def seal_as(self, message_id: str, content: dict[str, Any], nonce: bytes) -> str:
        """Seal under a given id and nonce: for test vectors. A nonce must never be used twice."""
        plaintext = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        data = associated_data(self.link_id, self.sender, message_id)
        body = encoding.encode(bytes([VERSION]) + nonce + AESGCM(self.key).encrypt(nonce, plaintext, data))
        if len(body) > MAX_BODY_CHARS:
            raise ValueError("message too long")
        return body


@dataclass
class Opener:
    """Opens what one end sent; refuses what was altered, repeated or put out of order."""

    link_id: str
    sender: Role
    key: bytes = field(repr=False)
    highest: dict[str, int] = field(default_factory=dict)
    """The highest number opened so far, by instance."""
    missing: int = 0
    """How many messages were sealed before one that was opened, and never came; the refused ones do not count."""
    refused: set[str] = field(default_factory=set)

    @classmethod
    def for_link(cls, secret: bytes, link_id: str, sender: Role) -> Self:
        return cls(link_id, sender, derive(secret, link_id, f"from {sender.value}"))

    def open(self, message_id: str, body: str) -> dict[str, Any]:
        """The JSON object in a sealed body.

        Raises:
            EnvelopeError: The message must be dropped; the opener's memory is unchanged.
        """
        instance, number = split_message_id(message_id)
        highest = self.highest.get(instance, -1)
        if number <= highest:
            raise EnvelopeError("repeated message")
        if len(self.refused) < MOST_REFUSED:
            self.refused.add(message_id)
        content = self._decrypt(message_id, body)
        self.refused.discard(message_id)
        known = [split_message_id(each) for each in self.refused]
        self.missing += number - highest - 1 - sum(run == instance and highest < n < number for run, n in known)
        self.highest[instance] = number
        return content

    def _decrypt(self, message_id: str, body: str) -> dict[str, Any]:
        try:
            sealed = encoding.decode(body)
        except (ValueError, TypeError):
            raise EnvelopeError("malformed body") from None
        if len(sealed) < 1 + NONCE_BYTES + TAG_BYTES or sealed[0] != VERSION:
            raise EnvelopeError("malformed body")
        nonce, ciphertext = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        data = associated_data(self.link_id, self.sender, message_id)
        try:
            content = json.loads(AESGCM(self.key).decrypt(nonce, ciphertext, data))
        except InvalidTag:
            raise EnvelopeError("altered message") from None
        except (ValueError, RecursionError):
            raise EnvelopeError("malformed content") from None
        if not isinstance(content, dict):
            raise EnvelopeError("malformed content")
        return content

    def count(self, instance: str) -> int:
        """How many messages of an instance have come, those that are missing between them included."""
        return self.highest.get(instance, -1) + 1
