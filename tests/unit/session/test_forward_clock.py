"""Time that never goes back."""

from datetime import UTC, datetime, timedelta

from medclient.session.forward_clock import ForwardClock

T0 = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def test_a_clock_that_is_set_back_goes_on_from_where_it_was() -> None:
    times = iter([T0, T0 + timedelta(seconds=1), T0 - timedelta(hours=1), T0 - timedelta(hours=1, seconds=-2)])
    clock = ForwardClock(lambda: next(times))
    assert clock() == T0 + timedelta(seconds=1)
    assert clock() == T0 + timedelta(seconds=1)
    assert clock() == T0 + timedelta(seconds=3)


def test_after_a_sleep_it_has_leapt_ahead() -> None:
    times = iter([T0, T0 + timedelta(hours=2)])
    clock = ForwardClock(lambda: next(times))
    assert clock() == T0 + timedelta(hours=2)
