"""Microphone and speaker: two PortAudio streams, and a thread between them and the call.

The callbacks of PortAudio only copy. The sound thread cleans what was heard and hands it on in blocks of 20 ms. It
goes on without devices: with no microphone silence flows, with no speaker the playout is still emptied, so that a
call's timing never hangs on a plug.
"""

import logging
import math
import threading
import time
import wave
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import sounddevice

from medclient.media import devices
from medclient.media.processing import BLOCK, ProcessingChoice, Processor
from medclient.media.talk_detector import TalkDetector
from medclient.media.test_pattern import SAMPLE_RATE, Sound, Tone

log = logging.getLogger("medclient.media.sound")

SINK_BLOCKS = 2
"""Blocks of 10 ms that go to the call at once: 20 ms, as Opus likes it."""
BACKLOG_BLOCKS = 20
"""A sound thread that is late by more than 200 ms drops the oldest."""
STALL_S = 1.0
"""A device whose callback is silent for so long is lost; it is opened again."""
UNPLAYED_S = 0.04
"""Where no speaker is, sound is played by the clock; what could not be for so long never is, as with a speaker."""
RETRY_S = 1.5
SILENCE_DBFS = -100.0


class PlayoutSource(Protocol):
    def pull(self, samples: int) -> Sound:
        """The next samples, mono int16 at 48 kHz; called every 10 ms on a sound device's thread."""
        ...


class SoundState(StrEnum):
    OFF = "off"
    ON = "on"
    MISSING = "missing"
    BUSY = "busy"
    LOST = "lost"


@dataclass(frozen=True)
class SoundChoice:
    """Ids of devices, empty for the best there is; a microphone may also be `test-tone` or `file:PATH`."""

    microphone: str = ""
    speaker: str = ""
    processing: ProcessingChoice = field(default_factory=ProcessingChoice)


def level_dbfs(block: Sound) -> float:
    """Root mean square in dB of full scale."""
    mean = float(np.mean(np.square(block, dtype=np.float64))) if block.size else 0.0
    return 10 * math.log10(mean / 32768**2) if mean > 0 else SILENCE_DBFS


def read_wave(path: Path) -> Sound:
    """A mono or stereo 16-bit wave file at 48 kHz, as mono.

    Raises:
        ValueError: It is another format.
        OSError, wave.Error: It cannot be read.
    """
    with wave.open(str(path), "rb") as file:
        if file.getframerate() != SAMPLE_RATE or file.getsampwidth() != 2:
            raise ValueError("not 16 bits at 48 kHz")
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        return samples[:: file.getnchannels()]


class Loop:
    """A sound that repeats."""

    def __init__(self, samples: Sound) -> None:
        self._samples = samples
        self._at = 0

    def block(self, samples: int) -> Sound:
        index = (self._at + np.arange(samples)) % self._samples.size
        self._at = (self._at + samples) % self._samples.size
        return self._samples[index]


