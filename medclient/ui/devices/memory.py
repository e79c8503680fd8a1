"""What was chosen for each device: a headset needs other processing, and another volume, than a loudspeaker."""

import json
from dataclasses import fields, replace

from medclient.ui.devices.model import MOST_VOLUME, DeviceChoice

MOST_DEVICES = 20
REMEMBERED = tuple(field.name for field in fields(DeviceChoice) if isinstance(field.default, bool))
"""The switches of the sound."""


def remember(memory: str, choice: DeviceChoice) -> str:
    """The memory (JSON) with the switches of this choice noted for its microphone; the oldest go."""
    known = _read(memory)
    known.pop(choice.microphone, None)
    known[choice.microphone] = {name: getattr(choice, name) for name in REMEMBERED}
    while len(known) > MOST_DEVICES:
        known.pop(next(iter(known)))
    return json.dumps(known, ensure_ascii=False)


def recall(memory: str, choice: DeviceChoice) -> DeviceChoice:
    """The choice with the switches that were last in force for its microphone; unchanged for a new one."""
    noted = _read(memory).get(choice.microphone, {})
    values = {name: value for name, value in noted.items() if name in REMEMBERED and isinstance(value, bool)}
    return replace(choice, **values)  # type: ignore[arg-type]


def remember_volume(memory: str, choice: DeviceChoice) -> str:
    """The memory (JSON) with the volume of this choice noted for its speaker."""
    known = _read_volumes(memory)
    known.pop(choice.speaker, None)
    known[choice.speaker] = choice.volume
    while len(known) > MOST_DEVICES:
        known.pop(next(iter(known)))
    return json.dumps(known, ensure_ascii=False)


def recall_volume(memory: str, choice: DeviceChoice) -> DeviceChoice:
    """The choice with the volume that its speaker had last; unchanged for a new one."""
    return replace(choice, volume=_read_volumes(memory).get(choice.speaker, choice.volume))


def _read_volumes(memory: str) -> dict[str, int]:
    try:
        known = json.loads(memory or "{}")
    except ValueError:
        return {}
    if not isinstance(known, dict):
        return {}
    return {
        str(name): volume
        for name, volume in known.items()
        if isinstance(volume, int) and not isinstance(volume, bool) and 0 <= volume <= MOST_VOLUME
    }


def _read(memory: str) -> dict[str, dict[str, object]]:
    try:
        known = json.loads(memory or "{}")
    except ValueError:
        return {}
    if not isinstance(known, dict):
        return {}
    return {str(name): noted for name, noted in known.items() if isinstance(noted, dict)}
