"""When a link opens a consultation: from one hour before the appointment to one hour after."""

from datetime import datetime, timedelta
from enum import StrEnum

OPENS_BEFORE = timedelta(hours=1)
CLOSES_AFTER = timedelta(hours=1)


class LinkState(StrEnum):
    """What a link is good for at a moment."""

    NOT_YET_OPEN = "not_yet_open"
    OPEN = "open"
    OVER = "over"
    """The access window has closed, or the consultation was hung up."""
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    """A newer link has taken its place."""


def opens_at(starts_at: datetime) -> datetime:
    return starts_at - OPENS_BEFORE


def closes_at(starts_at: datetime) -> datetime:
    return starts_at + CLOSES_AFTER


def link_state(
    starts_at: datetime,
    now: datetime,
    *,
    started: bool = False,
    ended: bool = False,
    cancelled: bool = False,
    superseded: bool = False,
) -> LinkState:
    """The state of a link by the service's clock.

    A call that was started stays open past the window until it is ended: the window never cuts it.
    """
    if ended:
        return LinkState.OVER
    if superseded:
        return LinkState.SUPERSEDED
    if cancelled:
        return LinkState.CANCELLED
    if started:
        return LinkState.OPEN
    if now < opens_at(starts_at):
        return LinkState.NOT_YET_OPEN
    if now >= closes_at(starts_at):
        return LinkState.OVER
    return LinkState.OPEN
