"""Guessing links gets slower, too: who asks for many that do not exist has to wait. In memory, and bounded.

An id has 128 random bits: this only keeps the guessing from being a load.
"""

from collections import OrderedDict
from datetime import datetime, timedelta

FREE_MISSES = 30
"""Old links are opened, too, and a clinic's patients may share one address."""
DELAY_FIRST = timedelta(seconds=2)
DELAY_MOST = timedelta(minutes=1)
FORGOTTEN_AFTER = timedelta(minutes=10)
MOST_ADDRESSES = 10_000


def growing_delay(misses: int, free: int, first: timedelta, most: timedelta) -> timedelta:
    """How long to wait after so many misses; each beyond the free ones doubles it."""
    excess = misses - free
    return min(first * 2 ** min(excess, 12), most) if excess >= 0 else timedelta()


class Guesses:
    """Misses by address."""

    def __init__(self) -> None:
        self._misses: OrderedDict[str, tuple[int, datetime]] = OrderedDict()
        """How many, and until when further ones are refused; the longest unused first."""

    def wait(self, address: str, now: datetime) -> timedelta:
        """How long the address must wait; not at all, mostly."""
        _, until = self._misses.get(address, (0, now))
        return max(until - now, timedelta())

    def missed(self, address: str, now: datetime) -> None:
        """Count one."""
        misses, until = self._misses.pop(address, (0, now))
        if now - until > FORGOTTEN_AFTER:
            misses = 0
        misses += 1
        self._misses[address] = (misses, now + growing_delay(misses, FREE_MISSES, DELAY_FIRST, DELAY_MOST))
        if len(self._misses) > MOST_ADDRESSES:
            self._misses.popitem(last=False)
