"""The desktop's side of the service, against the real one."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

from medclient.practice import embedded, errors
from medclient.practice.appointments import Appointment, Details, Way
from medclient.practice.client import PracticeClient
from medclient.practice.credentials import Credentials
from medclient.practice.embedded import DamagedDatabase, EmbeddedService, PortInUse
from medclient.protocol import encoding

PASSWORD = "ein gutes Passwort"
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedService]:
    running = EmbeddedService(tmp_path_factory.mktemp("service"))
    running.start()
    client = PracticeClient(running.url)
    assert not client.is_set_up()
    client.set_up_practice("Praxis", "Dr. Anna Arnold", "arnold", PASSWORD)
    yield running
    running.stop()


@pytest.fixture
def client(service: EmbeddedService) -> PracticeClient:
    signed_in = PracticeClient(service.url)
    signed_in.sign_in("arnold", PASSWORD)
    return signed_in


def test_an_appointment_is_only_readable_with_the_practice_key(client: PracticeClient) -> None:
    made = client.create_appointment("Erika Beispiel-Müßig", "Kontrolle 🙂", NOW, 20)
    found = {each.link_id: each for each in client.appointments(NOW - timedelta(hours=1), NOW + timedelta(hours=1))}
    assert found[made.link_id] == made
    assert (made.name, made.reason, len(made.secret)) == ("Erika Beispiel-Müßig", "Kontrolle 🙂", 32)
    assert "Erika" not in repr(made)
    entry = {
        "link_id": made.link_id,
        "starts_at": NOW.isoformat(),
        "duration_minutes": 20,
        "version": 1,
        "sealed": "altered",
    }
    strange = Appointment.from_service(client.session.practice_key, entry)
    assert (strange.readable, strange.name, strange.secret) == (False, "", b"")


def test_two_people_at_once(client: PracticeClient) -> None:
    made = client.create_appointment("Max Muster", "", NOW, 20)
    changed = client.change_appointment(made, "Max Muster", "Befund", NOW + timedelta(minutes=10), 30)
    assert (changed.reason, changed.secret, changed.version) == ("Befund", made.secret, 2)
    with pytest.raises(errors.ChangedMeanwhile):
        client.change_appointment(made, "Max Muster", "anders", NOW, 20)
    assert client.cancel_appointment(made.link_id).cancelled_at


def test_what_is_sealed_with_an_appointment(client: PracticeClient) -> None:
    details = Details(language="en", email="erika@example.org", telephone="030 1234")
    made = client.create_appointment("Erika Beispiel", "Kontrolle", NOW, 20, details=details)
    assert (made.details.email, made.account_id) == ("erika@example.org", client.session.account_id)
    given = client.change_details(made, made.details.after_handover(Way.COPIED, NOW))
    assert [each.way for each in given.details.handed_over] == [Way.COPIED]
    moved = client.change_appointment(given, "Erika Beispiel", "", NOW + timedelta(hours=1), 20)
    assert moved.details.handed_over == given.details.handed_over
    assert "erika" not in repr(moved)
    anew = client.replace_link(moved)
    assert (anew.name, anew.starts_at, anew.details.handed_over) == (moved.name, moved.starts_at, ())
    assert anew.secret != moved.secret
    assert client.appointment(moved.link_id).replaced_by == anew.link_id
    client.take_back_appointment(anew.link_id)
    with pytest.raises(errors.ServiceRefused):
        client.appointment(anew.link_id)


def test_the_same_handover_counts_once() -> None:
    details = Details()
    for minutes in (0, 1, 30):
        details = details.after_handover(Way.COPIED, NOW + timedelta(minutes=minutes))
    assert [each.at - NOW for each in details.handed_over] == [timedelta(minutes=1), timedelta(minutes=30)]
    for hours in range(40):
        details = details.after_handover(Way.EMAIL, NOW + timedelta(hours=hours))
    assert len(details.handed_over) == 20


def test_the_practice_has_a_profile_and_people(service: EmbeddedService, client: PracticeClient) -> None:
    assert client.profile().telephone == ""
    before = client.load_profile()
    written = client.change_profile(replace(before, telephone="030 1234567", address="Am Park 1, Berlin"))
    assert client.profile() == written
    colleague = PracticeClient(service.url)
    colleague.sign_in("arnold", PASSWORD)
    assert colleague.load_profile().telephone == "030 1234567"
    with pytest.raises(errors.ChangedMeanwhile):
        client.change_profile(before)
    assert [each.display_name for each in client.colleagues()] == ["Dr. Anna Arnold"]
    client.sign_out()
    assert client.profile().telephone == ""


def test_the_people_of_the_practice(client: PracticeClient) -> None:
    (anna,) = client.colleagues()
    assert (anna.account_id, anna.display_name) == (client.session.account_id, "Dr. Anna Arnold")
    assert (anna.role, anna.admin, anna.active) == ("practitioner", True, True)
    assert client.session.admin


def test_what_goes_wrong_has_a_name(service: EmbeddedService, client: PracticeClient) -> None:
    stranger = PracticeClient(service.url)
    with pytest.raises(errors.WrongCredentials):
        stranger.sign_in("arnold", "falsch")
    with pytest.raises(errors.WrongCredentials):
        stranger.sign_in("niemand", PASSWORD)
    with pytest.raises(errors.SignedOut):
        stranger.appointments(NOW, NOW)
    with pytest.raises(errors.SignedOut):
        stranger.resume("x" * 43, b"")
    with pytest.raises(errors.SetupClosed):
        stranger.set_up_practice("P", "D", "other", PASSWORD)
    with pytest.raises(errors.ServiceRefused) as refused:
        client.cancel_appointment("A" * 22)
    assert refused.value.code == "unknown_appointment"


def test_a_session_goes_on_and_ends(service: EmbeddedService, client: PracticeClient) -> None:
    again = PracticeClient(service.url)
    again.resume(client.session.token, client.session.practice_key)
    assert again.session == client.session
    client.sign_out()
    with pytest.raises(errors.SignedOut):
        again.appointments(NOW, NOW)
    with pytest.raises(errors.SignedOut):
        _ = client.session


@pytest.mark.parametrize("hours", [-7, 0, 5])
def test_a_wrong_clock_is_noticed(service: EmbeddedService, hours: int) -> None:
    client = PracticeClient(service.url, lambda: datetime.now(UTC) + timedelta(hours=hours))
    client.is_set_up()
    assert client.clock_skew is not None
    assert abs(client.clock_skew + timedelta(hours=hours)) < timedelta(seconds=5)


def test_a_service_that_is_not_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(errors.ServiceUnreachable) as error:
        PracticeClient(f"http://127.0.0.1:{port}").is_set_up()
    assert str(port) not in str(error.value)


def test_something_else_answers(tmp_path: Path) -> None:
    """A hotel's sign-in page, for example."""
    import http.server
    import threading

    class Hotel(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>Willkommen im WLAN</html>")

        def log_message(self, *arguments: object) -> None:
            """Silent."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Hotel)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with pytest.raises(errors.ServiceUnreachable):
            PracticeClient(f"http://127.0.0.1:{server.server_port}").is_set_up()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_crash_of_the_service_is_mended_at_the_same_address(tmp_path: Path) -> None:
    running = EmbeddedService(tmp_path)
    running.start()
    client = PracticeClient(running.url)
    client.set_up_practice("Praxis", "Dr. Anna Arnold", "arnold", PASSWORD)
    first = running.process_id
    assert first is not None
    os.kill(first, signal.SIGKILL)
    deadline = time.monotonic() + embedded.START_TIMEOUT_S
    while True:
        try:
            assert client.is_set_up()
            break
        except errors.ServiceUnreachable:
            assert time.monotonic() < deadline
    assert running.process_id != first
    running.stop()
    with pytest.raises(errors.ServiceUnreachable):
        client.is_set_up()


def test_a_taken_port_and_a_damaged_database_have_names(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(PortInUse):
        EmbeddedService(tmp_path, f"127.0.0.1:{taken.getsockname()[1]}").start()
    (tmp_path / "service.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(DamagedDatabase):
        EmbeddedService(tmp_path).start()


class MemoryKeyring(KeyringBackend):
    """A keyring as the operating system has one, for the length of a test."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def memory() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


def test_a_session_is_remembered_and_forgotten(memory: MemoryKeyring, client: PracticeClient, tmp_path: Path) -> None:
    """Requirements: guide 5."""
    credentials = Credentials(tmp_path / "remembered.json")
    assert credentials.can_remember
    credentials.save(client.base_url, client.session, PASSWORD)
    assert not (tmp_path / "remembered.json").exists()
    remembered = credentials.load(client.base_url)
    assert remembered is not None
    assert (remembered.token, remembered.practice_key) == (client.session.token, client.session.practice_key)
    assert client.session.token not in repr(remembered)
    assert credentials.load("https://other.example") is None
    credentials.forget(client.base_url)
    assert credentials.load(client.base_url) is None
    assert memory.kept == {}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"token": 5}', '{"token": "x", "practice_key": "!"}'])
