"""The audit trail of a practice: who did what, and when; nothing about a patient."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from medclient.service.database import Account, AuditEntry

MOST_READ = 1000


class Action(StrEnum):
    """What is written down."""

    PRACTICE_SET_UP = "practice_set_up"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 (the name of an event)
    RECOVERY_CODE_SET = "recovery_code_set"
    RECOVERY_CODE_USED = "recovery_code_used"
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    SESSION_ENDED = "session_ended"
    COLLEAGUE_INVITED = "colleague_invited"
    INVITATION_WITHDRAWN = "invitation_withdrawn"
    INVITATION_ACCEPTED = "invitation_accepted"
    ROLE_CHANGED = "role_changed"
    ACCOUNT_DEACTIVATED = "account_deactivated"
    ACCOUNT_REACTIVATED = "account_reactivated"
    SECOND_FACTOR_REQUIRED = "second_factor_required"
    SECOND_FACTOR_OPTIONAL = "second_factor_optional"
    DATA_EXPORTED = "data_exported"
    APPOINTMENT_CREATED = "appointment_created"
    APPOINTMENT_CHANGED = "appointment_changed"
    APPOINTMENT_CANCELLED = "appointment_cancelled"
    MESSAGE_SENT = "message_sent"


def note(session: AsyncSession, account: Account, action: Action, at: datetime, subject: str = "") -> None:
    """Write down, with whatever else the session writes."""
    session.add(
        AuditEntry(practice_id=account.practice_id, account_id=account.id, at=at, action=action.value, subject=subject)
    )


async def read(session: AsyncSession, practice_id: str, before: int | None = None) -> list[dict[str, Any]]:
    """The newest entries first; `before` is the number of an entry that goes on where an earlier page ended."""
    query = (
        select(AuditEntry, Account.display_name)
        .join(Account, Account.id == AuditEntry.account_id)
        .where(AuditEntry.practice_id == practice_id)
        .order_by(AuditEntry.number.desc())
        .limit(MOST_READ)
    )
    if before is not None:
        query = query.where(AuditEntry.number < before)
    return [
        {
            "number": entry.number,
            "at": entry.at.isoformat(),
            "account_id": entry.account_id,
            "display_name": name,
            "action": entry.action,
            "subject": entry.subject,
        }
        for entry, name in await session.execute(query)
    ]
