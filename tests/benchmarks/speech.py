"""How good a received voice is: ViSQOL's estimate of what listeners would say, from 1 (bad) to 5 (excellent)."""

import functools
from typing import Any

import numpy as np
import numpy.typing as npt

from medclient.media.test_pattern import SAMPLE_RATE, Sound

SPEECH_RATE = 16000
"""What ViSQOL's mode for speech wants."""
PART_S = 6.0
LEAST_LIKE = 0.1


@functools.cache
def _visqol() -> Any:
    from visqol import VisqolApi

    api = VisqolApi()
    api.create(mode="speech")
    return api


def quality(received: Sound, sent: Sound) -> float | None:
    """Of a received voice against the one that was sent again and again (mono int16 at 48 kHz), part by part.

    None where there is too little, or nothing like what was sent.
    """
    size = int(PART_S * SAMPLE_RATE)
    scores = []
    for begin in range(0, received.size - size + 1, size):
        part = received[begin : begin + size]
        reference = _same_part(part, sent)
        if reference is not None:
            scores.append(float(_visqol().measure_from_arrays(_slow(reference), _slow(part), SPEECH_RATE).moslqo))
    return float(np.mean(scores)) if scores else None


def _same_part(part: Sound, sent: Sound) -> Sound | None:
    """What was sent while this was heard: where the two are most alike."""
    size = 1 << int(np.ceil(np.log2(sent.size + part.size)))
    looped = np.take(sent, np.arange(size), mode="wrap").astype(np.float64)
    likeness = np.fft.irfft(np.fft.rfft(looped) * np.conj(np.fft.rfft(part.astype(np.float64), size)), size)
    begin = int(np.argmax(likeness[: sent.size]))
    reference = np.take(sent, np.arange(begin, begin + part.size), mode="wrap")
    energy = float(np.linalg.norm(reference.astype(float)) * np.linalg.norm(part.astype(float)))
    return reference if energy and likeness[begin] > LEAST_LIKE * energy else None


def _slow(sound: Sound) -> npt.NDArray[np.float64]:
    from scipy.signal import resample_poly

    return np.asarray(resample_poly(sound.astype(np.float64) / 32768, 1, SAMPLE_RATE // SPEECH_RATE))
