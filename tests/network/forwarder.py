"""The process that carries packets between the two TUN devices of a `Link`, and removes the namespaces at its end.

It ends when its standard input does, so that nothing stays behind a test that was killed. Lines in: conditions of
both directions as JSON. Lines out: the counts of both directions as JSON, one line for each line in.
"""

import argparse
import dataclasses
import fcntl
import json
import os
import select
import signal
import struct
import subprocess
import time

from tests.network.conditions import Conditions, Direction

TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
MTU = 1500
MOST_AT_ONCE = 64
MOST_WAIT_S = 0.5


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


def open_tun(namespace: str, device: str, address: str) -> int:
    """A TUN device inside `namespace`; returns the file descriptor of its other end, here."""
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", device.encode(), IFF_TUN | IFF_NO_PI))
    ip("link", "set", device, "netns", namespace)
    ip("-n", namespace, "link", "set", "lo", "up")
    ip("-n", namespace, "addr", "add", f"{address}/24", "dev", device)
    ip("-n", namespace, "link", "set", device, "up", "mtu", str(MTU), "txqueuelen", "10000")
    return tun


def carry(tuns: tuple[int, int], directions: tuple[Direction, Direction]) -> None:
    """Forward until standard input ends."""
    lines = b""
    while True:
        now = time.monotonic()
        due = min((at for each in directions if (at := each.next_at) is not None), default=now + MOST_WAIT_S)
        readable, _, _ = select.select([*tuns, 0], [], [], max(0.0, min(MOST_WAIT_S, due - now)))
        if 0 in readable:
            read = os.read(0, 65536)
            if not read:
                return
            *whole, lines = (lines + read).split(b"\n")
            for line in whole:
                for direction, values in zip(directions, json.loads(line), strict=True):
                    direction.conditions = Conditions(**values)
                print(json.dumps([dataclasses.asdict(each.counts) for each in directions]), flush=True)
        for tun, direction in zip(tuns, directions, strict=True):
            if tun not in readable:
                continue
            for _ in range(MOST_AT_ONCE):
                try:
                    packet = os.read(tun, MTU + 100)
                except BlockingIOError:
                    break
                direction.put(packet, time.monotonic())
        now = time.monotonic()
        for direction, out in zip(directions, reversed(tuns), strict=True):
            while (due_packet := direction.take(now)) is not None:
                try:
                    os.write(out, due_packet)
                except OSError:
                    # The device is down, or full: lost, as in any router.
                    direction.counts.dropped += 1


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("seed")
    parser.add_argument("addresses", nargs=2)
    arguments = parser.parse_args()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)  # the end of standard input is the one way out
    namespaces = [f"{arguments.name}-{end}" for end in "ab"]
    try:
        for namespace in namespaces:
            ip("netns", "add", namespace)
        first, second = (
            open_tun(namespace, f"{arguments.name}{end}"[-15:], address)
            for namespace, end, address in zip(namespaces, "ab", arguments.addresses, strict=True)
        )
        print("[]", flush=True)
        carry(
            (first, second),
            (
                Direction(Conditions(), f"{arguments.seed} forth"),
                Direction(Conditions(), f"{arguments.seed} back"),
            ),
        )
    finally:
        for namespace in namespaces:
            subprocess.run(["ip", "netns", "del", namespace], capture_output=True)


if __name__ == "__main__":
    main()
