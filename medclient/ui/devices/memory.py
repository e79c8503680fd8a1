"""What was chosen for each microphone: a headset needs other processing than a loudspeaker on the table."""

import json
from dataclasses import fields, replace

from medclient.ui.devices.model import DeviceChoice

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


def _read(memory: str) -> dict[str, dict[str, object]]:
    try:
        known = json.loads(memory or "{}")
    except ValueError:
        return {}
    if not isinstance(known, dict):
        return {}
    return {str(name): noted for name, noted in known.items() if isinstance(noted, dict)}
