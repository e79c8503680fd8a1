"""Keeps picture and sound together: whichever is ahead waits for the other, as little as cannot be noticed.

Both carry their sender's time (RFC 3550 sender reports). Sound that is late by less than `BEARABLE_S` is not noticed,
and the picture need not wait for it.
"""

BEARABLE_S = 0.04
MOST_S = 0.3
GAIN = 0.3
"""The part of the rest that is corrected at each measurement."""


class LipSync:
    """Measured twice a second or so."""

    def __init__(self) -> None:
        self.picture_s = 0.0
        """How much later than it could the picture is to be shown."""
        self.sound_s = 0.0
        """How much later than it could the sound is to be played."""

    def measure(self, sound_behind_s: float) -> None:
        """How far the sound is behind the picture now; negative where it is ahead."""
        if self.picture_s or sound_behind_s > BEARABLE_S:
            self.picture_s = _within(self.picture_s + GAIN * (sound_behind_s - BEARABLE_S))
        if self.sound_s or sound_behind_s < -BEARABLE_S:
            self.sound_s = _within(self.sound_s + GAIN * (-BEARABLE_S - sound_behind_s))


def _within(value: float) -> float:
    return min(max(value, 0.0), MOST_S)


class SenderClock:
    """Turns RTP timestamps into their sender's time, after its last report."""

    def __init__(self, clock_rate: int) -> None:
        self._clock_rate = clock_rate
        self._report: tuple[float, int] | None = None

    def reported(self, ntp_timestamp: int, rtp_timestamp: int) -> None:
        """A sender report: 64 bit NTP time, and the RTP timestamp of the same moment."""
        self._report = (ntp_timestamp / (1 << 32), rtp_timestamp)

    def time_of(self, rtp_timestamp: int) -> float | None:
        """Seconds; None before the first report."""
        if self._report is None:
            return None
        steps = (rtp_timestamp - self._report[1]) & 0xFFFFFFFF
        if steps >= 1 << 31:
            steps -= 1 << 32
        return self._report[0] + steps / self._clock_rate
