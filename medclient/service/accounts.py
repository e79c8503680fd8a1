"""Setting up a practice, signing in and out. The service sees a derived value, never a password."""

import asyncio
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Literal

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from fastapi import APIRouter, Depends, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from medclient.protocol import encoding
from medclient.protocol.account import SALT_BYTES, Argon2Parameters
from medclient.service import audit, second_factor
from medclient.service.attempts import Attempt
from medclient.service.audit import Action
from medclient.service.database import Account, Practice, ServiceSecret, SignInSession
from medclient.service.problems import Problem
from medclient.service.state import ServiceState, State, topic_of_practice
from medclient.service.whole import whole

router = APIRouter(prefix="/api/v1")

LAST_USED_EXACT_TO = timedelta(minutes=5)
"""How exactly it is written down when a session was last used."""

# The value that is hashed has 256 random-looking bits: a light hash is enough, and keeps the service quick.
_hasher = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1)
_decoy = _hasher.hash(secrets.token_hex())


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


Name = Annotated[str, Field(min_length=1, max_length=120)]
DeviceName = Annotated[str, Field(max_length=80)]
RoleName = Literal["practitioner", "staff"]
SignInValue = Annotated[str, Field(min_length=1, max_length=64)]
NewSignInValue = Annotated[str, Field(min_length=40, max_length=64)]
WrappedKey = Annotated[str, Field(min_length=40, max_length=200)]
Code = Annotated[str, Field(max_length=12)]


class Argon2(Strict):
    salt: Annotated[str, Field(max_length=64)]
    time_cost: Annotated[int, Field(ge=1, le=16)]
    memory_kib: Annotated[int, Field(ge=1024, le=1048576)]
    parallelism: Annotated[int, Field(ge=1, le=16)]


class NewPractice(Strict):
    practice_name: Name
    display_name: Name
    sign_in_name: Name
    argon2: Argon2
    sign_in_value: NewSignInValue
    wrapped_practice_key: WrappedKey


class SignInName(Strict):
    sign_in_name: Name


class SignIn(Strict):
    sign_in_name: Name
    sign_in_value: SignInValue
    code: Code = ""
    device_name: DeviceName = ""


@dataclass(frozen=True)
class SignedIn:
    """Whoever a token belongs to."""

    account: Account
    practice: Practice
    token_hash: str
    must_enrol: bool = False
    session_id: str = ""

    def description(self) -> dict[str, Any]:
        account, practice = self.account, self.practice
        return {
            "account": {
                "id": account.id,
                "display_name": account.display_name,
                "sign_in_name": account.sign_in_name,
                "role": account.role,
                "admin": account.admin,
                "second_factor": account.totp_secret is not None,
                "recovery_code": account.recovery_verifier is not None,
            },
            "practice": {
                "id": practice.id,
                "name": practice.name,
                "second_factor_required": practice.second_factor_required,
            },
            "session": {"id": self.session_id, "must_enrol": self.must_enrol},
            "wrapped_practice_key": account.wrapped_practice_key,
        }


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


async def hash_sign_in_value(value: str) -> str:
    return await asyncio.to_thread(_hasher.hash, value)


async def is_sign_in_value(expected: str | None, value: str) -> bool:
    """Whether it is the value behind a hash; takes as long where there is none."""
    return await asyncio.to_thread(_verify, expected or _decoy, value) and expected is not None


@whole
async def find_signed_in(state: ServiceState, token: str, *, enrolling: bool = False) -> SignedIn | None:
    """Whoever holds this token, if it is still valid; who still has to enrol counts only where that is said."""
    now = state.now()
    async with state.sessions() as session:
        row = (
            await session.execute(
                select(Account, Practice, SignInSession)
                .join(SignInSession, SignInSession.account_id == Account.id)
                .join(Practice, Practice.id == Account.practice_id)
                .where(SignInSession.token_hash == hash_of(token))
            )
        ).first()
    if row is None or row[2].expires_at <= now or not row[0].active or (row[2].must_enrol and not enrolling):
        return None
    if now - row[2].last_used_at >= LAST_USED_EXACT_TO:
        async with state.sessions.begin() as session:
            used = update(SignInSession).where(SignInSession.token_hash == row[2].token_hash).values(last_used_at=now)
            await session.execute(used)
    return SignedIn(row[0], row[1], row[2].token_hash, row[2].must_enrol, row[2].id)


