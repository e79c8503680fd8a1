"""What the practice patient shows and says, and what it makes of what it sees and hears."""

import asyncio
import threading
import time
from collections import deque
from statistics import median
from typing import Any

import av
import numpy as np

from medclient.media import test_pattern
from medclient.media.sound import Loop, read_wave
from medclient.session.tracks import BLOCK_SAMPLES, AudioFeed, VideoFeed
from medclient.settings import resources_dir

VOICE = "sounds/practice-patient.wav"
MARKER_LEVEL = 0.02
HEAR_SAMPLES = 24000
"""Half a second of sound is judged at a time."""
RECENT = 900


class RehearsalSource:
    """Draws and speaks on a thread of its own, for all feeds."""

    def __init__(self) -> None:
        self._picture = test_pattern.TestPicture(hue=(110, 140))
        self._voice = Loop(read_wave(resources_dir() / VOICE))
        self._marker = test_pattern.Tone(test_pattern.MARKER_HZ, MARKER_LEVEL)
        self._feeds: tuple[AudioFeed, VideoFeed] | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="practice patient", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def feeds(self, loop: asyncio.AbstractEventLoop) -> tuple[AudioFeed, VideoFeed]:
        """New tracks for a new peer connection; the earlier ones fall silent."""
        self._feeds = AudioFeed(loop), VideoFeed(loop)
        return self._feeds

    def _run(self) -> None:
        started = time.monotonic()
        pictures = blocks = 0
        while not self._stop.is_set():
            now = time.monotonic() - started
            feeds = self._feeds
            if now * test_pattern.RATE >= pictures:
                pictures = int(now * test_pattern.RATE) + 1
                if feeds:
                    feeds[1].put(self._picture.draw(now), started + now)
            while blocks * BLOCK_SAMPLES <= now * test_pattern.SAMPLE_RATE:
                blocks += 1
                block = self._speak()
                if feeds:
                    feeds[0].put(block)
            due = min(pictures / test_pattern.RATE, blocks * BLOCK_SAMPLES / test_pattern.SAMPLE_RATE)
            self._stop.wait(max(0.0, started + due - time.monotonic()))

    def _speak(self) -> test_pattern.Sound:
        voice = self._voice.block(BLOCK_SAMPLES).astype(np.int32) + self._marker.block(BLOCK_SAMPLES)
        return np.asarray(np.clip(voice, -32768, 32767)).astype(np.int16)


class ContentMeter:
    """Judges received pictures and sound by their content."""

    def __init__(self, tone_hz: float) -> None:
        self._tone_hz = tone_hz
        self._sound: list[test_pattern.Sound] = []
        self._gathered = 0
        self.pictures = 0
        self.codes = 0
        """Pictures whose bar code could be read and was newer than the one before."""
        self.half_seconds = 0
        self.tones = 0
        """Half seconds in which the expected tone was heard."""
        self.size = (0, 0)
        self._last = -1
        self._first_at = self._last_at = 0.0
        self._ages_ms: deque[int] = deque(maxlen=RECENT)

    def picture(self, frame: av.VideoFrame) -> None:
        """A decoded picture."""
        self.luma(test_pattern.luma_of(frame))

    def luma(self, luma: test_pattern.Luma) -> None:
        """The brightness of a picture, (height, width)."""
        self.pictures += 1
        self.size = luma.shape[1], luma.shape[0]
        self._last_at = time.monotonic()
        self._first_at = self._first_at or self._last_at
        code = test_pattern.read_bar_code(luma)
        if code is not None and code != self._last:
            self._last = code
            self.codes += 1
            self._ages_ms.append(test_pattern.age_ms(code))

    def samples(self, samples: test_pattern.Sound) -> None:
        """Sound as mono int16 at 48 kHz."""
        self._sound.append(samples)
        self._gathered += samples.size
        if self._gathered >= HEAR_SAMPLES:
            whole = np.concatenate(self._sound)
            self._sound, self._gathered = [], 0
            self.half_seconds += 1
            self.tones += test_pattern.hears(whole, self._tone_hz)

    def summary(self) -> dict[str, Any]:
        """Figures; latency is from drawing to here, on one machine's clock."""
        seconds = self._last_at - self._first_at
        ages = sorted(self._ages_ms)
        return {
            "pictures": self.pictures,
            "bar_codes": self.codes,
            "frames_per_second": round((self.pictures - 1) / seconds, 1) if seconds > 0 else 0.0,
            "width": self.size[0],
            "height": self.size[1],
            "latency_ms_median": median(ages) if ages else None,
            "latency_ms_p95": ages[int(0.95 * (len(ages) - 1))] if ages else None,
            "sound_half_seconds": self.half_seconds,
            "tone_half_seconds": self.tones,
        }


class RehearsalReceiver:
    """What the practice patient receives, before its call ends."""

    def __init__(self) -> None:
        self._meter = ContentMeter(test_pattern.MICROPHONE_HZ)
        self._heard = False

    def picture(self, frame: av.VideoFrame) -> None:
        """Called on the decoding thread."""
        self._meter.picture(frame)

    def sound(self, samples: test_pattern.Sound) -> None:
        """The silence before the first sound is not counted."""
        self._heard = self._heard or bool(samples.any())
        if self._heard:
            self._meter.samples(samples)

    def summary(self) -> dict[str, Any]:
        return self._meter.summary()
