"""How much of a file may be under way at a time, so that it fills the line and never delays picture and sound.

A window that follows the queueing delay, after LEDBAT (RFC 6817): it grows while what is acknowledged comes back about
as fast as it ever did, and shrinks as soon as it has to queue. Beside it, an upper limit in bytes per second.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

TARGET = timedelta(milliseconds=40)
"""Queueing delay at which the window neither grows nor shrinks."""
WINDOW_FIRST, WINDOW_LEAST, WINDOW_MOST = 16_384, 2400, 262_144
CHUNK_LEAST, CHUNK_MOST = 1200, 8192
MOST_BYTES_PER_S = 1_500_000
RECENT = 4
"""Of so many acknowledgements the quickest counts: a slow moment of one of the computers is no queue."""
BURST = 65_536
"""What may go at once after a pause, of the limit in bytes per second."""


@dataclass
class FilePace:
    """Of one stream over one transport; times are handed in."""

    window: float = WINDOW_FIRST
    under_way: deque[tuple[int, datetime]] = field(default_factory=deque)
    """Where each chunk ends that is not acknowledged, and when it went."""
    acknowledged: int = 0
    sent: int = 0
    least: timedelta | None = None
    """The quickest way there and back so far: what it takes without a queue."""
    recent: deque[timedelta] = field(default_factory=lambda: deque(maxlen=RECENT))
    shrunk_at: datetime | None = None
    starting: bool = True
    allowance: float = BURST
    allowed_at: datetime | None = None

    @classmethod
    def starting_at(cls, offset: int) -> "FilePace":
        return cls(acknowledged=offset, sent=offset)

    def room(self, now: datetime) -> int:
        """How long the next chunk may be; 0: none now."""
        if self.allowed_at is not None:
            passed = max(0.0, (now - self.allowed_at).total_seconds())
            self.allowance = min(BURST, self.allowance + passed * MOST_BYTES_PER_S)
        self.allowed_at = now
        chunk = int(min(CHUNK_MOST, max(CHUNK_LEAST, self.window / 4)))
        free = self.window - (self.sent - self.acknowledged)
        return chunk if free >= chunk and self.allowance >= chunk else 0

    def went(self, length: int, now: datetime) -> None:
        """A chunk has been sent."""
        self.sent += length
        self.allowance -= length
        self.under_way.append((self.sent, now))

    def arrived(self, offset: int, now: datetime) -> None:
        """The other end has everything up to there."""
        took: timedelta | None = None
        while self.under_way and self.under_way[0][0] <= offset:
            took = now - self.under_way.popleft()[1]
        gained = min(offset, self.sent) - self.acknowledged
        if took is None or gained <= 0:
            return
        self.acknowledged += gained
        self.least = took if self.least is None else min(self.least, took)
        self.recent.append(took)
        self._adapt(min(self.recent) - self.least, took, gained, now)

    def _adapt(self, queued: timedelta, took: timedelta, gained: int, now: datetime) -> None:
        if queued > 3 * TARGET:
            self.starting = False
            if self.shrunk_at is None or now - self.shrunk_at > took:
                self.shrunk_at = now
                self.window /= 2
        elif self.starting and queued < TARGET / 2:
            self.window += gained
        else:
            self.starting = False
            self.window += (1 - queued / TARGET) * gained * CHUNK_LEAST / self.window
        self.window = min(WINDOW_MOST, max(WINDOW_LEAST, self.window))
