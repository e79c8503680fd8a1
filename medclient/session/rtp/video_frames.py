"""Packets in, decodable pictures out: in order, whole, and from a key frame on.

A picture is finished with its last packet (the RTP marker), not with the first one of the next. Where something is
missing, what follows waits for the retransmission; a whole key frame further on is taken at once. Nothing is handed
on that could not be decoded.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_PACKETS = 3000
KEY_FRAME_FIRST_S = 0.25
KEY_FRAME_MOST_S = 2.0
"""Between two requests for a key frame, growing."""


@dataclass(frozen=True)
class VideoPacket:
    """One packet, without its RTP header and payload descriptor."""

    number: int
    """Extended sequence number."""
    timestamp: int
    marker: bool
    data: bytes = field(repr=False)
    begins_key_frame: bool = False


@dataclass(frozen=True)
class EncodedFrame:
    timestamp: int
    data: bytes = field(repr=False)
    key: bool
    first: int
    last: int


class VideoFrames:
    """Times are seconds."""

    def __init__(self, patience_s: float = 0.5) -> None:
        self.patience_s = patience_s
        """How long a gap may be waited for before a key frame is asked for."""
        self._packets: dict[int, VideoPacket] = {}
        self._next: int | None = None
        self._stuck_since: float | None = None
        self._asked_at: float | None = None
        self._ask_again_s = KEY_FRAME_FIRST_S
        self._wants_key = True

    @property
    def next_number(self) -> int | None:
        """The packet that is waited for; None before the first key frame."""
        return self._next

    def lost(self) -> None:
        """What was handed on could not be decoded: nothing can be before the next key frame."""
        self._next = None
        self._wants_key = True

    def add(self, packet: VideoPacket, now: float) -> None:
        if self._next is not None and packet.number < self._next:
            return
        if len(self._packets) >= MOST_PACKETS:
            self._packets.clear()
            self.lost()
        self._packets[packet.number] = packet

    def take(self, now: float) -> Iterator[EncodedFrame]:
        """All pictures that can be decoded now, in order."""
        while (frame := self._following() or self._key_frame()) is not None:
            self._next = frame.last + 1
            self._stuck_since = None
            if frame.key:
                self._wants_key = False
                self._asked_at, self._ask_again_s = None, KEY_FRAME_FIRST_S
            for number in [number for number in self._packets if number <= frame.last]:
                del self._packets[number]
            yield frame
        waiting = self._next is not None and any(number > self._next for number in self._packets)
        if not waiting:
            self._stuck_since = None
        elif self._stuck_since is None:
            self._stuck_since = now
        elif now - self._stuck_since > self.patience_s:
            self._wants_key = True

    def key_frame_due(self, now: float) -> bool:
        """Whether to ask for a key frame now."""
        if not self._wants_key or not self._packets:
            return False
        if self._asked_at is not None and now - self._asked_at < self._ask_again_s:
            return False
        if self._asked_at is not None:
            self._ask_again_s = min(self._ask_again_s * 1.5, KEY_FRAME_MOST_S)
        self._asked_at = now
        return True

    def want_key_frame(self) -> None:
        """A retransmission was asked for in vain."""
        self._wants_key = True

    def _following(self) -> EncodedFrame | None:
        """The picture that begins where the last one ended."""
        if self._next is None:
            return None
        # Packets without content fill the line between two pictures.
        while (packet := self._packets.get(self._next)) is not None and not packet.data:
            del self._packets[self._next]
            self._next += 1
        return self._whole(self._next)

    def _key_frame(self) -> EncodedFrame | None:
        """The newest whole key frame, wherever it begins."""
        for number in sorted(self._packets, reverse=True):
            if self._packets[number].begins_key_frame:
                before = self._packets.get(number - 1)
                if before is None or before.timestamp != self._packets[number].timestamp:
                    frame = self._whole(number)
                    if frame is not None:
                        return frame
        return None

    def _whole(self, first: int) -> EncodedFrame | None:
        start = self._packets.get(first)
        if start is None:
            return None
        parts, number = [], first
        while (packet := self._packets.get(number)) is not None and packet.timestamp == start.timestamp:
            parts.append(packet.data)
            if packet.marker:
                return EncodedFrame(start.timestamp, b"".join(parts), start.begins_key_frame, first, number)
            number += 1
        return None


def begins_key_frame(codec: str, payload: bytes) -> bool:
    """Whether a payload (with its descriptor) is the first of a key frame; `codec` is `VP8` or `H264`."""
    try:
        return _vp8_begins(payload) if codec == "VP8" else _h264_begins(payload)
    except IndexError:
        return False


def _vp8_begins(payload: bytes) -> bool:
    """RFC 7741 section 4.2: S and no partition number, and the picture header's key frame bit is 0."""
    first = payload[0]
    if not first & 0x10 or first & 0x07:
        return False
    at = 1
    if first & 0x80:
        extension = payload[1]
        at = 2
        if extension & 0x80:
            at += 2 if payload[at] & 0x80 else 1
        at += bool(extension & 0x40) + bool(extension & 0x30)
    return not payload[at] & 0x01


def _h264_begins(payload: bytes) -> bool:
    """RFC 6184: a sequence parameter set, alone or in an aggregation; every encoder puts one before a key frame."""
    kind = payload[0] & 0x1F
    if kind == 24:
        return payload[3] & 0x1F == 7
    return kind == 7
