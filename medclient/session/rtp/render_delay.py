"""When to show a picture: at once on a good line; where packets come again after a loss, late enough to go smoothly."""

from collections import deque

from medclient.session.rtp.sequence import Unwrapper

CLOCK_RATE = 90000
WINDOW = 150
"""Pictures, some 5 s."""
LATE_PART = 0.95
"""So many of the pictures are in time."""
BEARABLE_S = 0.03
"""Unevenness below a picture's duration is not seen."""
MOST_S = 0.25
OUTAGE_S, OUTLIERS = 0.5, 30
"""Pictures so late do not count, unless all are: then the way has become longer."""
FADE = 0.9
"""A delay no longer needed goes slowly: each picture a tenth of the rest."""


class RenderDelay:
    """Times are monotonic seconds."""

    def __init__(self) -> None:
        self.delay_s = 0.0
        self.extra_s = 0.0
        """Waited on top of it, for the sound."""
        self._unwrap = Unwrapper(32)
        self._outliers = 0
        self._offsets: deque[float] = deque(maxlen=WINDOW)
        """Of each picture: when it was whole, less its own time."""

    def arrived(self, timestamp: int, now: float) -> float:
        """A picture with this RTP timestamp is whole; returns when to show it."""
        own = self._unwrap(timestamp) / CLOCK_RATE
        if self._offsets and now - own - min(self._offsets) > OUTAGE_S:
            # What an interrupted line brings all at once says nothing about its evenness.
            self._outliers += 1
            if self._outliers < OUTLIERS:
                return now
            self._offsets.clear()
        self._outliers = 0
        self._offsets.append(now - own)
        ordered = sorted(self._offsets)
        earliest = ordered[0]
        late = ordered[int(LATE_PART * (len(ordered) - 1))] - earliest
        wanted = min(late, MOST_S) if late > BEARABLE_S else 0.0
        self.delay_s = wanted if wanted > self.delay_s else wanted + FADE * (self.delay_s - wanted)
        if self.delay_s < BEARABLE_S / 3:
            self.delay_s = 0.0
        if not self.delay_s and not self.extra_s:
            return now
        return max(now, own + earliest + self.delay_s + self.extra_s)
