"""How much silence is taken for the end of a transport.

A new transport is made beside the old one, and the old one goes on until the new one carries media: a false alarm
costs little, so the alarm may come early. On a line that often stutters it would come again and again; each false one
makes it wait longer, until it has been quiet for a while. A busy machine, late itself, is no judge of others.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

DOUBT_AFTER = timedelta(seconds=0.45)
"""Neither picture nor sound, report nor heartbeat: with a picture on the line, dozens of packets are missing."""
DOUBT_AFTER_MOST = timedelta(seconds=1.5)
LONGER_BY = 1.5
"""By how much a false alarm makes the next one wait longer."""
FORGOTTEN_AFTER = timedelta(seconds=60)
LATE = timedelta(seconds=0.2)
LATE_FOR = timedelta(seconds=10)
"""A machine that was so late within the last seconds gives itself and the other one the longest time."""


@dataclass
class Doubt:
    """Belongs to one call."""

    after: timedelta = DOUBT_AFTER
    _false_at: datetime | None = None
    _late_at: datetime | None = None

    def begins(self, quiet: timedelta, now: datetime) -> bool:
        """Whether so much silence is worth a new transport."""
        if self._false_at and now - self._false_at > FORGOTTEN_AFTER:
            self.after, self._false_at = DOUBT_AFTER, None
        late = self._late_at is not None and now - self._late_at < LATE_FOR
        return quiet > (DOUBT_AFTER_MOST if late else self.after)

    def looked(self, late: timedelta, now: datetime) -> None:
        """The machine came to look so much later than it wanted to."""
        if late > LATE:
            self._late_at = now

    def was_false(self, now: datetime) -> None:
        """What was doubted has been heard again before its successor was there."""
        self.after, self._false_at = min(self.after * LONGER_BY, DOUBT_AFTER_MOST), now
