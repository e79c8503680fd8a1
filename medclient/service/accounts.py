"""Setting up a practice, signing in and out. The service sees a derived value, never a password."""

import asyncio
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from medclient.protocol import encoding
from medclient.protocol.account import SALT_BYTES, Argon2Parameters
from medclient.service.database import Account, Practice, SignInAttempts, SignInSession
from medclient.service.problems import Problem
from medclient.service.state import ServiceState, State, topic_of_practice

router = APIRouter(prefix="/api/v1")

FREE_FAILURES = 5
"""Failed attempts before the delay begins; each further one doubles it."""
DELAY_FIRST = timedelta(seconds=2)
DELAY_MOST = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=1)

# The value that is hashed has 256 random-looking bits: a light hash is enough, and keeps the service quick.
_hasher = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1)
_decoy = _hasher.hash(secrets.token_hex())


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


Name = Annotated[str, Field(min_length=1, max_length=120)]


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
    sign_in_value: Annotated[str, Field(min_length=40, max_length=64)]
    wrapped_practice_key: Annotated[str, Field(min_length=40, max_length=200)]


class SignInName(Strict):
    sign_in_name: Name


class SignIn(Strict):
    sign_in_name: Name
    sign_in_value: Annotated[str, Field(min_length=1, max_length=64)]


@dataclass(frozen=True)
class SignedIn:
    """Whoever a token belongs to."""

    account: Account
    practice: Practice
    token_hash: str

    def description(self) -> dict[str, Any]:
        account = self.account
        return {
            "account": {
                "id": account.id,
                "display_name": account.display_name,
                "sign_in_name": account.sign_in_name,
                "role": account.role,
            },
            "practice": {"id": self.practice.id, "name": self.practice.name},
            "wrapped_practice_key": account.wrapped_practice_key,
        }


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


async def find_signed_in(state: ServiceState, token: str) -> SignedIn | None:
    """Whoever holds this token, if it is still valid."""
    async with state.sessions() as session:
        row = (
            await session.execute(
                select(Account, Practice, SignInSession)
                .join(SignInSession, SignInSession.account_id == Account.id)
                .join(Practice, Practice.id == Account.practice_id)
                .where(SignInSession.token_hash == hash_of(token))
            )
        ).first()
    if row is None or row[2].expires_at <= state.now():
        return None
    return SignedIn(row[0], row[1], row[2].token_hash)


async def is_valid(state: ServiceState, token_hash: str) -> bool:
    """Whether a session that was found earlier still holds."""
    async with state.sessions() as session:
        found = await session.get(SignInSession, token_hash)
    return found is not None and found.expires_at > state.now()


async def signed_in(request: Request, state: State) -> SignedIn:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    found = await find_signed_in(state, token) if scheme.casefold() == "bearer" and token else None
    if found is None:
        raise Problem(401, "unauthorised")
    return found


Caller = Annotated[SignedIn, Depends(signed_in)]


@router.get("/health")
async def health(state: State) -> dict[str, Any]:
    async with state.sessions() as session:
        practices = await session.scalar(select(func.count()).select_from(Practice))
    return {"status": "ok", "now": state.now().isoformat(), "set_up": bool(practices)}


@router.post("/practices", status_code=201)
async def set_up_practice(body: NewPractice, state: State) -> dict[str, str]:
    hashed = await asyncio.to_thread(_hasher.hash, body.sign_in_value)
    now = state.now()
    async with state.sessions.begin() as session:
        if not state.config.many_practices and await session.scalar(select(func.count()).select_from(Practice)):
            raise Problem(409, "setup_closed")
        name = body.sign_in_name.casefold()
        if await session.scalar(select(Account.id).where(Account.sign_in_name == name)):
            raise Problem(409, "name_taken")
        practice = Practice(id=secrets.token_hex(8), name=body.practice_name, created_at=now)
        account = Account(
            id=secrets.token_hex(8),
            practice_id=practice.id,
            sign_in_name=name,
            display_name=body.display_name,
            role="practitioner",
            salt=body.argon2.salt,
            time_cost=body.argon2.time_cost,
            memory_kib=body.argon2.memory_kib,
            parallelism=body.argon2.parallelism,
            sign_in_hash=hashed,
            wrapped_practice_key=body.wrapped_practice_key,
            created_at=now,
        )
        session.add(practice)
        await session.flush()
        session.add(account)
    return {"practice_id": practice.id, "account_id": account.id}


