"""Makes a piece of sound a little shorter or longer without changing its pitch: overlap and add at the best match."""

import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.int16]
LEAST_LAG = 120
MOST_LAG = 480
"""Periods of 2.5 to 10 ms at 48 kHz: voices of 100 to 400 Hz."""
QUIET = 200.0
"""Root mean square below which any cut is inaudible."""
ALIKE = 0.5


def _best_lag(sound: npt.NDArray[np.float64]) -> tuple[int, float]:
    """The period at which the beginning repeats, and how well (-1 to 1); looked for at a quarter of the rate."""
    coarse = sound[: sound.size // 4 * 4].reshape(-1, 4).mean(axis=1)
    length = MOST_LAG // 4
    head = coarse[:length]
    best, alike = LEAST_LAG, -1.0
    for lag in range(LEAST_LAG // 4, MOST_LAG // 4 + 1):
        other = coarse[lag : lag + length]
        if other.size < length:
            break
        scale = float(np.sqrt((head @ head) * (other @ other)))
        match = float(head @ other) / scale if scale > 0 else 1.0
        if match > alike:
            best, alike = lag * 4, match
    return best, alike


def _fade(out: npt.NDArray[np.float64], into: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    ramp = np.linspace(0, 1, out.size)
    return out * (1 - ramp) + into * ramp


def shorter(sound: Sound) -> Sound:
    """One period less, where that can be done unheard; at least 960 samples are needed."""
    return _stretched(sound, shorten=True)


def longer(sound: Sound) -> Sound:
    """One period more, where that can be done unheard; at least 960 samples are needed."""
    return _stretched(sound, shorten=False)


def _stretched(sound: Sound, *, shorten: bool) -> Sound:
    if sound.size < 2 * MOST_LAG:
        return sound
    exact = sound.astype(np.float64)
    quiet = float(np.sqrt(np.mean(exact**2))) < QUIET
    lag, alike = (MOST_LAG, 1.0) if quiet else _best_lag(exact)
    if alike < ALIKE:
        return sound
    here, there = exact[:lag], exact[lag : 2 * lag]
    stretched = [_fade(here, there), exact[2 * lag :]] if shorten else [here, _fade(there, here), exact[lag:]]
    return np.clip(np.concatenate(stretched), -32768, 32767).astype(np.int16)
