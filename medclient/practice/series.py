"""Repeated appointments: the same time of day on this computer's clock, also across a change to summer time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST = 26
"""Half a year of weekly appointments."""
INTERVALS_DAYS = (1, 7, 14, 21, 28, 42, 84)
"""What can be chosen: daily, and every so many weeks, so that the day of the week stays."""


@dataclass(frozen=True)
class Repetition:
    """How often, and how many appointments in all."""

    every_days: int
    count: int


def occurrences(first: datetime, repetition: Repetition | None) -> tuple[datetime, ...]:
    """The times of all appointments, the first one included."""
    if repetition is None:
        return (first,)
    wall_clock = first.astimezone().replace(tzinfo=None)
    later = (wall_clock + timedelta(days=repetition.every_days * number) for number in range(1, repetition.count))
    return (first, *(moment.astimezone(first.tzinfo) for moment in later))
