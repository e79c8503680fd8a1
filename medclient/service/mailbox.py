"""The mailbox of a consultation: numbered, append-only, sealed (docs/service-api.md).

A connection is handed what this process stores, and reads from the database what it has missed, and whenever its topic
is woken; so a message is delivered in order, once, whichever process took it in, and a slow reader holds nothing but
itself up.
"""

import asyncio
import contextlib
import hmac
import json
import logging
import math
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from sqlalchemy import Row, select, update

from medclient.protocol import access_window
from medclient.protocol.envelope import MAX_BODY_CHARS, MESSAGE_ID, Role, token_verifier
from medclient.service.accounts import find_signed_in, may_call
from medclient.service.addresses import who_asks
from medclient.service.appointments import link_state
from medclient.service.connections import Allowance, admit
from medclient.service.database import Consultation, MailboxMessage
from medclient.service.message_store import Kept
from medclient.service.state import ServiceState, Woken, service_state, topic_of_mailbox, topic_of_practice
from medclient.service.whole import whole

log = logging.getLogger("medclient.service.mailbox")

router = APIRouter(prefix="/api/v1")

MOST_FRAME_CHARS = 96 * 1024
PAGE_MESSAGES = 25
"""How many are in memory at once for one reader."""
SEND_TIMEOUT_S = 20.0
RECHECK_S = 30.0
"""How often a connection looks whether the window has closed meanwhile."""
TRUSTED_S = 1.0
"""For how long after a look at the database messages are passed on without another: a sign-out counts that late."""
BURST = 400
RATE_PER_S = 60.0
"""Frames that a client may send at once, and how quickly it may go on."""

UNAUTHORISED, FORBIDDEN, UNKNOWN_LINK, JOIN_TIMEOUT, REPLACED, OVER, NOT_YET_OPEN, TOO_MANY, MALFORMED = (
    4401,
    4403,
    4404,
    4408,
    4409,
    4410,
    4425,
    4429,
    4400,
)
REASONS = {
    UNAUTHORISED: "unauthorised",
    FORBIDDEN: "forbidden",
    UNKNOWN_LINK: "unknown_link",
    JOIN_TIMEOUT: "join_timeout",
    REPLACED: "replaced",
    OVER: "over",
    NOT_YET_OPEN: "not_yet_open",
    TOO_MANY: "too_many",
    MALFORMED: "malformed",
}


