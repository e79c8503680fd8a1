"""Second factor, recovery code, sessions; guessing at all of them."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest

from medclient.service import accounts
from tests.service.client import ARGON2, SIGN_IN_VALUE, WRAPPED_KEY, Practice, Service
from tests.service.conftest import Clock

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
RECOVERY = "r" * 43
NEW_VALUE = "n" * 43


def code(clock: Clock, steps: int = 0) -> str:
    return pyotp.TOTP(SECRET).generate_otp(int(clock.now.timestamp()) // 30 + steps)


def enrol(practice: Practice, clock: Clock) -> None:
    body = {"sign_in_value": SIGN_IN_VALUE, "secret": SECRET, "code": code(clock)}
    assert practice.call("PUT", "/account/second-factor", body).status_code == 204
    clock.advance(seconds=30)


def set_recovery_code(practice: Practice) -> None:
    body = {
        "sign_in_value": SIGN_IN_VALUE,
        "verifier": hashlib.sha256(RECOVERY.encode()).hexdigest(),
        "wrapped_practice_key": "k" * 80,
    }
    assert practice.call("PUT", "/account/recovery-code", body).status_code == 204


def sign_in(service: Service, *, code: str = "", value: str = SIGN_IN_VALUE, name: str = "arnold") -> tuple[int, str]:
    """Status, and the problem's code where there is one."""
    body = {"sign_in_name": name, "sign_in_value": value, "code": code, "device_name": "PC 2"}
    answer = service.call("POST", "/sessions", body)
    return answer.status_code, answer.json().get("code", "")


def recover(service: Service, value: str = RECOVERY, name: str = "arnold") -> tuple[int, str]:
    body = {
        "sign_in_name": name,
        "recovery_value": value,
        "argon2": ARGON2,
        "new_sign_in_value": NEW_VALUE,
        "wrapped_practice_key": WRAPPED_KEY,
    }
    answer = service.call("POST", "/recovery", body)
    return answer.status_code, answer.json().get("code", "")


def test_the_second_factor_is_on_only_after_a_right_code(practice: Practice, service: Service, clock: Clock) -> None:
    body = {"sign_in_value": SIGN_IN_VALUE, "secret": SECRET, "code": "000000"}
    assert practice.refusal("PUT", "/account/second-factor", body) == (403, "wrong_code")
    assert sign_in(service) == (201, "")
    enrol(practice, clock)
    assert sign_in(service) == (401, "second_factor_needed")
    assert sign_in(service, code=code(clock)) == (201, "")
    body["code"] = code(clock)
    assert practice.refusal("PUT", "/account/second-factor", body) == (409, "second_factor_on")


