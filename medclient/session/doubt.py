"""How much silence is taken for the end of a transport.

A new transport is made beside the old one, and the old one goes on until the new one carries media: a false alarm
costs little, so the alarm may come early. On a line that often stutters it would come again and again; each false one
makes it wait longer, until it has been quiet for a while.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

DOUBT_AFTER = timedelta(seconds=0.6)
"""Neither picture nor sound, report nor heartbeat: with a picture on the line, dozens of packets are missing."""
DOUBT_AFTER_MOST = timedelta(seconds=1.5)
LONGER_BY = 1.5
"""By how much a false alarm makes the next one wait longer."""
FORGOTTEN_AFTER = timedelta(seconds=60)


@dataclass
class Doubt:
    """Belongs to one call."""

    after: timedelta = DOUBT_AFTER
    _false_at: datetime | None = None

    def begins(self, quiet: timedelta, now: datetime) -> bool:
        """Whether so much silence is worth a new transport."""
        if self._false_at and now - self._false_at > FORGOTTEN_AFTER:
            self.after, self._false_at = DOUBT_AFTER, None
        return quiet > self.after

    def replaced(self, quiet: timedelta, now: datetime) -> None:
        """A transport has taken over from one that had brought nothing for so long."""
        if quiet < self.after:
            self.after, self._false_at = min(self.after * LONGER_BY, DOUBT_AFTER_MOST), now
