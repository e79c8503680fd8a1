"""What can be chosen in the device settings besides the devices themselves."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class DeviceChoice:
    """What the user has chosen; an empty id leaves the device to the program."""

    camera: str = ""
    microphone: str = ""
    speaker: str = ""
    noise_suppression: bool = True
    echo_cancellation: bool = True
    original_sound: bool = False
    """Nothing is filtered, whatever the other three say."""
    gain_control: bool = False


class SoundTest(StrEnum):
    """Which test of the sound runs."""

    NONE = "none"
    TONE = "tone"
    RECORDING = "recording"
    PLAYING = "playing"
