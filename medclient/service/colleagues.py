"""Who works in a practice, and what its administrators may change about it."""

from typing import Any

from fastapi import APIRouter
from sqlalchemy import delete, func, select

from medclient.service import audit
from medclient.service.accounts import Admin, Caller, RoleName, Strict
from medclient.service.audit import Action
from medclient.service.database import Account, Practice, SignInSession
from medclient.service.problems import Problem
from medclient.service.state import State, topic_of_practice

router = APIRouter(prefix="/api/v1")


class AccountChange(Strict):
    role: RoleName | None = None
    admin: bool | None = None
    active: bool | None = None
    second_factor: bool | None = None
    """Only False: take away the second factor of a colleague whose telephone is lost."""


class PracticeChange(Strict):
    second_factor_required: bool


@router.get("/practice/accounts")
async def list_accounts(caller: Caller, state: State) -> dict[str, Any]:
    query = select(Account).where(Account.practice_id == caller.practice.id).order_by(Account.created_at, Account.id)
    async with state.sessions() as session:
        found = list(await session.scalars(query))
    return {"accounts": [_described(each, fully=caller.account.admin) for each in found]}


@router.patch("/practice/accounts/{account_id}")
async def change_account(account_id: str, body: AccountChange, caller: Admin, state: State) -> dict[str, Any]:
    if body.second_factor:
        raise Problem(422, "invalid_request")
    async with state.sessions.begin() as session:
        account = await session.get(Account, account_id, with_for_update=True)
        if account is None or account.practice_id != caller.practice.id:
            raise Problem(404, "unknown_account")
        before = (account.role, account.admin, account.active)
        account.role = body.role or account.role
        account.admin = account.admin if body.admin is None else body.admin
        account.active = account.active if body.active is None else body.active
        await session.flush()
        left = select(func.count()).where(
            Account.practice_id == caller.practice.id, Account.admin.is_(True), Account.active.is_(True)
        )
        if not await session.scalar(left):
            raise Problem(409, "last_admin")
        now = state.now()
        if before[:2] != (account.role, account.admin):
            audit.note(session, caller.account, Action.ROLE_CHANGED, now, account_id)
        if before[2] != account.active:
            action = Action.ACCOUNT_REACTIVATED if account.active else Action.ACCOUNT_DEACTIVATED
            audit.note(session, caller.account, action, now, account_id)
        if body.second_factor is False and account.totp_secret is not None:
            account.totp_secret = None
            audit.note(session, caller.account, Action.SECOND_FACTOR_OFF, now, account_id)
        if not account.active:
            await session.execute(delete(SignInSession).where(SignInSession.account_id == account_id))
        answer = _described(account, fully=True)
    state.wake_ups.wake(topic_of_practice(caller.practice.id))
    return answer


@router.patch("/practice")
async def change_practice(body: PracticeChange, caller: Admin, state: State) -> dict[str, Any]:
    if body.second_factor_required and caller.account.totp_secret is None:
        raise Problem(409, "enrol_first")
    async with state.sessions.begin() as session:
        practice = await session.get_one(Practice, caller.practice.id)
        if practice.second_factor_required != body.second_factor_required:
            practice.second_factor_required = body.second_factor_required
            action = Action.SECOND_FACTOR_REQUIRED if body.second_factor_required else Action.SECOND_FACTOR_OPTIONAL
            audit.note(session, caller.account, action, state.now())
    return {"second_factor_required": body.second_factor_required}


@router.get("/practice/audit")
async def read_audit(caller: Admin, state: State, before: int | None = None) -> dict[str, Any]:
    async with state.sessions() as session:
        return {"entries": await audit.read(session, caller.practice.id, before)}


def _described(account: Account, *, fully: bool) -> dict[str, Any]:
    shown = {
        "id": account.id,
        "display_name": account.display_name,
        "role": account.role,
        "admin": account.admin,
        "active": account.active,
    }
    if fully:
        shown |= {"sign_in_name": account.sign_in_name, "second_factor": account.totp_secret is not None}
    return shown
