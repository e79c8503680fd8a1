"""Scenes of the call page, its dialogs and the device settings."""

from tests.ui.call.screens import CALL_SCENES
from tests.ui.devices.screens import DEVICE_SCENES
from tests.ui.scenes import Scene

SCENES: tuple[Scene, ...] = (*CALL_SCENES, *DEVICE_SCENES)