@router.post("/sign-in-parameters")
async def sign_in_parameters(body: SignInName, state: State) -> dict[str, Any]:
    name = body.sign_in_name.casefold()
    async with state.sessions() as session:
        account = await session.scalar(select(Account).where(Account.sign_in_name == name))
        if account is None:
            # Made up, but always the same for a name, so that nobody learns which accounts exist.
            seed = await session.scalar(select(Practice.id).order_by(Practice.created_at).limit(1)) or ""
            salt = hmac.digest(b"salt " + seed.encode(), name.encode(), "sha256")[:SALT_BYTES]
            parameters = Argon2Parameters(encoding.encode(salt))
            return {
                "salt": parameters.salt,
                "time_cost": parameters.time_cost,
                "memory_kib": parameters.memory_kib,
                "parallelism": parameters.parallelism,
            }
    return {
        "salt": account.salt,
        "time_cost": account.time_cost,
        "memory_kib": account.memory_kib,
        "parallelism": account.parallelism,
    }


@router.post("/sessions", status_code=201)
async def sign_in(body: SignIn, request: Request, state: State) -> dict[str, Any]:
    name = body.sign_in_name.casefold()
    address = request.client.host if request.client else ""
    keys = [hash_of(f"name {name}"), hash_of(f"address {address}")]
    now = state.now()
    async with state.sessions() as session:
        await _refuse_if_blocked(session, keys, state)
        account = await session.scalar(select(Account).where(Account.sign_in_name == name))
    expected = account.sign_in_hash if account else _decoy
    right = await asyncio.to_thread(_verify, expected, body.sign_in_value)
    if account is None or not right:
        async with state.sessions.begin() as session:
            await _count_failure(session, keys, state)
        raise Problem(401, "wrong_credentials")
    token = secrets.token_urlsafe(32)
    async with state.sessions.begin() as session:
        attempts = await session.get(SignInAttempts, keys[0])
        if attempts:
            await session.delete(attempts)
        session.add(
            SignInSession(
                token_hash=hash_of(token),
                account_id=account.id,
                created_at=now,
                expires_at=now + state.config.session_lifetime,
            )
        )
        practice = await session.get_one(Practice, account.practice_id)
    return {"token": token, **SignedIn(account, practice, "").description()}


@router.get("/sessions/current")
async def current_session(caller: Caller) -> dict[str, Any]:
    return caller.description()


@router.delete("/sessions/current", status_code=204)
async def sign_out(caller: Caller, state: State) -> Response:
    async with state.sessions.begin() as session:
        found = await session.get(SignInSession, caller.token_hash)
        if found:
            await session.delete(found)
    state.wake_ups.wake(topic_of_practice(caller.practice.id))
    return Response(status_code=204)


def _verify(expected: str, value: str) -> bool:
    try:
        return _hasher.verify(expected, value)
    except VerifyMismatchError:
        return False


async def _refuse_if_blocked(session: AsyncSession, keys: list[str], state: ServiceState) -> None:
    now = state.now()
    until = await session.scalar(select(func.max(SignInAttempts.blocked_until)).where(SignInAttempts.key.in_(keys)))
    if until and until > now:
        wait_s = int((until - now).total_seconds()) + 1
        raise Problem(429, "too_many_attempts", {"Retry-After": str(wait_s)})


async def _count_failure(session: AsyncSession, keys: list[str], state: ServiceState) -> None:
    now = state.now()
    for key in keys:
        attempts = await session.get(SignInAttempts, key)
        if attempts is None:
            attempts = SignInAttempts(key=key, failures=0, blocked_until=now)
            session.add(attempts)
        elif now - attempts.blocked_until > FORGOTTEN_AFTER:
            attempts.failures = 0
        attempts.failures += 1
        excess = attempts.failures - FREE_FAILURES
        attempts.blocked_until = now + (
            min(DELAY_FIRST * 2 ** min(excess, 12), DELAY_MOST) if excess >= 0 else timedelta()
        )
