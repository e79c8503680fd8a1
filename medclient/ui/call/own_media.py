"""What the call page says about the user's own devices."""

from dataclasses import dataclass
from enum import StrEnum


class DeviceCondition(StrEnum):
    """How one device of the user's is."""

    WORKING = "working"
    OFF = "off"
    """Switched off by the user; the device is released."""
    STARTING = "starting"
    MISSING = "missing"
    """There is no such device, or it was unplugged."""
    BUSY = "busy"
    """Another program holds it."""
    FAILED = "failed"
    """It is there and delivers nothing."""


TROUBLE = frozenset({DeviceCondition.MISSING, DeviceCondition.BUSY, DeviceCondition.FAILED})


@dataclass(frozen=True)
class OwnMedia:
    """The three devices of the user's, as the page draws them."""

    camera: DeviceCondition = DeviceCondition.STARTING
    microphone: DeviceCondition = DeviceCondition.STARTING
    speaker: DeviceCondition = DeviceCondition.STARTING
    talking_while_muted: bool = False
    """The user speaks and the microphone is off."""
