"""Lengths of time in the words and figures of the call page."""

from datetime import datetime, timedelta


def clock(span: timedelta) -> str:
    """`04:12`, or `1:04:12` from one hour on; never negative."""
    seconds = max(0, int(span.total_seconds()))
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def minutes_since(since: datetime, now: datetime) -> int:
    """Whole minutes gone by; never negative."""
    return max(0, int((now - since).total_seconds() // 60))
