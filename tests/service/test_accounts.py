"""Setting up, signing in and out."""

import secrets
from datetime import timedelta

import pytest

from medclient.protocol import encoding
from tests.service.client import ARGON2, SIGN_IN_VALUE, Practice, Service
from tests.service.conftest import NOON, Clock, Start


def sign_in(service: Service, value: str, name: str = "arnold") -> tuple[int, str]:
    return service.refusal("POST", "/sessions", {"sign_in_name": name, "sign_in_value": value})


def test_health_tells_time_and_whether_there_is_a_practice(service: Service) -> None:
    assert service.call("GET", "/health").json() == {"status": "ok", "now": NOON.isoformat(), "set_up": False}
    Practice.set_up(service)
    assert service.call("GET", "/health").json()["set_up"]


def test_only_one_practice_sets_itself_up(service: Service, practice: Practice) -> None:
    body = {
        "practice_name": "P",
        "display_name": "D",
        "sign_in_name": "other",
        "argon2": ARGON2,
        "sign_in_value": SIGN_IN_VALUE,
        "wrapped_practice_key": "w" * 80,
    }
    assert service.refusal("POST", "/practices", body) == (409, "setup_closed")


def test_more_practices_where_the_operator_allows(start: Start) -> None:
    service = start(many_practices=True)
    Practice.set_up(service, "arnold")
    other = Practice.set_up(service, "berger")
    assert other.call("GET", "/appointments").json() == {"appointments": []}
    body = {
        "practice_name": "P",
        "display_name": "D",
        "sign_in_name": "ARNOLD",
        "argon2": ARGON2,
        "sign_in_value": SIGN_IN_VALUE,
        "wrapped_practice_key": "w" * 80,
    }
    assert service.refusal("POST", "/practices", body) == (409, "name_taken")


def test_practices_do_not_see_each_other(start: Start, clock: Clock) -> None:
    service = start(many_practices=True)
    arnold, berger = Practice.set_up(service, "arnold"), Practice.set_up(service, "berger")
    link = arnold.appoint(clock.now)
    assert berger.call("GET", "/appointments").json() == {"appointments": []}
    assert berger.refusal("PATCH", f"/appointments/{link.id}", {"version": 1}) == (404, "unknown_appointment")
    assert berger.refusal("POST", f"/appointments/{link.id}/cancel") == (404, "unknown_appointment")
    with service.socket(f"/consultations/{link.id}/mailbox") as socket:
        socket.send({"type": "join", "role": "practitioner", "token": berger.token, "after": 0})
        assert socket.close_code() == 4404


def test_capitals_in_the_name_make_no_difference(service: Service, practice: Practice) -> None:
    assert Practice.sign_in(service, "ArNoLd")


def test_a_session_lives_until_it_is_ended(service: Service, practice: Practice) -> None:
    answer = practice.call("GET", "/sessions/current").json()
    assert answer["account"]["sign_in_name"] == "arnold"
    assert "token" not in answer
    assert practice.call("DELETE", "/sessions/current").status_code == 204
    assert practice.refusal("GET", "/sessions/current") == (401, "unauthorised")


def test_a_session_runs_out(practice: Practice, clock: Clock) -> None:
    clock.advance(days=29)
    assert practice.call("GET", "/sessions/current").status_code == 200
    clock.advance(days=2)
    assert practice.refusal("GET", "/sessions/current") == (401, "unauthorised")


def test_wrong_value_and_unknown_name_look_the_same(service: Service, practice: Practice) -> None:
    assert sign_in(service, "x" * 43) == (401, "wrong_credentials")
    assert sign_in(service, "x" * 43, "nobody") == (401, "wrong_credentials")
    known = service.call("POST", "/sign-in-parameters", {"sign_in_name": "arnold"}).json()
    unknown = service.call("POST", "/sign-in-parameters", {"sign_in_name": "nobody"}).json()
    again = service.call("POST", "/sign-in-parameters", {"sign_in_name": "NOBODY"}).json()
    assert known == ARGON2
    assert unknown == again
    assert unknown.keys() == known.keys()
    assert len(encoding.decode(unknown["salt"])) == 16


def test_guessing_gets_slower_and_slower(service: Service, practice: Practice, clock: Clock) -> None:
    for _ in range(5):
        assert sign_in(service, "x" * 43) == (401, "wrong_credentials")
    waits = []
    for _ in range(4):
        answer = service.call("POST", "/sessions", {"sign_in_name": "arnold", "sign_in_value": SIGN_IN_VALUE})
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many_attempts")
        waits.append(int(answer.headers["Retry-After"]))
        clock.advance(seconds=waits[-1])
        assert sign_in(service, "x" * 43) == (401, "wrong_credentials")
    assert waits == sorted(waits)
    assert waits[-1] > 2 * waits[0]
    clock.advance(hours=2)
    assert Practice.sign_in(service)


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"sign_in_name": "arnold"},
        {"sign_in_name": "arnold", "sign_in_value": 5},
        {"sign_in_name": "", "sign_in_value": "x"},
        {"sign_in_name": "a" * 200, "sign_in_value": "x"},
        {"sign_in_name": "arnold", "sign_in_value": "x", "more": 1},
    ],
)
def test_malformed_requests_are_refused_without_an_echo(service: Service, body: object) -> None:
    answer = service.call("POST", "/sessions", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert "arnold" not in answer.text


def test_a_request_that_is_too_large(service: Service) -> None:
    assert service.refusal("POST", "/sessions", {"sign_in_name": "a" * 300_000}) == (413, "too_large")


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Basic abc", f"Bearer {secrets.token_urlsafe(32)}"],
    ids=["none", "no token", "empty token", "other scheme", "unknown token"],
)
def test_nothing_without_a_session(service: Service, header: str) -> None:
    answer = service.call("GET", "/appointments")
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorised")
    import requests

    answer = requests.get(f"{service.url}/api/v1/appointments", headers={"Authorization": header}, timeout=5)
    assert answer.status_code == 401


def test_a_session_survives_a_restart(start: Start, clock: Clock) -> None:
    service = start()
    practice = Practice.set_up(service)
    link = practice.appoint(clock.now + timedelta(hours=1))
    service.stop()
    again = Practice(start(service.port), practice.token)
    assert [each["link_id"] for each in again.call("GET", "/appointments").json()["appointments"]] == [link.id]
