"""Pictures and sound on the user's own side, without any hardware."""

import queue
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from medclient.media import devices, sound, test_pattern
from medclient.media.camera import CameraState
from medclient.media.frames import LatestFrame
from medclient.media.local_media import LocalMedia, MediaChoice, MediaState
from medclient.media.processing import BLOCK, ProcessingChoice, Processor
from medclient.media.sound import SoundState
from medclient.media.test_pattern import SAMPLE_RATE, Sound
from tests.interop import sources

WAIT_S = 15.0
OWNER = "test"


class Watched:
    """Local devices, and everything they say."""

    def __init__(self, choice: MediaChoice) -> None:
        self._changed = threading.Condition()
        self.media = LocalMedia(choice, self._state)
        self.state = MediaState()
        self.blocks: queue.Queue[Sound] = queue.Queue()
        self.frames: queue.Queue[av.VideoFrame] = queue.Queue()
        self.media.set_audio_sink(self.blocks.put)
        self.media.add_video_listener(lambda frame, at: self.frames.put(frame))

    def _state(self, state: MediaState) -> None:
        with self._changed:
            self.state = state
            self._changed.notify_all()

    def wait(self, camera: CameraState | None = None, microphone: SoundState | None = None) -> None:
        def reached() -> bool:
            return camera in (None, self.state.camera) and microphone in (None, self.state.microphone)

        with self._changed:
            assert self._changed.wait_for(reached, WAIT_S), self.state

    def sound(self, blocks: int) -> Sound:
        return np.concatenate([self.blocks.get(timeout=WAIT_S) for _ in range(blocks)])


@pytest.fixture
def made() -> Iterator[list[Watched]]:
    all_made: list[Watched] = []
    yield all_made
    for each in all_made:
        each.media.close()


def open_all(made: list[Watched], camera: str = "", microphone: str = "") -> Watched:
    watched = Watched(MediaChoice(camera, microphone))
    made.append(watched)
    watched.media.acquire_camera(OWNER)
    watched.media.acquire_sound(OWNER)
    return watched


def test_the_newest_frame_wins() -> None:
    frames = LatestFrame()
    woken: list[int] = []
    stop = frames.listen(lambda: woken.append(1))
    pictures = [av.VideoFrame(16, 16, "yuv420p") for _ in range(3)]
    for each in pictures:
        frames.put(each)
    assert frames.take() is pictures[-1]
    assert frames.take() is None
    assert frames.newest is pictures[-1]
    assert (frames.replaced, len(woken)) == (2, 3)
    stop()
    frames.put(pictures[0])
    assert len(woken) == 3
    frames.clear()
    assert frames.take() is frames.newest is None


@pytest.mark.parametrize("size", [(1280, 720), (640, 360), (320, 180), (1920, 1080), (854, 480)])
@pytest.mark.parametrize("code", [0, 1, 0xFFFFFFFF, 0x12345678])
def test_the_bar_code_survives_scaling(size: tuple[int, int], code: int) -> None:
    frame = test_pattern.TestPicture().draw(1.0, code).reformat(*size)
    assert test_pattern.read_bar_code(test_pattern.luma_of(frame)) == code


@pytest.mark.parametrize("codec", ["libx264", "libvpx"])
def test_the_bar_code_survives_a_codec(codec: str) -> None:
    encoder = av.CodecContext.create(codec, "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt, encoder.bit_rate = 640, 360, "yuv420p", 400_000
    encoder.framerate = 30  # type: ignore[assignment]
    encoder.time_base = encoder.framerate**-1
    decoder = av.CodecContext.create("h264" if codec == "libx264" else "vp8", "r")
    assert isinstance(decoder, av.VideoCodecContext)
    picture = test_pattern.TestPicture(640, 360)
    packets = []
    for number in range(12):
        frame = picture.draw(number / 30, 1000 + number)
        frame.pts = number
        packets += encoder.encode(frame)
    packets += encoder.encode(None)
    frames = [frame for packet in packets for frame in decoder.decode(packet)] + decoder.decode(None)
    codes = [test_pattern.read_bar_code(test_pattern.luma_of(frame)) for frame in frames]
    assert codes == list(range(1000, 1012))


def test_no_code_is_read_where_there_is_none() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (720, 1280), np.uint8)
    assert test_pattern.read_bar_code(noise) is None
    assert test_pattern.read_bar_code(np.zeros((720, 1280), np.uint8)) is None
    assert test_pattern.read_bar_code(np.zeros((4, 4), np.uint8)) is None


