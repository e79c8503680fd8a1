"""The application: parts, headers, and what lives as long as it does."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import async_sessionmaker
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from medclient import __version__
from medclient.service import (
    accounts,
    appointments,
    colleagues,
    housekeeping,
    invitations,
    mailbox,
    notes,
    own_account,
    patient_page,
    practice,
    practice_data,
    practice_events,
    problems,
    recovery,
    system_test,
)
from medclient.service.config import ServiceConfig
from medclient.service.database import open_database
from medclient.service.state import ServiceState

MOST_BODY_BYTES = 256 * 1024

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(self), geolocation=()",
}


class Guard:
    """Security headers on every answer, and an end to bodies that are too large."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > MOST_BODY_BYTES:
            await problems.answer(413, "too_large")(scope, receive, send)
            return
        taken = 0

        async def limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MOST_BODY_BYTES:
                raise problems.Problem(413, "too_large")
            return message

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, limited, headed)


def create_app(config: ServiceConfig) -> FastAPI:
    """The service on a database that has been migrated."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        engine = open_database(config.database_url)
        app.state.service = state = ServiceState(config, engine, async_sessionmaker(engine, expire_on_commit=False))
        app.state.presences = mailbox.Presences()
        system_test.add_to(app.state)
        await mailbox.forget_presences(state)
        cleaning = asyncio.create_task(housekeeping.keep_clean(state))
        try:
            yield
        finally:
            cleaning.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await cleaning
            await engine.dispose()

    app = FastAPI(
        title="medclient practice service", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None
    )
    app.add_middleware(Guard)
    problems.install(app)
    people = (accounts, own_account, recovery, colleagues, invitations, practice, practice_data)
    calls = (appointments, mailbox, notes, practice_events, system_test, patient_page)
    for part in (*people, *calls):
        app.include_router(part.router)
    return app
