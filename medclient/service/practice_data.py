"""All that the service holds for a practice: given out on request, and deleted on request."""

import json
import logging
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import delete, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession

from medclient.service import audit, database
from medclient.service.accounts import Admin, SignInValue, Strict, check_password
from medclient.service.attempts import key_of_name
from medclient.service.audit import Action
from medclient.service.database import (
    Account,
    AuditEntry,
    Base,
    Consultation,
    Invitation,
    MailboxMessage,
    Practice,
    SignInAttempts,
    SignInSession,
)
from medclient.service.state import ServiceState, State, topic_of_mailbox, topic_of_practice

log = logging.getLogger("medclient.service.practice_data")

router = APIRouter(prefix="/api/v1")

WITHHELD = frozenset(
    {
        "sign_in_hash",
        "salt",
        "time_cost",
        "memory_kib",
        "parallelism",
        "wrapped_practice_key",
        "recovery_verifier",
        "recovery_wrapped_key",
        "totp_secret",
        "totp_last_step",
        "token_hash",
        "verifier",
        "sealed_practice_key",
        "patient_token_verifier",
    }
)
"""What only opens doors: whoever finds an exported file must not be able to guess passwords with it."""


class Confirmation(Strict):
    sign_in_value: SignInValue


@router.post("/practice/export")
async def export_practice(body: Confirmation, request: Request, caller: Admin, state: State) -> StreamingResponse:
    await check_password(state, request, caller, body.sign_in_value)
    async with state.sessions.begin() as session:
        audit.note(session, caller.account, Action.DATA_EXPORTED, state.now())
    return StreamingResponse(_written(state, caller.practice), media_type="application/json")


@router.post("/practice/deletion", status_code=204)
async def delete_practice(body: Confirmation, request: Request, caller: Admin, state: State) -> Response:
    """Everything goes, at once, also out of the database's file."""
    await check_password(state, request, caller, body.sign_in_value)
    practice_id = caller.practice.id
    async with state.sessions.begin() as session:
        links = list(await session.scalars(select(Consultation.link_id).where(Consultation.practice_id == practice_id)))
        names = await session.scalars(select(Account.sign_in_name).where(Account.practice_id == practice_id))
        keys = [key_of_name(name) for name in names]
        await session.execute(delete(SignInAttempts).where(SignInAttempts.key.in_(keys)))
        await session.execute(delete(Practice).where(Practice.id == practice_id))
    log.info("a practice was deleted")
    await database.reclaim(state.engine)
    for topic in (topic_of_practice(practice_id), *map(topic_of_mailbox, links)):
        state.wake_ups.wake(topic)
    return Response(status_code=204)


async def _written(state: ServiceState, practice: Practice) -> AsyncIterator[str]:
    """The JSON document, one appointment with its messages after the other."""
    async with state.sessions() as session:
        head = {
            "exported_at": state.now().isoformat(),
            "practice": _plain(practice),
            "accounts": await _rows(session, Account, Account.practice_id == practice.id),
            "sessions": await _rows(
                session,
                SignInSession,
                SignInSession.account_id.in_(select(Account.id).where(Account.practice_id == practice.id)),
            ),
            "invitations": await _rows(session, Invitation, Invitation.practice_id == practice.id),
            "audit": await _rows(session, AuditEntry, AuditEntry.practice_id == practice.id),
        }
        yield json.dumps(head)[:-1] + ', "appointments": ['
        query = select(Consultation).where(Consultation.practice_id == practice.id).order_by(Consultation.starts_at)
        comma = ""
        for each in list(await session.scalars(query)):
            messages = await _rows(session, MailboxMessage, MailboxMessage.link_id == each.link_id)
            yield comma + json.dumps({**_plain(each), "messages": messages})
            comma = ", "
        yield "]}"


async def _rows(session: AsyncSession, kind: type[Base], condition: Any) -> list[dict[str, Any]]:
    return [_plain(each) for each in await session.scalars(select(kind).where(condition))]


def _plain(row: Base) -> dict[str, Any]:
    values = {column.key: getattr(row, column.key) for column in inspect(type(row)).column_attrs}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
        if name not in WITHHELD
    }
