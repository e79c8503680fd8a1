"""The application: its parts, and what lives as long as it does."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import async_sessionmaker

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
from medclient.service.guard import Guard
from medclient.service.state import ServiceState


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
            await state.messages.close()
            await engine.dispose()

    app = FastAPI(
        title="medclient practice service",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.page_files = patient_page.PageFiles.read()
    app.add_middleware(Guard)
    problems.install(app)
    people = (accounts, own_account, recovery, colleagues, invitations, practice, practice_data)
    calls = (appointments, mailbox, notes, practice_events, system_test, patient_page)
    for part in (*people, *calls):
        app.include_router(part.router)
    return app
