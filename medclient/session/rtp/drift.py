"""Two sound cards never run equally fast: how much the other side's differs from ours, and playing at its speed.

Uncompensated, 100 millionths are 0.36 s in an hour: the buffer fills or runs dry, and each time a piece of sound is cut
out or put in. Played so much faster or slower, nobody hears anything. No I/O; times are seconds.
"""

from collections import deque

import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.int16]

SAMPLE_RATE = 48000
WINDOW_S = 10.0
"""Of the packets in it only the quickest counts: it waited nowhere."""
MOST_WINDOWS = 90
LEAST_WINDOWS = 6
STEP_S = 0.008
"""A larger leap from one window to the next is another way through the network, not a clock."""
MOST_DRIFT = 400e-6
"""Real sound cards differ by less."""
BLOCK_S = 0.04
"""The speaker's clock is taken to go on by at most so much between two of its requests."""
MOST_CHANGE = 20e-6
"""Of the speed, from one window to the next."""


class DriftMeter:
    """How much faster the other side's sound card runs, from when its packets come by our card's clock."""

    def __init__(self) -> None:
        self.drift = 0.0
        """A share: 100e-6 where it takes 1,000,100 samples while ours plays 1,000,000."""
        self._played = 0
        self._pulled_at: float | None = None
        self._window_begun: float | None = None
        self._quickest = 0.0
        self._points: deque[tuple[float, float]] = deque(maxlen=MOST_WINDOWS)

    def pulled(self, samples: int, now: float) -> None:
        """The speaker has taken so many samples."""
        self._played += samples
        self._pulled_at = now

    def arrived(self, timestamp: int, now: float) -> None:
        """A packet has come; `timestamp` is its RTP time, extended."""
        if self._pulled_at is None:
            return
        ours = self._played / SAMPLE_RATE + min(BLOCK_S, now - self._pulled_at)
        lead = timestamp / SAMPLE_RATE - ours
        if self._window_begun is None:
            self._window_begun, self._quickest = ours, lead
        elif ours - self._window_begun >= WINDOW_S:
            self._close_window(ours)
            self._window_begun, self._quickest = ours, lead
        else:
            self._quickest = max(self._quickest, lead)

    def _close_window(self, ours: float) -> None:
        if self._points and abs(self._quickest - self._points[-1][1]) > STEP_S:
            self._points.clear()
        self._points.append((ours, self._quickest))
        if len(self._points) < LEAST_WINDOWS:
            return
        times, leads = np.array(self._points).T
        slope = float(np.polyfit(times - times[0], leads, 1)[0])
        wanted = max(-MOST_DRIFT, min(MOST_DRIFT, slope))
        self.drift += max(-MOST_CHANGE, min(MOST_CHANGE, wanted - self.drift))


class FineResampler:
    """Sound a tiny bit faster or slower: four-point interpolation (Catmull and Rom)."""

    def __init__(self) -> None:
        self.speed = 1.0
        """Samples taken for each one given."""
        self._kept = np.zeros(3, np.int16)
        self._position = 0.0
        """Between the first two of those that stand in the middle of four."""

    def needed(self, samples: int) -> int:
        """How many samples to hand in for so many to come out."""
        return max(0, int(self._position + (samples - 1) * self.speed) + 4 - self._kept.size)

    def __call__(self, sound: Sound, samples: int) -> Sound:
        """`sound` has as many samples as `needed` says."""
        whole = np.concatenate([self._kept, sound])
        places = self._position + np.arange(samples) * self.speed
        index = places.astype(np.int64)
        part = places - index
        a, b, c, d = (whole[index + step].astype(np.float64) for step in range(4))
        middle = b + 0.5 * part * (c - a + part * (2 * a - 5 * b + 4 * c - d + part * (3 * (b - c) + d - a)))
        after = self._position + samples * self.speed
        self._kept, self._position = whole[int(after) :], after - int(after)
        return np.clip(np.rint(middle), -32768, 32767).astype(np.int16)
