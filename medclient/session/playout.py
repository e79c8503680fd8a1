"""Decoded sound on its way to the speaker: bounded, mono, 48 kHz."""

import threading
from collections import deque
from collections.abc import Callable

import av
import numpy as np

SAMPLE_RATE = 48000
START_SAMPLES = 1920
"""40 ms are gathered before playing begins, and again after the buffer ran empty."""
MOST_SAMPLES = 9600
"""More than 200 ms waiting is delay: the oldest sound is dropped."""


class PlayoutBuffer:
    """`put` on the engine's thread, `pull` on the sound device's."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._blocks: deque[np.ndarray] = deque()
        self._samples = 0
        self._playing = False
        self._resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        self.concealed_samples = 0
        """Samples of silence played because nothing was there, while a sender was heard."""
        self.tap: Callable[[np.ndarray], None] | None = None
        """Called with all that is played, on the sound device's thread."""

    def put(self, frame: av.AudioFrame) -> None:
        for part in self._resampler.resample(frame):
            block = part.to_ndarray().reshape(-1)
            with self._lock:
                self._blocks.append(block)
                self._samples += block.size
                while self._samples > MOST_SAMPLES:
                    self._samples -= self._blocks.popleft().size

    def pull(self, samples: int) -> np.ndarray:
        """The next `samples` of int16; silence where there is nothing."""
        out = np.zeros(samples, np.int16)
        with self._lock:
            if not self._playing and self._samples < START_SAMPLES:
                return out
            self._playing = True
            filled = 0
            while filled < samples and self._blocks:
                block = self._blocks.popleft()
                take = min(block.size, samples - filled)
                out[filled : filled + take] = block[:take]
                if take < block.size:
                    self._blocks.appendleft(block[take:])
                self._samples -= take
                filled += take
            if filled < samples:
                self._playing = False
                self.concealed_samples += samples - filled
        if self.tap:
            self.tap(out)
        return out

    def clear(self) -> None:
        with self._lock:
            self._blocks.clear()
            self._samples = 0
            self._playing = False
