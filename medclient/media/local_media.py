"""The user's own devices as the rest of the program sees them: one camera, one microphone, one speaker.

The call and the settings may want a device at the same time: each names itself when it acquires one, and the device is
open while anybody wants it. The call's own switches come on top: with the camera switched off the device is released.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import av
import numpy as np

from medclient.media import devices
from medclient.media.camera import HEIGHT, WIDTH, Camera, CameraState
from medclient.media.frames import LatestFrame
from medclient.media.processing import ProcessingChoice
from medclient.media.sound import PlayoutSource, SoundChoice, SoundIO, SoundState
from medclient.media.test_pattern import SAMPLE_RATE, Sound, Tone

CALL = "call"
"""The owner to which the call's camera switch applies."""
TEST_TONE_S = 1.2
TEST_TONE_HZ = 523.25
CHIME_HZ = (659.25, 880.0)
CHIME_S = 0.18
CHIME = "chime"
"""The owner for whom the speaker alone is opened."""
CHIME_OPEN_S = 2.0

VideoListener = Callable[[av.VideoFrame, float], None]


@dataclass(frozen=True)
class MediaChoice:
    """Ids of devices (empty: the best there is; see `camera.open_source` and `SoundChoice`) and processing."""

    camera: str = ""
    microphone: str = ""
    speaker: str = ""
    processing: ProcessingChoice = field(default_factory=ProcessingChoice)
    camera_size: tuple[int, int] = (WIDTH, HEIGHT)
    """What the camera is asked for; it gives what it can."""
    volume: float = 1.0
    """Of what is played; it changes without opening anything anew."""

    @property
    def sound(self) -> SoundChoice:
        return SoundChoice(self.microphone, self.speaker, self.processing)


@dataclass(frozen=True)
class MediaState:
    camera: CameraState = CameraState.OFF
    microphone: SoundState = SoundState.OFF
    speaker: SoundState = SoundState.OFF