class SoundIO:
    """Sound in and out. Methods return at once; `sink` and `on_state` are called on the sound thread."""

    def __init__(self, on_state: Callable[[SoundState, SoundState], None]) -> None:
        self._on_state = on_state
        self.sink: Callable[[Sound], None] | None = None
        self.playout: PlayoutSource | None = None
        self.muted = False
        self.input_level_dbfs = SILENCE_DBFS
        """Of what the microphone hears, muted or not."""
        self.output_level_dbfs = SILENCE_DBFS
        self._extra: deque[Sound] = deque()
        self._heard: deque[Sound] = deque(maxlen=BACKLOG_BLOCKS)
        self._played: deque[Sound] = deque(maxlen=BACKLOG_BLOCKS)
        self._wake = threading.Event()
        self._choice = SoundChoice()
        self._changed = False
        self._stop: threading.Event | None = None
        self._thread: threading.Thread | None = None
        self._recording: list[Sound] | None = None
        self._recording_left = 0
        self.input_name = self.output_name = ""
        """Of the devices that are open; empty where none is."""
        self.muted_talk = TalkDetector()
        self.volume = 1.0
        """By which everything that is played is multiplied."""

    @property
    def running(self) -> bool:
        return self._stop is not None

    def start(self, choice: SoundChoice) -> None:
        """Open the devices, or change to these."""
        if self._stop:
            if choice != self._choice:
                self._choice, self._changed = choice, True
                self._wake.set()
            return
        self._choice, self._changed = choice, False
        self._stop = stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(stop, self._thread), name="sound", daemon=True)
        self._thread.start()

    def reopen(self) -> None:
        """Look at the devices again: something better may be there."""
        if self._stop:
            self._changed = True
            self._wake.set()

    def stop(self) -> None:
        if self._stop:
            self._stop.set()
            self._wake.set()
            self._stop = None

    def wait_stopped(self, timeout_s: float) -> bool:
        if self._thread:
            self._thread.join(timeout_s)
            return not self._thread.is_alive()
        return True

    def play(self, samples: Sound) -> None:
        """Mix this into what the speaker plays: test tone, chime, a recording."""
        for start in range(0, samples.size, BLOCK):
            part = samples[start : start + BLOCK]
            self._extra.append(np.pad(part, (0, BLOCK - part.size)))

    def record(self, seconds: float, done: Callable[[Sound], None]) -> None:
        """Keep what the microphone hears for a while, in memory only; `done` is called on the sound thread."""
        self._recording_done = done
        self._recording_left = int(seconds * SAMPLE_RATE)
        self._recording = []

    # The sound thread.

    def _run(self, stop: threading.Event, before: threading.Thread | None) -> None:
        if before:
            before.join()
        while not stop.is_set():
            self._changed = False
            session = _Session(self, self._choice)
            session.open()
            self._on_state(session.input_state, session.output_state)
            try:
                session.work(stop, self._wake, lambda: self._changed)
            finally:
                session.close()
        self.input_name = self.output_name = ""
        self._on_state(SoundState.OFF, SoundState.OFF)
        self.input_level_dbfs = self.output_level_dbfs = SILENCE_DBFS

    def _mix(self) -> Sound:
        """The next 10 ms for the speaker."""
        source = self.playout
        block = source.pull(BLOCK) if source else np.zeros(BLOCK, np.int16)
        if self._extra:
            mixed = block.astype(np.int32) + self._extra.popleft()
            block = np.clip(mixed, -32768, 32767).astype(np.int16)
        if self.volume != 1.0:
            block = np.clip(block * self.volume, -32768, 32767).astype(np.int16)
        return block

    def _deliver(self, block: Sound) -> None:
        if self._recording is not None:
            self._recording.append(block)
            self._recording_left -= block.size
            if self._recording_left <= 0:
                recorded, self._recording = self._recording, None
                self._recording_done(np.concatenate(recorded))
        if self.sink:
            self.sink(np.zeros_like(block) if self.muted else block)


