"""Encoders that follow the line: a new bitrate takes effect without a key frame, and costs a third of aiortc's own."""

from fractions import Fraction
from typing import Any

import av
from aiortc.codecs.base import Encoder
from aiortc.codecs.h264 import H264Encoder
from aiortc.mediastreams import VIDEO_TIME_BASE, convert_timebase
from av.frame import Frame
from av.packet import Packet
from av.video.frame import PictureType

RATE = 30
START_BPS, LEAST_BPS, MOST_BPS = 1_500_000, 80_000, 4_000_000
FULL_BPS = 2_500_000
"""More than this makes no picture of a talking person visibly better."""
LADDER = ((900_000, 1.0), (350_000, 0.75), (180_000, 0.5), (0, 0.25))
"""From which bitrate on which part of the width and height is sent."""
UP_MARGIN = 1.2
"""The bitrate must be so much above a rung before it is climbed: no going up and down."""
BUFFER_BITS = 500_000

SAMPLE_RATE = 48000
OPUS_BPS = 40_000
EXPECTED_LOSS_PERCENT = 10


def rung(bitrate: int, present: float) -> float:
    """The part of the full size to send at a bitrate."""
    for least, scale in LADDER:
        if bitrate >= least * (UP_MARGIN if scale > present else 1.0):
            return scale
    return LADDER[-1][1]


class LiveH264Encoder(H264Encoder):
    """libx264, constrained baseline, one open context for each size."""

    def __init__(self) -> None:
        super().__init__()
        self._context: av.VideoCodecContext | None = None
        self._target = START_BPS
        self._scale = 1.0

    @property
    def target_bitrate(self) -> int:
        """Bits per second."""
        return self._target

    @target_bitrate.setter
    def target_bitrate(self, bitrate: int) -> None:
        self._target = max(LEAST_BPS, min(bitrate, FULL_BPS))

    def encode(self, frame: Frame, force_keyframe: bool = False) -> tuple[list[bytes], int]:
        if not isinstance(frame, av.VideoFrame):
            raise TypeError("not a picture")
        self._scale = rung(self._target, self._scale)
        width, height = (int(size * self._scale) // 2 * 2 for size in (frame.width, frame.height))
        pts = convert_timebase(frame.pts or 0, frame.time_base or VIDEO_TIME_BASE, VIDEO_TIME_BASE)
        picture = frame.reformat(width, height, "yuv420p")  # the frame itself where nothing is to be done
        picture.pts, picture.time_base = pts, VIDEO_TIME_BASE
        picture.pict_type = PictureType.I if force_keyframe else PictureType.NONE
        context = self._open(width, height)
        if context.bit_rate != self._target:
            context.bit_rate = self._target
        data = b"".join(bytes(packet) for packet in context.encode(picture))
        return self._packetize(self._split_bitstream(data)), pts

    def _open(self, width: int, height: int) -> av.VideoCodecContext:
        context = self._context
        if context is not None and (context.width, context.height) == (width, height):
            return context
        context = av.CodecContext.create("libx264", "w")
        context.width, context.height, context.pix_fmt = width, height, "yuv420p"
        context.framerate, context.time_base = Fraction(RATE), VIDEO_TIME_BASE
        context.bit_rate = self._target
        # Without a ceiling at the opening, libx264 ignores a lower rate later on.
        context.options = {
            "preset": "veryfast",
            "tune": "zerolatency",
            "profile": "baseline",
            "g": "3000",
            "forced-idr": "1",
            "maxrate": str(MOST_BPS),
            "bufsize": str(BUFFER_BITS),
        }
        context.thread_count = 1
        self._context = context
        return context


class FecOpusEncoder(Encoder):
    """Mono Opus with in-band FEC: each packet carries a coarse copy of the one before."""

    def __init__(self) -> None:
        context = av.CodecContext.create("libopus", "w")
        context.sample_rate, context.layout, context.format = SAMPLE_RATE, "mono", "s16"
        context.bit_rate = OPUS_BPS
        context.options = {
            "application": "voip",
            "fec": "1",
            "packet_loss": str(EXPECTED_LOSS_PERCENT),
            "frame_duration": "20",
        }
        self._context = context

    def encode(self, frame: Frame, force_keyframe: bool = False) -> tuple[list[bytes], int]:
        """20 ms of mono sound."""
        if not isinstance(frame, av.AudioFrame):
            raise TypeError("not sound")
        pts = frame.pts or 0
        return [bytes(packet) for packet in self._context.encode(frame)], pts

    def pack(self, packet: "Packet[Any]") -> tuple[list[bytes], int]:
        return [bytes(packet)], packet.pts or 0
