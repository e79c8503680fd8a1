"""What is sent to the service and must not stay there: passwords and personal data in its log and file, addresses."""

import http.client
import json
import secrets
import socket
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from websockets.sync.client import connect

from medclient.practice.client import PracticeClient
from medclient.protocol.envelope import patient_token
from tests.secrets_in import files_of, found_in, memory_of
from tests.service.client import message_id

ADDRESS = ".".join(("127", "0", "0", "77"))
"""All of 127.0.0.0/8 is this computer: a client of its own address."""
PASSWORD = "Apfelstrudel-7-Donaudampfschiff"
PLANTED = {
    "name": "Zwetschgenmüß Öhlenschläger",
    "reason": "Ohrläppchenzerrung links",
    "line": "Quendelwurzsalbe, dreimal täglich",
    "password": PASSWORD,
    "wrong password": "Birnenkompott-8-Donaudampfschiff",
    "wrong value": "wrongwrongwrongwrongwrongwrongwrongwrongwro",
}


class FromElsewhere(HTTPAdapter):
    def init_poolmanager(self, *given: Any, **more: Any) -> None:
        super().init_poolmanager(*given, **more, source_address=(ADDRESS, 0))


@dataclass
class Running:
    url: str
    folder: Path
    process_id: int

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    @property
    def log(self) -> bytes:
        return (self.folder / "log").read_bytes()


