"""Notices when this computer's addresses change: cable to Wi-Fi, a new lease, a VPN that comes or goes.

Qt tells of it too where the system has a service for it (`App`); asking the system is what works everywhere.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import ifaddr
import psutil

LOOK_EVERY_S = 0.25


@dataclass(frozen=True)
class AddressesChanged:
    now: frozenset[str]
    gone: frozenset[str]


def local_addresses() -> frozenset[str]:
    """IPv4 and IPv6 addresses of all interfaces that are plugged in. Blocks for a moment.

    A cable that is pulled may leave its address behind for a while, on Linux for good.
    """
    unplugged = {name for name, state in psutil.net_if_stats().items() if not state.isup}
    adapters = (each for each in ifaddr.get_adapters() if unplugged.isdisjoint((each.name, each.nice_name)))
    found = (address.ip for adapter in adapters for address in adapter.ips)
    return frozenset(each if isinstance(each, str) else each[0] for each in found)


async def watch_addresses(on_change: Callable[[AddressesChanged], None]) -> None:
    """Call back whenever they change; runs until cancelled."""
    known = await asyncio.to_thread(local_addresses)
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        now = await asyncio.to_thread(local_addresses)
        if now != known:
            change = AddressesChanged(now, known - now)
            known = now
            on_change(change)
