"""The endpoints that the system test measures with: for those who belong here only, and within limits."""

from datetime import UTC, datetime, timedelta

import pytest
import requests

from medclient.service.config import ServiceConfig
from medclient.service.system_test import BUDGET_BYTES, REQUEST_COST_BYTES, Budgets
from tests.service.client import Link, Practice, Service
from tests.service.conftest import NOON, Clock, Start


def ask(service: Service, method: str, path: str, link: Link, data: bytes = b"") -> requests.Response:
    headers = {"Authorization": f"Bearer {link.patient_token}", "Medclient-Link": link.id}
    return requests.request(method, f"{service.url}/api/v1/system-test{path}", headers=headers, data=data, timeout=15)


def test_bytes_go_down_and_up(practice: Practice) -> None:
    answer = practice.call("GET", "/system-test/download?bytes=300000")
    assert len(answer.content) == 300_000
    assert len(set(answer.content)) == 256, "what can be compressed measures nothing"
    assert practice.call("POST", "/system-test/upload", "x" * 1000).json() == {"bytes": 1002}
    assert datetime.fromisoformat(practice.call("GET", "/system-test/ping").json()["now"]) == NOON


def test_a_patient_may_test_before_the_link_is_open_and_not_after_it_is_over(
    practice: Practice, service: Service, clock: Clock
) -> None:
    """The patient's system test can be reached before the appointment.

    Requirements: guide 5.
    """
    link = practice.appoint(NOON + timedelta(days=3))
    assert ask(service, "GET", "/ping", link).status_code == 200
    assert ask(service, "POST", "/upload", link, b"x" * 70_000).json() == {"bytes": 70_000}
    clock.advance(days=4)
    assert ask(service, "GET", "/ping", link).json()["code"] == "over"


def test_strangers_are_refused(practice: Practice, service: Service) -> None:
    link = practice.appoint(NOON)
    assert service.refusal("GET", "/system-test/ping") == (401, "unauthorised")
    assert service.refusal("GET", "/system-test/download?bytes=5", token="x" * 43) == (401, "unauthorised")
    for wrong in (Link(link.id), Link("A" * 22, link.secret)):
        for method, path in (("GET", "/ping"), ("GET", "/download?bytes=9"), ("POST", "/ice-servers")):
            assert ask(service, method, path, wrong).status_code == 401


@pytest.mark.parametrize("size", ["", "0", "-1", "4194305", "1e3", "9" * 30, "٣"])
def test_no_more_than_is_allowed_comes_down(practice: Practice, size: str) -> None:
    assert practice.refusal("GET", f"/system-test/download?bytes={size}") == (422, "invalid_request")


def test_too_much_at_once_is_not_taken(practice: Practice, service: Service) -> None:
    link = practice.appoint(NOON)
    assert ask(service, "POST", "/upload", link, b"x" * (256 * 1024 + 1)).status_code == 413


def test_who_has_used_the_budget_up_waits(practice: Practice, clock: Clock) -> None:
    for _ in range(15):
        answer = practice.call("GET", "/system-test/download?bytes=4194304", stream=True)
        answer.close()
        assert answer.status_code == 200
    refused = practice.call("GET", "/system-test/download?bytes=4194304")
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_attempts")
    clock.advance(seconds=int(refused.headers["Retry-After"]))
    assert practice.call("GET", "/system-test/download?bytes=4194304", stream=True).status_code == 200


def test_budgets_are_each_ones_own_and_fill_up_again() -> None:
    budgets = Budgets(100_000 + REQUEST_COST_BYTES, timedelta(seconds=100))
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert budgets.take("a", 100_000, now) == 0
    assert budgets.take("b", 100_000, now) == 0
    assert 50 < budgets.take("a", 60_000, now) < 70
    assert budgets.take("a", 60_000, now + timedelta(seconds=70)) == 0


def test_strangers_cannot_fill_the_memory() -> None:
    budgets = Budgets()
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(10_000):
        budgets.take(str(number), 0, now)
    assert len(budgets._known) <= 4096
    assert BUDGET_BYTES >= 16 * 1024 * 1024, "one whole test of each end must fit"


def test_the_relays_to_try_come_with_credentials(start: Start) -> None:
    practice = Practice.set_up(start(turn_urls=("turn:relay.example:3478",), turn_secret="secret"))
    answer = practice.call("POST", "/system-test/ice-servers").json()
    assert answer["ice_servers"][0]["urls"] == ["turn:relay.example:3478"]
    assert answer["ice_servers"][0]["username"].endswith(":system-test")
    assert ServiceConfig("sqlite://").stun_urls == ()
