"""The link that brings a colleague into the practice: `https://HOST/i/<id>#<secret>`, good once, for seven days.

Two values come from the secret: one proves it to the service, the other opens the sealed practice key.
"""

import secrets
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Self
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from medclient.protocol import encoding
from medclient.protocol.access_link import LINK_ID_BYTES, SECRET_BYTES, is_link_id


class InvalidInvitation(ValueError):
    """A text that is no invitation; the message never repeats the text."""


@dataclass(frozen=True)
class InvitationLink:
    """Where to go, which invitation, and what opens it."""

    base_url: str
    invitation_id: str
    secret: bytes = field(repr=False)

    @classmethod
    def new(cls, base_url: str) -> Self:
        random_id = encoding.encode(secrets.token_bytes(LINK_ID_BYTES))
        return cls(base_url.rstrip("/"), random_id, secrets.token_bytes(SECRET_BYTES))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a link as a person pasted it.

        Raises:
            InvalidInvitation: It is none, or it would lead over a network without encryption.
        """
        try:
            parts = urlsplit("".join(text.split()))
            prefix, _, invitation_id = parts.path.rpartition("/")
            secret = encoding.decode(parts.fragment)
            safe = parts.scheme == "https" or (parts.scheme == "http" and _is_this_computer(parts.hostname or ""))
            valid = parts.netloc and prefix == "/i" and is_link_id(invitation_id) and len(secret) == SECRET_BYTES
        except ValueError:
            raise InvalidInvitation("not an invitation") from None
        if not (safe and valid):
            raise InvalidInvitation("not an invitation")
        return cls(f"{parts.scheme}://{parts.netloc}", invitation_id, secret)

    @property
    def url(self) -> str:
        return f"{self.base_url}/i/{self.invitation_id}#{encoding.encode(self.secret)}"

    @property
    def proof(self) -> str:
        """What proves the link to the service; base64url of 32 bytes."""
        return encoding.encode(self._derive("invitation proof"))

    @property
    def sealing_key(self) -> bytes:
        """What seals the practice key on its way."""
        return self._derive("invitation key")

    @property
    def purpose(self) -> str:
        """What the sealed practice key is bound to."""
        return f"invitation {self.invitation_id}"

    def _derive(self, purpose: str) -> bytes:
        salt = encoding.decode(self.invitation_id)
        return HKDF(SHA256(), SECRET_BYTES, salt=salt, info=f"medclient v1 {purpose}".encode()).derive(self.secret)


def _is_this_computer(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