class _Session:
    """The time between two openings of the devices."""

    def __init__(self, owner: SoundIO, choice: SoundChoice) -> None:
        self._owner = owner
        self._choice = choice
        self._streams: list[Any] = []
        self._processor = Processor(choice.processing)
        self._made: Tone | Loop | None = None
        self.input_state = SoundState.MISSING
        self.output_state = SoundState.MISSING
        self._retry_at = math.inf
        self._heard_at = self._played_at = time.monotonic()
        self._parts: list[Sound] = []
        self._looking: threading.Thread | None = None
        self._found = False

    def open(self) -> None:
        with _PORT_AUDIO:
            if not self._streams:
                _refresh()
            microphones, speakers = devices.list_sound()
        speaker = devices.pick(speakers, self._choice.speaker)
        self.output_state = self._open(speaker, sounddevice.OutputStream, self._play)
        self._owner.output_name = speaker.name if speaker and self.output_state is SoundState.ON else ""
        self._owner.input_name = ""
        wanted = self._choice.microphone
        if wanted == devices.TEST_TONE:
            self._made, self.input_state = Tone(), SoundState.ON
        elif wanted == devices.NO_MICROPHONE:
            self.input_state = SoundState.OFF
        elif wanted.startswith(devices.FILE_PREFIX):
            try:
                self._made = Loop(read_wave(Path(wanted.removeprefix(devices.FILE_PREFIX))))
                self.input_state = SoundState.ON
            except (OSError, ValueError, wave.Error):
                self.input_state = SoundState.MISSING
        else:
            microphone = devices.pick(microphones, wanted)
            self.input_state = self._open(microphone, sounddevice.InputStream, self._hear)
            self._owner.input_name = microphone.name if microphone and self.input_state is SoundState.ON else ""
        if self.input_state not in (SoundState.ON, SoundState.OFF) or self.output_state is not SoundState.ON:
            self._retry_at = time.monotonic() + RETRY_S
        # What PortAudio says of each stream: how long a sample is under way between us and the air.
        self._processor.set_delay(sum(float(stream.latency) for stream in self._streams))
        log.info("microphone: %s, speaker: %s", self.input_state.value, self.output_state.value)

    def close(self) -> None:
        for stream in self._streams:
            try:
                stream.abort()
                stream.close()
            except sounddevice.PortAudioError as error:
                log.info("closing a sound device failed: %s", error)
        self._streams = []

    def work(self, stop: threading.Event, wake: threading.Event, changed: Callable[[], bool]) -> None:
        """Pass blocks on until told to stop, told of another choice, or a device needs opening again."""
        owner = self._owner
        tick = time.monotonic()
        self._heard_at = self._played_at = tick
        while not (stop.is_set() or changed()):
            wake.wait(BLOCK / SAMPLE_RATE)
            wake.clear()
            now = time.monotonic()
            if now - tick > STALL_S:
                tick = now - STALL_S
            while tick <= now:
                tick += BLOCK / SAMPLE_RATE
                if self.output_state is not SoundState.ON and now - tick <= UNPLAYED_S:
                    owner._played.append(owner._mix())
                if self._made:
                    self._process(self._made.block(BLOCK), clean=False)
                elif self.input_state is not SoundState.ON:
                    self._process(np.zeros(BLOCK, np.int16), clean=False)
            while owner._heard:
                self._process(owner._heard.popleft(), clean=True)
            if self._needs_opening(now):
                return

    def _needs_opening(self, now: float) -> bool:
        lost = False
        if self.input_state is SoundState.ON and not self._made and now - self._heard_at > STALL_S:
            self.input_state, lost = SoundState.LOST, True
        if self.output_state is SoundState.ON and now - self._played_at > STALL_S:
            self.output_state, lost = SoundState.LOST, True
        if lost:
            self._owner._on_state(self.input_state, self.output_state)
        if now >= self._retry_at and not self._streams and not (self._looking and self._looking.is_alive()):
            self._retry_at = now + RETRY_S
            self._looking = threading.Thread(target=self._look, name="looking for sound devices", daemon=True)
            self._looking.start()
        return lost or self._found

    def _look(self) -> None:
        """Whether opening again may give what is missing; it takes a tenth of a second, too long for the sound thread.

        PortAudio sees new devices only without open streams.
        """
        with _PORT_AUDIO:
            if self._streams:
                return
            _refresh()
            microphones, speakers = devices.list_sound()
        self._found = bool((microphones and not self._made) or speakers)

    def _process(self, block: Sound, *, clean: bool) -> None:
        owner = self._owner
        while owner._played:
            played = owner._played.popleft()
            owner.output_level_dbfs = level_dbfs(played)
            if clean:
                self._processor.played(played)
        if clean:
            block = self._processor.heard(block)
        owner.input_level_dbfs = level_dbfs(block)
        if owner.muted:
            owner.muted_talk.hear(owner.input_level_dbfs, BLOCK / SAMPLE_RATE)
        self._parts.append(block)
        if len(self._parts) == SINK_BLOCKS:
            whole = np.concatenate(self._parts)
            self._parts = []
            owner._deliver(whole)

    def _open(self, device: devices.Device | None, kind: Any, callback: Callable[..., None]) -> SoundState:
        if device is None:
            return SoundState.MISSING
        try:
            stream = kind(
                samplerate=SAMPLE_RATE,
                blocksize=BLOCK,
                device=device.index,
                channels=1,
                dtype="int16",
                latency="low",
                callback=callback,
            )
            stream.start()
        except sounddevice.PortAudioError as error:
            log.warning("a sound device does not open: %s", error)
            return SoundState.BUSY
        self._streams.append(stream)
        return SoundState.ON

    # PortAudio's threads.

    def _hear(self, data: Sound, frames: int, when: object, status: object) -> None:
        self._owner._heard.append(data[:, 0].copy())
        self._heard_at = time.monotonic()
        self._owner._wake.set()

    def _play(self, data: Sound, frames: int, when: object, status: object) -> None:
        block = self._owner._mix()
        data[:, 0] = block
        self._owner._played.append(block)
        self._played_at = time.monotonic()


_PORT_AUDIO = threading.Lock()
"""Held while PortAudio begins anew."""


def _refresh() -> None:
    """Make PortAudio look at the devices again; only without open streams."""
    sounddevice._terminate()
    sounddevice._initialize()
