"""Roles, invitations, the audit trail, and the end of a practice."""

import asyncio
import base64
import hashlib
import secrets
from pathlib import Path
from typing import Any

import pytest

from medclient.service import mailbox
from medclient.service.guesses import FREE_MISSES, MOST_ADDRESSES, Guesses
from tests.service.client import ARGON2, SIGN_IN_VALUE, WRAPPED_KEY, Practice, Service, message_id, post
from tests.service.conftest import NOON, Clock, Start

PROOF = "p" * 43


def invite(practice: Practice, role: str = "staff", *, admin: bool = False) -> str:
    invitation_id = base64.urlsafe_b64encode(secrets.token_bytes(16)).decode().rstrip("=")
    body = {
        "id": invitation_id,
        "verifier": hashlib.sha256(PROOF.encode()).hexdigest(),
        "sealed_practice_key": "s" * 80,
        "display_name": "Sabine Empfang",
        "role": role,
        "admin": admin,
    }
    assert practice.call("POST", "/practice/invitations", body).status_code == 201
    return invitation_id


def acceptance(name: str = "sabine", proof: str = PROOF) -> dict[str, Any]:
    return {
        "proof": proof,
        "display_name": "Sabine Empfang",
        "sign_in_name": name,
        "argon2": ARGON2,
        "sign_in_value": SIGN_IN_VALUE,
        "wrapped_practice_key": WRAPPED_KEY,
    }


def join(practice: Practice, role: str = "staff", name: str = "sabine", *, admin: bool = False) -> Practice:
    """A colleague who was invited and has accepted."""
    path = f"/invitations/{invite(practice, role, admin=admin)}/acceptance"
    answer = practice.service.call("POST", path, acceptance(name))
    assert answer.status_code == 201, answer.text
    return Practice(practice.service, answer.json()["token"])


def own_id(practice: Practice) -> str:
    return str(practice.call("GET", "/sessions/current").json()["account"]["id"])


def test_an_invitation_is_good_once(practice: Practice, service: Service) -> None:
    path = f"/invitations/{invite(practice)}"
    opened = service.call("POST", f"{path}/open", {"proof": PROOF}).json()
    assert (opened["practice_name"], opened["role"], opened["sealed_practice_key"]) == ("Praxis", "staff", "s" * 80)
    assert service.refusal("POST", f"{path}/acceptance", acceptance("arnold")) == (409, "name_taken")
    assert service.call("POST", f"{path}/acceptance", acceptance()).status_code == 201
    assert service.refusal("POST", f"{path}/acceptance", acceptance("other")) == (404, "unknown_invitation")
    names = [each["sign_in_name"] for each in practice.call("GET", "/practice/accounts").json()["accounts"]]
    assert sorted(names) == ["arnold", "sabine"]


def test_all_that_is_no_invitation_looks_the_same(practice: Practice, service: Service, clock: Clock) -> None:
    withdrawn, old = invite(practice), invite(practice)
    assert len(practice.call("GET", "/practice/invitations").json()["invitations"]) == 2
    assert practice.call("DELETE", f"/practice/invitations/{withdrawn}").status_code == 204
    gone = (404, "unknown_invitation")
    assert service.refusal("POST", f"/invitations/{withdrawn}/open", {"proof": PROOF}) == gone
    assert service.refusal("POST", f"/invitations/{'A' * 22}/open", {"proof": PROOF}) == gone
    assert service.refusal("POST", f"/invitations/{old}/open", {"proof": "x" * 43}) == gone
    clock.advance(days=7, seconds=1)
    practice.token = Practice.sign_in(service)
    assert service.refusal("POST", f"/invitations/{old}/open", {"proof": PROOF}) == gone
    assert practice.call("GET", "/practice/invitations").json() == {"invitations": []}


def test_staff_organises_and_hears_nothing(practice: Practice, service: Service, clock: Clock) -> None:
    """Requirements: rule staff."""
    staff = join(practice)
    link = staff.appoint(clock.now)
    assert practice.call("GET", "/appointments").json() == staff.call("GET", "/appointments").json()
    assert staff.refusal("POST", f"/consultations/{link.id}/ice-servers") == (403, "forbidden")
    with service.socket(f"/consultations/{link.id}/mailbox") as socket:
        socket.send({"type": "join", "role": "practitioner", "token": staff.token, "after": 0})
        assert socket.close_code() == 4403
    for method, path in (
        ("GET", "/practice/audit"),
        ("GET", "/practice/invitations"),
        ("POST", "/practice/export"),
        ("POST", "/practice/deletion"),
        ("PATCH", "/practice"),
        ("PATCH", f"/practice/accounts/{own_id(staff)}"),
    ):
        assert staff.call(method, path, {}).status_code in (403, 422), path
        assert staff.call(method, path, {"sign_in_value": SIGN_IN_VALUE}).status_code in (403, 422), path
    assert staff.refusal("PATCH", f"/practice/accounts/{own_id(staff)}", {"admin": True}) == (403, "forbidden")


