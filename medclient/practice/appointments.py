"""An appointment as the desktop knows it: what the service stores, and what only the practice key opens."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from medclient.protocol import account, encoding
from medclient.protocol.access_link import SECRET_BYTES, AccessLink


def purpose(link_id: str) -> str:
    """What an appointment's sealed part is bound to."""
    return f"appointment {link_id}"


def seal(practice_key: bytes, link: AccessLink, name: str, reason: str) -> str:
    content = {"name": name, "reason": reason, "secret": encoding.encode(link.secret)}
    return account.seal_json(practice_key, purpose(link.link_id), content)


@dataclass(frozen=True)
class Appointment:
    """Times carry their zone. `readable` is False where the sealed part did not open: it was altered, or another key
    sealed it; then name, reason and secret are empty."""

    link_id: str
    starts_at: datetime
    duration_minutes: int
    version: int
    name: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)
    secret: bytes = field(default=b"", repr=False)
    readable: bool = True
    started_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    cancelled_at: datetime | None = None
    patient_present_since: datetime | None = None
    patient_was_present: bool = False

    @classmethod
    def from_service(cls, practice_key: bytes, entry: dict[str, Any]) -> Self:
        """Open an entry of the service.

        Raises:
            ValueError: The entry is malformed.
        """

        def moment(name: str) -> datetime | None:
            return datetime.fromisoformat(entry[name]) if entry.get(name) else None

        try:
            starts_at = moment("starts_at")
            if starts_at is None or starts_at.tzinfo is None:
                raise ValueError("an appointment without a time")
            name, reason, secret = _open(practice_key, entry)
            return cls(
                link_id=str(entry["link_id"]),
                starts_at=starts_at,
                duration_minutes=int(entry["duration_minutes"]),
                version=int(entry["version"]),
                name=name,
                reason=reason,
                secret=secret,
                readable=bool(secret),
                started_at=moment("started_at"),
                ended_at=moment("ended_at"),
                ended_by=entry.get("ended_by"),
                cancelled_at=moment("cancelled_at"),
                patient_present_since=moment("patient_present_since"),
                patient_was_present=bool(entry.get("patient_was_present")),
            )
        except (KeyError, TypeError) as error:
            raise ValueError("a malformed appointment") from error

    def access_link(self, public_url: str) -> AccessLink:
        return AccessLink(public_url.rstrip("/"), self.link_id, self.secret)


def _open(practice_key: bytes, entry: dict[str, Any]) -> tuple[str, str, bytes]:
    try:
        content = account.unseal_json(practice_key, purpose(str(entry["link_id"])), str(entry["sealed"]))
        secret = encoding.decode(str(content["secret"]))
        if len(secret) != SECRET_BYTES:
            raise ValueError("a secret of the wrong length")
        return str(content["name"]), str(content["reason"]), secret
    except (account.WrongKey, KeyError, ValueError):
        return "", "", b""
