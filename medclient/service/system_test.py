"""What the system test measures a line with: a ping, bytes down, bytes up, and the relays to try. Nothing is stored.

The practice comes with its session's token; a patient with the link's token, and the link's id in `Medclient-Link`,
also before the link is open. Each may move so many bytes in so long a time; a request costs a little by itself.
"""

import hmac
import os
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse

from medclient.protocol.access_window import LinkState
from medclient.protocol.envelope import token_verifier
from medclient.service.accounts import find_signed_in
from medclient.service.appointments import link_state, servers_with_credentials
from medclient.service.database import Consultation
from medclient.service.problems import Problem
from medclient.service.state import ServiceState, State

router = APIRouter(prefix="/api/v1/system-test")

LINK_HEADER = "medclient-link"
MOST_DOWNLOAD_BYTES = 4 * 1024 * 1024
MOST_UPLOAD_BYTES = 256 * 1024
BUDGET_BYTES = 64 * 1024 * 1024
BUDGET_SPAN = timedelta(minutes=10)
"""Somebody who has used the budget up has it again after so long."""
REQUEST_COST_BYTES = 4096
MOST_REMEMBERED = 4096
CHUNK = os.urandom(64 * 1024)
"""Cannot be compressed on the way."""


@dataclass
class _Account:
    left: float
    at: datetime


class Budgets:
    """How much each may still move; those who have not been here for longest are forgotten first."""

    def __init__(self, budget_bytes: int = BUDGET_BYTES, span: timedelta = BUDGET_SPAN) -> None:
        self._whole = budget_bytes
        self._rate = budget_bytes / span.total_seconds()
        self._known: OrderedDict[str, _Account] = OrderedDict()

    def take(self, who: str, size: int, now: datetime) -> float:
        """Take bytes from somebody's budget; returns the seconds to wait where it does not reach, else 0."""
        account = self._known.pop(who, None) or _Account(self._whole, now)
        passed = max(0.0, (now - account.at).total_seconds())
        account.left, account.at = min(self._whole, account.left + passed * self._rate), now
        self._known[who] = account
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        size += REQUEST_COST_BYTES
        if account.left < size:
            return (size - account.left) / self._rate
        account.left -= size
        return 0.0


@dataclass(frozen=True)
class Tester:
    """Whoever tests."""

    key: str
    may_join: bool
    """Whether relays are shown: staff make no calls."""


async def tester(request: Request, state: State) -> Tester:
    token = request.headers.get("authorization", "").partition(" ")[2]
    link_id = request.headers.get(LINK_HEADER, "")
    if link_id:
        return await _patient(state, link_id, token)
    caller = await find_signed_in(state, token) if token else None
    if caller is None:
        raise Problem(401, "unauthorised")
    return Tester(f"account {caller.account.id}", caller.account.role != "staff")


async def _patient(state: ServiceState, link_id: str, token: str) -> Tester:
    async with state.sessions() as session:
        consultation = await session.get(Consultation, link_id)
    if consultation is None or not hmac.compare_digest(token_verifier(token), consultation.patient_token_verifier):
        raise Problem(401, "unauthorised")
    if link_state(consultation, state.now()) not in (LinkState.OPEN, LinkState.NOT_YET_OPEN):
        raise Problem(409, "over")
    return Tester(f"link {link_id}", True)


Who = Annotated[Tester, Depends(tester)]


def _spend(request: Request, state: ServiceState, who: Tester, size: int) -> None:
    budgets: Budgets = request.app.state.system_test_budgets
    wait_s = budgets.take(who.key, size, state.now())
    if wait_s:
        raise Problem(429, "too_many_attempts", {"Retry-After": str(int(wait_s) + 1)})


@router.get("/ping")
async def ping(who: Who, request: Request, state: State) -> dict[str, str]:
    """The time; how long it takes is the line's delay."""
    _spend(request, state, who, 0)
    return {"now": state.now().isoformat()}


@router.get("/download")
async def download(who: Who, request: Request, state: State) -> StreamingResponse:
    """Random bytes, as many as `bytes` says."""
    asked = request.query_params.get("bytes", "")
    size = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    if not 0 < size <= MOST_DOWNLOAD_BYTES:
        raise Problem(422, "invalid_request")
    _spend(request, state, who, size)

    def pieces() -> Iterator[bytes]:
        for start in range(0, size, len(CHUNK)):
            yield CHUNK[: size - start]

    return StreamingResponse(pieces(), media_type="application/octet-stream", headers={"Content-Length": str(size)})


@router.post("/upload")
async def upload(who: Who, request: Request, state: State) -> dict[str, int]:
    """Counts what comes, and forgets it."""
    length = request.headers.get("content-length", "")
    if not length.isdigit():
        raise Problem(411, "invalid_request")
    if int(length) > MOST_UPLOAD_BYTES:
        raise Problem(413, "too_large")
    _spend(request, state, who, int(length))
    taken = 0
    async for piece in request.stream():
        taken += len(piece)
    return {"bytes": taken}


@router.post("/ice-servers")
async def ice_servers(who: Who, request: Request, state: State) -> dict[str, Any]:
    """The relays to try, as for a call."""
    if not who.may_join:
        raise Problem(403, "forbidden")
    _spend(request, state, who, 0)
    return servers_with_credentials(state, "system-test")


def add_to(app_state: Any) -> None:
    """Called once for each process."""
    app_state.system_test_budgets = Budgets()