def test_staff_writes_to_the_patient_without_reading(practice: Practice, service: Service, clock: Clock) -> None:
    """Requirements: rule staff."""
    staff = join(practice)
    link = staff.appoint(clock.now)
    with practice.mailbox(link, "patient") as patient:
        note = {"id": message_id(0), "body": "sealed"}
        assert staff.call("POST", f"/consultations/{link.id}/messages", note).json() == {"seq": 1}
        assert staff.call("POST", f"/consultations/{link.id}/messages", note).json() == {"seq": 1}, "not twice"
        frame = patient.until("message")
        assert (frame["from"], frame["body"]) == ("practitioner", "sealed")
        patient.send({"type": "end"})
        patient.until("ended")
    note["id"] = message_id(1)
    assert staff.refusal("POST", f"/consultations/{link.id}/messages", note) == (409, "over")
    assert staff.refusal("POST", f"/consultations/{'A' * 22}/messages", note) == (404, "unknown_appointment")
    malformed = {"id": "x", "body": "sealed"}
    assert staff.refusal("POST", f"/consultations/{link.id}/messages", malformed) == (422, "invalid_request")


def test_another_practice_cannot_write_into_a_mailbox(start: Start, clock: Clock) -> None:
    service = start(many_practices=True)
    arnold, berger = Practice.set_up(service, "arnold"), Practice.set_up(service, "berger")
    link = arnold.appoint(clock.now)
    note = {"id": message_id(0), "body": "sealed"}
    assert berger.refusal("POST", f"/consultations/{link.id}/messages", note) == (404, "unknown_appointment")
    other = own_id(arnold)
    assert berger.refusal("PATCH", f"/practice/accounts/{other}", {"active": False}) == (404, "unknown_account")
    invitation = invite(arnold)
    assert berger.refusal("DELETE", f"/practice/invitations/{invitation}") == (404, "unknown_invitation")
    assert berger.call("GET", "/practice/audit").json()["entries"][-1]["action"] == "practice_set_up"


def test_whoever_becomes_staff_reads_no_further(
    practice: Practice, service: Service, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "RECHECK_S", 0.2)
    colleague = join(practice, "practitioner")
    link = practice.appoint(clock.now)
    with colleague.mailbox(link) as socket:
        assert post(socket, 0) == 1
        changed = practice.call("PATCH", f"/practice/accounts/{own_id(colleague)}", {"role": "staff"})
        assert changed.json()["role"] == "staff"
        assert socket.close_code() == 4401


def test_a_deactivated_account_is_out_at_once_and_can_come_back(practice: Practice, service: Service) -> None:
    colleague = join(practice, "practitioner")
    path = f"/practice/accounts/{own_id(colleague)}"
    assert practice.call("PATCH", path, {"active": False}).json()["active"] is False
    assert colleague.refusal("GET", "/appointments") == (401, "unauthorised")
    body = {"sign_in_name": "sabine", "sign_in_value": SIGN_IN_VALUE}
    assert service.refusal("POST", "/sessions", body) == (401, "wrong_credentials")
    assert practice.call("PATCH", path, {"active": True}).status_code == 200
    assert Practice.sign_in(service, "sabine")


def test_an_invitation_of_somebody_who_was_put_out_is_none(practice: Practice, service: Service) -> None:
    colleague = join(practice, "practitioner", admin=True)
    invitation = invite(colleague)
    practice.call("PATCH", f"/practice/accounts/{own_id(colleague)}", {"active": False})
    assert service.refusal("POST", f"/invitations/{invitation}/open", {"proof": PROOF}) == (404, "unknown_invitation")


def test_a_practice_keeps_an_administrator(practice: Practice) -> None:
    path = f"/practice/accounts/{own_id(practice)}"
    assert practice.refusal("PATCH", path, {"admin": False}) == (409, "last_admin")
    assert practice.refusal("PATCH", path, {"active": False}) == (409, "last_admin")
    colleague = join(practice, "staff", admin=True)
    assert practice.call("PATCH", path, {"admin": False}).json()["admin"] is False
    assert practice.refusal("GET", "/practice/audit") == (403, "forbidden")
    assert colleague.call("GET", "/practice/audit").status_code == 200


def test_the_audit_trail_says_who_did_what(practice: Practice, service: Service, clock: Clock) -> None:
    staff = join(practice)
    link = staff.appoint(clock.now)
    practice.call("POST", f"/appointments/{link.id}/cancel")
    service.call("POST", "/sessions", {"sign_in_name": "sabine", "sign_in_value": "x" * 43})
    practice.call("PATCH", f"/practice/accounts/{own_id(staff)}", {"role": "practitioner", "admin": True})
    entries = practice.call("GET", "/practice/audit").json()["entries"]
    assert [(each["action"], each["display_name"]) for each in reversed(entries)] == [
        ("practice_set_up", "Dr. Anna Arnold"),
        ("signed_in", "Dr. Anna Arnold"),
        ("colleague_invited", "Dr. Anna Arnold"),
        ("invitation_accepted", "Sabine Empfang"),
        ("appointment_created", "Sabine Empfang"),
        ("appointment_cancelled", "Dr. Anna Arnold"),
        ("sign_in_failed", "Sabine Empfang"),
        ("role_changed", "Dr. Anna Arnold"),
    ]
    assert entries[3]["subject"] == link.id
    assert {each["at"] for each in entries} == {NOON.isoformat()}
    assert practice.call("GET", f"/practice/audit?before={entries[-2]['number']}").json()["entries"] == entries[-1:]


