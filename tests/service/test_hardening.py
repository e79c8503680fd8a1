"""Clients and machines that misbehave: slow, greedy, many; a database that is full, locked, gone."""

import contextlib
import json
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from sqlalchemy import event
from sqlalchemy.engine import Engine
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketDisconnected
from websockets.exceptions import ConnectionClosed, InvalidStatus

from medclient.service import addresses, connections, database, guard, slow_clients
from medclient.service.connections import Connections
from medclient.service.serving import HARDENED
from tests.service.client import Link, Practice, Service, message_id, post
from tests.service.conftest import Clock, Start

HEADERS = (
    "x-content-type-options",
    "referrer-policy",
    "x-frame-options",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "content-security-policy",
)


@pytest.fixture
def link(practice: Practice, clock: Clock) -> Link:
    return practice.appoint(clock.now)


def open_raw(service: Service) -> socket.socket:
    return socket.create_connection(("127.0.0.1", service.port), timeout=15)


def closed_within(connection: socket.socket, seconds: float) -> bool:
    connection.settimeout(seconds)
    try:
        while connection.recv(65536):
            pass
    except TimeoutError:
        return False
    except OSError:
        pass
    return True


# Answers.


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/health", 200),
        ("GET", "/terms", 200),
        ("GET", f"/v/{'A' * 22}", 200),
        ("GET", "/nothing", 404),
        ("DELETE", "/api/v1/health", 405),
        ("GET", "/api/v1/appointments", 401),
        ("POST", "/api/v1/sessions", 422),
        ("GET", "/openapi.json", 404),
        ("GET", "/docs", 404),
    ],
)
def test_every_answer_has_the_headers(service: Service, method: str, path: str, status: int) -> None:
    answer = requests.request(method, f"{service.url}{path}", timeout=10)
    assert answer.status_code == status
    assert [name for name in HEADERS if name not in answer.headers] == []
    assert "server" not in answer.headers
    if path.startswith("/api/"):
        assert answer.headers["cache-control"] == "no-store"


def test_a_kept_connection_is_given_up_by_browsers_before_the_service_gives_it_up(service: Service) -> None:
    """They would load the page by one that is dead; and who asks whether the service is there asks the line, too."""
    kept = requests.get(f"{service.url}/terms", timeout=10).headers
    assert 0 < int(kept["keep-alive"].removeprefix("timeout=")) < HARDENED["timeout_keep_alive"]
    assert "connection" not in kept
    assert requests.get(f"{service.url}/api/v1/health", timeout=10).headers["connection"] == "close"


