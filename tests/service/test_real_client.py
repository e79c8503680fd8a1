"""Accounts with the real client against the real service: two PCs, lost passwords, colleagues, export."""

import contextlib
import json
import threading
import zipfile
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest

from medclient.practice import errors
from medclient.practice.administration import Administration
from medclient.practice.client import PracticeClient
from medclient.practice.own_account import OwnAccount, SecondFactorSecret
from medclient.protocol import encoding
from medclient.protocol.envelope import Opener, Role
from medclient.protocol.invitation_link import InvalidInvitation, InvitationLink
from medclient.protocol.recovery_code import ALPHABET, InvalidRecoveryCode, RecoveryCode
from tests.service.client import Link, Service
from tests.service.conftest import NOON, Clock

PASSWORD = "ein gutes Passwort"
OTHER = "ein ganz anderes Passwort"
NOW = NOON


@pytest.fixture
def anna(service: Service) -> PracticeClient:
    """The practitioner who has set the practice up, signed in on the first PC."""
    client = PracticeClient(service.url, device_name="PC 1")
    client.set_up_practice("Praxis", "Dr. Anna Arnold", "arnold", PASSWORD)
    client.sign_in("arnold", PASSWORD)
    return client


def second_pc(service: Service) -> PracticeClient:
    return PracticeClient(service.url, device_name="PC 2")