def test_a_damaged_entry_is_no_session(memory: MemoryKeyring, text: str, tmp_path: Path) -> None:
    memory.kept["medclient", "https://video.example"] = text
    assert Credentials(tmp_path / "remembered.json").load("https://video.example") is None


@pytest.fixture
def no_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]
    yield
    keyring.set_keyring(before)


@pytest.mark.usefixtures("no_keyring")
def test_without_a_keyring_only_the_password_opens_the_file(client: PracticeClient, tmp_path: Path) -> None:
    file = tmp_path / "remembered.json"
    credentials, session = Credentials(file), client.session
    assert not credentials.can_remember
    assert credentials.open_file(client.base_url, "arnold", PASSWORD) is None
    credentials.save(client.base_url, session, PASSWORD)
    kept = file.read_text(encoding="utf-8")
    for secret in (session.token, encoding.encode(session.practice_key), PASSWORD, "arnold"):
        assert secret not in kept
    if os.name != "nt":
        assert file.stat().st_mode & 0o077 == 0
    assert credentials.load(client.base_url) is None, "nothing opens it without the password"
    opened = credentials.open_file(client.base_url, "Arnold", PASSWORD)
    assert opened is not None
    assert (opened.token, opened.practice_key) == (session.token, session.practice_key)
    assert credentials.open_file(client.base_url, "arnold", "ein anderes Passwort") is None
    assert credentials.open_file("https://other.example", "arnold", PASSWORD) is None
    credentials.forget(client.base_url)
    assert not file.exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"argon2": 5}', '{"argon2": {"salt": "!"}, "sealed": ""}'])
@pytest.mark.usefixtures("no_keyring")
def test_a_damaged_file_is_no_session(tmp_path: Path, text: str) -> None:
    file = tmp_path / "remembered.json"
    file.write_text(text, encoding="utf-8")
    assert Credentials(file).open_file("https://video.example", "arnold", PASSWORD) is None
