"""The way down a line that stays bad, in steps that people understand: smaller, sound alone, chat, telephone.

The engines follow the line by themselves; these are the steps that only people can decide. No Qt, no clock.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from medclient.protocol.messages import PictureSize
from medclient.session.events import CallSnapshot, CallState, Quality

OFFER_AFTER = timedelta(seconds=6)
"""Of a bad line, before the first step is offered."""
NEXT_AFTER = timedelta(seconds=12)
"""What was done needs so long to help."""
RESTORING_FOR = timedelta(seconds=20)
"""Without any connection, before other ways are offered."""
FORGIVEN = timedelta(seconds=4)
"""A moment of a good line in a bad one is none."""
BETTER_AFTER = timedelta(seconds=20)
DISMISSED_FOR = timedelta(seconds=90)


class Step(StrEnum):
    """What is offered now."""

    SMALLER = "smaller"
    SOUND_ONLY = "sound_only"
    OTHER_WAYS = "other_ways"
    """The chat, and the telephone."""
    BACK = "back"
    """The line is good again."""


class Ladder:
    """Of one consultation."""

    def __init__(self) -> None:
        self._bad_since: datetime | None = None
        self._good_since: datetime | None = None
        self._gone_since: datetime | None = None
        self._size = PictureSize.FULL
        self._changed_at: datetime | None = None
        self._silent_until: datetime | None = None
        self._offered: Step | None = None

    def dismiss(self, now: datetime) -> None:
        """Not now."""
        self._silent_until = now + DISMISSED_FOR

    def look(self, call: CallSnapshot, now: datetime) -> Step | None:
        """What to offer in this state of the call."""
        if call.picture is not self._size:
            self._size, self._changed_at = call.picture, now
            self._silent_until = None
        self._judge(call, now)
        step = self._step(call, now)
        if self._good_since and self._offered is None and step is not Step.BACK:
            step = None  # what is bad no more is no reason to begin
        self._offered = step
        if self._silent_until and now < self._silent_until:
            return None
        return step

    def _judge(self, call: CallSnapshot, now: datetime) -> None:
        gone = call.state is CallState.RECONNECTING
        self._gone_since = (self._gone_since or now) if gone else None
        talking = call.state in (CallState.IN_CALL, CallState.UNSTABLE)
        bad = talking and (call.quality is Quality.POOR or call.state is CallState.UNSTABLE)
        if bad or gone:
            self._good_since = None
            self._bad_since = self._bad_since or now
        elif talking and call.quality is not Quality.UNKNOWN:
            self._good_since = self._good_since or now
            if now - self._good_since >= FORGIVEN:
                self._bad_since = None
        elif not talking:
            self._bad_since = self._good_since = None

    def _step(self, call: CallSnapshot, now: datetime) -> Step | None:
        if self._gone_since and now - self._gone_since >= RESTORING_FOR:
            return Step.OTHER_WAYS
        if self._gone_since:
            return None
        settled = self._changed_at is None or now - self._changed_at >= NEXT_AFTER
        if self._bad_since and now - self._bad_since >= OFFER_AFTER and settled:
            if not (call.local_camera or call.remote_camera):
                return Step.OTHER_WAYS
            return {
                PictureSize.FULL: Step.SMALLER,
                PictureSize.SMALL: Step.SOUND_ONLY,
                PictureSize.OFF: Step.OTHER_WAYS,
            }[call.picture]
        better = self._good_since is not None and now - self._good_since >= BETTER_AFTER
        return Step.BACK if better and settled and call.picture is not PictureSize.FULL else None