def test_everything_of_a_practice_is_given_out(practice: Practice, clock: Clock) -> None:
    link = practice.appoint(clock.now)
    with practice.mailbox(link) as socket:
        post(socket, 0, "sealed-message")
    invite(practice)
    wrong = {"sign_in_value": "x" * 43}
    assert practice.refusal("POST", "/practice/export", wrong) == (403, "wrong_password")
    answer = practice.call("POST", "/practice/export", {"sign_in_value": SIGN_IN_VALUE})
    held = answer.json()
    assert held["practice"]["name"] == "Praxis"
    assert [each["sign_in_name"] for each in held["accounts"]] == ["arnold"]
    (appointment,) = held["appointments"]
    assert (appointment["link_id"], appointment["sealed"]) == (link.id, "sealed")
    assert [each["body"] for each in appointment["messages"]] == ["sealed-message"]
    assert [each["display_name"] for each in held["invitations"]] == ["Sabine Empfang"]
    assert held["audit"][-1]["action"] == "data_exported"
    for secret in (WRAPPED_KEY, "$argon2", hashlib.sha256(practice.token.encode()).hexdigest(), "s" * 80):
        assert secret not in answer.text


def test_nothing_of_a_deleted_practice_is_left(start: Start, clock: Clock, tmp_path: Path) -> None:
    service = start(many_practices=True)
    arnold, berger = Practice.set_up(service, "arnold"), Practice.set_up(service, "berger")
    kept = berger.appoint(clock.now)
    link = arnold.appoint(clock.now)
    with arnold.mailbox(link, "patient") as patient:
        post(patient, 0, "sealed-message")
        assert arnold.refusal("POST", "/practice/deletion", {"sign_in_value": "x" * 43}) == (403, "wrong_password")
        assert arnold.call("POST", "/practice/deletion", {"sign_in_value": SIGN_IN_VALUE}).status_code == 204
        assert patient.close_code() == 4410
    assert arnold.refusal("GET", "/appointments") == (401, "unauthorised")
    assert service.refusal("GET", f"/links/{link.id}") == (404, "unknown_link")
    files = [file.read_bytes() for file in tmp_path.glob("service.sqlite*")]
    for trace in (link.id, "arnold", "sealed-message", "Anna Arnold"):
        berger_has_it_too = trace == "Anna Arnold"
        assert berger_has_it_too or not any(trace.encode() in content for content in files), trace
    assert [each["link_id"] for each in berger.call("GET", "/appointments").json()["appointments"]] == [kept.id]


def test_guessing_links_gets_slower(practice: Practice, service: Service, clock: Clock) -> None:
    """Requirements: rule patients."""
    link = practice.appoint(clock.now)
    for _ in range(FREE_MISSES - 1):
        assert service.refusal("GET", f"/links/{'A' * 22}") == (404, "unknown_link")
    with service.socket(f"/consultations/{link.id}/mailbox") as socket:
        socket.send({"type": "join", "role": "patient", "token": "wrong", "after": 0})
        assert socket.close_code() == 4401
    assert service.refusal("GET", f"/links/{link.id}") == (429, "too_many_attempts")
    with service.socket(f"/consultations/{link.id}/mailbox") as socket:
        socket.send({"type": "join", "role": "patient", "token": link.patient_token, "after": 0})
        assert socket.close_code() == 4429
    clock.advance(seconds=3)
    assert service.call("GET", f"/links/{link.id}").status_code == 200


def test_misses_are_remembered_of_so_many_addresses_only() -> None:
    guesses = Guesses()
    for number in range(MOST_ADDRESSES + 50):
        guesses.missed(str(number), NOON)
    assert len(guesses._misses) == MOST_ADDRESSES
    for _ in range(60):
        guesses.missed("x", NOON)
    assert guesses.wait("x", NOON).total_seconds() == 60


def test_the_audit_trail_ends_with_the_metadata(start: Start, clock: Clock, tmp_path: Path) -> None:
    service = start()
    Practice.set_up(service)
    clock.advance(days=31)
    from sqlalchemy.ext.asyncio import async_sessionmaker

    from medclient.service import database, housekeeping
    from medclient.service.config import ServiceConfig
    from medclient.service.state import ServiceState

    async def clean() -> None:
        url = database.sqlite_url(tmp_path / "service.sqlite")
        engine = database.open_database(url)
        sessions = async_sessionmaker(engine, expire_on_commit=False)
        await housekeeping.clean(ServiceState(ServiceConfig(url, clock=clock), engine, sessions))
        await engine.dispose()

    asyncio.run(clean())
    practice = Practice(service, Practice.sign_in(service))
    assert [each["action"] for each in practice.call("GET", "/practice/audit").json()["entries"]] == ["signed_in"]
