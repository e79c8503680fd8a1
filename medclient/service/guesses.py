"""Guessing links gets slower, too: who asks for many that do not exist has to wait. In memory, and bounded.

An id has 128 random bits: this only keeps the guessing from being a load.
"""

import hmac
import ipaddress
import secrets
from collections import OrderedDict
from datetime import datetime, timedelta

from starlette.requests import HTTPConnection

FREE_MISSES = 30
"""Old links are opened, too, and a clinic's patients may share one address."""
DELAY_FIRST = timedelta(seconds=2)
DELAY_MOST = timedelta(minutes=1)
FORGOTTEN_AFTER = timedelta(minutes=10)
MOST_ADDRESSES = 10_000

_pepper = secrets.token_bytes(32)
"""New in every process: the hash of an address cannot be undone by trying all addresses."""


def hash_of_address(connection: HTTPConnection) -> str:
    """Who asks, without telling who it is; of IPv6 the network of a household, 64 bits."""
    host = connection.client.host if connection.client else ""
    try:
        address = ipaddress.ip_address(host)
        if address.version == 6:
            host = str(ipaddress.ip_network((address, 64), strict=False))
    except ValueError:
        pass  # a name: it stands for itself
    return hmac.digest(_pepper, host.encode(), "sha256").hex()


def is_this_computer(connection: HTTPConnection) -> bool:
    """Whether it comes from here: the desktop, or a proxy that is not trusted to name whom it speaks for."""
    host = connection.client.host if connection.client else ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


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
