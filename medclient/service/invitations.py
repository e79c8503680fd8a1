"""Colleagues are invited by a one-time link; the key in it, which opens the practice key, never comes here."""

import hmac
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import Field
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from medclient.protocol.access_link import is_link_id
from medclient.protocol.envelope import token_verifier
from medclient.service import audit
from medclient.service.accounts import (
    Admin,
    Argon2,
    DeviceName,
    Name,
    NewSignInValue,
    RoleName,
    Strict,
    WrappedKey,
    begin_session,
    hash_sign_in_value,
    new_account,
)
from medclient.service.attempts import Attempt
from medclient.service.audit import Action
from medclient.service.database import Account, Invitation, Practice
from medclient.service.own_account import Verifier
from medclient.service.problems import Problem
from medclient.service.state import ServiceState, State, topic_of_practice

router = APIRouter(prefix="/api/v1")

LIFETIME = timedelta(days=7)
MOST_OPEN = 100
_DECOY = "0" * 64


class NewInvitation(Strict):
    id: Annotated[str, Field(min_length=22, max_length=22)]
    verifier: Verifier
    sealed_practice_key: WrappedKey
    display_name: Name
    role: RoleName
    admin: bool = False


class Proof(Strict):
    proof: Annotated[str, Field(min_length=1, max_length=64)]


class Acceptance(Proof):
    display_name: Name
    sign_in_name: Name
    argon2: Argon2
    sign_in_value: NewSignInValue
    wrapped_practice_key: WrappedKey
    device_name: DeviceName = ""


@router.get("/practice/invitations")
async def list_invitations(caller: Admin, state: State) -> dict[str, Any]:
    query = (
        select(Invitation)
        .where(Invitation.practice_id == caller.practice.id, Invitation.expires_at > state.now())
        .order_by(Invitation.created_at)
    )
    async with state.sessions() as session:
        return {"invitations": [_described(each) for each in await session.scalars(query)]}


@router.post("/practice/invitations", status_code=201)
async def invite(body: NewInvitation, caller: Admin, state: State) -> dict[str, Any]:
    if not is_link_id(body.id):
        raise Problem(422, "invalid_request")
    now = state.now()
    async with state.sessions.begin() as session:
        count = select(func.count()).where(Invitation.practice_id == caller.practice.id, Invitation.expires_at > now)
        opened = await session.scalar(count) or 0
        if opened >= MOST_OPEN or await session.get(Invitation, body.id) is not None:
            raise Problem(409, "too_many_invitations")
        invitation = Invitation(
            **body.model_dump(),
            practice_id=caller.practice.id,
            invited_by=caller.account.id,
            created_at=now,
            expires_at=now + LIFETIME,
        )
        session.add(invitation)
        audit.note(session, caller.account, Action.COLLEAGUE_INVITED, now)
        return _described(invitation)


@router.delete("/practice/invitations/{invitation_id}", status_code=204)
async def withdraw(invitation_id: str, caller: Admin, state: State) -> Response:
    async with state.sessions.begin() as session:
        invitation = await session.get(Invitation, invitation_id)
        if invitation is None or invitation.practice_id != caller.practice.id:
            raise Problem(404, "unknown_invitation")
        await session.delete(invitation)
        audit.note(session, caller.account, Action.INVITATION_WITHDRAWN, state.now())
    return Response(status_code=204)


@router.post("/invitations/{invitation_id}/open")
async def open_invitation(invitation_id: str, body: Proof, request: Request, state: State) -> dict[str, Any]:
    invitation = await _prove(invitation_id, body, request, state)
    async with state.sessions() as session:
        practice = await session.get_one(Practice, invitation.practice_id)
    return {
        "practice_name": practice.name,
        "display_name": invitation.display_name,
        "role": invitation.role,
        "admin": invitation.admin,
        "sealed_practice_key": invitation.sealed_practice_key,
    }


@router.post("/invitations/{invitation_id}/acceptance", status_code=201)
async def accept(invitation_id: str, body: Acceptance, request: Request, state: State) -> dict[str, Any]:
    """Make the account and sign in; the invitation is used up with it."""
    found = await _prove(invitation_id, body, request, state)
    hashed = await hash_sign_in_value(body.sign_in_value)
    now = state.now()
    account = new_account(found.practice_id, body, hashed, role=found.role, admin=found.admin, created_at=now)
    try:
        async with state.sessions.begin() as session:
            # Deleted first: of two who accept at the same moment, one finds it gone.
            used = delete(Invitation).where(Invitation.id == found.id).returning(Invitation.id)
            if await session.scalar(used) is None:
                raise Problem(404, "unknown_invitation")
            session.add(account)
            await session.flush()
            practice = await session.get_one(Practice, found.practice_id)
            audit.note(session, account, Action.INVITATION_ACCEPTED, now)
            answer = begin_session(session, state, account, practice, body.device_name)
    except IntegrityError:
        raise Problem(409, "name_taken") from None
    state.wake_ups.wake(topic_of_practice(found.practice_id))
    return answer


async def _prove(invitation_id: str, body: Proof, request: Request, state: ServiceState) -> Invitation:
    """Unknown, used up, run out and wrongly proven look the same."""
    attempt = Attempt(state, f"invitation {invitation_id}", request)
    await attempt.begin()
    async with state.sessions() as session:
        invitation = await session.get(Invitation, invitation_id)
        inviter = await session.get(Account, invitation.invited_by) if invitation else None
    right = hmac.compare_digest(token_verifier(body.proof), invitation.verifier if invitation else _DECOY)
    if invitation is None or not right or invitation.expires_at <= state.now() or not (inviter and inviter.active):
        raise Problem(404, "unknown_invitation")
    async with state.sessions.begin() as session:
        await attempt.succeed(session)
    return invitation


def _described(invitation: Invitation) -> dict[str, Any]:
    return {
        "id": invitation.id,
        "display_name": invitation.display_name,
        "role": invitation.role,
        "admin": invitation.admin,
        "expires_at": invitation.expires_at.isoformat(),
    }