def code_of(secret: SecondFactorSecret, clock: Clock, steps: int = 0) -> str:
    return pyotp.TOTP(secret.secret).generate_otp(int(clock.now.timestamp()) // 30 + steps)


def test_a_second_pc_gets_the_practice_key_by_signing_in(service: Service, anna: PracticeClient) -> None:
    made = anna.create_appointment("Erika Beispiel", "Kontrolle", NOW, 20)
    other = second_pc(service)
    other.sign_in("arnold", PASSWORD)
    (seen,) = other.appointments(NOW - timedelta(hours=1), NOW + timedelta(hours=1))
    assert (seen.name, seen.secret) == (made.name, made.secret)
    listed = {each.device_name: each.current for each in OwnAccount(other).sign_ins()}
    assert listed == {"PC 1": False, "PC 2": True}


def test_a_new_password_opens_what_the_old_one_did(service: Service, anna: PracticeClient) -> None:
    anna.create_appointment("Erika Beispiel", "", NOW, 20)
    other = second_pc(service)
    other.sign_in("arnold", PASSWORD)
    with pytest.raises(errors.WrongPassword):
        OwnAccount(anna).change_password(OTHER, OTHER)
    OwnAccount(anna).change_password(PASSWORD, OTHER)
    anna.keys_of(OTHER)
    with pytest.raises(errors.WrongPassword):
        anna.keys_of(PASSWORD)
    with pytest.raises(errors.SignedOut):
        other.appointments(NOW, NOW)
    with pytest.raises(errors.WrongCredentials):
        other.sign_in("arnold", PASSWORD)
    other.sign_in("arnold", OTHER)
    (seen,) = other.appointments(NOW - timedelta(hours=1), NOW + timedelta(hours=1))
    assert seen.name == "Erika Beispiel"


def test_the_recovery_code_opens_when_the_password_is_lost(service: Service, anna: PracticeClient) -> None:
    anna.create_appointment("Erika Beispiel", "", NOW, 20)
    own = OwnAccount(anna)
    first = own.prepare_recovery_code(PASSWORD)
    lost = second_pc(service)
    with pytest.raises(errors.WrongRecovery):
        lost.recover("arnold", first.code, OTHER)  # it was shown, but never confirmed
    own.register_recovery_code(first)
    assert anna.session.recovery_code
    typed = RecoveryCode.parse(first.code.text.lower().replace("-", " "))
    lost.recover("arnold", typed, OTHER)
    (seen,) = lost.appointments(NOW - timedelta(hours=1), NOW + timedelta(hours=1))
    assert seen.name == "Erika Beispiel"
    assert not lost.session.recovery_code
    with pytest.raises(errors.SignedOut):
        anna.appointments(NOW, NOW)
    with pytest.raises(errors.WrongRecovery):
        second_pc(service).recover("arnold", first.code, PASSWORD)
    OwnAccount(lost).register_recovery_code(OwnAccount(lost).prepare_recovery_code(OTHER))


def test_the_second_factor_from_end_to_end(service: Service, anna: PracticeClient, clock: Clock) -> None:
    """Requirements: rule register."""
    own = OwnAccount(anna)
    secret = own.new_second_factor()
    assert secret.uri.startswith("otpauth://totp/Praxis:arnold?secret=")
    with pytest.raises(errors.WrongCode):
        own.enrol(PASSWORD, secret, "000000")
    own.enrol(PASSWORD, secret, code_of(secret, clock, -1))
    assert anna.session.second_factor
    other = second_pc(service)
    with pytest.raises(errors.SecondFactorNeeded):
        other.sign_in("arnold", PASSWORD)
    with pytest.raises(errors.WrongCode):
        other.sign_in("arnold", PASSWORD, "000000")
    other.sign_in("arnold", PASSWORD, code_of(secret, clock))
    # The rule of the practice.
    admin = Administration(other)
    admin.require_second_factor(True)
    with pytest.raises(errors.ServiceRefused, match="second_factor_required"):
        OwnAccount(other).remove_second_factor(PASSWORD, code_of(secret, clock, 1))
    admin.require_second_factor(False)
    OwnAccount(other).remove_second_factor(PASSWORD, code_of(secret, clock, 1))
    second_pc(service).sign_in("arnold", PASSWORD)


def test_a_colleague_comes_by_invitation(service: Service, anna: PracticeClient) -> None:
    made = anna.create_appointment("Erika Beispiel", "", NOW, 20)
    admin = Administration(anna)
    link = admin.invite(service.url, "Sabine Empfang", "staff", admin=False)
    assert [each.display_name for each in admin.invitations()] == ["Sabine Empfang"]
    sabine = second_pc(service)
    opened = sabine.open_invitation(InvitationLink.parse(f"  {link.url}\n"))
    assert (opened.practice_name, opened.role) == ("Praxis", "staff")
    with pytest.raises(errors.NameTaken):
        sabine.accept_invitation(opened, "Sabine Empfang", "ARNOLD", OTHER)
    sabine.accept_invitation(opened, "Sabine Empfang", "sabine", OTHER)
    (seen,) = sabine.appointments(NOW - timedelta(hours=1), NOW + timedelta(hours=1))
    assert seen.name == "Erika Beispiel"
    with pytest.raises(errors.UnknownInvitation):
        second_pc(service).open_invitation(link)
    with pytest.raises(errors.ServiceRefused, match="forbidden"):
        sabine.ice_servers(made.link_id, sabine.session.token)
    # Staff writes; the patient reads it as from the practice.
    sabine.post_note(seen, "Die Ärztin verspätet sich um 10 Minuten.")
    with service.socket(f"/consultations/{made.link_id}/mailbox") as socket:
        token = Link(made.link_id, made.secret).patient_token
        socket.send({"type": "join", "role": "patient", "token": token, "after": 0})
        frame = socket.until("message")
    content = Opener.for_link(made.secret, made.link_id, Role.PRACTITIONER).open(frame["id"], frame["body"])
    assert content["text"] == "Die Ärztin verspätet sich um 10 Minuten."
    # What administrators may change.
    colleague = next(each for each in anna.colleagues() if each.sign_in_name == "sabine")
    assert admin.change(colleague, role="practitioner").role == "practitioner"
    assert not admin.change(colleague, active=False).active
    with pytest.raises(errors.SignedOut):
        sabine.appointments(NOW, NOW)
    actions = [each.action for each in admin.audit()]
    assert actions[:2] == ["account_deactivated", "role_changed"]
    assert "message_sent" in actions


def test_an_invitation_that_the_service_has_changed_is_refused(service: Service, anna: PracticeClient) -> None:
    link = Administration(anna).invite(service.url, "Sabine", "staff", admin=False)
    stranger = InvitationLink(link.base_url, link.invitation_id, b"x" * 32)
    with pytest.raises(errors.UnknownInvitation):
        second_pc(service).open_invitation(stranger)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://video.example/i/AAAAAAAAAAAAAAAAAAAAAA",
        "https://video.example/v/AAAAAAAAAAAAAAAAAAAAAA#BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA",
        "http://video.example/i/AAAAAAAAAAAAAAAAAAAAAA#BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA",
        "https://video.example/i/AAAA#BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA",
        "https://[::1/i/x#y",
    ],
)
def test_what_is_no_invitation(text: str) -> None:
    with pytest.raises(InvalidInvitation) as error:
        InvitationLink.parse(text)
    assert "video" not in str(error.value)


