"""Notices a service that keeps back the last messages of the other end.

A gap between two messages shows by itself; what is missing at the end does not. So each end tells over the data
channel, which no service can touch, how many messages it has posted and the service has taken.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

WITHHELD_AFTER = timedelta(seconds=10)
"""How long a message may be on its way while the mailbox is connected."""


@dataclass
class DeliveryWatch:
    """Of one instance of the other end at a time."""

    instance: str = ""
    lacking_since: datetime | None = None
    reported: bool = False

    def look(self, instance: str, posted: int, came: int, connected: bool, now: datetime) -> bool:
        """Compare what was posted with what came; returns True once, when messages are kept back."""
        if instance != self.instance:
            self.instance, self.reported = instance, False
            self.lacking_since = None
        if posted <= came or not connected:
            self.lacking_since = None
            return False
        self.lacking_since = self.lacking_since or now
        if self.reported or now - self.lacking_since < WITHHELD_AFTER:
            return False
        self.reported = True
        return True
