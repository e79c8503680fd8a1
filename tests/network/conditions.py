"""What one direction of an impaired line does to packets, without I/O: packets and times in, times out."""

import heapq
from dataclasses import dataclass
from random import Random

UDP = 17


@dataclass(frozen=True)
class Conditions:
    """One direction. What is 0 does not impair."""

    delay_ms: float = 0.0
    """One way: a round trip takes both directions' delays."""
    jitter_ms: float = 0.0
    """At most so much more delay, evenly spread; packets keep their order unless `reorder`."""
    reorder: bool = False
    loss: float = 0.0
    """Share of packets lost, 0 to 1."""
    burst: float = 1.0
    """Mean number of packets lost in a row: 1 is independent loss, more is a Gilbert-Elliott channel."""
    rate_kbps: float = 0.0
    """Of whole IP packets."""
    queue_ms: float = 300.0
    """What would wait longer at the rate's bottleneck is dropped."""
    cut: bool = False
    """Nothing passes."""
    udp_blocked: bool = False


@dataclass
class Counts:
    """What became of the packets of one direction."""

    sent: int = 0
    sent_bytes: int = 0
    lost: int = 0
    """By chance, or while the line was cut."""
    dropped: int = 0
    """At a full queue."""
    blocked: int = 0


class Direction:
    """Decides when, and whether, each packet comes out. The same seed and packets give the same fate."""

    def __init__(self, conditions: Conditions, seed: str) -> None:
        self.conditions = conditions
        self.counts = Counts()
        self._random = Random(seed)
        self._losing = False
        self._free_at = 0.0
        self._last_at = 0.0
        self._number = 0
        self._waiting: list[tuple[float, int, bytes]] = []

    @property
    def next_at(self) -> float | None:
        """When the next packet is due, in the seconds of `put`."""
        return self._waiting[0][0] if self._waiting else None

    def put(self, packet: bytes, now: float) -> None:
        """Take an IP packet at `now` (seconds)."""
        line = self.conditions
        if line.udp_blocked and is_udp(packet):
            self.counts.blocked += 1
            return
        if line.cut or self._loses():
            self.counts.lost += 1
            return
        leaves = now
        if line.rate_kbps:
            begins = max(now, self._free_at)
            if (begins - now) * 1000 > line.queue_ms:
                self.counts.dropped += 1
                return
            leaves = self._free_at = begins + len(packet) * 8 / (line.rate_kbps * 1000)
        at = leaves + (line.delay_ms + self._random.uniform(0, line.jitter_ms)) / 1000
        if not line.reorder:
            at = self._last_at = max(at, self._last_at)
        self._number += 1
        heapq.heappush(self._waiting, (at, self._number, packet))

    def take(self, now: float) -> bytes | None:
        """The next packet that is due at `now`, or None."""
        if not self._waiting or self._waiting[0][0] > now:
            return None
        packet = heapq.heappop(self._waiting)[2]
        self.counts.sent += 1
        self.counts.sent_bytes += len(packet)
        return packet

    def _loses(self) -> bool:
        line = self.conditions
        if not line.loss:
            return False
        if line.burst <= 1 or line.loss >= 1:
            return self._random.random() < line.loss
        if self._losing:
            self._losing = self._random.random() >= 1 / line.burst
        else:
            self._losing = self._random.random() < line.loss / (line.burst * (1 - line.loss))
        return self._losing


def is_udp(packet: bytes) -> bool:
    """Whether an IPv4 or IPv6 packet carries UDP."""
    version = packet[0] >> 4 if packet else 0
    if version == 4:
        return len(packet) > 9 and packet[9] == UDP
    return version == 6 and len(packet) > 6 and packet[6] == UDP
