"""What can be chosen in the device settings besides the devices themselves."""

from dataclasses import dataclass
from enum import StrEnum

from medclient.media.camera import HEIGHT, WIDTH


@dataclass(frozen=True)
class DeviceChoice:
    """What the user has chosen; an empty id leaves the device to the program."""

    camera: str = ""
    microphone: str = ""
    speaker: str = ""
    noise_suppression: bool = True
    echo_cancellation: bool = True
    camera_size: str = ""
    """As `1280x720`; empty for the program's own choice."""
    volume: int = 100
    """Of the speaker, in percent."""
    original_sound: bool = False
    """Nothing is filtered, whatever the other three say."""
    gain_control: bool = False


MOST_VOLUME = 200
CAMERA_SIZES = ("", "640x480", "1280x720", "1920x1080")


def size_of(text: str) -> tuple[int, int]:
    """Width and height of one of `CAMERA_SIZES`; the program's own where it is none."""
    width, _, height = text.partition("x")
    return (int(width), int(height)) if text in CAMERA_SIZES and text else (WIDTH, HEIGHT)


class SoundTest(StrEnum):
    """Which test of the sound runs."""

    NONE = "none"
    TONE = "tone"
    RECORDING = "recording"
    PLAYING = "playing"
