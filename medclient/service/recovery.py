"""Back into an account whose password or second factor is lost, by its recovery code.

A value from the code proves it here; the key from the code, which opens the practice key, never comes here.
"""

import hmac
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field
from sqlalchemy import delete, select

from medclient.protocol.envelope import token_verifier
from medclient.service import audit
from medclient.service.accounts import DeviceName, Name, Strict, begin_session, note_failure
from medclient.service.attempts import Attempt
from medclient.service.audit import Action
from medclient.service.database import Account, Practice, SignInSession
from medclient.service.own_account import NewPassword, set_password
from medclient.service.problems import Problem
from medclient.service.state import ServiceState, State, topic_of_practice

router = APIRouter(prefix="/api/v1")

_DECOY = "0" * 64


class Proof(Strict):
    sign_in_name: Name
    recovery_value: Annotated[str, Field(min_length=1, max_length=64)]


class Recovery(NewPassword, Proof):
    device_name: DeviceName = ""


@router.post("/recovery/key")
async def wrapped_key(body: Proof, request: Request, state: State) -> dict[str, Any]:
    """The practice key as the recovery code wraps it."""
    account, _ = await _prove(body, request, state)
    return {"wrapped_practice_key": account.recovery_wrapped_key}


@router.post("/recovery", status_code=201)
async def recover(body: Recovery, request: Request, state: State) -> dict[str, Any]:
    """Set a new password and sign in. Code, second factor and all sessions end with it."""
    found, attempt = await _prove(body, request, state)
    async with state.sessions.begin() as session:
        account = await session.get_one(Account, found.id)
        if account.recovery_verifier != found.recovery_verifier:
            raise Problem(401, "wrong_recovery")
        await set_password(account, body)
        account.recovery_verifier = account.recovery_wrapped_key = account.totp_secret = None
        await attempt.succeed(session)
        await session.execute(delete(SignInSession).where(SignInSession.account_id == account.id))
        practice = await session.get_one(Practice, account.practice_id)
        audit.note(session, account, Action.RECOVERY_CODE_USED, state.now())
        answer = begin_session(session, state, account, practice, body.device_name)
    state.wake_ups.wake(topic_of_practice(practice.id))
    return answer


async def _prove(body: Proof, request: Request, state: ServiceState) -> tuple[Account, Attempt]:
    name = body.sign_in_name.casefold()
    attempt = Attempt(state, name, request)
    await attempt.begin()
    async with state.sessions() as session:
        account = await session.scalar(select(Account).where(Account.sign_in_name == name))
    verifier = account.recovery_verifier if account and account.active else None
    right = hmac.compare_digest(token_verifier(body.recovery_value), verifier or _DECOY)
    if account is None or verifier is None or not right:
        await note_failure(state, account)
        raise Problem(401, "wrong_recovery")
    async with state.sessions.begin() as session:
        await attempt.undo(session)
    return account, attempt
