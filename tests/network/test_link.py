"""The impaired line does what it says: judged by its decisions, and by real packets between real sockets."""

import json
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from tests.network.conditions import Conditions, Direction
from tests.network.link import NAMESPACES, Link

SENDER = """
import socket, sys, time
address, count, size, pause = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
begin = time.monotonic()
for number in range(count):
    sender.sendto(f"{number} {time.monotonic()} ".encode().ljust(size), (address, 5000))
    time.sleep(max(0.0, begin + (number + 1) * pause - time.monotonic()))
"""
RECEIVER = """
import json, socket, time
receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
receiver.bind(("0.0.0.0", 5000))
receiver.settimeout(1.5)
print("ready", flush=True)
seen = []
try:
    while True:
        data, sender = receiver.recvfrom(2000)
        now = time.monotonic()
        number, sent = data.split()[:2]
        seen.append((int(number), now - float(sent), now, len(data), sender[0]))
except TimeoutError:
    print(json.dumps(seen))
"""
CONNECT = """
import socket, sys
try:
    socket.create_connection((sys.argv[1], 9), 5)
except ConnectionRefusedError:
    pass  # an answer came
"""
KILLED = """
import os
from tests.network.link import Link
link = Link()
print(link.a.namespace, flush=True)
os.kill(os.getpid(), 9)
"""


def exchange(link: Link, count: int = 200, size: int = 172, pause: float = 0.002) -> list[Any]:
    """Send datagrams from `a` to `b`; returns (number, delay in s, arrival, bytes, sender) of what arrived."""
    receiver = link.b.popen([sys.executable, "-c", RECEIVER], stdout=subprocess.PIPE)
    try:
        assert receiver.stdout
        assert receiver.stdout.readline() == "ready\n"
        link.a.popen([sys.executable, "-c", SENDER, link.b.address, str(count), str(size), str(pause)]).wait(20)
        seen: list[Any] = json.loads(receiver.communicate(timeout=20)[0])
        return seen
    finally:
        receiver.kill()
        receiver.wait()


def fate(conditions: Conditions, count: int = 20000, size: int = 1000, pause: float = 0.001) -> list[float | None]:
    """How long each packet takes, in seconds; None for one that is lost."""
    direction = Direction(conditions, "seed")
    arrivals: list[float | None] = [None] * count
    for number in range(count):
        direction.put(number.to_bytes(4, "big").ljust(size, b"\0"), number * pause)
    for tick in range(int(count * pause * 1000) + 2000):
        while (packet := direction.take(tick / 1000)) is not None:
            number = int.from_bytes(packet[:4], "big")
            arrivals[number] = tick / 1000 - number * pause
    return arrivals


def runs_of_loss(fates: list[float | None]) -> list[int]:
    runs, length = [], 0
    for each in [*fates, 0.0]:
        if each is None:
            length += 1
        elif length:
            runs.append(length)
            length = 0
    return runs


@pytest.mark.parametrize("loss", [0.02, 0.1])
def test_independent_loss_is_within_its_bounds(loss: float) -> None:
    fates = fate(Conditions(loss=loss))
    assert abs(fates.count(None) / len(fates) - loss) < 0.01
    assert max(runs_of_loss(fates)) < 8


def test_bursts_have_the_length_and_the_share_that_were_asked_for() -> None:
    fates = fate(Conditions(loss=0.05, burst=6))
    runs = runs_of_loss(fates)
    assert abs(fates.count(None) / len(fates) - 0.05) < 0.015
    assert abs(sum(runs) / len(runs) - 6) < 1.5


def test_the_same_seed_gives_the_same_fate() -> None:
    line = Conditions(loss=0.1, jitter_ms=30)
    assert fate(line, 1000) == fate(line, 1000)


def test_jitter_keeps_the_order_unless_told_otherwise() -> None:
    def disordered(reorder: bool) -> int:
        times = fate(Conditions(delay_ms=20, jitter_ms=40, reorder=reorder), 1000)
        assert all(each is not None and 0.019 < each < 0.063 for each in times)
        arrivals = [number * 0.001 + (each or 0) for number, each in enumerate(times)]
        return sum(later < earlier for earlier, later in pairwise(arrivals))

    assert disordered(False) == 0
    assert disordered(True) > 100


def test_a_bottleneck_passes_its_rate_and_drops_what_would_wait_too_long() -> None:
    # 8 Mbit/s arrive at 2 Mbit/s: a quarter passes, after at most the length of the queue.
    fates = fate(Conditions(rate_kbps=2000, queue_ms=100), 8000)
    passed = [each for each in fates if each is not None]
    assert abs(len(passed) / len(fates) - 0.25) < 0.02
    assert 0.09 < max(passed) < 0.11


def test_real_packets_take_the_delay_and_suffer_the_loss() -> None:
    with Link(Conditions(delay_ms=40)) as link:
        seen = exchange(link)
        assert len(seen) == 200
        delays = sorted(each[1] for each in seen)
        assert 0.040 <= delays[0] < 0.045
        assert delays[100] < 0.050
        link.set(Conditions(loss=0.25))
        assert 110 <= len(exchange(link)) <= 185
        assert link.counts()[0].lost > 0


def test_real_packets_keep_to_the_rate() -> None:
    with Link(Conditions(rate_kbps=1000, queue_ms=200)) as link:
        seen = exchange(link, count=400, size=972, pause=0.002)
        seconds = seen[-1][2] - seen[0][2]
        kbps = sum(each[3] + 28 for each in seen[1:]) * 8 / seconds / 1000
        assert 900 < kbps < 1050
        assert link.counts()[0].dropped > 50


def test_a_cut_line_comes_back_and_udp_can_be_blocked() -> None:
    with Link() as link:
        link.set(replace(link.forth, cut=True))
        assert exchange(link, 20) == []
        link.set(Conditions(udp_blocked=True))
        assert exchange(link, 20) == []
        assert link.counts()[0].blocked >= 20
        connect = link.a.popen([sys.executable, "-c", CONNECT, link.b.address])
        assert connect.wait(10) == 0, "only UDP is blocked"
        link.set(Conditions())
        assert len(exchange(link, 20)) == 20


def test_an_address_can_change_and_a_plug_be_pulled() -> None:
    with Link() as link:
        link.a.change_address("10.99.0.77")
        assert {each[4] for each in exchange(link, 20)} == {"10.99.0.77"}
        link.b.set_up(False)
        link.b.set_up(True)
        assert len(exchange(link, 20)) == 20


def test_namespaces_go_with_the_link_and_with_a_killed_test() -> None:
    with Link() as link:
        name = link.a.namespace
        assert (NAMESPACES / name).exists()
    assert not (NAMESPACES / name).exists()
    child = subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True)
    name = child.communicate(timeout=20)[0].strip()
    with Link():
        assert name
        assert not (NAMESPACES / name).exists()
