"""Deletes what is no longer needed: messages when the access window has closed, the rest after the set time."""

import asyncio
import logging
from datetime import timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import SQLAlchemyError

from medclient.protocol.access_window import CLOSES_AFTER
from medclient.service.database import (
    AuditEntry,
    Consultation,
    Invitation,
    MailboxMessage,
    SignInAttempts,
    SignInSession,
)
from medclient.service.state import ServiceState

log = logging.getLogger("medclient.service.housekeeping")

EVERY_S = 300.0
FAREWELL = timedelta(minutes=10)
"""How long the messages of an ended call stay, so that both ends can read that it ended."""
ATTEMPTS_KEPT = timedelta(days=1)


async def clean(state: ServiceState) -> None:
    """Delete once."""
    now = state.now()
    closed = select(Consultation.link_id).where(
        or_(
            Consultation.ended_at < now - FAREWELL,
            Consultation.cancelled_at < now - FAREWELL,
            (Consultation.started_at.is_(None)) & (Consultation.starts_at < now - CLOSES_AFTER),
        )
    )
    # A call that was never hung up ends with its metadata.
    old = Consultation.starts_at < now - state.config.metadata_kept
    async with state.sessions.begin() as session:
        await session.execute(delete(MailboxMessage).where(MailboxMessage.link_id.in_(closed)))
        await session.execute(delete(Consultation).where(old))
        await session.execute(delete(AuditEntry).where(AuditEntry.at < now - state.config.metadata_kept))
        await session.execute(delete(Invitation).where(Invitation.expires_at < now))
        await session.execute(delete(SignInSession).where(SignInSession.expires_at < now))
        await session.execute(delete(SignInAttempts).where(SignInAttempts.blocked_until < now - ATTEMPTS_KEPT))


async def keep_clean(state: ServiceState) -> None:
    """Delete from time to time, until cancelled."""
    while True:
        try:
            await clean(state)
        except SQLAlchemyError as error:
            log.warning("housekeeping failed and is tried again: %s", type(error).__name__)
        await asyncio.sleep(EVERY_S)
