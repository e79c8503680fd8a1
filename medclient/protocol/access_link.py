"""The access link that a patient opens: `https://HOST/v/<link id>#<secret>`.

The part after `#` never reaches a server (RFC 9110 section 7.1: fragments are not sent).
"""

import secrets
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from medclient.protocol import encoding

LINK_ID_BYTES = 16
SECRET_BYTES = 32


class InvalidAccessLink(ValueError):
    """A text that is not an access link; the message never repeats the text."""


@dataclass(frozen=True)
class AccessLink:
    """One consultation's address and secret."""

    base_url: str
    """Scheme, host and port of the service, without a trailing slash."""
    link_id: str
    """128 random bits in base64url; also the consultation's id at the service."""
    secret: bytes = field(repr=False)
    """256 random bits; every key of the consultation comes from it."""

    @classmethod
    def new(cls, base_url: str) -> Self:
        return cls(
            base_url.rstrip("/"),
            encoding.encode(secrets.token_bytes(LINK_ID_BYTES)),
            secrets.token_bytes(SECRET_BYTES),
        )

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read a link as a person pasted it.

        Raises:
            InvalidAccessLink: It is not one.
        """
        try:
            parts = urlsplit(url.strip())
            prefix, _, link_id = parts.path.rpartition("/")
            secret = encoding.decode(parts.fragment)
            valid = (
                parts.scheme in ("http", "https")
                and parts.netloc
                and prefix == "/v"
                and is_link_id(link_id)
                and len(secret) == SECRET_BYTES
            )
        except ValueError:
            raise InvalidAccessLink("not an access link") from None
        if not valid:
            raise InvalidAccessLink("not an access link")
        return cls(f"{parts.scheme}://{parts.netloc}", link_id, secret)

    @property
    def url(self) -> str:
        return f"{self.base_url}/v/{self.link_id}#{encoding.encode(self.secret)}"


def is_link_id(text: str) -> bool:
    """Whether `text` has the form of a link id."""
    try:
        return len(encoding.decode(text)) == LINK_ID_BYTES
    except ValueError:
        return False
