"""What is sent to the service and must not stay there: passwords and personal data in its log and file, addresses."""

import json
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from websockets.sync.client import connect

from medclient.practice.client import PracticeClient
from tests.secrets_in import files_of, found_in

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

    @property
    def log(self) -> bytes:
        return (self.folder / "log").read_bytes()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """The service as an operator starts it, its output kept."""
    command = [sys.executable, "-m", "medclient.service", "--listen", "127.0.0.1:0", "--data-dir", str(tmp_path)]
    with (
        (tmp_path / "log").open("wb") as log,
        subprocess.Popen(
            [*command, "--embedded"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        assert process.stdin
        assert process.stdout
        yield Running(json.loads(process.stdout.readline())["listening"], tmp_path)
        process.stdin.close()
        (tmp_path / "log-out").write_text(process.stdout.read(), encoding="utf-8")
        process.wait(15)


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


def test_the_search_finds_what_is_there() -> None:
    key = secrets.token_bytes(32)
    pieces = [b"...Erika...", key, key.hex().encode(), "Öhl".encode("latin-1"), "Öhl".encode("utf-16-le")]
    for piece in pieces:
        assert found_in(iter([b"x" + piece]), {"name": "Erika", "key": key, "umlaut": "Öhl"}), piece
