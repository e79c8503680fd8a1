"""Who is signed in, and who may become so."""

from dataclasses import dataclass, field
from typing import Any

from medclient.protocol.invitation_link import InvitationLink


@dataclass(frozen=True)
class Session:
    """A sign-in that has succeeded."""

    token: str = field(repr=False)
    practice_key: bytes = field(repr=False)
    account_id: str
    display_name: str
    sign_in_name: str
    role: str
    """`practitioner` or `staff`."""
    practice_name: str
    admin: bool = False
    """Whether they manage the practice."""
    session_id: str = ""
    must_enrol: bool = False
    """Nothing is allowed before a second factor is set up."""
    second_factor: bool = False
    recovery_code: bool = False
    """Whether there is one."""
    second_factor_required: bool = False
    """Whether the practice asks everybody for a second factor."""


@dataclass(frozen=True)
class OpenedInvitation:
    """What an invitation says, and the practice key that came with it."""

    link: InvitationLink
    practice_name: str
    display_name: str
    role: str
    admin: bool
    practice_key: bytes = field(repr=False)


def session_from(token: str, practice_key: bytes, answer: dict[str, Any]) -> Session:
    """What the service says of a session."""
    who = answer["account"]
    return Session(
        token=token,
        practice_key=practice_key,
        account_id=who["id"],
        display_name=who["display_name"],
        sign_in_name=who["sign_in_name"],
        role=who["role"],
        practice_name=answer["practice"]["name"],
        admin=bool(who["admin"]),
        session_id=answer["session"]["id"],
        must_enrol=bool(answer["session"]["must_enrol"]),
        second_factor=bool(who["second_factor"]),
        recovery_code=bool(who["recovery_code"]),
        second_factor_required=bool(answer["practice"]["second_factor_required"]),
    )