def test_a_failure_tells_nothing_of_what_was_sent(
    practice: Practice, link: Link, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    said = " ".join(("Erika", "Beispiel"))

    def fail(*_: object) -> None:
        raise RuntimeError(said)

    monkeypatch.setattr("medclient.service.appointments.described", fail)
    answer = practice.call("GET", "/appointments")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "x-content-type-options" in answer.headers
    assert "Erika" not in answer.text + caplog.text
    assert "RuntimeError" in caplog.text


# Bodies.


def test_large_bodies_are_refused_before_and_while_they_come(service: Service) -> None:
    answer = requests.post(f"{service.url}/api/v1/sessions", data=b" " * (guard.MOST_BODY_BYTES + 1), timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert "x-content-type-options" in answer.headers

    def endless() -> Iterator[bytes]:
        for _ in range(200):
            yield b" " * 4096

    answer = requests.post(f"{service.url}/api/v1/sessions", data=endless(), timeout=10)
    assert answer.status_code == 413


def test_a_slow_body_is_ended(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "BODY_WITHIN_S", 0.3)
    with open_raw(service) as connection:
        connection.sendall(b"POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{")
        answer = b""
        while b"too_slow" not in answer and (more := connection.recv(4096)):
            answer += more
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"too_slow" in answer


# Slow heads.


def test_a_slow_head_is_ended_and_a_prompt_one_is_not(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_clients, "HEAD_WITHIN_S", 0.5)
    with open_raw(service) as silent, open_raw(service) as dripping, requests.Session() as prompt:
        assert prompt.get(f"{service.url}/terms", timeout=10).ok
        dripping.sendall(b"GET / HTTP/1.1\r\nX-A: ")
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                dripping.sendall(b"b")
            except OSError:
                break
            time.sleep(0.05)
        assert time.monotonic() < until, "drop by drop, and never done"
        assert closed_within(silent, 10)
        assert prompt.get(f"{service.url}/terms", timeout=10).ok, "a kept connection may be used again"


def test_a_websocket_is_no_slow_head(practice: Practice, link: Link, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_clients, "HEAD_WITHIN_S", 0.2)
    with practice.mailbox(link) as mailbox:
        time.sleep(0.6)
        assert post(mailbox, 0) == 1


def test_a_huge_head_is_refused(service: Service) -> None:
    with open_raw(service) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nX-A: " + b"a" * 40_000)
        assert closed_within(connection, 10)


# Many connections.


def test_so_many_connections_and_no_more() -> None:
    held = Connections(most=5, most_of_address=3, most_of_topic=2)
    with (
        held.admitted("a", "m1") as first,
        held.admitted("a", "m1") as second,
        held.admitted("b", "m1") as third,
        held.admitted("a", "m2") as fourth,
        held.admitted("a", "m3") as fifth,
    ):
        assert (first, second, third, fourth, fifth) == (True, True, False, True, False)
        with held.admitted("", "m4") as local, held.admitted("", "m5") as more, held.admitted("", "m6") as most:
            assert (local, more, most) == (True, True, False)
    assert (held.total, len(held.by_address), len(held.by_topic)) == (0, 0, 0), "nothing is remembered"


def test_a_crowd_on_one_mailbox_is_kept_out(
    service: Service, practice: Practice, link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/consultations/{link.id}/mailbox"
    with contextlib.ExitStack() as crowd:
        for _ in range(connections.MOST_OF_TOPIC):
            crowd.enter_context(service.socket(path))
        with pytest.raises(InvalidStatus), service.socket(path):
            pass
    with practice.mailbox(link) as mailbox:
        assert post(mailbox, 0) == 1


def test_one_address_cannot_take_every_place(
    service: Service, practice: Practice, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "is_this_computer", lambda _: False)
    links = [practice.appoint(clock.now) for _ in range(3)]
    held = service.state.connections
    monkeypatch.setattr(held, "most_of_address", 2)
    with (
        practice.mailbox(links[0]),
        practice.mailbox(links[1]),
        pytest.raises(InvalidStatus),
        practice.mailbox(links[2]),
    ):
        pass


def test_who_floods_the_events_is_sent_away(practice: Practice) -> None:
    with practice.service.socket("/events") as events:
        events.send({"type": "join", "token": practice.token})
        events.until("joined")
        with contextlib.suppress(ConnectionClosed):  # it may be sent away in the middle of it
            for _ in range(60):
                events.send({"type": "ping"})
        assert events.close_code() in (4429, 1006), "told why, where the line still takes the word"


def test_addresses_are_kept_as_hashes_that_end_with_the_process(practice: Practice, tmp_path: Path) -> None:
    practice.service.call("POST", "/sessions", {"sign_in_name": "nobody", "sign_in_value": "x"})
    with sqlite3.connect(tmp_path / "service.sqlite") as kept:
        keys = [row[0] for row in kept.execute("select key from sign_in_attempts")]
    assert keys
    assert not any("127.0.0.1" in key for key in keys)
    assert len(addresses._pepper) == 32


def test_the_mailbox_has_a_size(practice: Practice, link: Link, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("medclient.service.message_store.MOST_CHARS", 1000)
    with practice.mailbox(link) as mailbox:
        assert post(mailbox, 0, "A" * 600) == 1
        mailbox.send({"type": "post", "id": message_id(1), "body": "A" * 600})
        assert mailbox.until("error")["code"] == "mailbox_full"
        assert post(mailbox, 2, "A" * 400) == 2
        assert post(mailbox, 0, "A" * 600) == 1, "what it has, it still knows"


# The database.


def test_a_locked_database_is_told_and_nothing_accepted_is_lost(
    start: Start, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 200)
    service = start()
    practice = Practice.set_up(service)
    link = practice.appoint(clock.now)
    with sqlite3.connect(tmp_path / "service.sqlite", isolation_level=None) as other, practice.mailbox(link) as mailbox:
        assert post(mailbox, 0) == 1
        other.execute("begin immediate")
        answer = practice.call("POST", "/appointments", practice.body(Link("B" * 21 + "A"), clock.now))
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert int(answer.headers["retry-after"]) > 0
        mailbox.send({"type": "post", "id": message_id(1), "body": "AAAA"})
        assert mailbox.close_code() == 1013, "not acknowledged: the client posts it again"
        assert practice.call("GET", "/appointments").ok, "reading goes on"
        other.execute("rollback")
    with practice.mailbox(link) as mailbox:
        assert [post(mailbox, 0), post(mailbox, 1)] == [1, 2]


@pytest.mark.parametrize("error", [WebSocketDisconnect(1006), WebSocketDisconnected("close was sent")])
async def test_a_line_that_broke_is_no_error_of_the_service(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    """Which of a connection's tasks finds it first is chance, and nobody is there to be answered."""
    answers: list[Message] = []

    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise error

    async def receive() -> Message:
        return {"type": "websocket.disconnect", "code": 1006}

    async def send(message: Message) -> None:
        answers.append(message)

    await guard.Guard(broken)({"type": "websocket", "client": None, "headers": []}, receive, send)
    assert answers == []
    assert not caplog.records


async def test_a_line_that_the_server_has_given_up_is_no_error_of_the_service(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """uvicorn closes it by itself when its pings are not answered, and what is sent later meets a RuntimeError."""
    asked: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        websocket = WebSocket(scope, receive, send)
        await websocket.accept()
        await websocket.send_text("a message")

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        asked.append(message)
        if message["type"] == "websocket.send":
            raise RuntimeError("Unexpected ASGI message 'websocket.send', after sending 'websocket.close'.")

    await guard.Guard(app)({"type": "websocket", "client": None, "headers": []}, receive, send)
    assert [each["type"] for each in asked] == ["websocket.accept", "websocket.send"]
    assert not caplog.records


def test_a_full_disk_is_told_and_nothing_accepted_is_lost(start: Start, clock: Clock) -> None:
    pages = 0

    def limit(connection: sqlite3.Connection, _: object) -> None:
        if pages:
            connection.execute(f"pragma max_page_count={pages}")

    event.listen(Engine, "connect", limit)
    try:
        service = start()
        practice = Practice.set_up(service)
        link = practice.appoint(clock.now)
        pages = 1  # means: no more than there are
        service.stop()
        practice = Practice(start(service.port), practice.token)
        accepted = []
        with practice.mailbox(link) as mailbox:
            for number in range(50):
                mailbox.send({"type": "post", "id": message_id(number), "body": "A" * 60_000})
            while True:
                try:
                    frame = json.loads(mailbox.connection.recv(15))
                except Exception:
                    break
                if frame["type"] == "posted":
                    accepted.append(frame["seq"])
            assert mailbox.close_code() == 1013
        assert practice.call("GET", "/health").ok
    finally:
        event.remove(Engine, "connect", limit)
    practice.service.stop()
    practice = Practice(start(practice.service.port), practice.token)
    with practice.service.socket(f"/consultations/{link.id}/mailbox") as mailbox:
        mailbox.send({"type": "join", "role": "practitioner", "token": practice.token, "after": 0})
        assert mailbox.until("joined")["last"] == len(accepted)


def test_a_database_that_was_removed_takes_nothing_more(start: Start, clock: Clock, tmp_path: Path) -> None:
    service = start()
    practice = Practice.set_up(service)
    link = practice.appoint(clock.now)
    file = tmp_path / "service.sqlite"
    with practice.mailbox(link) as mailbox:
        assert post(mailbox, 0) == 1
        file.rename(tmp_path / "elsewhere")
        mailbox.send({"type": "post", "id": message_id(1), "body": "AAAA"})
        assert mailbox.close_code() == 1013, "it would be written into a file that nobody finds again"
        assert practice.refusal("GET", "/appointments") == (503, "unavailable")
        assert practice.refusal("GET", "/health") == (503, "unavailable")
        (tmp_path / "elsewhere").rename(file)
    with practice.mailbox(link) as mailbox:
        assert [post(mailbox, 0), post(mailbox, 1)] == [1, 2]


def test_a_restart_under_load_loses_nothing_that_was_accepted(start: Start, clock: Clock) -> None:
    service = start()
    practice = Practice.set_up(service)
    links = [practice.appoint(clock.now) for _ in range(8)]
    accepted: dict[str, list[int]] = {link.id: [] for link in links}
    under_load = threading.Event()

    def write(link: Link) -> None:
        try:
            with practice.mailbox(link) as mailbox:
                for number in range(500):
                    accepted[link.id].append(post(mailbox, number, "A" * 2000))
                    if sum(map(len, accepted.values())) >= 80:
                        under_load.set()
        except Exception:
            return  # the service has gone

    threads = [threading.Thread(target=write, args=[link]) for link in links]
    for thread in threads:
        thread.start()
    assert under_load.wait(30)
    service.stop()
    for thread in threads:
        thread.join()
    again = Practice(start(service.port), practice.token)
    for link in links:
        with again.service.socket(f"/consultations/{link.id}/mailbox") as mailbox:
            mailbox.send({"type": "join", "role": "practitioner", "token": again.token, "after": 0})
            assert mailbox.until("joined")["last"] >= len(accepted[link.id])


def test_how_it_is_served() -> None:
    """What the tests of this file run with is what `medclient-service` runs with."""
    assert HARDENED["http"] is slow_clients.PromptProtocol
    assert HARDENED["access_log"] is False
    assert HARDENED["ws_per_message_deflate"] is False