def test_a_tone_is_heard_and_its_absence_too() -> None:
    tone = test_pattern.Tone(660.0, 0.01).block(SAMPLE_RATE // 2)
    noise = np.random.default_rng(1).normal(0, 100, SAMPLE_RATE // 2).astype(np.int16)
    assert test_pattern.hears(tone + noise, 660.0)
    assert not test_pattern.hears(tone, 1250.0)
    assert not test_pattern.hears(noise, 660.0)
    assert not test_pattern.hears(np.zeros(SAMPLE_RATE // 2, np.int16), 660.0)


def test_the_test_sources_work_everywhere(made: list[Watched]) -> None:
    watched = open_all(made, camera=devices.TEST_PATTERN, microphone=devices.TEST_TONE)
    watched.wait(CameraState.ON, SoundState.ON)
    frame = watched.frames.get(timeout=WAIT_S)
    assert (frame.width, frame.height, frame.format.name) == (1280, 720, "yuv420p")
    assert test_pattern.read_bar_code(test_pattern.luma_of(frame)) is not None
    assert test_pattern.hears(watched.sound(25), test_pattern.MICROPHONE_HZ)


def test_a_muted_microphone_sends_silence_and_is_still_measured(made: list[Watched]) -> None:
    watched = open_all(made, microphone=devices.TEST_TONE)
    watched.wait(microphone=SoundState.ON)
    watched.media.set_microphone(False)
    while watched.blocks.get(timeout=WAIT_S).any():
        pass
    assert not watched.sound(50).any()
    assert watched.media.talking_while_muted
    watched.media.set_microphone(True)
    while not watched.blocks.get(timeout=WAIT_S).any():
        pass


def test_the_camera_switch_releases_the_device_for_the_call_only(made: list[Watched]) -> None:
    """Requirements: guide 10.1."""
    watched = Watched(MediaChoice(camera=devices.TEST_PATTERN))
    made.append(watched)
    watched.media.acquire_camera("call")
    watched.wait(CameraState.ON)
    watched.media.set_camera(False)
    watched.wait(CameraState.OFF)
    watched.media.acquire_camera("settings")
    watched.wait(CameraState.ON)
    watched.media.release_camera("settings")
    watched.wait(CameraState.OFF)
    watched.media.set_camera(True)
    watched.wait(CameraState.ON)
    watched.media.release_camera("call")
    watched.wait(CameraState.OFF)


def test_a_file_is_a_camera_that_repeats(made: list[Watched], tmp_path: Path) -> None:
    file = sources.make_camera_file(tmp_path / "camera.mjpeg")
    watched = open_all(made, camera=f"file:{file}")
    watched.wait(CameraState.ON)
    codes = [test_pattern.read_bar_code(test_pattern.luma_of(watched.frames.get(timeout=WAIT_S))) for _ in range(70)]
    assert codes[:60] == list(range(1, 61))
    assert 1 in codes[60:]


def test_no_device_is_a_state_and_no_failure(made: list[Watched]) -> None:
    """Requirements: pain device lost."""
    watched = open_all(made, camera="file:/nothing/there.mp4", microphone="file:/nothing/there.wav")
    watched.wait(CameraState.MISSING, SoundState.MISSING)
    assert not watched.sound(10).any(), "the other side still gets sound, though a silent one"


def test_a_device_can_be_changed_while_it_is_used(made: list[Watched]) -> None:
    """Requirements: guide 4; pain change of device."""
    watched = open_all(made, camera="file:/nothing/there.mp4", microphone="file:/nothing/there.wav")
    watched.wait(CameraState.MISSING, SoundState.MISSING)
    watched.media.choose(MediaChoice(devices.TEST_PATTERN, devices.TEST_TONE))
    watched.wait(CameraState.ON, SoundState.ON)
    assert watched.frames.get(timeout=WAIT_S).width == 1280


class Stalling:
    """Something to play that keeps the sound thread waiting once."""

    STALL_S = 0.3

    def __init__(self) -> None:
        self.at: queue.Queue[float] = queue.Queue()
        self._stalled = False

    def pull(self, samples: int) -> Sound:
        if not self._stalled:
            self._stalled = True
            threading.Event().wait(self.STALL_S)
        self.at.put(time.monotonic())
        return np.zeros(samples, np.int16)


def test_without_a_speaker_nothing_is_played_faster_for_having_waited(made: list[Watched]) -> None:
    watched = open_all(made, microphone=devices.TEST_TONE)
    watched.wait(microphone=SoundState.ON)
    stalling = Stalling()
    watched.media.set_playout(stalling)
    times = [stalling.at.get(timeout=WAIT_S) for _ in range(30)]
    # Those of the round that stalled, and of each round after it what is due and at most so much of the past.
    most = (times[-1] - times[0] + 2 * sound.UNPLAYED_S) * SAMPLE_RATE / BLOCK
    assert len(times) <= most + 2


def test_a_recording_stays_in_memory(made: list[Watched]) -> None:
    """Requirements: rule no recording."""
    watched = open_all(made, microphone=devices.TEST_TONE)
    recorded: queue.Queue[Sound] = queue.Queue()
    watched.media.record(0.5, recorded.put)
    samples = recorded.get(timeout=WAIT_S)
    assert samples.size >= SAMPLE_RATE // 2
    assert test_pattern.hears(samples, test_pattern.MICROPHONE_HZ)


@pytest.mark.parametrize("delay_ms", [40, 300])
def test_the_echo_of_the_speaker_is_taken_out(delay_ms: int) -> None:
    """What the speaker plays comes back later at half the loudness; measured after it has settled.

    Requirements: pain echo.
    """
    rng = np.random.default_rng(3)
    played = (rng.normal(0, 3000, SAMPLE_RATE * 6) * np.repeat(rng.random(60) > 0.4, SAMPLE_RATE // 10)).astype(
        np.int16
    )
    echo = np.concatenate([np.zeros(SAMPLE_RATE * delay_ms // 1000, np.int16), played // 2])[: played.size]
    processor = Processor(ProcessingChoice(echo_cancellation=True, noise_suppression=False))
    processor.set_delay(delay_ms / 1000)
    block = SAMPLE_RATE // 100
    cleaned = []
    for start in range(0, played.size - block, block):
        processor.played(played[start : start + block])
        cleaned.append(processor.heard(echo[start : start + block].copy()))
    after = np.concatenate(cleaned)[-2 * SAMPLE_RATE :].astype(np.float64)
    before = echo[-2 * SAMPLE_RATE :].astype(np.float64)
    reduction_db = 10 * np.log10(np.mean(before**2) / (np.mean(after**2) + 1e-9))
    assert reduction_db > 20


def test_gain_control_lifts_a_quiet_voice_and_original_sound_touches_nothing() -> None:
    rng = np.random.default_rng(5)
    syllables = np.repeat(rng.random(80) > 0.3, SAMPLE_RATE // 10)
    places = np.arange(syllables.size)
    voice = sum(np.sin(places * 2 * np.pi * pitch / SAMPLE_RATE) / pitch for pitch in range(140, 2000, 140))
    quiet = (voice * syllables * 40_000).astype(np.int16)

    def cleaned(choice: ProcessingChoice) -> Sound:
        processor = Processor(choice)
        processor.set_delay(0.02)
        blocks = [quiet[start : start + 480].copy() for start in range(0, quiet.size - 480, 480)]
        return np.concatenate([processor.heard(block) for block in blocks])

    def loudness(sound: Sound) -> float:
        return float(np.sqrt(np.mean(sound[-2 * SAMPLE_RATE :].astype(float) ** 2)))

    plain = ProcessingChoice(echo_cancellation=False, noise_suppression=True)
    lifted = ProcessingChoice(echo_cancellation=False, noise_suppression=True, gain_control=True)
    original = ProcessingChoice(echo_cancellation=False, noise_suppression=False)
    assert loudness(cleaned(lifted)) > 1.5 * loudness(cleaned(plain))
    untouched = cleaned(original)
    assert np.array_equal(untouched, quiet[: untouched.size])
