"""Which cameras, microphones and speakers there are, and which to take when nothing was chosen.

The differences between the systems are here and nowhere else: cameras are found by `cv2-enumerate-cameras` under the
index and backend that OpenCV wants; sound devices by PortAudio, on Linux through the sound server's default.
"""

import logging
import sys
from dataclasses import dataclass
from enum import StrEnum

import cv2
import sounddevice

log = logging.getLogger("medclient.media.devices")

TEST_PATTERN = "test-pattern"
TEST_TONE = "test-tone"
FILE_PREFIX = "file:"
NO_MICROPHONE = "none"
"""Opens no microphone: nothing listens while only a sound is played."""
HEADSET_WORDS = (
    "headset",
    "headphone",
    "kopfhörer",
    "earphone",
    "earbud",
    "hands-free",
    "freisprech",
    "airpods",
    "jabra",
    "plantronics",
    "poly ",
    "epos",
    "sennheiser sc",
    "logi zone",
)


class DeviceKind(StrEnum):
    CAMERA = "camera"
    MICROPHONE = "microphone"
    SPEAKER = "speaker"


@dataclass(frozen=True)
class Device:
    """One device; `id` is its name, made unique, so that a choice outlives a restart and a replug."""

    id: str
    name: str
    kind: DeviceKind
    index: int
    """As OpenCV or PortAudio counts it at this moment."""
    backend: int = cv2.CAP_ANY

    @property
    def is_headset(self) -> bool:
        return is_headset_name(self.name)


def is_headset_name(name: str) -> bool:
    """Whether a device of this name sits on a head: it hears less of the room, and sends no echo."""
    return any(word in name.casefold() for word in HEADSET_WORDS)


@dataclass(frozen=True)
class Devices:
    """All devices at one moment."""

    cameras: tuple[Device, ...] = ()
    microphones: tuple[Device, ...] = ()
    speakers: tuple[Device, ...] = ()


def list_devices() -> Devices:
    """Asks the system; takes some 10 ms: call it in a thread. PortAudio must have no stream open."""
    return Devices(list_cameras(), *list_sound())


def list_cameras() -> tuple[Device, ...]:
    try:
        from cv2_enumerate_cameras import enumerate_cameras
    except ImportError:
        log.warning("cameras cannot be listed on this system")
        return ()
    preferred = {"win32": cv2.CAP_MSMF, "darwin": cv2.CAP_AVFOUNDATION}.get(sys.platform, cv2.CAP_V4L2)
    found = [(str(info.name), info.index, preferred) for info in enumerate_cameras(preferred)]
    return tuple(_unique(DeviceKind.CAMERA, found))


def list_sound() -> tuple[tuple[Device, ...], tuple[Device, ...]]:
    """Microphones and speakers. On Windows, the same device under several host interfaces is listed once."""
    try:
        hosts = sounddevice.query_hostapis()
        devices = sounddevice.query_devices()
    except sounddevice.PortAudioError:
        return (), ()
    wanted = {"win32": "Windows WASAPI", "darwin": "Core Audio"}.get(sys.platform)
    microphones, speakers = [], []
    for index, device in enumerate(devices):
        if wanted and hosts[device["hostapi"]]["name"] != wanted:
            continue
        entry = (str(device["name"]), index, 0)
        if device["max_input_channels"] > 0:
            microphones.append(entry)
        if device["max_output_channels"] > 0:
            speakers.append(entry)
    return tuple(_unique(DeviceKind.MICROPHONE, microphones)), tuple(_unique(DeviceKind.SPEAKER, speakers))


def _unique(kind: DeviceKind, found: list[tuple[str, int, int]]) -> list[Device]:
    seen: dict[str, int] = {}
    devices = []
    for name, index, backend in found:
        seen[name] = seen.get(name, 0) + 1
        unique = name if seen[name] == 1 else f"{name} ({seen[name]})"
        devices.append(Device(unique, unique, kind, index, backend))
    return devices


def pick(devices: tuple[Device, ...], wanted: str) -> Device | None:
    """The wanted device if it is there, else a headset, else the system's default, else the first."""
    for device in devices:
        if device.id == wanted:
            return device
    for device in devices:
        if device.is_headset:
            return device
    for device in devices:
        if device.name in ("default", "pulse"):
            return device
    return devices[0] if devices else None
