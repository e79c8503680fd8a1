"""A message into a consultation's mailbox for those who do not join it: staff writes, and reads nothing."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from medclient.protocol.access_window import LinkState
from medclient.protocol.envelope import MESSAGE_ID, Role
from medclient.service import audit
from medclient.service.accounts import Caller, Strict
from medclient.service.appointments import link_state
from medclient.service.audit import Action
from medclient.service.database import Consultation
from medclient.service.problems import Problem
from medclient.service.state import State

router = APIRouter(prefix="/api/v1")

BODY_CHARS = 16384
"""A line of chat, sealed; nothing larger is written from the list."""


class Note(Strict):
    id: Annotated[str, Field(max_length=40)]
    body: Annotated[str, Field(min_length=1, max_length=BODY_CHARS)]


@router.post("/consultations/{link_id}/messages", status_code=201)
async def post_note(link_id: str, body: Note, caller: Caller, state: State) -> dict[str, Any]:
    """Post as the practice; the same id again gives the same number."""
    if not MESSAGE_ID.fullmatch(body.id):
        raise Problem(422, "invalid_request")
    async with state.sessions() as session:
        consultation = await session.get(Consultation, link_id)
    if consultation is None or consultation.practice_id != caller.practice.id:
        raise Problem(404, "unknown_appointment")
    if link_state(consultation, state.now()) not in (LinkState.OPEN, LinkState.NOT_YET_OPEN):
        raise Problem(409, "over")
    seq = await state.messages.store(link_id, Role.PRACTITIONER, body.id, body.body)
    if seq is None:
        raise Problem(409, "mailbox_full")
    async with state.sessions.begin() as session:
        audit.note(session, caller.account, Action.MESSAGE_SENT, state.now(), link_id)
    return {"seq": seq}