def test_a_recovery_code_is_read_as_people_type_it() -> None:
    code = RecoveryCode.new()
    assert len(code.groups) == 7
    assert RecoveryCode.parse(code.text.replace("0", "o").replace("1", "l")) == code
    assert code.characters not in repr(code)
    assert code.sign_in_value != RecoveryCode.new().sign_in_value
    for at, character in enumerate(code.characters):
        other = ALPHABET[(ALPHABET.index(character) + 1) % 32]
        slip = code.characters[:at] + other + code.characters[at + 1 :]
        with contextlib.suppress(InvalidRecoveryCode):  # one slip in a thousand is not noticed
            assert RecoveryCode.parse(slip) != code
    for text in ("", "ABCD", code.text + "0"):
        with pytest.raises(InvalidRecoveryCode):
            RecoveryCode.parse(text)


def test_what_the_service_holds_is_written_readably(service: Service, anna: PracticeClient, tmp_path: Path) -> None:
    made = anna.create_appointment("=Erika", "Kontrolle", NOW, 20)
    anna.post_note(made, "Guten Tag")
    file = tmp_path / "export.zip"
    admin = Administration(anna)
    with pytest.raises(errors.WrongPassword):
        admin.export(OTHER, file)
    assert not file.exists()
    admin.export(PASSWORD, file)
    with zipfile.ZipFile(file) as archive:
        held = json.loads(archive.read("practice.json"))
        table = archive.read("appointments.csv").decode("utf-8-sig")
        audit = archive.read("audit.csv").decode("utf-8-sig")
    (appointment,) = held["appointments"]
    assert appointment["content"]["name"] == "=Erika"
    assert [each["content"]["text"] for each in appointment["messages"]] == ["Guten Tag"]
    assert ";'=Erika;Kontrolle;" in table
    assert "Dr. Anna Arnold;appointment_created" in audit
    secret = encoding.encode(made.secret)
    assert secret not in json.dumps(held)


def test_a_deleted_practice_makes_room_for_another(service: Service, anna: PracticeClient) -> None:
    with pytest.raises(errors.WrongPassword):
        Administration(anna).delete_practice(OTHER)
    Administration(anna).delete_practice(PASSWORD)
    with pytest.raises(errors.SignedOut):
        anna.appointments(NOW, NOW)
    assert not second_pc(service).is_set_up()


@pytest.mark.parametrize("weak", [{"time_cost": 1}, {"memory_kib": 8192}])
def test_a_service_that_asks_for_a_cheap_derivation_gets_nothing(weak: dict[str, int]) -> None:
    """It would want to guess the password from what it is sent."""
    import http.server

    asked: list[str] = []
    parameters = {"salt": "c2FsdHNhbHRzYWx0c2FsdA", "time_cost": 3, "memory_kib": 65536, "parallelism": 4} | weak

    class Liar(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(parameters).encode())

        def log_message(self, *arguments: object) -> None:
            """Silent."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Liar)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with pytest.raises(errors.ServiceRefused, match="weak_parameters"):
            PracticeClient(f"http://127.0.0.1:{server.server_port}").sign_in("arnold", PASSWORD)
        assert asked == ["/api/v1/sign-in-parameters"]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
