"""Appointments, links and ICE servers."""

import base64
import hmac
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request
from pydantic import AwareDatetime, Field
from sqlalchemy import select

from medclient.protocol import access_window
from medclient.protocol.access_link import is_link_id
from medclient.protocol.envelope import token_verifier
from medclient.service.accounts import Caller, SignedIn, Strict, find_signed_in
from medclient.service.database import Consultation
from medclient.service.problems import Problem
from medclient.service.state import ServiceState, State, topic_of_mailbox, topic_of_practice

router = APIRouter(prefix="/api/v1")

SEALED_CHARS = 16000
MOST_LISTED = 2000


class NewAppointment(Strict):
    link_id: Annotated[str, Field(min_length=22, max_length=22)]
    starts_at: AwareDatetime
    duration_minutes: Annotated[int, Field(ge=1, le=600)]
    sealed: Annotated[str, Field(min_length=1, max_length=SEALED_CHARS)]
    patient_token_verifier: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Change(Strict):
    version: int
    starts_at: AwareDatetime | None = None
    duration_minutes: Annotated[int | None, Field(ge=1, le=600)] = None
    sealed: Annotated[str | None, Field(min_length=1, max_length=SEALED_CHARS)] = None


class PatientToken(Strict):
    patient_token: Annotated[str, Field(max_length=64)]


def link_state(consultation: Consultation, now: datetime) -> access_window.LinkState:
    return access_window.link_state(
        consultation.starts_at,
        now,
        started=consultation.started_at is not None,
        ended=consultation.ended_at is not None,
        cancelled=consultation.cancelled_at is not None,
    )


def described(consultation: Consultation, now: datetime) -> dict[str, Any]:
    """An appointment as the desktop gets it."""

    def text(moment: datetime | None) -> str | None:
        return moment.isoformat() if moment else None

    return {
        "link_id": consultation.link_id,
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


@router.post("/appointments", status_code=201)
async def create_appointment(body: NewAppointment, caller: Caller, state: State) -> dict[str, Any]:
    if not is_link_id(body.link_id):
        raise Problem(422, "invalid_request")
    async with state.sessions.begin() as session:
        if await session.get(Consultation, body.link_id):
            raise Problem(409, "link_taken")
        consultation = Consultation(
            **body.model_dump(),
            practice_id=caller.practice.id,
            account_id=caller.account.id,
            created_at=state.now(),
            version=1,
            patient_was_present=False,
            last_seq=0,
        )
        session.add(consultation)
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
        for name, value in body.model_dump(exclude={"version"}, exclude_none=True).items():
            setattr(consultation, name, value)
        consultation.version += 1
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
        answer = described(consultation, state.now())
    _changed(state, caller.practice.id, link_id)
    return answer


@router.get("/links/{link_id}")
async def look_at_link(link_id: str, state: State) -> dict[str, Any]:
    async with state.sessions() as session:
        consultation = await session.get(Consultation, link_id)
    if consultation is None:
        raise Problem(404, "unknown_link")
    now = state.now()
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
