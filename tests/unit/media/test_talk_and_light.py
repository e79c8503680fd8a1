"""Speaking into a muted microphone, and enough light on the face: judged from levels and brightness alone.

PRODUCT rows 4 and 10.2.
"""

import av
import numpy as np
import pytest

from medclient.media import devices
from medclient.media.brightness import Light, light
from medclient.media.camera import PatternSource, open_source
from medclient.media.devices import is_headset_name
from medclient.media.sound import SoundIO
from medclient.media.talk_detector import SHOWN_S, TalkDetector
from medclient.media.test_pattern import Sound

BLOCK_S = 0.01
LOUD, QUIET = -20.0, -60.0


def hear(detector: TalkDetector, level: float, seconds: float) -> None:
    for _ in range(round(seconds / BLOCK_S)):
        detector.hear(level, BLOCK_S)


def test_speech_is_noticed_within_half_a_second_and_shown_long_enough_to_be_read() -> None:
    detector = TalkDetector()
    hear(detector, LOUD, 0.5)
    assert detector.talking
    hear(detector, QUIET, SHOWN_S - 0.2)
    assert detector.talking
    hear(detector, QUIET, 0.4)
    assert not detector.talking


def test_a_knock_or_a_cough_is_no_speech() -> None:
    """Requirements: guide 10.2."""
    detector = TalkDetector()
    for _ in range(20):
        hear(detector, LOUD, 0.15)
        hear(detector, QUIET, 1.0)
        assert not detector.talking


def test_syllables_with_pauses_are_speech() -> None:
    detector = TalkDetector()
    for _ in range(4):
        hear(detector, LOUD, 0.15)
        hear(detector, QUIET, 0.1)
    assert detector.talking


def test_switching_the_microphone_forgets() -> None:
    detector = TalkDetector()
    hear(detector, LOUD, 1)
    detector.reset()
    assert not detector.talking


def picture(face: int, edge: int) -> av.VideoFrame:
    planes = np.full((720 * 3 // 2, 1280), 128, np.uint8)
    planes[:720] = edge
    planes[120:600, 400:880] = face
    return av.VideoFrame.from_ndarray(planes, format="yuv420p")


@pytest.mark.parametrize(
    ("face", "edge", "found"),
    [
        (130, 120, Light.FINE),
        (200, 60, Light.FINE),
        (45, 45, Light.DARK),
        (60, 200, Light.BACKLIT),
        (90, 235, Light.BACKLIT),
        (16, 16, Light.COVERED),
    ],
)
def test_the_light_on_the_face(face: int, edge: int, found: Light) -> None:
    """Requirements: guide 4."""
    assert light(picture(face, edge)) is found


def test_headsets_are_known_by_name() -> None:
    """Headset recognised and preferred.

    Requirements: guide 4.
    """
    for name in (
        "Jabra Evolve2 65",
        "Headset (Plantronics Blackwire)",
        "Poly Voyager",
        "EPOS ADAPT 160",
        "AirPods Pro",
    ):
        assert is_headset_name(name), name
    for name in ("Mikrofonarray (Realtek Audio)", "HD Pro Webcam C920", "Lautsprecher"):
        assert not is_headset_name(name), name


def test_the_chosen_size_reaches_the_camera() -> None:
    source = open_source(devices.TEST_PATTERN, (640, 480))
    assert isinstance(source, PatternSource)
    frame = source.read()
    assert frame is not None
    assert (frame.width, frame.height) == (640, 480)


class Steady:
    """Plays the same loudness for ever."""

    def pull(self, samples: int) -> Sound:
        return np.full(samples, 20000, np.int16)


@pytest.mark.parametrize(("volume", "played"), [(1.0, 20000), (0.5, 10000), (0.0, 0), (2.0, 32767)])
def test_the_volume_changes_what_is_played_without_overflow(volume: float, played: int) -> None:
    sound = SoundIO(lambda heard, spoken: None)
    sound.playout = Steady()
    sound.volume = volume
    assert set(sound._mix().tolist()) == {played}
