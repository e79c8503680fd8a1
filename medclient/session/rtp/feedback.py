"""Transport-wide congestion control feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01, section 3.1).

It tells the other side when each of its packets came, so that its own congestion control sees the line.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from medclient.session.rtp.sequence import Unwrapper

PACKET_TYPE = 205
FORMAT = 15
DELTA_US = 250
REFERENCE_US = 64_000
MOST_PACKETS = 1500
"""Told in one feedback; what is older is not worth telling."""


class MalformedFeedback(ValueError):
    """Bytes that are no feedback."""


@dataclass(frozen=True)
class TransportFeedback:
    """`arrivals`: for each packet from `base` on its time in microseconds, or None where it did not come.

    Times count from an arbitrary beginning, in steps of 250 us.
    """

    sender_ssrc: int
    media_ssrc: int
    base: int
    count: int
    arrivals: tuple[int | None, ...]

    def __bytes__(self) -> bytes:
        first = next(at for at in self.arrivals if at is not None)
        reference = first // REFERENCE_US
        symbols, deltas = [], b""
        last = reference * REFERENCE_US
        for at in self.arrivals:
            if at is None:
                symbols.append(0)
                continue
            steps = round((at - last) / DELTA_US)
            last += steps * DELTA_US
            if 0 <= steps <= 255:
                symbols.append(1)
                deltas += struct.pack("!B", steps)
            else:
                symbols.append(2)
                deltas += struct.pack("!h", max(-32768, min(32767, steps)))
        chunks = b""
        for start in range(0, len(symbols), 7):
            chunk = 0xC000
            for place, symbol in enumerate(symbols[start : start + 7]):
                chunk |= symbol << (12 - 2 * place)
            chunks += struct.pack("!H", chunk)
        body = struct.pack("!LLHH", self.sender_ssrc, self.media_ssrc, self.base, len(symbols))
        body += struct.pack("!L", (reference & 0xFFFFFF) << 8 | self.count & 0xFF) + chunks + deltas
        body += b"\x00" * (-len(body) % 4)
        return struct.pack("!BBH", 0x80 | FORMAT, PACKET_TYPE, len(body) // 4) + body


def parse(data: bytes) -> TransportFeedback:
    """Read a feedback packet with its RTCP header.

    Raises:
        MalformedFeedback
    """
    if len(data) < 20 or data[0] & 0xDF != 0x80 | FORMAT or data[1] != PACKET_TYPE:
        raise MalformedFeedback("no transport-wide feedback")
    sender, media, base, expected, times = struct.unpack("!LLHHL", data[4:20])
    symbols: list[int] = []
    at = 20
    while len(symbols) < expected:
        if at + 2 > len(data):
            raise MalformedFeedback("the packet chunks are cut off")
        (chunk,) = struct.unpack_from("!H", data, at)
        at += 2
        symbols += _symbols(chunk, expected - len(symbols))
    clock = (times >> 8) * REFERENCE_US
    arrivals: list[int | None] = []
    for symbol in symbols[:expected]:
        size = {1: 1, 2: 2}.get(symbol, 0)
        if at + size > len(data):
            raise MalformedFeedback("the deltas are cut off")
        if size:
            clock += struct.unpack_from("!B" if size == 1 else "!h", data, at)[0] * DELTA_US
            at += size
        arrivals.append(clock if size else None)
    return TransportFeedback(sender, media, base, times & 0xFF, tuple(arrivals))


def split(data: bytes) -> tuple[bytes, list[bytes]]:
    """The packets of a compound RTCP datagram: those that are no transport-wide feedback, and those that are."""
    rest, told = b"", []
    while len(data) >= 4:
        size = 4 * (int.from_bytes(data[2:4], "big") + 1)
        if data[1] == PACKET_TYPE and data[0] & 0x1F == FORMAT:
            told.append(data[:size])
        else:
            rest += data[:size]
        data = data[size:]
    return rest + data, told


def _symbols(chunk: int, wanted: int) -> list[int]:
    if not chunk & 0x8000:  # a run of one symbol
        return [chunk >> 13 & 3] * min(chunk & 0x1FFF, wanted) or [0]
    if chunk & 0x4000:
        return [chunk >> shift & 3 for shift in range(12, -1, -2)]
    return [chunk >> bit & 1 for bit in range(13, -1, -1)]


class ArrivalLog:
    """Notes the arrival of packets, and makes feedback of what is new."""

    def __init__(self) -> None:
        self._unwrap = Unwrapper()
        self._arrived: dict[int, int] = {}
        self._next: int | None = None
        self._count = 0
        self._media_ssrc = 0

    def add(self, number: int, ssrc: int, at_us: int) -> None:
        """A packet of a stream with this transport-wide number came at this time (microseconds, any origin)."""
        self._media_ssrc = ssrc
        extended = self._unwrap(number)
        if self._next is None:
            self._next = extended
        self._arrived.setdefault(extended, at_us)

    def take(self, sender_ssrc: int) -> Iterator[TransportFeedback]:
        """What has come since the last time; nothing where nothing has.

        It names one of the other side's streams: browsers drop a feedback for a stream that is not theirs.
        """
        if not self._arrived or self._next is None:
            return
        highest = max(self._arrived)
        # A packet that comes after its absence was told is told once more, from its place on.
        base = min(self._next, min(self._arrived))
        base = max(base, highest - MOST_PACKETS + 1)
        arrivals = tuple(self._arrived.get(number) for number in range(base, highest + 1))
        self._arrived.clear()
        self._next = highest + 1
        self._count += 1
        yield TransportFeedback(sender_ssrc, self._media_ssrc, base & 0xFFFF, self._count & 0xFF, arrivals)
