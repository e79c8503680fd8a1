"""Deletes what is no longer needed: messages when the access window has closed, the rest after the set time."""

import asyncio
import gc
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
    forget_log,
    reclaim,
)
from medclient.service.state import ServiceState

log = logging.getLogger("medclient.service.housekeeping")

EVERY_S = 300.0
RECLAIM_EVERY = timedelta(days=1)
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
        for unneeded in (
            delete(MailboxMessage).where(MailboxMessage.link_id.in_(closed)),
            delete(Consultation).where(old),
            delete(AuditEntry).where(AuditEntry.at < now - state.config.metadata_kept),
            delete(Invitation).where(Invitation.expires_at < now),
            delete(SignInSession).where(SignInSession.expires_at < now),
            delete(SignInAttempts).where(SignInAttempts.blocked_until < now - ATTEMPTS_KEPT),
        ):
            await session.execute(unneeded)
    # Deleted rows are overwritten in the file, but stand in the log of changes until that is written anew.
    if not await forget_log(state.engine):
        log.info("the log of changes is in use, and is emptied the next time")


async def keep_clean(state: ServiceState) -> None:
    """Delete from time to time, until cancelled; give the room back once a day."""
    reclaimed_at = state.now()
    while True:
        try:
            await clean(state)
            if state.now() - reclaimed_at > RECLAIM_EVERY:
                reclaimed_at = state.now()
                await reclaim(state.engine)
        except SQLAlchemyError as error:
            log.warning("housekeeping failed and is tried again: %s", type(error).__name__)
        # Connections that are over hold each other, and what their heads told, until they are looked for.
        gc.collect()
        await asyncio.sleep(EVERY_S)
