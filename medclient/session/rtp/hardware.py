"""H.264 in hardware, where this machine has it and it was seen to work; whatever fails, libx264 takes over.

Drivers promise more than they do: one holds pictures back, another passes a new bitrate over, a third crashes. So
nothing is used that has not shown in a process of its own, on this machine, that it does what a call needs
(`hardware_check.py`). In a call, the first error of any kind ends its use until the program is started again.
"""

import logging
import sys
import threading
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

import av
from aiortc.codecs.h264 import H264Encoder
from av.video.frame import PictureType

from medclient import child
from medclient.session.rtp.x264 import SEI, CodecError

log = logging.getLogger("medclient.session.hardware")

RATE = 30
AUD = 9
"""Where a picture begins: nothing that a decoder needs."""
BUFFER_S = 0.4
PROBE_TIMEOUT_S = 30.0
CHILD_OPTION = "--child-encoder-check"
"""What a frozen program is called with to check the encoders instead."""

CANDIDATES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "h264_nvenc": {
            "preset": "p2",
            "tune": "ull",
            "rc": "cbr",
            "zerolatency": "1",
            "delay": "0",
            "forced-idr": "1",
            "profile": "baseline",
        },
        "h264_videotoolbox": {"realtime": "1", "prio_speed": "1", "profile": "constrained_baseline"},
        "h264_qsv": {
            "preset": "veryfast",
            "async_depth": "1",
            "look_ahead": "0",
            "forced_idr": "1",
            "profile": "baseline",
        },
        "h264_amf": {
            "usage": "ultralowlatency",
            "rc": "cbr",
            "forced_idr": "1",
            "profile": "constrained_baseline",
        },
    }
)
"""FFmpeg's names and options, the most promising first."""


class FFmpegH264:
    """One size, through FFmpeg; used by one thread at a time."""

    def __init__(self, name: str, width: int, height: int, bitrate: int, options: Mapping[str, str]) -> None:
        self.width, self.height, self.bitrate = width, height, bitrate
        try:
            context = av.CodecContext.create(name, "w")
            if not isinstance(context, av.VideoCodecContext):
                raise CodecError(f"{name} encodes no pictures")
            context.width, context.height, context.pix_fmt = width, height, "yuv420p"
            context.framerate, context.time_base = Fraction(RATE, 1), Fraction(1, RATE)
            context.bit_rate, context.gop_size, context.max_b_frames = bitrate, 100_000, 0
            context.options = {"bufsize": str(int(bitrate * BUFFER_S)), "maxrate": str(bitrate), **options}
            context.open()
        except (av.FFmpegError, ValueError, OSError) as error:
            raise CodecError(f"{name} does not open: {type(error).__name__}") from None
        self._context = context
        self._number = 0

    def set_bitrate(self, bitrate: int) -> None:
        """Bits per second at 30 pictures a second."""
        self.bitrate = self._context.bit_rate = bitrate

    def encode(self, frame: av.VideoFrame, force_key_frame: bool) -> list[bytes]:
        """NAL units without start codes of a yuv420p picture of this size.

        Raises:
            CodecError
        """
        frame.pict_type = PictureType.I if force_key_frame else PictureType.NONE
        pts, time_base = frame.pts, frame.time_base
        frame.pts, frame.time_base = self._number, Fraction(1, RATE)
        self._number += 1
        try:
            data = b"".join(bytes(packet) for packet in self._context.encode(frame))
        except (av.FFmpegError, ValueError, OSError) as error:
            raise CodecError(f"not encoded: {type(error).__name__}") from None
        finally:
            frame.pts = pts
            if time_base is not None:
                frame.time_base = time_base
        units = H264Encoder._split_bitstream(data)
        return [unit for unit in units if unit and unit[0] & 0x1F not in (SEI, AUD)]


class Hardware:
    """What this machine has. `open` may be called from any thread."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        """The encoder that was verified; empty while none is."""
        self._asked = threading.Event()

    def open(self, width: int, height: int, bitrate: int) -> FFmpegH264 | None:
        """An encoder for this size; None where libx264 is to do it."""
        name = self.name
        if not name:
            return None
        try:
            return FFmpegH264(name, width, height, bitrate, CANDIDATES.get(name, {}))
        except CodecError as error:
            self.give_up(str(error))
            return None

    def give_up(self, why: str) -> None:
        """It has failed: it is not used again."""
        log.warning("hardware encoder %s is not used any more: %s", self.name, why)
        self.name = ""

    def look(self) -> None:
        """Find out, once, behind the scenes and in another process: a driver may hang or crash."""
        if self._asked.is_set() or not may_be_there():
            return
        self._asked.set()
        threading.Thread(target=self._look, name="encoder check", daemon=True).start()

    def _look(self) -> None:
        try:
            told = child.answer_of(CHILD_OPTION, "medclient.session.rtp.hardware_check", PROBE_TIMEOUT_S)
        except child.NoAnswer as error:
            log.info("no hardware encoder: its check failed with %s", error)
            return
        name = str(told.get("encoder", ""))
        if name in CANDIDATES:
            log.info("hardware encoder: %s", name)
            self.name = name


def may_be_there() -> bool:
    """Whether it is worth to look: on Linux a graphics card has a device file."""
    if not sys.platform.startswith("linux"):
        return True
    return Path("/dev/nvidia0").exists() or any(Path("/dev/dri").glob("renderD*"))


THIS_MACHINE = Hardware()
"""There is only one."""