Run = Callable[..., AbstractContextManager[Running]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The service as an operator starts it, its output kept."""

    @contextmanager
    def run(*more: str) -> Iterator[Running]:
        command = [sys.executable, "-m", "medclient.service", "--listen", "127.0.0.1:0", "--data-dir", str(tmp_path)]
        with (
            (tmp_path / "log").open("wb") as log,
            subprocess.Popen(
                [*command, "--embedded", *more], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
            ) as process,
        ):
            assert process.stdin
            assert process.stdout
            yield Running(json.loads(process.stdout.readline())["listening"], tmp_path, process.pid)
            process.stdin.close()
            (tmp_path / "log-out").write_text(process.stdout.read(), encoding="utf-8")
            process.wait(15)

    return run


@pytest.fixture
def running(run: Run) -> Iterator[Running]:
    with run() as running:
        yield running


def test_nothing_stays_in_file_or_log(running: Running) -> None:
    client = PracticeClient(running.url)
    client.set_up_practice("Praxis", "Dr. Anna Arnold", "arnold", PASSWORD)
    client.sign_in("arnold", PASSWORD)
    made = client.create_appointment(PLANTED["name"], PLANTED["reason"], datetime.now(UTC), 20)
    token = client.session.token
    elsewhere = requests.Session()
    elsewhere.mount("http://", FromElsewhere())
    api = f"{running.url}/api/v1"
    # What goes wrong is what gets logged.
    wrong = {"sign_in_name": "arnold", "sign_in_value": PLANTED["wrong value"]}
    assert elsewhere.post(f"{api}/sessions", json=wrong).status_code == 401
    for name, planted in PLANTED.items():
        answers = (
            elsewhere.get(f"{api}/links/{planted}"),
            elsewhere.get(f"{running.url}/v/{planted}"),
            elsewhere.get(f"{running.url}/{planted}?name={planted}"),
            elsewhere.post(f"{api}/sessions", json={"sign_in_name": "arnold", "extra": planted}),
            elsewhere.post(f"{api}/appointments", data=f"{{{planted}".encode(), headers={"Authorization": "Bearer x"}),
            elsewhere.get(f"{api}/appointments?from={planted}", headers={"Authorization": f"Bearer {token}"}),
        )
        assert all(planted not in answer.text for answer in answers), name
    url = f"{api.replace('http', 'ws', 1)}/consultations/{made.link_id}/mailbox"
    join = {"type": "join", "role": "patient", "token": PLANTED["line"]}
    for first in ("no json " + PLANTED["line"], json.dumps(join)):
        with connect(url, source_address=(ADDRESS, 0)) as socket:
            socket.send(first)
            with pytest.raises(Exception, match="44"):
                socket.recv(15)
    with connect(url, source_address=(ADDRESS, 0)) as socket:
        socket.send(json.dumps({"type": "join", "role": "practitioner", "token": token, "after": 0}))
        socket.send(json.dumps({"type": PLANTED["line"]}))
        while json.loads(socket.recv(15))["type"] != "error":
            pass
    hidden: dict[str, str | bytes] = {
        **PLANTED,
        "practice key": client.session.practice_key,
        "link secret": made.secret,
        "token": token,
        "address": ADDRESS,
    }
    assert found_in(files_of(running.folder, "service.sqlite*"), hidden) == set()
    assert found_in(iter([running.log]), hidden | {"link id": made.link_id}) == set()
    assert found_in(files_of(running.folder, "service.sqlite*"), {"link id": made.link_id}), "we do see its file"


# Addresses.

PROXIED_BY_HTTP, PROXIED_BY_SOCKET = "203.83.61.197", "203.91.143.229"
BY_HTTP, BY_SOCKET = PROXIED_BY_HTTP.replace("203", "127"), PROXIED_BY_SOCKET.replace("203", "127")
OTHERS_AT_MOST = 200


def as_it_may_lie_about(address: str, used: socket.socket, *, proxied: bool) -> dict[str, str | bytes]:
    """The address as text, and as the system's calls hand it over, with its port."""
    if proxied:
        return {f"{address} as text": address}
    family, port = struct.pack("=H", socket.AF_INET), struct.pack("!H", used.getsockname()[1])
    return {f"{address} as text": address, f"{address} packed": family + port + socket.inet_aton(address)}


def hold_consultation(
    running: Running, by_http: str, by_socket: str, look: Callable[[Mapping[str, str | bytes]], None], *, proxied: bool
) -> dict[str, str | bytes]:
    """A patient looks at the link, types wrong things, waits, writes, ends; returns how the addresses may lie about."""

    def forwarded(address: str) -> dict[str, str]:
        return {"X-Forwarded-For": address} if proxied else {}

    client = PracticeClient(running.url)
    client.set_up_practice("Praxis", "Dr. Anna Arnold", "arnold", PASSWORD)
    client.sign_in("arnold", PASSWORD)
    made = client.create_appointment("Name", "Reason", datetime.now(UTC), 20)
    source = None if proxied else (by_http, 0)
    http_client = http.client.HTTPConnection("127.0.0.1", running.port, timeout=15, source_address=source)
    wrong = json.dumps({"sign_in_name": "arnold", "sign_in_value": PLANTED["wrong value"]})
    for method, path, body, status in (
        ("GET", f"/v/{made.link_id}", None, 200),
        ("GET", f"/api/v1/links/{made.link_id}", None, 200),
        ("GET", "/api/v1/links/nothing", None, 404),
        ("POST", "/api/v1/sessions", wrong, 401),
    ):
        http_client.request(method, path, body, {"Content-Type": "application/json", **forwarded(by_http)})
        answer = http_client.getresponse()
        answer.read()
        assert answer.status == status
    kept = as_it_may_lie_about(by_http, http_client.sock, proxied=proxied)
    url = f"{running.url.replace('http', 'ws', 1)}/api/v1/consultations/{made.link_id}/mailbox"
    source = None if proxied else (by_socket, 0)
    with connect(url, source_address=source, additional_headers=forwarded(by_socket)) as patient:
        kept |= as_it_may_lie_about(by_socket, patient.socket, proxied=proxied)
        token = patient_token(made.secret, made.link_id)
        patient.send(json.dumps({"type": "join", "role": "patient", "token": token, "after": 0}))
        patient.send(json.dumps({"type": "post", "id": message_id(0), "body": "AAAA"}))
        while json.loads(patient.recv(15))["type"] != "posted":
            pass
        assert found_in(memory_of(running.process_id), {"link id": made.link_id}), "we do see its memory"
        look(kept)
        patient.send(json.dumps({"type": "end"}))
        while json.loads(patient.recv(15))["type"] != "ended":
            pass
    http_client.close()
    return kept


def others_come(running: Running, at_most: int) -> Iterator[int]:
    """Other people by way of the proxy, one after the other, by HTTP and WebSocket; counts them."""
    nobody = f"{running.url.replace('http', 'ws', 1)}/api/v1/consultations/{'A' * 22}/mailbox"
    for number in range(1, at_most + 1):
        headers = {"X-Forwarded-For": f"198.51.{number}.200"}
        assert requests.get(f"{running.url}/api/v1/health", headers=headers, timeout=15).ok
        with connect(nobody, additional_headers=headers):
            pass
        yield number


def left_after_others(running: Running, kept: Mapping[str, str | bytes]) -> set[str]:
    """What is still there when so many others have come by way of the proxy."""
    for number in others_come(running, OTHERS_AT_MOST):
        if number % 25 == 0 and not found_in(memory_of(running.process_id), kept):
            return set()
    return found_in(memory_of(running.process_id), kept)


@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory of a process as Linux shows it")
def test_who_connects_is_not_in_memory_even_while_connected(run: Run) -> None:
    with run() as running:

        def look(kept: Mapping[str, str | bytes]) -> None:
            assert found_in(memory_of(running.process_id), kept) == set()

        kept = hold_consultation(running, BY_HTTP, BY_SOCKET, look, proxied=False)
        look(kept)
        assert found_in(files_of(running.folder, "*"), kept) == set()


@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory of a process as Linux shows it")
def test_whom_a_proxy_speaks_for_is_forgotten_as_others_come(run: Run) -> None:
    with run("--trusted-proxy", "127.0.0.1") as running:
        seen: list[set[str]] = []

        def look(kept: Mapping[str, str | bytes]) -> None:
            seen.append(found_in(memory_of(running.process_id), kept))

        kept = hold_consultation(running, PROXIED_BY_HTTP, PROXIED_BY_SOCKET, look, proxied=True)
        assert seen[0], "the head of an open WebSocket"
        assert left_after_others(running, kept) == set()
        assert found_in(files_of(running.folder, "*"), kept) == set()


def test_the_search_finds_what_is_there() -> None:
    key = secrets.token_bytes(32)
    pieces = [b"...Erika...", key, key.hex().encode(), "Öhl".encode("latin-1"), "Öhl".encode("utf-16-le")]
    for piece in pieces:
        assert found_in(iter([b"x" + piece]), {"name": "Erika", "key": key, "umlaut": "Öhl"}), piece