@whole
async def is_valid(state: ServiceState, token_hash: str) -> bool:
    """Whether a session that was found earlier still holds."""
    async with state.sessions() as session:
        found = await session.get(SignInSession, token_hash)
    return found is not None and found.expires_at > state.now()


async def may_call(state: ServiceState, token_hash: str) -> bool:
    """Whether a session that was found earlier still holds, and still is a practitioner's."""
    query = (
        select(Account.role)
        .join(SignInSession, SignInSession.account_id == Account.id)
        .where(SignInSession.token_hash == token_hash, SignInSession.expires_at > state.now(), Account.active)
    )
    async with state.sessions() as session:
        role = await session.scalar(query)
    return role is not None and role != "staff"


_bearer = HTTPBearer(auto_error=False, scheme_name="session")


async def signed_in_or_enrolling(
    state: State, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> SignedIn:
    found = await find_signed_in(state, given.credentials, enrolling=True) if given and given.credentials else None
    if found is None:
        raise Problem(401, "unauthorised")
    return found


Enrolling = Annotated[SignedIn, Depends(signed_in_or_enrolling)]
"""Anybody with a session, also one that must set up a second factor first."""


async def signed_in(caller: Enrolling) -> SignedIn:
    if caller.must_enrol:
        raise Problem(403, "second_factor_required")
    return caller


Caller = Annotated[SignedIn, Depends(signed_in)]


async def signed_in_admin(caller: Caller) -> SignedIn:
    if not caller.account.admin:
        raise Problem(403, "forbidden")
    return caller


Admin = Annotated[SignedIn, Depends(signed_in_admin)]


async def check_password(state: ServiceState, request: Request, caller: SignedIn, sign_in_value: str) -> None:
    """For what a token alone must not do.

    Raises:
        Problem: The password is wrong, or was tried too often.
    """
    attempt = Attempt(state, caller.account.sign_in_name, request)
    await attempt.begin()
    if not await is_sign_in_value(caller.account.sign_in_hash, sign_in_value):
        raise Problem(403, "wrong_password")
    # Not a success that makes earlier failures forgotten: a code may be guessed behind it.
    async with state.sessions.begin() as session:
        await attempt.undo(session)


def new_account(practice_id: str, body: Any, sign_in_hash: str, **more: Any) -> Account:
    """An account from a request that carries what a password became."""
    return Account(
        id=secrets.token_hex(8),
        practice_id=practice_id,
        sign_in_name=body.sign_in_name.casefold(),
        display_name=body.display_name,
        sign_in_hash=sign_in_hash,
        wrapped_practice_key=body.wrapped_practice_key,
        **body.argon2.model_dump(),
        **more,
    )


def begin_session(
    session: AsyncSession, state: ServiceState, account: Account, practice: Practice, device: str
) -> dict[str, Any]:
    """Add a session; returns what its owner is told."""
    token, now = secrets.token_urlsafe(32), state.now()
    enrol = practice.second_factor_required and account.totp_secret is None
    made = SignedIn(account, practice, hash_of(token), enrol, secrets.token_hex(8))
    session.add(
        SignInSession(
            token_hash=made.token_hash,
            id=made.session_id,
            account_id=account.id,
            device_name=device,
            created_at=now,
            last_used_at=now,
            expires_at=now + state.config.session_lifetime,
            must_enrol=enrol,
        )
    )
    return {"token": token, **made.description()}


@router.get("/health")
async def health(state: State, response: Response) -> dict[str, Any]:
    """Whether there is a service; no connection is kept, so that who asks again asks the line, too."""
    response.headers["Connection"] = "close"
    async with state.sessions() as session:
        practices = await session.scalar(select(func.count()).select_from(Practice))
    return {"status": "ok", "now": state.now().isoformat(), "set_up": bool(practices)}


@router.post("/practices", status_code=201)
async def set_up_practice(body: NewPractice, state: State) -> dict[str, str]:
    hashed = await hash_sign_in_value(body.sign_in_value)
    now = state.now()
    async with state.sessions.begin() as session:
        if not state.config.many_practices and await session.scalar(select(func.count()).select_from(Practice)):
            raise Problem(409, "setup_closed")
        practice = Practice(id=secrets.token_hex(8), name=body.practice_name, created_at=now)
        account = new_account(practice.id, body, hashed, role="practitioner", admin=True, created_at=now)
        if await session.scalar(select(Account.id).where(Account.sign_in_name == account.sign_in_name)):
            raise Problem(409, "name_taken")
        session.add(practice)
        await session.flush()
        session.add(account)
        await session.flush()
        audit.note(session, account, Action.PRACTICE_SET_UP, now)
    return {"practice_id": practice.id, "account_id": account.id}


@router.post("/sign-in-parameters")
async def sign_in_parameters(body: SignInName, state: State) -> dict[str, Any]:
    name = body.sign_in_name.casefold()
    async with state.sessions() as session:
        account = await session.scalar(select(Account).where(Account.sign_in_name == name))
        secret = await session.get(ServiceSecret, "made-up salts")
    if secret is None:
        secret = await _make_secret(state)
    # Made up, but always the same for a name, so that nobody learns which accounts exist.
    salt = hmac.digest(secret.value.encode(), name.encode(), "sha256")[:SALT_BYTES]
    shown = account or Argon2Parameters(encoding.encode(salt))
    return {name: getattr(shown, name) for name in ("salt", "time_cost", "memory_kib", "parallelism")}


@router.post("/sessions", status_code=201)
async def sign_in(body: SignIn, request: Request, state: State) -> dict[str, Any]:
    name = body.sign_in_name.casefold()
    attempt = Attempt(state, name, request)
    await attempt.begin()
    async with state.sessions() as session:
        account = await session.scalar(select(Account).where(Account.sign_in_name == name))
    right = await is_sign_in_value(account.sign_in_hash if account else None, body.sign_in_value)
    now = state.now()
    if account is None or not right or not account.active:
        await note_failure(state, account)
        raise Problem(401, "wrong_credentials")
    async with state.sessions.begin() as session:
        if account.totp_secret is not None and not body.code:
            await attempt.undo(session)
        elif account.totp_secret is None or await second_factor.use(session, account, body.code, now):
            await attempt.succeed(session)
            practice = await session.get_one(Practice, account.practice_id)
            audit.note(session, account, Action.SIGNED_IN, now)
            return begin_session(session, state, account, practice, body.device_name)
    if not body.code:
        raise Problem(401, "second_factor_needed")
    await note_failure(state, account)
    raise Problem(401, "wrong_code")


@router.get("/sessions/current")
async def current_session(caller: Enrolling) -> dict[str, Any]:
    return caller.description()


@router.delete("/sessions/current", status_code=204)
async def sign_out(caller: Enrolling, state: State) -> Response:
    async with state.sessions.begin() as session:
        found = await session.get(SignInSession, caller.token_hash)
        if found:
            await session.delete(found)
            audit.note(session, caller.account, Action.SIGNED_OUT, state.now())
    state.wake_ups.wake(topic_of_practice(caller.practice.id))
    return Response(status_code=204)


async def note_failure(state: ServiceState, account: Account | None) -> None:
    """Write down a failed sign-in; for a name that nobody has, the same way is gone and nothing is kept."""
    async with state.sessions() as session:
        noted = account or Account(id="", practice_id="")
        audit.note(session, noted, Action.SIGN_IN_FAILED, state.now())
        if account is None:
            session.expunge_all()
        await session.commit()


def _verify(expected: str, value: str) -> bool:
    try:
        return _hasher.verify(expected, value)
    except VerifyMismatchError:
        return False


async def _make_secret(state: ServiceState) -> ServiceSecret:
    made = ServiceSecret(name="made-up salts", value=secrets.token_urlsafe(32))
    try:
        async with state.sessions.begin() as session:
            session.add(made)
    except IntegrityError:
        async with state.sessions() as session:
            return await session.get_one(ServiceSecret, "made-up salts")
    return made
