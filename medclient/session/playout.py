"""What the speaker plays: the sound of the transport in use."""

import time
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from medclient.session.rtp.audio_buffer import AudioBuffer

Sound = npt.NDArray[np.int16]


class Playout:
    """`use` on the engine's thread, `pull` on the sound device's."""

    def __init__(self) -> None:
        self.source: AudioBuffer | None = None
        """What is played."""
        self.tap: Callable[[Sound], None] | None = None
        """Called with all that is played, on the sound device's thread."""

    def use(self, source: AudioBuffer | None) -> None:
        """Play from this buffer from now on."""
        self.source = source

    def pull(self, samples: int) -> Sound:
        """The next `samples`, mono int16 at 48 kHz; silence where there is nothing."""
        source = self.source
        out = np.zeros(samples, np.int16) if source is None else source.pull(samples, time.monotonic())
        if self.tap:
            self.tap(out)
        return out
