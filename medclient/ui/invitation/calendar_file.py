"""An invitation as a calendar entry (RFC 5545) that every telephone opens."""

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QTimeZone

from medclient import __version__
from medclient.ui.invitation.wording import Invitation, Wording

REMINDED = timedelta(minutes=15)


def calendar_file(invitation: Invitation, now: datetime, zone: tzinfo | None = None) -> bytes:
    """One event, published. The same appointment has the same UID, so that a later file replaces an earlier one."""
    from icalendar import Alarm, Calendar, Event  # takes as long to load as the whole list: only who wants it waits

    wording = Wording(invitation)
    zone = zone or this_computers_zone()
    starts_at = invitation.starts_at.astimezone(zone)
    event = Event()
    event.add("uid", f"{invitation.link_id}@medclient")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", invitation.version)
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + timedelta(minutes=invitation.duration_minutes))
    event.add("summary", f"{wording.title}: {wording.with_whom}" if wording.with_whom else wording.title)
    event.add("location", invitation.link)
    event.add("url", invitation.link)
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(wording.steps, 1))
    event.add(
        "description",
        "\n\n".join(filter(None, (invitation.link, wording.access, steps, wording.call_us, wording.secrecy))),
    )
    event.add("class", "PRIVATE")
    event.add("status", "CONFIRMED")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", wording.reminder)
    alarm.add("trigger", -REMINDED)
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", f"-//medclient {__version__}//{invitation.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def this_computers_zone() -> tzinfo:
    """By its name, so that the entry stays right when the clocks are changed; UTC where it has none."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
