"""What the practice's desk asks of the service: history, new links, undo, colleagues, the sealed profile."""

from datetime import timedelta

from medclient.protocol import encoding
from medclient.protocol.envelope import token_verifier
from tests.service.client import Link, Practice, Service
from tests.service.conftest import Clock


def entry(practice: Practice, link: Link) -> dict[str, object]:
    answer: dict[str, object] = practice.call("GET", f"/appointments/{link.id}").json()
    return answer


def test_the_history_of_an_appointment(service: Service, practice: Practice, clock: Clock) -> None:
    link = practice.appoint(clock.now)
    made = entry(practice, link)
    assert made["created_at"] == clock.now.isoformat()
    assert (made["link_opened_at"], made["patient_first_present_at"]) == (None, None)
    clock.advance(minutes=1)
    opened = clock.now
    with service.socket("/events") as events:
        events.send({"type": "join", "token": practice.token})
        events.until("joined")
        service.call("GET", f"/links/{link.id}")
        assert events.until("appointment")["appointment"]["link_opened_at"] == opened.isoformat()
    for minutes in (2, 10):
        clock.advance(minutes=minutes)
        service.call("GET", f"/links/{link.id}")
        with practice.mailbox(link, "patient"):
            pass
    history = entry(practice, link)
    assert history["link_opened_at"] == opened.isoformat(), "the first time counts"
    assert history["patient_first_present_at"] == (opened + timedelta(minutes=2)).isoformat()


def test_a_new_link_makes_the_old_one_void(service: Service, practice: Practice, clock: Clock) -> None:
    """Requirements: guide new link."""
    old, new = practice.appoint(clock.now), Link("B" * 21 + "A")
    body = {
        "version": 1,
        "link_id": new.id,
        "sealed": "anew",
        "patient_token_verifier": token_verifier(new.patient_token),
    }
    with practice.mailbox(old, "patient") as waiting:
        answer = practice.call("POST", f"/appointments/{old.id}/replace", body)
        assert answer.status_code == 201
        assert waiting.close_code() == 4401, "a page that waits is told at once"
    made = answer.json()
    assert (made["link_id"], made["sealed"], made["starts_at"]) == (new.id, "anew", clock.now.isoformat())
    assert service.call("GET", f"/links/{old.id}").json()["state"] == "superseded"
    assert service.call("GET", f"/links/{new.id}").json()["state"] == "open"
    assert entry(practice, old)["replaced_by"] == new.id
    with practice.mailbox(new, "patient"):
        pass
    again = body | {"link_id": "C" * 21 + "A", "version": 2}
    assert practice.refusal("POST", f"/appointments/{old.id}/replace", again) == (409, "over")
    other = practice.appoint(clock.now)
    assert practice.refusal("POST", f"/appointments/{other.id}/replace", body) == (409, "link_taken")
    stale = again | {"version": 7}
    assert practice.refusal("POST", f"/appointments/{other.id}/replace", stale) == (409, "changed_meanwhile")


def test_a_creation_is_taken_back(service: Service, practice: Practice, clock: Clock) -> None:
    link = practice.appoint(clock.now)
    with service.socket("/events") as events:
        events.send({"type": "join", "token": practice.token})
        events.until("joined")
        assert practice.call("DELETE", f"/appointments/{link.id}").status_code == 204
        assert events.until("removed") == {"type": "removed", "link_id": link.id}
    assert practice.refusal("GET", f"/appointments/{link.id}") == (404, "unknown_appointment")
    assert service.refusal("GET", f"/links/{link.id}") == (404, "unknown_link")


def test_what_the_patient_has_seen_is_not_taken_back(service: Service, practice: Practice, clock: Clock) -> None:
    seen = practice.appoint(clock.now)
    service.call("GET", f"/links/{seen.id}")
    assert practice.refusal("DELETE", f"/appointments/{seen.id}") == (409, "over")
    late = practice.appoint(clock.now)
    clock.advance(minutes=3)
    assert practice.refusal("DELETE", f"/appointments/{late.id}") == (409, "over")


def test_an_appointment_is_for_somebody_of_the_practice(practice: Practice, clock: Clock) -> None:
    accounts = practice.call("GET", "/practice/accounts").json()["accounts"]
    assert [(each["display_name"], each["role"]) for each in accounts] == [("Dr. Anna Arnold", "practitioner")]
    own = accounts[0]["id"]
    link = Link(encoding.encode(b"0" * 16))
    body = practice.body(link, clock.now)
    assert practice.refusal("POST", "/appointments", body | {"account_id": "f" * 16}) == (422, "invalid_request")
    made = practice.call("POST", "/appointments", body | {"account_id": own}).json()
    assert made["account_id"] == own
    change = {"version": 1, "account_id": "f" * 16}
    assert practice.refusal("PATCH", f"/appointments/{link.id}", change) == (422, "invalid_request")


def test_the_profile_of_the_practice(service: Service, practice: Practice) -> None:
    assert practice.call("GET", "/practice/profile").json() == {"version": 0, "sealed": ""}
    written = practice.call("PUT", "/practice/profile", {"version": 0, "sealed": "first"}).json()
    assert written == {"version": 1, "sealed": "first"}
    late = {"version": 0, "sealed": "second"}
    assert practice.refusal("PUT", "/practice/profile", late) == (409, "changed_meanwhile")
    assert practice.call("GET", "/practice/profile").json() == written
    for path in ("/practice/profile", "/practice/accounts"):
        assert service.refusal("GET", path) == (401, "unauthorised")
