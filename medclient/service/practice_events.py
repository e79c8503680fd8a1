"""Tells a desktop which of its practice's appointments have changed, presence included."""

import asyncio
import contextlib
import json
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from sqlalchemy import select

from medclient.service.accounts import SignedIn, find_signed_in, is_valid
from medclient.service.appointments import described
from medclient.service.connections import Allowance, admit
from medclient.service.database import Consultation
from medclient.service.state import ServiceState, service_state, topic_of_practice
from medclient.service.whole import whole

router = APIRouter(prefix="/api/v1")

WATCHED = timedelta(days=2)
"""How far from now appointments are watched, both ways."""
RECHECK_S = 15.0
"""How often states that follow from the time alone are looked at."""
BURST, RATE_PER_S = 20, 1.0


@router.websocket("/events")
async def events(websocket: WebSocket) -> None:
    with admit(websocket) as admitted:
        if admitted:
            await _converse(websocket, service_state(websocket))
        else:
            await websocket.close()


async def _converse(websocket: WebSocket, state: ServiceState) -> None:
    await websocket.accept()
    try:
        async with asyncio.timeout(state.config.join_timeout_s):
            caller = await _join(websocket, state)
    except TimeoutError:
        await websocket.close(4408, "join_timeout")
        return
    except WebSocketDisconnect:
        return
    if caller is None:
        await websocket.close(4401, "unauthorised")
        return
    async with state.wake_ups.listen(topic_of_practice(caller.practice.id)) as woken:
        told = {each["link_id"]: each for each in await _watched(state, caller)}
        await websocket.send_text(json.dumps({"type": "joined", "now": state.now().isoformat()}))
        tasks = [
            asyncio.create_task(_tell(websocket, state, caller, woken, told)),
            asyncio.create_task(_answer(websocket, state)),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
        if ended[0] is True:
            await websocket.close(4401, "unauthorised")
        elif ended[1] is True:
            await websocket.close(4429, "too_many")


async def _answer(websocket: WebSocket, state: ServiceState) -> bool:
    """Answer each ping; returns True when there are too many of them."""
    allowance = Allowance(BURST, RATE_PER_S)
    while True:
        await websocket.receive_text()
        if not allowance.take():
            return True
        await websocket.send_text(json.dumps({"type": "pong", "now": state.now().isoformat()}))


async def _join(websocket: WebSocket, state: ServiceState) -> SignedIn | None:
    try:
        frame = json.loads(await websocket.receive_text())
    except (ValueError, RecursionError):
        return None
    token = frame.get("token") if isinstance(frame, dict) and frame.get("type") == "join" else None
    return await find_signed_in(state, token) if isinstance(token, str) else None


@whole
async def _watched(state: ServiceState, caller: SignedIn) -> list[dict[str, Any]]:
    now = state.now()
    query = select(Consultation).where(
        Consultation.practice_id == caller.practice.id,
        Consultation.starts_at > now - WATCHED,
        Consultation.starts_at < now + WATCHED,
    )
    async with state.sessions() as session:
        return [described(each, now) for each in await session.scalars(query)]


async def _tell(
    websocket: WebSocket,
    state: ServiceState,
    caller: SignedIn,
    woken: asyncio.Event,
    told: dict[str, dict[str, Any]],
) -> bool:
    """Tell what is new; returns True when the session has ended."""
    while True:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(RECHECK_S):
                await woken.wait()
        woken.clear()
        if not await is_valid(state, caller.token_hash):
            return True
        watched = await _watched(state, caller)
        for each in watched:
            if told.get(each["link_id"]) != each:
                told[each["link_id"]] = each
                await websocket.send_text(json.dumps({"type": "appointment", "appointment": each}))
        for link_id in set(told) - {each["link_id"] for each in watched}:
            del told[link_id]
            async with state.sessions() as session:
                gone = await session.get(Consultation, link_id) is None
            if gone:
                await websocket.send_text(json.dumps({"type": "removed", "link_id": link_id}))
