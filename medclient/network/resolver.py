"""Looks names up without holding anything else up: a lost network makes each look-up wait for half a minute."""

import asyncio
import ipaddress
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

PATIENCE_S = 0.5
"""How long a new look-up may take before the last answer is good enough."""
MOST_AT_ONCE = 4

LookUp = Callable[[str], list[str]]


def look_up(host: str) -> list[str]:
    """A host's addresses, in the system's order of preference. Blocks."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Resolver:
    """Remembers the addresses of hosts; belongs to one loop."""

    def __init__(self, look_up: LookUp = look_up) -> None:
        self._look_up = look_up
        # Threads of its own: those of the loop do work that must not wait.
        self._threads = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="names")
        self._known: dict[str, list[str]] = {}
        self._asked: dict[str, asyncio.Future[list[str]]] = {}

    async def addresses(self, host: str) -> list[str]:
        """IPv4 and IPv6 addresses; those known from earlier where the network does not answer at once.

        Raises:
            OSError: It has none, as far as can be found out now.
        """
        if _is_address(host):
            return [host]
        asked = self._asked.get(host)
        if asked is None:
            asked = self._asked[host] = asyncio.get_running_loop().run_in_executor(self._threads, self._look_up, host)
            asked.add_done_callback(lambda done: self._answered(host, done))
        known = self._known.get(host)
        done, _ = await asyncio.wait({asked}, timeout=PATIENCE_S if known else None)
        if known and (not done or asked.exception()):
            return known
        return await asyncio.shield(asked)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _answered(self, host: str, asked: "asyncio.Future[list[str]]") -> None:
        self._asked.pop(host, None)
        if not asked.cancelled() and not asked.exception():
            self._known[host] = asked.result()


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
