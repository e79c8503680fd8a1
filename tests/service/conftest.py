"""The real service: uvicorn on a socket, SQLite in a file, and a clock that the test sets."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from medclient.service.application import create_app
from medclient.service.config import ServiceConfig
from medclient.service.database import migrate, sqlite_url
from medclient.service.serving import serve
from tests.service.client import Practice, Service

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
START_TIMEOUT_S = 20.0


class Clock:
    """The service's clock; it stands until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


class Server(uvicorn.Server):
    """Tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()

    async def startup(self, sockets: object = None) -> None:
        await super().startup()
        self.listening.set()


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


Start = Callable[..., Service]


def launch(
    folder: Path,
    clock: Clock,
    port: int = 0,
    *,
    proxies: tuple[str, ...] = (),
    tls: tuple[Path, Path] | None = None,
    **changes: object,
) -> Service:
    """Start a service on the database in a folder; what is given changes its configuration. Who starts it stops it."""
    url = sqlite_url(folder / "service.sqlite")
    migrate(url)
    config = replace(ServiceConfig(database_url=url, clock=clock), **changes)  # type: ignore[arg-type]
    app = create_app(config)
    how = {"host": "127.0.0.1", "port": port, "log_level": "critical", "timeout_graceful_shutdown": 1}
    server = Server(serve(app, proxies, tls, **how))
    thread = threading.Thread(target=server.run)
    thread.start()
    assert server.listening.wait(START_TIMEOUT_S)
    bound = server.servers[0].sockets[0].getsockname()[1]

    def stop() -> None:
        server.should_exit = True
        thread.join(START_TIMEOUT_S)

    return Service(f"{'https' if tls else 'http'}://127.0.0.1:{bound}", bound, stop, app)


@pytest.fixture
def start(tmp_path: Path, clock: Clock) -> Iterator[Start]:
    """Starts services on the test's database, as `launch` does."""
    started: list[Service] = []

    def start(*given: Any, **more: Any) -> Service:
        started.append(launch(tmp_path, clock, *given, **more))
        return started[-1]

    yield start
    for each in started:
        each.stop()


@pytest.fixture
def service(start: Start) -> Service:
    return start()


@pytest.fixture
def practice(service: Service) -> Practice:
    """A practice with one practitioner who is signed in."""
    return Practice.set_up(service)
