"""Device settings: what you see and hear here is what the other side gets."""

from medclient.ui.devices.dialog import DeviceSettings
from medclient.ui.devices.model import DeviceChoice, SoundTest

__all__ = ["DeviceChoice", "DeviceSettings", "SoundTest"]
