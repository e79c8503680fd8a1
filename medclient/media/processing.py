"""Echo cancellation, noise suppression, gain control and high-pass on what the microphone hears (WebRTC's processing).

Works on blocks of 10 ms, mono int16 at 48 kHz. What the speaker plays goes in as the reference; the devices' own delay
between the two is told, and the canceller finds the rest.
"""

from dataclasses import dataclass

import numpy as np
from livekit import rtc

from medclient.media.test_pattern import SAMPLE_RATE, Sound

BLOCK = 480
"""10 ms."""
MOST_DELAY_MS = 500
"""What a driver says beyond that, it has made up."""


@dataclass(frozen=True)
class ProcessingChoice:
    echo_cancellation: bool = True
    noise_suppression: bool = True
    gain_control: bool = False

    @property
    def original(self) -> bool:
        """Nothing is done to the sound."""
        return not (self.echo_cancellation or self.noise_suppression or self.gain_control)


class Processor:
    """One stream's processing; belongs to the sound thread."""

    def __init__(self, choice: ProcessingChoice) -> None:
        self._original = choice.original
        self._cancels_echo = choice.echo_cancellation
        self._module = rtc.AudioProcessingModule(
            echo_cancellation=choice.echo_cancellation,
            noise_suppression=choice.noise_suppression,
            high_pass_filter=not choice.original,
            auto_gain_control=choice.gain_control,
        )

    def set_delay(self, seconds: float) -> None:
        """From handing a block to the speaker until the block with its echo comes from the microphone, as they say."""
        if self._cancels_echo:
            self._module.set_stream_delay_ms(min(MOST_DELAY_MS, max(0, round(seconds * 1000))))

    def played(self, block: Sound) -> None:
        """What the speaker plays next: the reference."""
        if not self._original:
            self._module.process_reverse_stream(_frame(bytearray(block.tobytes())))

    def heard(self, block: Sound) -> Sound:
        """What the microphone heard, cleaned."""
        if self._original:
            return block
        data = bytearray(block.tobytes())
        self._module.process_stream(_frame(data))
        return np.frombuffer(data, np.int16)


def _frame(data: bytearray) -> rtc.AudioFrame:
    return rtc.AudioFrame(data, SAMPLE_RATE, 1, BLOCK)
