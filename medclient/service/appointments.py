"""Appointments, links and ICE servers."""

import base64
import hmac
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request, Response
from pydantic import AwareDatetime, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from medclient.protocol import access_window
from medclient.protocol.access_link import is_link_id
from medclient.protocol.envelope import token_verifier
from medclient.service import audit
from medclient.service.accounts import Caller, SignedIn, Strict, find_signed_in
from medclient.service.addresses import who_asks
from medclient.service.audit import Action
from medclient.service.database import Account, Consultation
from medclient.service.problems import Problem
from medclient.service.state import ServiceState, State, topic_of_mailbox, topic_of_practice

router = APIRouter(prefix="/api/v1")

SEALED_CHARS = 16000
MOST_LISTED = 2000
TAKEN_BACK_WITHIN = timedelta(minutes=2)
"""How long after its creation an appointment can be taken back without a trace."""

LinkId = Annotated[str, Field(min_length=22, max_length=22)]
Verifier = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Sealed = Annotated[str, Field(min_length=1, max_length=SEALED_CHARS)]
AccountId = Annotated[str | None, Field(max_length=64)]


class NewAppointment(Strict):
    link_id: LinkId
    starts_at: AwareDatetime
    duration_minutes: Annotated[int, Field(ge=1, le=600)]
    sealed: Sealed
    patient_token_verifier: Verifier
    account_id: AccountId = None
    """Whose appointment it is; nothing said: the caller's."""


class Change(Strict):
    version: int
    starts_at: AwareDatetime | None = None
    duration_minutes: Annotated[int | None, Field(ge=1, le=600)] = None
    sealed: Sealed | None = None
    account_id: AccountId = None


class NewLink(Strict):
    """A link that takes another's place."""

    version: int
    link_id: LinkId
    sealed: Sealed
    patient_token_verifier: Verifier


class PatientToken(Strict):
    patient_token: Annotated[str, Field(max_length=64)]


def link_state(consultation: Consultation, now: datetime) -> access_window.LinkState:
    return access_window.link_state(
        consultation.starts_at,
        now,
        started=consultation.started_at is not None,
        ended=consultation.ended_at is not None,
        cancelled=consultation.cancelled_at is not None,
        superseded=consultation.replaced_by is not None,
    )


def described(consultation: Consultation, now: datetime) -> dict[str, Any]:
    """An appointment as the desktop gets it."""

    def text(moment: datetime | None) -> str | None:
        return moment.isoformat() if moment else None

    return {
        "link_id": consultation.link_id,
        "account_id": consultation.account_id,
        "starts_at": text(consultation.starts_at),
        "duration_minutes": consultation.duration_minutes,
        "sealed": consultation.sealed,
        "version": consultation.version,
        "opens_at": text(access_window.opens_at(consultation.starts_at)),
        "closes_at": text(access_window.closes_at(consultation.starts_at)),
        "link_state": link_state(consultation, now).value,
        "started_at": text(consultation.started_at),
        "ended_at": text(consultation.ended_at),
        "ended_by": consultation.ended_by,
        "cancelled_at": text(consultation.cancelled_at),
        "patient_present_since": None if consultation.patient_left_at else text(consultation.patient_present_since),
        "patient_was_present": consultation.patient_was_present,
        "practitioner_present_since": text(consultation.practitioner_present_since),
        "created_at": text(consultation.created_at),
        "link_opened_at": text(consultation.link_opened_at),
        "patient_first_present_at": text(consultation.patient_first_present_at),
        "replaced_by": consultation.replaced_by,
    }


@router.get("/appointments")
async def list_appointments(
    caller: Caller,
    state: State,
    request: Request,
) -> dict[str, Any]:
    begin, end = (_moment(request.query_params.get(name)) for name in ("from", "to"))
    query = select(Consultation).where(Consultation.practice_id == caller.practice.id)
    if begin:
        query = query.where(Consultation.starts_at >= begin)
    if end:
        query = query.where(Consultation.starts_at < end)
    async with state.sessions() as session:
        found = await session.scalars(query.order_by(Consultation.starts_at).limit(MOST_LISTED))
        return {"appointments": [described(each, state.now()) for each in found]}