@pytest.mark.parametrize(
    ("steps", "accepted"), [(-3, False), (-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_the_telephones_clock_may_be_half_a_minute_off(
    practice: Practice, service: Service, clock: Clock, steps: int, accepted: bool
) -> None:
    enrol(practice, clock)
    clock.advance(minutes=10)
    assert sign_in(service, code=code(clock, steps))[0] == (201 if accepted else 401)


def test_no_code_is_taken_twice(practice: Practice, service: Service, clock: Clock) -> None:
    body = {"sign_in_value": SIGN_IN_VALUE, "secret": SECRET, "code": code(clock)}
    assert practice.call("PUT", "/account/second-factor", body).status_code == 204
    assert sign_in(service, code=code(clock)) == (401, "wrong_code"), "it was used to enrol"
    clock.advance(seconds=30)
    seen = code(clock)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: sign_in(service, code=seen)[0], range(4)))
    assert sorted(answers) == [201, 401, 401, 401]
    clock.advance(seconds=30)
    assert sign_in(service, code=seen)[0] == 401, "still within the tolerance, but used"


def test_an_older_code_is_not_taken_after_a_newer_one(practice: Practice, service: Service, clock: Clock) -> None:
    enrol(practice, clock)
    assert sign_in(service, code=code(clock, 1))[0] == 201
    assert sign_in(service, code=code(clock))[0] == 401


def test_codes_cannot_be_guessed_by_whoever_has_the_password(
    practice: Practice, service: Service, clock: Clock
) -> None:
    enrol(practice, clock)
    tried = [sign_in(service, code=f"{number:06}") for number in range(5)]
    assert all(each == (401, "wrong_code") for each in tried)
    assert sign_in(service, code=code(clock)) == (429, "too_many_attempts")
    clock.advance(seconds=3)
    # The password alone is right, but it makes no failure forgotten.
    assert sign_in(service) == (401, "second_factor_needed")
    assert sign_in(service, code="000000") == (401, "wrong_code")
    assert sign_in(service, code=code(clock)) == (429, "too_many_attempts")


def test_a_session_alone_cannot_guess_its_way_to_no_second_factor(practice: Practice, clock: Clock) -> None:
    enrol(practice, clock)
    wrong = {"sign_in_value": "x" * 43, "code": code(clock)}
    assert practice.refusal("POST", "/account/second-factor/removal", wrong) == (403, "wrong_password")
    tried = [
        practice.refusal(
            "POST", "/account/second-factor/removal", {"sign_in_value": SIGN_IN_VALUE, "code": f"{number:06}"}
        )
        for number in range(5)
    ]
    assert tried[0] == (403, "wrong_code")
    assert tried[-1] == (429, "too_many_attempts")
    clock.advance(hours=2)
    right = {"sign_in_value": SIGN_IN_VALUE, "code": code(clock)}
    assert practice.call("POST", "/account/second-factor/removal", right).status_code == 204
    assert practice.call("GET", "/sessions/current").json()["account"]["second_factor"] is False


def test_a_hundred_guesses_at_once_are_no_more_than_five(practice: Practice, service: Service) -> None:
    """Requirements: rule register."""
    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(lambda _: sign_in(service, value="x" * 43)[0], range(100)))
    assert answers.count(401) == 5
    assert answers.count(429) == 95


def test_guessing_at_many_names_from_one_address(practice: Practice, service: Service, clock: Clock) -> None:
    answers = [sign_in(service, value="x" * 43, name=f"name {number}")[0] for number in range(25)]
    assert answers == [401] * 20 + [429] * 5


def test_a_right_sign_in_is_not_counted(practice: Practice, service: Service) -> None:
    assert [sign_in(service)[0] for _ in range(25)] == [201] * 25


def test_a_practice_can_ask_for_a_second_factor(practice: Practice, service: Service, clock: Clock) -> None:
    """Requirements: rule register."""
    rule = {"second_factor_required": True}
    assert practice.refusal("PATCH", "/practice", rule) == (409, "enrol_first")
    enrol(practice, clock)
    assert practice.call("PATCH", "/practice", rule).status_code == 200
    removal = {"sign_in_value": SIGN_IN_VALUE, "code": code(clock)}
    assert practice.refusal("POST", "/account/second-factor/removal", removal) == (409, "second_factor_required")
    set_recovery_code(practice)
    assert recover(service) == (201, "")
    # The telephone is lost: nothing but to enrol anew.
    token = service.call("POST", "/sessions", {"sign_in_name": "arnold", "sign_in_value": NEW_VALUE}).json()["token"]
    again = Practice(service, token)
    assert again.call("GET", "/sessions/current").json()["session"]["must_enrol"] is True
    for path in ("/appointments", "/practice/accounts", "/account/sessions"):
        assert again.refusal("GET", path) == (403, "second_factor_required")
    with service.socket("/events") as socket:
        socket.send({"type": "join", "token": token})
        assert socket.close_code() == 4401
    body = {"sign_in_value": NEW_VALUE, "secret": SECRET, "code": code(clock)}
    assert again.call("PUT", "/account/second-factor", body).status_code == 204
    assert again.call("GET", "/appointments").status_code == 200


