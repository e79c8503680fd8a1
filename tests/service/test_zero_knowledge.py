"""What is sent to the service and must not stay there: passwords and personal data in its log and file, addresses."""

import functools
import http.client
import json
import secrets
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
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
from tests.service.child import Running, as_operator
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


Run = Callable[..., AbstractContextManager[Running]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return functools.partial(as_operator, tmp_path)


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
OTHERS_AT_MOST = 20


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


def left_in_memory(running: Running, kept: Mapping[str, str | bytes]) -> set[str]:
    """What is there, also when a few others have come: what is freed at once is written over soon, but not by rule."""
    found = found_in(memory_of(running.process_id), kept)
    for number in range(1, OTHERS_AT_MOST):
        if not found:
            break
        other = http.client.HTTPConnection(
            "127.0.0.1", running.port, timeout=15, source_address=(f"127.51.{number}.9", 0)
        )
        other.request("GET", "/api/v1/health")
        other.getresponse().read()
        other.close()
        found = found_in(memory_of(running.process_id), kept)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory of a process as Linux shows it")
def test_who_connects_is_not_in_memory_even_while_connected(run: Run) -> None:
    """Requirements: rule not stored."""
    with run() as running:

        def look(kept: Mapping[str, str | bytes]) -> None:
            assert left_in_memory(running, kept) == set()

        kept = hold_consultation(running, BY_HTTP, BY_SOCKET, look, proxied=False)
        look(kept)
        assert found_in(files_of(running.folder, "*"), kept) == set()


LOOKS_WHEN_TOLD = r"""
import gc, json, re, signal, sys

def holders(*_):
    gc.collect()
    text = re.compile(r"203\.(83|91)\.\d+\.\d+")
    found = set()
    for each in gc.get_objects():
        for held in gc.get_referents(each):
            if isinstance(held, (bytes, bytearray)) and b"203." in held:
                held = held.decode("latin-1")
            if isinstance(held, str) and "203." in held:
                found |= {(type(each).__name__, match[0]) for match in text.finditer(held)}
    print(json.dumps(sorted(found)), flush=True)

signal.signal(signal.SIGUSR1, holders)
from medclient.service.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
"""The service, which says on a signal which objects hold one of the proxied addresses when garbage is collected."""


@pytest.mark.skipif(sys.platform == "win32", reason="the service is told by a signal")
def test_nothing_holds_whom_a_proxy_has_spoken_for(run: Run) -> None:
    with run("--trusted-proxy", "127.0.0.1", python=("-c", LOOKS_WHEN_TOLD)) as running:
        while_connected: list[object] = []
        kept = hold_consultation(
            running,
            PROXIED_BY_HTTP,
            PROXIED_BY_SOCKET,
            lambda _: while_connected.append(running.asked()),
            proxied=True,
        )
        assert PROXIED_BY_SOCKET in str(while_connected), "the head of an open WebSocket: we see what is held"
        until = time.monotonic() + 15
        while (held := running.asked()) and time.monotonic() < until:
            pass  # the service closes its ends of the connections in its own time
        assert held == []
        assert found_in(files_of(running.folder, "*"), kept) == set()


def test_the_search_finds_what_is_there() -> None:
    key = secrets.token_bytes(32)
    pieces = [b"...Erika...", key, key.hex().encode(), "Öhl".encode("latin-1"), "Öhl".encode("utf-16-le")]
    for piece in pieces:
        assert found_in(iter([b"x" + piece]), {"name": "Erika", "key": key, "umlaut": "Öhl"}), piece