@router.get("/appointments/{link_id}")
async def read_appointment(link_id: str, caller: Caller, state: State) -> dict[str, Any]:
    async with state.sessions() as session:
        return described(_own(await session.get(Consultation, link_id), caller), state.now())


@router.post("/appointments", status_code=201)
async def create_appointment(body: NewAppointment, caller: Caller, state: State) -> dict[str, Any]:
    async with state.sessions.begin() as session:
        await _check_free(session, body.link_id)
        consultation = Consultation(
            **body.model_dump(exclude={"account_id"}),
            practice_id=caller.practice.id,
            account_id=await _colleague(session, body.account_id, caller),
            created_at=state.now(),
            version=1,
            patient_was_present=False,
            last_seq=0,
        )
        session.add(consultation)
        audit.note(session, caller.account, Action.APPOINTMENT_CREATED, state.now(), body.link_id)
        answer = described(consultation, state.now())
    state.wake_ups.wake(topic_of_practice(caller.practice.id))
    return answer


@router.patch("/appointments/{link_id}")
async def change_appointment(link_id: str, body: Change, caller: Caller, state: State) -> dict[str, Any]:
    async with state.sessions.begin() as session:
        consultation = _own(await session.get(Consultation, link_id), caller)
        if consultation.version != body.version:
            raise Problem(409, "changed_meanwhile")
        if consultation.ended_at or consultation.cancelled_at:
            raise Problem(409, "over")
        await _colleague(session, body.account_id, caller)
        for name, value in body.model_dump(exclude={"version"}, exclude_none=True).items():
            setattr(consultation, name, value)
        consultation.version += 1
        audit.note(session, caller.account, Action.APPOINTMENT_CHANGED, state.now(), link_id)
        answer = described(consultation, state.now())
    _changed(state, caller.practice.id, link_id)
    return answer


@router.post("/appointments/{link_id}/cancel")
async def cancel_appointment(link_id: str, caller: Caller, state: State) -> dict[str, Any]:
    async with state.sessions.begin() as session:
        consultation = _own(await session.get(Consultation, link_id), caller)
        if consultation.ended_at or consultation.started_at:
            raise Problem(409, "over")
        if consultation.cancelled_at is None:
            consultation.cancelled_at = state.now()
            consultation.version += 1
            audit.note(session, caller.account, Action.APPOINTMENT_CANCELLED, state.now(), link_id)
        answer = described(consultation, state.now())
    _changed(state, caller.practice.id, link_id)
    return answer


@router.post("/appointments/{link_id}/replace", status_code=201)
async def replace_link(link_id: str, body: NewLink, caller: Caller, state: State) -> dict[str, Any]:
    """The same appointment under a new link; from this moment the old one opens nothing, and says why."""
    async with state.sessions.begin() as session:
        old = _own(await session.get(Consultation, link_id), caller)
        if old.version != body.version:
            raise Problem(409, "changed_meanwhile")
        if old.ended_at or old.cancelled_at or old.started_at:
            raise Problem(409, "over")
        await _check_free(session, body.link_id)
        now = state.now()
        new = Consultation(
            **body.model_dump(exclude={"version"}),
            practice_id=old.practice_id,
            account_id=old.account_id,
            starts_at=old.starts_at,
            duration_minutes=old.duration_minutes,
            created_at=now,
            version=1,
            patient_was_present=False,
            last_seq=0,
        )
        session.add(new)
        audit.note(session, caller.account, Action.APPOINTMENT_CHANGED, now, body.link_id)
        old.cancelled_at, old.replaced_by = now, body.link_id
        old.version += 1
        answer = described(new, now)
    _changed(state, caller.practice.id, link_id)
    return answer


@router.delete("/appointments/{link_id}", status_code=204)
async def take_back(link_id: str, caller: Caller, state: State) -> Response:
    """Undo of a creation: only at once, and only while the patient has not used the link."""
    async with state.sessions.begin() as session:
        consultation = _own(await session.get(Consultation, link_id), caller)
        used = consultation.link_opened_at or consultation.patient_was_present or consultation.started_at
        if used or state.now() - consultation.created_at > TAKEN_BACK_WITHIN:
            raise Problem(409, "over")
        await session.delete(consultation)
        audit.note(session, caller.account, Action.APPOINTMENT_CANCELLED, state.now(), link_id)
    _changed(state, caller.practice.id, link_id)
    return Response(status_code=204)