def test_the_recovery_code_opens_once(practice: Practice, service: Service, clock: Clock) -> None:
    proof = {"sign_in_name": "Arnold", "recovery_value": RECOVERY}
    assert service.refusal("POST", "/recovery/key", proof) == (401, "wrong_recovery")
    set_recovery_code(practice)
    enrol(practice, clock)
    assert service.call("POST", "/recovery/key", proof).json() == {"wrapped_practice_key": "k" * 80}
    assert recover(service) == (201, "")
    assert practice.refusal("GET", "/sessions/current") == (401, "unauthorised"), "all sessions have ended"
    assert sign_in(service) == (401, "wrong_credentials")
    assert sign_in(service, value=NEW_VALUE) == (201, ""), "the second factor is off"
    assert recover(service) == (401, "wrong_recovery")


def test_recovery_tells_nothing_about_names_and_gets_slower(practice: Practice, service: Service) -> None:
    set_recovery_code(practice)
    assert recover(service, "x" * 43) == recover(service, "x" * 43, "nobody") == (401, "wrong_recovery")
    for _ in range(4):
        recover(service, "x" * 43)
    assert recover(service) == (429, "too_many_attempts")
    for _ in range(4):
        recover(service, "x" * 43, "nobody")
    assert recover(service, RECOVERY, "nobody") == (429, "too_many_attempts"), "an unknown name is no different"


def test_unknown_names_cost_the_service_as_much(
    practice: Practice, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stretching takes nearly all of the time: it is done for every name."""
    checked: list[str] = []
    verify = accounts._verify

    def count(hashed: str, value: str) -> bool:
        checked.append(hashed)
        return verify(hashed, value)

    monkeypatch.setattr(accounts, "_verify", count)
    for name in ("arnold", "nobody"):
        sign_in(service, value="x" * 43, name=name)
    assert len(checked) == 2
    assert checked[0].rpartition("$")[0].rpartition("$")[0] == checked[1].rpartition("$")[0].rpartition("$")[0]


def test_a_new_password_ends_all_other_sessions(practice: Practice, service: Service) -> None:
    other = Practice(service, Practice.sign_in(service))
    body = {
        "sign_in_value": "x" * 43,
        "argon2": ARGON2,
        "new_sign_in_value": NEW_VALUE,
        "wrapped_practice_key": WRAPPED_KEY,
    }
    assert practice.refusal("PUT", "/account/password", body) == (403, "wrong_password")
    body["sign_in_value"] = SIGN_IN_VALUE
    assert practice.call("PUT", "/account/password", body).status_code == 204
    assert practice.call("GET", "/sessions/current").status_code == 200
    assert other.refusal("GET", "/sessions/current") == (401, "unauthorised")
    assert sign_in(service, value=NEW_VALUE) == (201, "")


def test_sessions_are_listed_and_ended(practice: Practice, service: Service, clock: Clock) -> None:
    for _ in range(3):
        sign_in(service)
    clock.advance(minutes=20)
    listed = practice.call("GET", "/account/sessions").json()["sessions"]
    assert [each["current"] for each in listed] == [True, False, False, False]
    assert {each["device_name"] for each in listed} == {"", "PC 2"}
    assert "127.0.0.1" not in str(listed)
    assert listed[0]["last_used_at"] == clock.now.isoformat()
    assert practice.call("DELETE", f"/account/sessions/{listed[1]['id']}").status_code == 204
    assert practice.refusal("DELETE", f"/account/sessions/{listed[1]['id']}") == (404, "unknown_session")
    assert practice.call("DELETE", "/account/sessions/others").status_code == 204
    assert [each["current"] for each in practice.call("GET", "/account/sessions").json()["sessions"]] == [True]


def test_an_ended_session_hears_nothing_more(practice: Practice, service: Service) -> None:
    other = Practice(service, Practice.sign_in(service))
    with service.socket("/events") as events:
        events.send({"type": "join", "token": other.token})
        events.until("joined")
        practice.call("DELETE", "/account/sessions/others")
        assert events.close_code() == 4401