class Refused(Exception):
    """The connection must be closed with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(REASONS[code])
        self.code = code


class Presences:
    """Which connection of each role is the newest, in this process."""

    def __init__(self) -> None:
        self.newest: dict[tuple[str, Role], Conversation] = {}


async def forget_presences(state: ServiceState) -> None:
    """At the start of the only process: nobody is connected, whatever an earlier one could not write down."""
    async with state.sessions.begin() as session:
        await session.execute(
            update(Consultation)
            .where(Consultation.patient_present_since.is_not(None), Consultation.patient_left_at.is_(None))
            .values(patient_left_at=state.now())
        )
        await session.execute(update(Consultation).values(practitioner_present_since=None))


@router.websocket("/consultations/{link_id}/mailbox")
async def mailbox(websocket: WebSocket, link_id: str) -> None:
    state = service_state(websocket)
    with admit(websocket, topic_of_mailbox(link_id)) as admitted:
        if admitted:
            await _converse(websocket, state, link_id)
        else:
            await websocket.close()


async def _converse(websocket: WebSocket, state: ServiceState, link_id: str) -> None:
    presences: Presences = websocket.app.state.presences
    await websocket.accept()
    conversation = Conversation(websocket, state, presences, link_id)
    code = 1000
    try:
        await conversation.run()
    except Refused as refusal:
        code = refusal.code
    except (WebSocketDisconnect, TimeoutError):
        return
    with contextlib.suppress(RuntimeError, WebSocketDisconnect):
        await websocket.close(code, REASONS.get(code, ""))


class Conversation:
    """One client's connection."""

    def __init__(self, websocket: WebSocket, state: ServiceState, presences: Presences, link_id: str) -> None:
        self._websocket = websocket
        self._state = state
        self._presences = presences
        self._link_id = link_id
        self._role = Role.PATIENT
        self._practice_id = ""
        self._token_hash = ""
        self._address = who_asks(websocket)
        self._after = 0
        self._told: dict[str, Any] = {}
        self._replaced = asyncio.Event()
        self._allowance = Allowance(BURST, RATE_PER_S)
        self._sending = asyncio.Lock()

    async def run(self) -> None:
        try:
            async with asyncio.timeout(self._state.config.join_timeout_s):
                join = await self._receive()
        except TimeoutError:
            raise Refused(JOIN_TIMEOUT) from None
        await self._admit(join)
        key = (self._link_id, self._role)
        earlier = self._presences.newest.get(key)
        self._presences.newest[key] = self
        if earlier:
            earlier._replaced.set()
        async with self._state.wake_ups.listen(topic_of_mailbox(self._link_id)) as woken:
            with self._state.messages.handed(self._link_id, woken) as handed:
                await self._take_part(key, woken, handed)

    async def _take_part(self, key: tuple[str, Role], woken: Woken, handed: deque[Kept]) -> None:
        consultation = await self._enter()
        await self._say_joined(consultation)
        woken.set()
        tasks = [
            asyncio.create_task(self._deliver(woken, handed, consultation.last_seq)),
            asyncio.create_task(self._listen()),
            asyncio.create_task(self._replaced.wait()),
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if self._presences.newest.get(key) is self:
                del self._presences.newest[key]
                await self._leave()
        if self._replaced.is_set():
            raise Refused(REPLACED)
        for task in done:
            if error := task.exception():
                raise error

    async def _receive(self) -> dict[str, Any]:
        text = await self._websocket.receive_text()
        if len(text) > MOST_FRAME_CHARS:
            raise Refused(MALFORMED)
        try:
            frame = json.loads(text)
        except (ValueError, RecursionError):
            return {}
        return frame if isinstance(frame, dict) else {}

    async def _send(self, **frame: Any) -> None:
        async with self._sending, asyncio.timeout(SEND_TIMEOUT_S):
            await self._websocket.send_text(json.dumps(frame))

    # Joining and leaving.

    async def _admit(self, join: dict[str, Any]) -> Consultation:
        token, after = join.get("token"), join.get("after", 0)
        if join.get("type") != "join" or not isinstance(token, str) or not isinstance(after, int) or after < 0:
            raise Refused(MALFORMED)
        try:
            self._role = Role(str(join.get("role")))
        except ValueError:
            raise Refused(MALFORMED) from None
        self._after = after
        if self._state.guesses.wait(self._address, self._state.now()):
            raise Refused(TOO_MANY)
        consultation = await self._read()
        if consultation is None:
            raise self._missed(UNKNOWN_LINK)
        self._practice_id = consultation.practice_id
        if self._role is Role.PATIENT:
            if not hmac.compare_digest(token_verifier(token), consultation.patient_token_verifier):
                raise self._missed(UNAUTHORISED)
        else:
            caller = await find_signed_in(self._state, token)
            if caller is None:
                raise Refused(UNAUTHORISED)
            if caller.practice.id != consultation.practice_id:
                raise Refused(UNKNOWN_LINK)
            if caller.account.role == "staff":
                raise Refused(FORBIDDEN)
            self._token_hash = caller.token_hash
        if consultation.ended_at:
            # Who was away meanwhile shall read in the other end's own words that it is over.
            while await self._send_page():
                pass
        self._check_window(consultation)
        return consultation

    def _missed(self, code: int) -> Refused:
        self._state.guesses.missed(self._address, self._state.now())
        return Refused(code)

    async def _check_session(self) -> None:
        """Whoever was signed out elsewhere, or has become staff, does not go on reading."""
        if self._role is Role.PRACTITIONER and not await may_call(self._state, self._token_hash):
            raise Refused(UNAUTHORISED)

    def _check_window(self, consultation: Consultation) -> None:
        link = link_state(consultation, self._state.now())
        if link is access_window.LinkState.SUPERSEDED and self._role is Role.PATIENT:
            raise Refused(UNAUTHORISED)  # the page says that there is a newer link
        if link in (
            access_window.LinkState.OVER,
            access_window.LinkState.CANCELLED,
            access_window.LinkState.SUPERSEDED,
        ):
            raise Refused(OVER)
        if link is access_window.LinkState.NOT_YET_OPEN and self._role is Role.PATIENT:
            raise Refused(NOT_YET_OPEN)

    @whole
    async def _enter(self) -> Consultation:
        now = self._state.now()
        async with self._state.one_writer(), self._state.sessions.begin() as session:
            consultation = await session.get_one(Consultation, self._link_id)
            if self._role is Role.PATIENT:
                left = consultation.patient_left_at
                since = consultation.patient_present_since
                # Who returns soon, or whose leaving was never noticed (a restart of the service), has stayed.
                if since is None or (left and now - left > self._state.config.return_grace):
                    consultation.patient_present_since = now
                consultation.patient_left_at = None
                consultation.patient_was_present = True
                consultation.patient_first_present_at = consultation.patient_first_present_at or now
            elif consultation.practitioner_present_since is None:
                consultation.practitioner_present_since = now
        self._wake()
        return consultation

    @whole
    async def _leave(self) -> None:
        async with self._state.one_writer(), self._state.sessions.begin() as session:
            consultation = await session.get(Consultation, self._link_id)
            if consultation is None:
                return
            if self._role is Role.PATIENT:
                consultation.patient_left_at = self._state.now()
            else:
                consultation.practitioner_present_since = None
        self._wake()

    def _wake(self) -> None:
        self._state.wake_ups.wake(topic_of_mailbox(self._link_id))
        self._state.wake_ups.wake(topic_of_practice(self._practice_id))

    # What the client is told.

    async def _say_joined(self, consultation: Consultation) -> None:
        self._told = _shown(consultation)
        await self._send(
            type="joined",
            role=self._role.value,
            last=consultation.last_seq,
            now=self._state.now().isoformat(),
            starts_at=consultation.starts_at.isoformat(),
            opens_at=access_window.opens_at(consultation.starts_at).isoformat(),
            closes_at=access_window.closes_at(consultation.starts_at).isoformat(),
            started_at=self._told["started_at"],
            ended_at=self._told["ended_at"],
            presence={role.value: self._told[role.value] for role in Role},
        )

    async def _deliver(self, woken: Woken, handed: deque[Kept], backlog_to: int) -> None:
        caught_up = False
        clock = asyncio.get_running_loop().time
        look_at = clock()
        trusted_until = -math.inf
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(look_at):
                    await woken.wait()
            changed = woken.take()
            kept = [each for each in handed if each.seq > self._after]
            handed.clear()
            if caught_up and kept and not changed and clock() < trusted_until and self._follow(kept):
                for each in kept:
                    await self._send_message(each)
                look_at = min(look_at, trusted_until)
                continue
            trusted_until, look_at = clock() + TRUSTED_S, clock() + RECHECK_S
            # Read before the messages: whoever is told of the end has got the hang-up that was posted before it.
            consultation = await self._read()
            while await self._send_page():
                pass
            if not caught_up and self._after >= backlog_to:
                caught_up = True
                await self._send(type="caught_up", seq=self._after)
            if consultation is None:
                raise Refused(OVER)
            await self._tell_changes(consultation)
            self._check_window(consultation)
            await self._check_session()

    def _follow(self, kept: list[Kept]) -> bool:
        """Whether these are the next messages, with nothing between them."""
        return [each.seq for each in kept] == list(range(self._after + 1, self._after + 1 + len(kept)))

    @whole
    async def _read(self) -> Consultation | None:
        async with self._state.sessions() as session:
            return await session.get(Consultation, self._link_id)

    @whole
    async def _read_page(self) -> Sequence[Row[int, str, str, str, datetime]]:
        query = (
            select(
                MailboxMessage.seq,
                MailboxMessage.sender,
                MailboxMessage.message_id,
                MailboxMessage.body,
                MailboxMessage.at,
            )
            .where(MailboxMessage.link_id == self._link_id, MailboxMessage.seq > self._after)
            .order_by(MailboxMessage.seq)
            .limit(PAGE_MESSAGES)
        )
        async with self._state.sessions() as session:
            return (await session.execute(query)).all()

    async def _send_page(self) -> bool:
        """Send the next messages; returns whether there may be more."""
        page = await self._read_page()
        for each in page:
            await self._send_message(Kept(each.seq, each.sender, each.message_id, each.body, each.at))
        return len(page) == PAGE_MESSAGES

    async def _send_message(self, kept: Kept) -> None:
        await self._send(
            type="message",
            seq=kept.seq,
            **{"from": kept.sender},
            id=kept.message_id,
            body=kept.body,
            at=kept.at.isoformat(),
        )
        self._after = kept.seq

    async def _tell_changes(self, consultation: Consultation) -> None:
        before, now = self._told, _shown(consultation)
        self._told = now
        for role in Role:
            if now[role.value] != before[role.value]:
                await self._send(type="presence", role=role.value, since=now[role.value])
        if now["started_at"] and not before["started_at"]:
            await self._send(type="started", at=now["started_at"])
        if now["ended_at"] and not before["ended_at"]:
            await self._send(type="ended", at=now["ended_at"], by=consultation.ended_by)

    # What the client says.

    async def _listen(self) -> None:
        while True:
            frame = await self._receive()
            if not self._allowance.take():
                raise Refused(TOO_MANY)
            kind = frame.get("type")
            if kind == "ping":
                await self._send(type="pong", now=self._state.now().isoformat())
            elif kind == "post":
                await self._post(frame)
            elif kind == "end" or (kind == "start" and self._role is Role.PRACTITIONER):
                await self._mark(kind)
            elif kind == "start":
                await self._send(type="error", code="forbidden", detail="only the practitioner starts a call")
            else:
                await self._send(type="error", code="malformed", detail="unknown frame")

    async def _post(self, frame: dict[str, Any]) -> None:
        message_id, body = frame.get("id"), frame.get("body")
        if not isinstance(message_id, str) or not MESSAGE_ID.fullmatch(message_id) or not isinstance(body, str):
            await self._send(type="error", code="malformed", detail="a post has an id and a body")
            return
        if len(body) > MAX_BODY_CHARS:
            await self._send(type="error", code="too_large", detail="the body is too long")
            return
        seq = await self._state.messages.store(self._link_id, self._role, message_id, body)
        if seq is None:
            await self._send(type="error", code="mailbox_full", detail="the mailbox is full")
            return
        await self._send(type="posted", id=message_id, seq=seq)

    @whole
    async def _mark(self, kind: str) -> None:
        now = self._state.now()
        async with self._state.one_writer(), self._state.sessions.begin() as session:
            consultation = await session.get_one(Consultation, self._link_id)
            if kind == "start":
                consultation.started_at = consultation.started_at or now
            elif consultation.ended_at is None:
                consultation.ended_at, consultation.ended_by = now, self._role.value
        self._wake()


def _shown(consultation: Consultation) -> dict[str, Any]:
    """What clients are told when it changes."""
    patient = None if consultation.patient_left_at else consultation.patient_present_since
    moments = {
        "started_at": consultation.started_at,
        "ended_at": consultation.ended_at,
        Role.PATIENT.value: patient,
        Role.PRACTITIONER.value: consultation.practitioner_present_since,
    }
    return {name: moment.isoformat() if moment else None for name, moment in moments.items()}
