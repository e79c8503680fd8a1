"""How many WebSockets may be open at once, and how much each may say. In memory, and bounded."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

from starlette.requests import HTTPConnection

from medclient.service.addresses import is_this_computer, who_asks

MOST = 4000
MOST_OF_ADDRESS = 400
"""A clinic's desktops and its patients in the house may share one address."""
MOST_OF_TOPIC = 16
"""Two ends, and what of them has not been noticed to be gone."""


@dataclass
class Connections:
    """Those that are open in this process."""

    most: int = MOST
    most_of_address: int = MOST_OF_ADDRESS
    most_of_topic: int = MOST_OF_TOPIC
    total: int = 0
    by_address: Counter[str] = field(default_factory=Counter)
    by_topic: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def admitted(self, address: str, topic: str = "") -> Iterator[bool]:
        """Whether one more may be open, for as long as the block lasts.

        Without an address (the desktop, or a proxy that is not trusted to name one) only the other limits count.
        """
        allowed = (
            self.total < self.most
            and (not address or self.by_address[address] < self.most_of_address)
            and (not topic or self.by_topic[topic] < self.most_of_topic)
        )
        if not allowed:
            yield False
            return
        self._count(address, topic, 1)
        try:
            yield True
        finally:
            self._count(address, topic, -1)

    def _count(self, address: str, topic: str, by: int) -> None:
        self.total += by
        for counter, key in ((self.by_address, address), (self.by_topic, topic)):
            if key:
                counter[key] += by
                if not counter[key]:
                    del counter[key]


def admit(websocket: HTTPConnection, topic: str = "") -> AbstractContextManager[bool]:
    """See `Connections.admitted`."""
    address = "" if is_this_computer(websocket) else who_asks(websocket)
    connections: Connections = websocket.app.state.service.connections
    return connections.admitted(address, topic)


class Allowance:
    """So many frames at once, and so many in a second from then on."""

    def __init__(self, burst: int, rate_per_s: float) -> None:
        self._burst, self._rate = float(burst), rate_per_s
        self._left = float(burst)
        self._at = asyncio.get_running_loop().time()

    def take(self) -> bool:
        """Whether one more may be said."""
        now = asyncio.get_running_loop().time()
        self._left = min(self._burst, self._left + (now - self._at) * self._rate) - 1
        self._at = now
        return self._left >= 0
