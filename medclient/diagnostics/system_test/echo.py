"""Finds a known sound in what a microphone heard: when it came, and how loud. No I/O.

The sound is a sweep: its correlation with itself is one sharp peak, so that it is found far below the noise and its
delay is known to the sample.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from medclient.media.test_pattern import SAMPLE_RATE, Sound

SWEEP_S = 0.4
SWEEP_HZ = (500.0, 2400.0)
SWEEP_LEVEL = 0.25
FADE_S = 0.02
MOST_DELAY_S = 0.9
SAME_DELAY_S = 0.025
CLEAR = 9.0
"""How far the peak stands over the rest (root mean square of the correlation)."""


@dataclass(frozen=True)
class Found:
    delay_s: float
    gain_db: float
    """Of what was heard against what was played."""


def sweep() -> Sound:
    """The sound to play."""
    at = np.arange(int(SWEEP_S * SAMPLE_RATE)) / SAMPLE_RATE
    low, high = SWEEP_HZ
    phase = 2 * math.pi * (low * at + (high - low) / (2 * SWEEP_S) * at**2)
    ramp = np.clip(np.minimum(at, SWEEP_S - at) / FADE_S, 0, 1)
    return np.asarray(np.sin(phase) * ramp * SWEEP_LEVEL * 32767).astype(np.int16)


def find(heard: Sound, played_at: list[float]) -> Found | None:
    """Look for the sweep after each of the moments (seconds in `heard`) at which it was played.

    It counts as heard only where it came after the same delay every time.
    """
    reference = sweep().astype(np.float64)
    energy = float(np.sum(reference**2))
    if heard.size < reference.size or not played_at:
        return None
    correlation = _correlate(heard.astype(np.float64), reference)
    found = []
    for moment in played_at:
        start = max(0, int(moment * SAMPLE_RATE))
        window = np.abs(correlation[start : start + int(MOST_DELAY_S * SAMPLE_RATE)])
        if window.size < SAMPLE_RATE // 10:
            return None
        peak = int(np.argmax(window))
        rest = float(np.sqrt(np.mean(window**2)))
        if window[peak] < CLEAR * rest or window[peak] == 0:
            return None
        found.append((peak / SAMPLE_RATE, float(window[peak]) / energy))
    delays = [delay for delay, _ in found]
    if max(delays) - min(delays) > SAME_DELAY_S:
        return None
    gain = sum(gain for _, gain in found) / len(found)
    return Found(sum(delays) / len(delays), 20 * math.log10(gain))


def _correlate(heard: npt.NDArray[np.float64], reference: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    size = 1 << (heard.size + reference.size - 1).bit_length()
    product = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(reference, size))
    return np.asarray(np.fft.irfft(product, size)[: heard.size - reference.size + 1])
