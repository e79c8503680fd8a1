"""Measures microphone and loudspeaker: first the person speaks, then a sweep is played twice and listened for."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from medclient.diagnostics.system_test import echo
from medclient.diagnostics.system_test.devices import SoundMeasured
from medclient.media.local_media import LocalMedia
from medclient.media.processing import ProcessingChoice
from medclient.media.sound import SILENCE_DBFS, SoundState, level_dbfs
from medclient.media.test_pattern import SAMPLE_RATE, Sound

OWNER = "system test"
OPEN_S = 4.0
PATIENCE_S = 1.5
"""A device that stalls gives nothing."""
SPEAK_S = 2.6
PLAY_EVERY_S = 1.4
PLAYS = 2
BLOCK_S = 0.02
ORIGINAL = ProcessingChoice(echo_cancellation=False, noise_suppression=False)
"""What is cleaned cannot be measured: the canceller would take the tone away."""
CLIPPED_AT = 32_600


class _Recording:
    """What the microphone hears for a while, in memory only; the call's own way of the sound is not touched."""

    def __init__(self, media: LocalMedia, seconds: float) -> None:
        self._seconds = seconds
        self._sound: Sound = np.zeros(0, np.int16)
        self._done = threading.Event()
        self.began = time.monotonic()
        media.record(seconds, self._take)

    def _take(self, sound: Sound) -> None:
        self._sound = sound
        self._done.set()

    def finish(self, stop: threading.Event) -> Sound:
        """Wait for its end; nothing where none comes."""
        end = self.began + self._seconds + PATIENCE_S
        while not (self._done.wait(0.05) or stop.is_set() or time.monotonic() > end):
            pass
        return self._sound


def measure_sound(
    media: LocalMedia, stop: threading.Event, on_listening: Callable[[bool], None] = lambda listening: None
) -> SoundMeasured:
    """Blocks for some six seconds. `on_listening` says when the person should speak.

    The microphone is heard as it is meanwhile, without processing: no call should run.
    """
    before = media.choice
    media.choose(replace(before, processing=ORIGINAL))
    media.acquire_sound(OWNER)
    try:
        _wait_open(media, stop)
        on_listening(True)
        spoken = _Recording(media, SPEAK_S).finish(stop)
        on_listening(False)
        recording = _Recording(media, PLAYS * PLAY_EVERY_S)
        played_at = []
        for _ in range(PLAYS):
            played_at.append(time.monotonic() - recording.began)
            media.play(echo.sweep())
            stop.wait(PLAY_EVERY_S)
        heard = recording.finish(stop)
        state = media.state
    finally:
        media.release_sound(OWNER)
        # The devices may have been chosen anew meanwhile.
        media.choose(replace(media.choice, processing=before.processing))
    found = echo.find(heard, played_at) if state.speaker is SoundState.ON else None
    noise, speech = _levels(spoken)
    return SoundMeasured(
        state.microphone,
        state.speaker,
        noise_dbfs=noise,
        speech_dbfs=speech,
        clipped_share=float(np.mean(np.abs(spoken.astype(np.int32)) >= CLIPPED_AT)) if spoken.size else 0.0,
        tone_heard=found is not None,
        tone_delay_ms=found.delay_s * 1000 if found else 0.0,
        tone_gain_db=found.gain_db if found else SILENCE_DBFS,
        echo_cancellation=before.processing.echo_cancellation,
    )


def _wait_open(media: LocalMedia, stop: threading.Event) -> None:
    end = time.monotonic() + OPEN_S
    while time.monotonic() < end and not stop.wait(0.05):
        if media.state.microphone is not SoundState.OFF and media.state.speaker is not SoundState.OFF:
            break
    # The first blocks may still be of before the devices were opened.
    stop.wait(0.2)


def _levels(spoken: Sound) -> tuple[float, float]:
    """Noise (the quietest tenth) and speech (the loudest tenth) in dB of full scale."""
    size = int(BLOCK_S * SAMPLE_RATE)
    blocks = [spoken[at : at + size] for at in range(0, spoken.size - size + 1, size)]
    if not blocks:
        return SILENCE_DBFS, SILENCE_DBFS
    levels = sorted(level_dbfs(each) for each in blocks)
    return levels[len(levels) // 10], levels[-1 - len(levels) // 10]
