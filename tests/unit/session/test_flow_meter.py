"""A machine that looks late has not heard silence."""

from datetime import UTC, datetime, timedelta

from medclient.session.flow_meter import Movements

T0 = datetime(2026, 11, 24, tzinfo=UTC)


def silence(looks: list[tuple[float, int]]) -> float:
    """How long it has been silent at the last look, of looks at these seconds which found these counts."""
    movements, now = Movements(), T0
    for seconds, count in looks:
        now = T0 + timedelta(seconds=seconds)
        movements.look({"heard": count}, now)
    moved = movements.moved("heard")
    assert moved
    return (now - moved).total_seconds()


def test_silence_counts_from_the_look_that_found_something() -> None:
    assert silence([(0, 1), (0.25, 2), (0.5, 2), (0.75, 2)]) == 0.5


def test_what_a_busy_machine_could_not_hear_is_no_silence() -> None:
    assert silence([(0, 1), (1.5, 1)]) == 0.25
    assert silence([(0, 1), (1.5, 1), (1.75, 1), (2, 1)]) == 0.75, "it does become one where it goes on"
    assert silence([(0, 1), (1.5, 2)]) == 0


def test_after_a_sleep_all_is_due() -> None:
    assert silence([(0, 1), (60, 1)]) == 60