class LocalMedia:
    """All methods may be called from any thread and return at once; `on_state` is called on the devices' threads."""

    def __init__(self, choice: MediaChoice, on_state: Callable[[MediaState], None]) -> None:
        self._choice = choice
        self._on_state = on_state
        self._lock = threading.RLock()
        self._camera_owners: set[str] = set()
        self._sound_owners: set[str] = set()
        self._camera_on = True
        self._open_camera: tuple[str, tuple[int, int]] | None = None
        self._listeners: tuple[VideoListener, ...] = ()
        self._camera = Camera(self._frame, lambda state: self._changed(camera=state))
        self._sound = SoundIO(lambda heard, played: self._changed(microphone=heard, speaker=played))
        self._sound.volume = choice.volume
        self.self_view = LatestFrame()
        self.state = MediaState()

    @property
    def choice(self) -> MediaChoice:
        return self._choice

    @property
    def in_use(self) -> bool:
        """Whether anything is open, or may be opened at any moment."""
        return bool(self._camera_owners or self._sound_owners)

    @property
    def frames_per_second(self) -> float:
        """What the camera delivers, measured."""
        return self._camera.frames_per_second

    @property
    def input_level_dbfs(self) -> float:
        return self._sound.input_level_dbfs

    @property
    def output_level_dbfs(self) -> float:
        return self._sound.output_level_dbfs

    @property
    def talking_while_muted(self) -> bool:
        """The microphone is off, and somebody speaks into it; only levels are looked at, here and nowhere else."""
        return self._sound.muted and self._sound.muted_talk.talking

    @property
    def sound_names(self) -> tuple[str, str]:
        """The microphone and the speaker that are open; empty where none is."""
        return self._sound.input_name, self._sound.output_name

    def reopen_sound(self) -> None:
        """Look at the sound devices again; it takes a fifth of a second of sound."""
        self._sound.reopen()

    def choose(self, choice: MediaChoice) -> None:
        """Use these devices from now on; what is open changes within a second."""
        with self._lock:
            self._choice = choice
            self._sound.volume = choice.volume
            self._apply()

    def acquire_camera(self, owner: str) -> None:
        with self._lock:
            self._camera_owners.add(owner)
            self._apply()

    def release_camera(self, owner: str) -> None:
        with self._lock:
            self._camera_owners.discard(owner)
            self._apply()

    def acquire_sound(self, owner: str) -> None:
        with self._lock:
            self._sound_owners.add(owner)
            self._apply()

    def release_sound(self, owner: str) -> None:
        with self._lock:
            self._sound_owners.discard(owner)
            self._apply()

    def set_camera(self, on: bool) -> None:
        """The call's camera button: off releases the device."""
        with self._lock:
            self._camera_on = on
            self._apply()

    def set_microphone(self, on: bool) -> None:
        """The call's microphone button: off sends silence; the level is still measured."""
        self._sound.muted_talk.reset()
        self._sound.muted = not on

    def add_video_listener(self, listener: VideoListener) -> Callable[[], None]:
        """Call `listener` with each picture and its time (monotonic seconds); returns a function that stops it."""
        with self._lock:
            self._listeners = (*self._listeners, listener)

        def stop() -> None:
            with self._lock:
                self._listeners = tuple(each for each in self._listeners if each is not listener)

        return stop

    def set_audio_sink(self, sink: Callable[[Sound], None] | None) -> None:
        """Where 20 ms blocks of the microphone go."""
        self._sound.sink = sink

    def set_playout(self, source: PlayoutSource | None) -> None:
        """Where the speaker's sound comes from."""
        self._sound.playout = source

    def play_test_tone(self) -> None:
        self._sound.play(_faded(Tone(TEST_TONE_HZ).block(int(TEST_TONE_S * SAMPLE_RATE))))

    def play_chime(self) -> None:
        """A patient has entered the waiting room; opens the speaker for it, and no microphone."""
        parts = [_faded(Tone(frequency, 0.12).block(int(CHIME_S * SAMPLE_RATE))) for frequency in CHIME_HZ]
        self._sound.play(np.concatenate(parts))
        self.acquire_sound(CHIME)
        done = threading.Timer(CHIME_OPEN_S, self.release_sound, [CHIME])
        done.daemon = True
        done.start()

    def play(self, samples: Sound) -> None:
        self._sound.play(samples)

    def record(self, seconds: float, done: Callable[[Sound], None]) -> None:
        """Keep what the microphone hears, in memory only; `done` is called on the sound thread."""
        self._sound.record(seconds, done)

    def close(self, timeout_s: float = 2.0) -> None:
        """Let go of everything and wait for it."""
        with self._lock:
            self._camera_owners.clear()
            self._sound_owners.clear()
            self._apply()
        self._camera.wait_closed(timeout_s)
        self._sound.wait_stopped(timeout_s)

    def _apply(self) -> None:
        owners = self._camera_owners if self._camera_on else self._camera_owners - {CALL}
        wanted = (self._choice.camera, self._choice.camera_size) if owners else None
        if wanted != self._open_camera:
            self._open_camera = wanted
            if wanted is None:
                self._camera.close()
                self.self_view.clear()
            else:
                self._camera.open(*wanted)
        if self._sound_owners - {CHIME}:
            self._sound.start(self._choice.sound)
        elif self._sound_owners:
            self._sound.start(replace(self._choice.sound, microphone=devices.NO_MICROPHONE))
        else:
            self._sound.stop()

    def _frame(self, frame: av.VideoFrame, at: float) -> None:
        self.self_view.put(frame)
        for listener in self._listeners:
            listener(frame, at)

    def _changed(self, **values: Any) -> None:
        with self._lock:
            self.state = state = replace(self.state, **values)
        self._on_state(state)


def _faded(samples: Sound) -> Sound:
    """Without the click that a sudden beginning and end make."""
    ramp = np.linspace(0, 1, SAMPLE_RATE // 100)
    shaped = samples.astype(np.float64)
    shaped[: ramp.size] *= ramp
    shaped[-ramp.size :] *= ramp[::-1]
    return np.asarray(shaped).astype(np.int16)
