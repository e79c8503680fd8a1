"""An appointment as the desktop knows it: what the service stores, and what only the practice key opens."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from medclient.protocol import account, encoding
from medclient.protocol.access_link import SECRET_BYTES, AccessLink


def purpose(link_id: str) -> str:
    """What an appointment's sealed part is bound to."""
    return f"appointment {link_id}"


class Way(StrEnum):
    """How a link was handed to the patient."""

    COPIED = "copied"
    EMAIL = "email"
    CALENDAR = "calendar"
    SHEET = "sheet"
    """Printed, or saved as PDF."""


@dataclass(frozen=True)
class Handover:
    """One time that the link was handed over."""

    way: Way
    at: datetime


@dataclass(frozen=True)
class Details:
    """What only the practice reads of an appointment, beside the secret of its link."""

    name: str = ""
    reason: str = ""
    language: str = ""
    """Of the invitation; empty: the program's."""
    email: str = ""
    telephone: str = ""
    handed_over: tuple[Handover, ...] = ()

    def after_handover(self, way: Way, now: datetime) -> Self:
        """These details with one more handover noted; the oldest go where there are too many."""
        kept = [each for each in self.handed_over if each.way is not way or now - each.at > SAME_HANDOVER]
        return replace(self, handed_over=(*kept, Handover(way, now))[-MOST_HANDOVERS:])


MOST_HANDOVERS = 20
SAME_HANDOVER = timedelta(minutes=5)
"""The same way again within this time is the same handover."""


def seal(practice_key: bytes, link: AccessLink, details: Details) -> str:
    content = {
        "name": details.name,
        "reason": details.reason,
        "language": details.language,
        "email": details.email,
        "telephone": details.telephone,
        "handed_over": [{"way": each.way.value, "at": each.at.isoformat()} for each in details.handed_over],
        "secret": encoding.encode(link.secret),
    }
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
    details: Details = field(default=Details(), repr=False)
    """Name and reason once more, and all else that is sealed."""
    account_id: str = ""
    """Whose appointment it is."""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    cancelled_at: datetime | None = None
    patient_present_since: datetime | None = None
    patient_was_present: bool = False
    created_at: datetime | None = None
    link_opened_at: datetime | None = None
    patient_first_present_at: datetime | None = None
    replaced_by: str | None = None
    """Link id of the newer link that made this one void."""

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
            details, secret = _open(practice_key, entry)
            return cls(
                link_id=str(entry["link_id"]),
                starts_at=starts_at,
                duration_minutes=int(entry["duration_minutes"]),
                version=int(entry["version"]),
                name=details.name,
                reason=details.reason,
                secret=secret,
                readable=bool(secret),
                details=details,
                account_id=str(entry.get("account_id") or ""),
                started_at=moment("started_at"),
                ended_at=moment("ended_at"),
                ended_by=entry.get("ended_by"),
                cancelled_at=moment("cancelled_at"),
                patient_present_since=moment("patient_present_since"),
                patient_was_present=bool(entry.get("patient_was_present")),
                created_at=moment("created_at"),
                link_opened_at=moment("link_opened_at"),
                patient_first_present_at=moment("patient_first_present_at"),
                replaced_by=entry.get("replaced_by"),
            )
        except (KeyError, TypeError) as error:
            raise ValueError("a malformed appointment") from error

    def access_link(self, public_url: str) -> AccessLink:
        return AccessLink(public_url.rstrip("/"), self.link_id, self.secret)


def _open(practice_key: bytes, entry: dict[str, Any]) -> tuple[Details, bytes]:
    try:
        content = account.unseal_json(practice_key, purpose(str(entry["link_id"])), str(entry["sealed"]))
        secret = encoding.decode(str(content["secret"]))
        if len(secret) != SECRET_BYTES:
            raise ValueError("a secret of the wrong length")
        details = Details(
            name=str(content["name"]),
            reason=str(content["reason"]),
            language=str(content.get("language", "")),
            email=str(content.get("email", "")),
            telephone=str(content.get("telephone", "")),
            handed_over=tuple(
                Handover(Way(each["way"]), datetime.fromisoformat(each["at"]))
                for each in content.get("handed_over", ())
                if each["way"] in list(Way)  # a newer version may know others
            ),
        )
        return details, secret
    except (account.WrongKey, KeyError, ValueError, TypeError):
        return Details(), b""
