"""Clocks: the change to and from summer time, zones of practice and patient, clocks that are wrong."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

import pytest

from medclient.practice.client import PracticeClient
from medclient.protocol.access_window import LinkState, closes_at, link_state, opens_at
from medclient.ui.appointments.texts import clock
from tests.service.client import Practice, Service
from tests.service.conftest import Clock

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
TO_WINTER, TO_SUMMER = date(2026, 10, 25), date(2027, 3, 28)


@pytest.fixture(params=["Europe/Berlin", "America/New_York", "UTC"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The zone that this computer stands in."""
    if os.name == "nt":
        pytest.skip("Windows has one zone for the whole computer")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("day", [TO_WINTER, TO_SUMMER])
@pytest.mark.parametrize("hour", [0, 1, 2, 3, 4, 12])
@pytest.mark.parametrize("fold", [0, 1])
def test_the_access_window_is_two_hours_of_real_time(day: date, hour: int, fold: int) -> None:
    starts_at = datetime.combine(day, time_of_day(hour, 30, fold=fold), BERLIN)
    opened, closed = opens_at(starts_at.astimezone(UTC)), closes_at(starts_at.astimezone(UTC))
    assert closed - opened == timedelta(hours=2)
    moment = timedelta(seconds=1)
    states = [link_state(starts_at.astimezone(UTC), at) for at in (opened - moment, opened, closed - moment, closed)]
    assert states == [LinkState.NOT_YET_OPEN, LinkState.OPEN, LinkState.OPEN, LinkState.OVER]


def test_the_hour_that_comes_twice_is_two_hours(service: Service, practice: Practice, clock: Clock) -> None:
    """02:30 in summer and 02:30 in winter time are an hour apart; a link for one is not one for the other."""
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    second = first.replace(fold=1)
    links = [practice.appoint(at) for at in (first, second)]
    clock.now = second.astimezone(UTC) + timedelta(minutes=45)
    states = [service.call("GET", f"/links/{link.id}").json()["state"] for link in links]
    assert states == ["over", "open"]


@pytest.mark.parametrize("day", [TO_WINTER, TO_SUMMER])
def test_the_list_of_a_day_of_change_holds_its_appointments(practice: Practice, day: date) -> None:
    """25 and 23 hours long: from midnight to midnight as the practice sees it."""
    begin = datetime.combine(day, time_of_day(0), BERLIN)
    end = datetime.combine(day + timedelta(days=1), time_of_day(0), BERLIN)
    length = end.astimezone(UTC) - begin.astimezone(UTC)
    assert length == timedelta(hours=25 if day == TO_WINTER else 23)
    inside = [begin, begin + timedelta(minutes=5), end.astimezone(UTC) - timedelta(minutes=5)]
    outside = [begin.astimezone(UTC) - timedelta(minutes=5), end]
    wanted = {practice.appoint(at).id for at in inside}
    for at in outside:
        practice.appoint(at)
    query = f"/appointments?from={begin.isoformat().replace('+', '%2B')}&to={end.isoformat().replace('+', '%2B')}"
    assert {each["link_id"] for each in practice.call("GET", query).json()["appointments"]} == wanted


def test_two_desktops_in_two_zones_see_the_same(practice: Practice, zone: str) -> None:
    starts_at = datetime(2026, 10, 25, 9, tzinfo=BERLIN)
    practice.appoint(starts_at)
    told = practice.call("GET", "/appointments").json()["appointments"][0]
    assert datetime.fromisoformat(told["starts_at"]) == starts_at, zone
    assert datetime.fromisoformat(told["starts_at"]).astimezone(NEW_YORK).hour == 4


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "02:30"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "02:30"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=UTC), "03:30"),
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), "01:30"),
        (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), "03:30"),
    ],
)
def test_the_list_shows_the_time_on_the_wall(moment: datetime, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        assert clock(moment) == shown
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("wrong", [timedelta(hours=3), timedelta(days=-400), timedelta(seconds=-90)])
def test_a_wrong_clock_of_the_desktop_is_noticed_and_the_services_counts(
    service: Service, practice: Practice, clock: Clock, wrong: timedelta
) -> None:
    desktop = PracticeClient(service.url, lambda: clock.now + wrong)
    desktop.is_set_up()
    assert desktop.clock_skew is not None
    assert abs(desktop.clock_skew + wrong) < timedelta(seconds=1)
    link = practice.appoint(clock.now)
    assert service.call("GET", f"/links/{link.id}").json()["state"] == "open"
