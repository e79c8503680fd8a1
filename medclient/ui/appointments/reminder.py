"""Which appointment to remind of: five minutes before, once, and never into a call."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from medclient.media.devices import Device, Devices
from medclient.settings import Settings
from medclient.ui.appointments.model import AppointmentRow, RowState

AHEAD = timedelta(minutes=5)
_SOURCES = ("file:", "test-", "none")
"""What is no device of the system is not looked for."""


class Reminders:
    """Remembers of what it has reminded; an appointment that is moved is reminded of anew."""

    def __init__(self) -> None:
        self._done: set[tuple[str, datetime]] = set()

    def due(self, rows: Iterable[AppointmentRow], now: datetime, *, in_call: bool) -> AppointmentRow | None:
        """The next appointment of one's own that begins within five minutes.

        During a call nothing is due; when it ends in time, the reminder comes then.
        """
        if in_call:
            return None
        soon = [
            row
            for row in rows
            if row.own
            and timedelta(0) < row.starts_at - now <= AHEAD
            and row.state(now) in (RowState.PLANNED, RowState.WAITING)
            and (row.link_id, row.starts_at) not in self._done
        ]
        if not soon:
            return None
        self._done.update((row.link_id, row.starts_at) for row in soon)
        return min(soon, key=lambda row: row.starts_at)


def missing_devices(found: Devices, chosen: Settings) -> tuple[str, ...]:
    """What a call would miss of `camera`, `microphone`, `speaker`: the chosen one is gone, or there is none."""
    wanted: tuple[tuple[str, str, tuple[Device, ...]], ...] = (
        ("camera", chosen.camera, found.cameras),
        ("microphone", chosen.microphone, found.microphones),
        ("speaker", chosen.speaker, found.speakers),
    )
    return tuple(kind for kind, name, devices in wanted if not name.startswith(_SOURCES) and _gone(name, devices))


def _gone(name: str, devices: tuple[Device, ...]) -> bool:
    return not any(device.id == name for device in devices) if name else not devices
