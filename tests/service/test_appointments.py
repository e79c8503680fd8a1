"""Appointments, links and ICE servers."""

import base64
import hashlib
import hmac
from datetime import timedelta

import pytest

from tests.service.client import Link, Practice, Service
from tests.service.conftest import Clock, Start


def state_of(service: Service, link: Link) -> str:
    return str(service.call("GET", f"/links/{link.id}").json()["state"])


def test_a_link_opens_one_hour_before_and_closes_one_hour_after(
    service: Service, practice: Practice, clock: Clock
) -> None:
    """Requirements: guide access."""
    starts_at = clock.now + timedelta(hours=5)
    link = practice.appoint(starts_at)
    second = timedelta(seconds=1)
    for moment, state in (
        (starts_at - timedelta(hours=1) - second, "not_yet_open"),
        (starts_at - timedelta(hours=1), "open"),
        (starts_at + timedelta(hours=1) - second, "open"),
        (starts_at + timedelta(hours=1), "over"),
    ):
        clock.now = moment
        assert state_of(service, link) == state


def test_a_started_call_is_never_cut_by_the_window(service: Service, practice: Practice, clock: Clock) -> None:
    """Requirements: guide access."""
    link = practice.appoint(clock.now)
    with practice.mailbox(link) as socket:
        socket.send({"type": "start"})
        socket.until("started")
        clock.advance(hours=8)
        assert state_of(service, link) == "open"
        with practice.mailbox(link, "patient"):
            socket.until("presence")
        socket.send({"type": "end"})
        socket.until("ended")
    assert state_of(service, link) == "over"


def test_the_window_follows_a_change_of_time(service: Service, practice: Practice, clock: Clock) -> None:
    link = practice.appoint(clock.now + timedelta(hours=5))
    later = (clock.now + timedelta(minutes=30)).isoformat()
    answer = practice.call("PATCH", f"/appointments/{link.id}", {"version": 1, "starts_at": later}).json()
    assert (answer["version"], answer["link_state"]) == (2, "open")
    assert state_of(service, link) == "open"


def test_two_people_change_the_same_appointment(practice: Practice, clock: Clock) -> None:
    link = practice.appoint(clock.now)
    path = f"/appointments/{link.id}"
    assert practice.call("PATCH", path, {"version": 1, "sealed": "first"}).status_code == 200
    assert practice.refusal("PATCH", path, {"version": 1, "sealed": "second"}) == (409, "changed_meanwhile")
    assert practice.call("GET", "/appointments").json()["appointments"][0]["sealed"] == "first"


def test_cancelled_is_cancelled(service: Service, practice: Practice, clock: Clock) -> None:
    link = practice.appoint(clock.now)
    for _ in range(2):
        answer = practice.call("POST", f"/appointments/{link.id}/cancel")
        assert answer.json()["cancelled_at"]
    assert state_of(service, link) == "cancelled"
    assert practice.refusal("PATCH", f"/appointments/{link.id}", {"version": 2}) == (409, "over")
    with service.socket(f"/consultations/{link.id}/mailbox") as socket:
        socket.send({"type": "join", "role": "patient", "token": link.patient_token, "after": 0})
        assert socket.close_code() == 4410


def test_what_is_listed(practice: Practice, clock: Clock) -> None:
    links = [practice.appoint(clock.now + timedelta(hours=hours)) for hours in (30, 2, 8)]
    begin, end = clock.now.isoformat(), (clock.now + timedelta(hours=24)).isoformat()
    answer = practice.call("GET", "/appointments", params={"from": begin, "to": end})
    assert [each["link_id"] for each in answer.json()["appointments"]] == [links[1].id, links[2].id]
    bad = practice.call("GET", "/appointments", params={"from": "yesterday"})
    assert (bad.status_code, bad.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize(
    "change",
    [
        {"link_id": "short"},
        {"link_id": "!" * 22},
        {"starts_at": "2026-03-02T12:00:00"},
        {"starts_at": "tomorrow"},
        {"duration_minutes": 0},
        {"duration_minutes": 601},
        {"sealed": ""},
        {"sealed": "s" * 16001},
        {"patient_token_verifier": "0" * 63},
        {"unknown": True},
    ],
)
def test_malformed_appointments_are_refused(practice: Practice, clock: Clock, change: dict[str, object]) -> None:
    body = practice.body(Link("A" * 22), clock.now) | change
    assert practice.refusal("POST", "/appointments", body) == (422, "invalid_request")


def test_a_link_id_is_taken_once(practice: Practice, clock: Clock) -> None:
    link = practice.appoint(clock.now)
    assert practice.refusal("POST", "/appointments", practice.body(link, clock.now)) == (409, "link_taken")


def test_unknown_links(service: Service) -> None:
    for link_id in ("A" * 22, "x", "..", "%00"):
        assert service.refusal("GET", f"/links/{link_id}")[0] == 404


def test_ice_servers_are_for_both_ends_and_nobody_else(start: Start, clock: Clock) -> None:
    service = start(turn_urls=("turn:turn.example:3478",), stun_urls=("stun:turn.example:3478",), turn_secret="shared")
    practice = Practice.set_up(service)
    link = practice.appoint(clock.now)
    path = f"/consultations/{link.id}/ice-servers"
    for answer in (
        practice.call("POST", path),
        service.call("POST", path, {"patient_token": link.patient_token}),
    ):
        stun, turn = answer.json()["ice_servers"]
        assert stun == {"urls": ["stun:turn.example:3478"]}
        expires = int(turn["username"].partition(":")[0])
        assert expires == int((clock.now + timedelta(hours=4)).timestamp())
        mac = hmac.digest(b"shared", turn["username"].encode(), hashlib.sha1)
        assert turn["credential"] == base64.b64encode(mac).decode()
    assert service.refusal("POST", path)[0] == 401
    assert service.refusal("POST", path, {"patient_token": "x" * 43})[0] == 401
    assert service.refusal("POST", f"/consultations/{'A' * 22}/ice-servers")[0] == 404


def test_no_server_is_asked_that_nobody_named(practice: Practice, clock: Clock) -> None:
    """Requirements: rule peer to peer."""
    link = practice.appoint(clock.now)
    assert practice.call("POST", f"/consultations/{link.id}/ice-servers").json()["ice_servers"] == []


def test_events_follow_an_appointment(service: Service, practice: Practice, clock: Clock) -> None:
    with service.socket("/events") as events:
        events.send({"type": "join", "token": practice.token})
        events.until("joined")
        link = practice.appoint(clock.now)
        assert events.until("appointment")["appointment"]["link_id"] == link.id
        with practice.mailbox(link, "patient"):
            shown = events.until("appointment")["appointment"]
            assert shown["patient_present_since"]
        assert events.until("appointment")["appointment"]["patient_present_since"] is None
        events.send({"type": "ping"})
        assert events.until("pong")["now"] == clock.now.isoformat()


@pytest.mark.parametrize("frame", [{"type": "join", "token": "wrong"}, {"type": "join"}, "no json", "[]", {}])
def test_events_are_for_who_is_signed_in(service: Service, frame: object) -> None:
    with service.socket("/events") as events:
        events.send(frame)
        assert events.close_code() in (4401, 4400)


def test_signing_out_ends_the_events(service: Service, practice: Practice, clock: Clock) -> None:
    with service.socket("/events") as events:
        events.send({"type": "join", "token": practice.token})
        events.until("joined")
        other = Practice(service, Practice.sign_in(service))
        practice.call("DELETE", "/sessions/current")
        other.appoint(clock.now)
        assert events.close_code() == 4401
