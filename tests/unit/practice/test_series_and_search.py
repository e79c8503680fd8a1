"""Repeated appointments and the search over names, both without any service."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from medclient.practice.appointments import Appointment
from medclient.practice.search import find, matches
from medclient.practice.series import Repetition, occurrences

NOON = datetime(2026, 10, 22, 10, tzinfo=UTC)


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This computer stands in Germany."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_a_series_keeps_its_time_of_day_when_summer_time_ends(berlin: None) -> None:
    times = occurrences(NOON, Repetition(7, 3))
    assert [each.astimezone().hour for each in times] == [12, 12, 12]
    assert [each.hour for each in times] == [10, 11, 11]
    assert {each.astimezone().weekday() for each in times} == {3}


def test_no_repetition_is_one_appointment() -> None:
    assert occurrences(NOON, None) == (NOON,)
    assert len(occurrences(NOON, Repetition(1, 5))) == 5


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("müller", True),
        ("Muller", True),
        ("mueller", True),
        ("jörg mü", True),
        ("m j", True),
        ("lüdenscheid", True),
        ("kontroll", True),
        ("üller", False),
        ("jörg meier", False),
    ],
)
def test_names_are_found_however_they_are_written(query: str, found: bool) -> None:
    assert matches(query, "Jörg Müller-Lüdenscheid", "Kontrolle") is found


def test_other_letters() -> None:
    assert matches("yilmaz ayse", "Ayşe Yılmaz")
    assert matches("strasse", "Straße")
    assert matches("mu\u0308ller", "Müller")


def test_the_newest_come_first_and_replaced_ones_do_not() -> None:
    def appointment(number: int, **more: object) -> Appointment:
        return Appointment(str(number), NOON + timedelta(days=number), 15, 1, name="Nina Test", **more)  # type: ignore[arg-type]

    known = [appointment(1), appointment(3), appointment(2, replaced_by="other")]
    assert [each.link_id for each in find("nina", known)] == ["3", "1"]
    assert find("  ", known) == []