@router.get("/links/{link_id}")
async def look_at_link(link_id: str, request: Request, state: State) -> dict[str, Any]:
    now, address = state.now(), who_asks(request)
    if wait := state.guesses.wait(address, now):
        raise Problem(429, "too_many_attempts", {"Retry-After": str(int(wait.total_seconds()) + 1)})
    async with state.sessions() as session:
        consultation = await session.get(Consultation, link_id)
        if consultation is None:
            state.guesses.missed(address, now)
            raise Problem(404, "unknown_link")
        if consultation.link_opened_at is None:
            consultation.link_opened_at = now
            await session.commit()
            state.wake_ups.wake(topic_of_practice(consultation.practice_id))
    return {
        "state": link_state(consultation, now).value,
        "starts_at": consultation.starts_at.isoformat(),
        "opens_at": access_window.opens_at(consultation.starts_at).isoformat(),
        "closes_at": access_window.closes_at(consultation.starts_at).isoformat(),
        "now": now.isoformat(),
        "running": consultation.started_at is not None and consultation.ended_at is None,
    }


@router.post("/consultations/{link_id}/ice-servers")
async def ice_servers(
    link_id: str, request: Request, state: State, body: Annotated[PatientToken | None, Body()] = None
) -> dict[str, Any]:
    """STUN and TURN servers; TURN with the time-limited credentials of coturn's REST API."""
    async with state.sessions() as session:
        consultation = await session.get(Consultation, link_id)
    if consultation is None:
        raise Problem(404, "unknown_link")
    if body is not None:
        allowed = hmac.compare_digest(token_verifier(body.patient_token), consultation.patient_token_verifier)
    else:
        token = request.headers.get("authorization", "").partition(" ")[2]
        caller = await find_signed_in(state, token) if token else None
        if caller and caller.account.role == "staff":
            raise Problem(403, "forbidden")
        allowed = caller is not None and caller.practice.id == consultation.practice_id
    if not allowed:
        raise Problem(401, "unauthorised")
    return servers_with_credentials(state, link_id)


def servers_with_credentials(state: ServiceState, subject: str) -> dict[str, Any]:
    """The configured servers; `subject` is what the relay's log knows the credentials by."""
    config = state.config
    expires_at = state.now() + config.turn_lifetime
    servers: list[dict[str, Any]] = [{"urls": list(config.stun_urls)}] if config.stun_urls else []
    if config.turn_urls and config.turn_secret:
        username = f"{int(expires_at.timestamp())}:{subject}"
        mac = hmac.digest(config.turn_secret.encode(), username.encode(), "sha1")
        credential = base64.b64encode(mac).decode()
        servers.append({"urls": list(config.turn_urls), "username": username, "credential": credential})
    return {"ice_servers": servers, "expires_at": expires_at.isoformat()}


def _own(consultation: Consultation | None, caller: SignedIn) -> Consultation:
    if consultation is None or consultation.practice_id != caller.practice.id:
        raise Problem(404, "unknown_appointment")
    return consultation


async def _check_free(session: AsyncSession, link_id: str) -> None:
    if not is_link_id(link_id):
        raise Problem(422, "invalid_request")
    if await session.get(Consultation, link_id):
        raise Problem(409, "link_taken")


async def _colleague(session: AsyncSession, account_id: str | None, caller: SignedIn) -> str:
    """The account that an appointment is for; it must be one of the practice that can hold it."""
    if account_id is None or account_id == caller.account.id:
        return caller.account.id
    account = await session.get(Account, account_id)
    if account is None or account.practice_id != caller.practice.id or account.role == "staff" or not account.active:
        raise Problem(422, "invalid_request")
    return account_id


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        # A plus sign in a query that was not encoded arrives as a space.
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise Problem(422, "invalid_request") from None
    if moment.tzinfo is None:
        raise Problem(422, "invalid_request")
    return moment


def _changed(state: ServiceState, practice_id: str, link_id: str) -> None:
    state.wake_ups.wake(topic_of_practice(practice_id))
    state.wake_ups.wake(topic_of_mailbox(link_id))
