"""A bare client of the service: it sends what it is told, also what no real client would."""

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import requests
from fastapi import FastAPI
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from medclient.protocol import encoding
from medclient.protocol.envelope import patient_token, token_verifier
from medclient.service.state import ServiceState

WAIT_S = 15.0
ARGON2 = {"salt": "c2FsdHNhbHRzYWx0c2FsdA", "time_cost": 1, "memory_kib": 8192, "parallelism": 1}
SIGN_IN_VALUE = "v" * 43
WRAPPED_KEY = "w" * 80


@dataclass
class Service:
    """A running service."""

    url: str
    port: int
    stop: Callable[[], None]
    app: FastAPI | None = None
    """The application, where it runs in this process."""

    @property
    def state(self) -> ServiceState:
        assert self.app
        state: ServiceState = self.app.state.service
        return state

    def call(self, method: str, path: str, body: object = None, token: str = "", **more: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return requests.request(method, f"{self.url}/api/v1{path}", json=body, headers=headers, timeout=WAIT_S, **more)

    def refusal(self, *arguments: Any, **more: Any) -> tuple[int, str]:
        """Status and code of an answer that must be a problem (RFC 9457)."""
        answer = self.call(*arguments, **more)
        assert answer.headers["content-type"].startswith("application/problem+json"), answer.text
        content = answer.json()
        assert content["status"] == answer.status_code
        return answer.status_code, content["code"]

    @contextmanager
    def socket(self, path: str) -> Iterator["Socket"]:
        with connect(f"ws://127.0.0.1:{self.port}/api/v1{path}", max_size=2**21) as connection:
            yield Socket(connection)


class Socket:
    """A WebSocket that speaks JSON."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def send(self, frame: object) -> None:
        self.connection.send(frame if isinstance(frame, str) else json.dumps(frame))

    def receive(self) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads(self.connection.recv(WAIT_S))
        return frame

    def until(self, kind: str) -> dict[str, Any]:
        """The next frame of a type; others before it are passed over."""
        while True:
            frame = self.receive()
            if frame["type"] == kind:
                return frame

    def close_code(self) -> int:
        """Wait until the service closes."""
        try:
            while True:
                self.connection.recv(WAIT_S)
        except ConnectionClosed:
            code = self.connection.protocol.close_code
        assert code is not None
        return code


@dataclass
class Link:
    """One appointment and its secrets."""

    id: str
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    @property
    def patient_token(self) -> str:
        return patient_token(self.secret, self.id)


@dataclass
class Practice:
    """Somebody who is signed in."""

    service: Service
    token: str

    @classmethod
    def set_up(cls, service: Service, name: str = "arnold") -> "Practice":
        body = {
            "practice_name": "Praxis",
            "display_name": "Dr. Anna Arnold",
            "sign_in_name": name,
            "argon2": ARGON2,
            "sign_in_value": SIGN_IN_VALUE,
            "wrapped_practice_key": WRAPPED_KEY,
        }
        assert service.call("POST", "/practices", body).status_code == 201
        return cls(service, cls.sign_in(service, name))

    @staticmethod
    def sign_in(service: Service, name: str = "arnold") -> str:
        answer = service.call("POST", "/sessions", {"sign_in_name": name, "sign_in_value": SIGN_IN_VALUE})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["token"])

    def call(self, method: str, path: str, body: object = None, **more: Any) -> requests.Response:
        return self.service.call(method, path, body, self.token, **more)

    def refusal(self, method: str, path: str, body: object = None) -> tuple[int, str]:
        return self.service.refusal(method, path, body, self.token)

    def body(self, link: Link, starts_at: datetime) -> dict[str, Any]:
        return {
            "link_id": link.id,
            "starts_at": starts_at.isoformat(),
            "duration_minutes": 20,
            "sealed": "sealed",
            "patient_token_verifier": token_verifier(link.patient_token),
        }

    def appoint(self, starts_at: datetime) -> Link:
        link = Link(encoding.encode(secrets.token_bytes(16)))
        answer = self.call("POST", "/appointments", self.body(link, starts_at))
        assert answer.status_code == 201, answer.text
        return link

    @contextmanager
    def mailbox(self, link: Link, role: str = "practitioner", after: int = 0) -> Iterator[Socket]:
        """A mailbox that was joined and has caught up; what came before is passed over."""
        token = self.token if role == "practitioner" else link.patient_token
        with self.service.socket(f"/consultations/{link.id}/mailbox") as socket:
            socket.send({"type": "join", "role": role, "token": token, "after": after})
            socket.until("caught_up")
            yield socket


def message_id(number: int, instance: str = "A" * 16) -> str:
    return f"{instance}.{number}"


def post(socket: Socket, number: int, body: str = "AAAA", instance: str = "A" * 16) -> int:
    """Post and wait until the service has it; returns its number."""
    socket.send({"type": "post", "id": message_id(number, instance), "body": body})
    while True:
        frame = socket.until("posted")
        if frame["id"] == message_id(number, instance):
            return int(frame["seq"])
