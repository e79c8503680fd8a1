"""What everybody may do with their own account: password, recovery code, second factor, sessions."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import Field
from sqlalchemy import delete, select

from medclient.service import audit, second_factor
from medclient.service.accounts import (
    Argon2,
    Caller,
    Code,
    Enrolling,
    NewSignInValue,
    SignInValue,
    Strict,
    WrappedKey,
    check_password,
    hash_sign_in_value,
)
from medclient.service.attempts import Attempt
from medclient.service.audit import Action
from medclient.service.database import Account, SignInSession
from medclient.service.problems import Problem
from medclient.service.state import State, topic_of_practice

router = APIRouter(prefix="/api/v1")

Verifier = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class NewPassword(Strict):
    argon2: Argon2
    new_sign_in_value: NewSignInValue
    wrapped_practice_key: WrappedKey


class PasswordChange(NewPassword):
    sign_in_value: SignInValue


class RecoveryCode(Strict):
    sign_in_value: SignInValue
    verifier: Verifier
    wrapped_practice_key: WrappedKey


class SecondFactor(Strict):
    sign_in_value: SignInValue
    secret: Annotated[str, Field(pattern=f"^{second_factor.SECRET.pattern}$")]
    code: Code


class NoSecondFactor(Strict):
    sign_in_value: SignInValue
    code: Code


async def set_password(account: Account, body: NewPassword) -> None:
    """Let an account have what a new password became."""
    hashed = await hash_sign_in_value(body.new_sign_in_value)
    for name, value in body.argon2.model_dump().items():
        setattr(account, name, value)
    account.sign_in_hash = hashed
    account.wrapped_practice_key = body.wrapped_practice_key


@router.put("/account/password", status_code=204)
async def change_password(body: PasswordChange, request: Request, caller: Caller, state: State) -> Response:
    await check_password(state, request, caller, body.sign_in_value)
    async with state.sessions.begin() as session:
        account = await session.get_one(Account, caller.account.id)
        await set_password(account, body)
        await session.execute(_others(caller.account.id, caller.token_hash))
        audit.note(session, account, Action.PASSWORD_CHANGED, state.now())
    state.wake_ups.wake(topic_of_practice(caller.practice.id))
    return Response(status_code=204)


@router.put("/account/recovery-code", status_code=204)
async def set_recovery_code(body: RecoveryCode, request: Request, caller: Caller, state: State) -> Response:
    await check_password(state, request, caller, body.sign_in_value)
    async with state.sessions.begin() as session:
        account = await session.get_one(Account, caller.account.id)
        account.recovery_verifier, account.recovery_wrapped_key = body.verifier, body.wrapped_practice_key
        audit.note(session, account, Action.RECOVERY_CODE_SET, state.now())
    return Response(status_code=204)


@router.put("/account/second-factor", status_code=204)
async def set_second_factor(body: SecondFactor, request: Request, caller: Enrolling, state: State) -> Response:
    await check_password(state, request, caller, body.sign_in_value)
    step = second_factor.accepted_step(body.secret, body.code, state.now(), 0)
    if step is None:
        raise Problem(403, "wrong_code")
    async with state.sessions.begin() as session:
        account = await session.get_one(Account, caller.account.id)
        if account.totp_secret is not None:
            raise Problem(409, "second_factor_on")
        account.totp_secret, account.totp_last_step = body.secret, step
        (await session.get_one(SignInSession, caller.token_hash)).must_enrol = False
        audit.note(session, account, Action.SECOND_FACTOR_ON, state.now())
    return Response(status_code=204)


@router.post("/account/second-factor/removal", status_code=204)
async def remove_second_factor(body: NoSecondFactor, request: Request, caller: Caller, state: State) -> Response:
    if caller.practice.second_factor_required:
        raise Problem(409, "second_factor_required")
    await check_password(state, request, caller, body.sign_in_value)
    attempt = Attempt(state, caller.account.sign_in_name, request)
    await attempt.begin()
    async with state.sessions.begin() as session:
        account = await session.get_one(Account, caller.account.id)
        right = account.totp_secret is None or await second_factor.use(session, account, body.code, state.now())
        if right:
            await attempt.succeed(session)
            account.totp_secret = None
            audit.note(session, account, Action.SECOND_FACTOR_OFF, state.now())
    if not right:
        raise Problem(403, "wrong_code")
    return Response(status_code=204)


@router.get("/account/sessions")
async def list_sessions(caller: Caller, state: State) -> dict[str, Any]:
    query = (
        select(SignInSession)
        .where(SignInSession.account_id == caller.account.id, SignInSession.expires_at > state.now())
        .order_by(SignInSession.last_used_at.desc())
    )
    async with state.sessions() as session:
        found = list(await session.scalars(query))
    return {
        "sessions": [
            {
                "id": each.id,
                "device_name": each.device_name,
                "created_at": each.created_at.isoformat(),
                "last_used_at": each.last_used_at.isoformat(),
                "current": each.token_hash == caller.token_hash,
            }
            for each in found
        ]
    }


@router.delete("/account/sessions/{session_id}", status_code=204)
async def end_session(session_id: str, caller: Caller, state: State) -> Response:
    """End one session of one's own; `others` ends all but this one."""
    query = _others(caller.account.id, caller.token_hash)
    if session_id != "others":
        query = delete(SignInSession).where(
            SignInSession.account_id == caller.account.id, SignInSession.id == session_id
        )
    async with state.sessions.begin() as session:
        ended = list(await session.scalars(query.returning(SignInSession.id)))
        if session_id != "others" and not ended:
            raise Problem(404, "unknown_session")
        if ended:
            audit.note(session, caller.account, Action.SESSION_ENDED, state.now())
    state.wake_ups.wake(topic_of_practice(caller.practice.id))
    return Response(status_code=204)


def _others(account_id: str, token_hash: str) -> Any:
    return delete(SignInSession).where(SignInSession.account_id == account_id, SignInSession.token_hash != token_hash)
