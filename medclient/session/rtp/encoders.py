"""Encoders that follow the line: a new bitrate takes effect without a key frame, at a third of aiortc's own cost."""

import os
import time
from typing import Any

import av
import numpy as np
from aiortc.codecs.base import Encoder
from aiortc.codecs.h264 import H264Encoder
from aiortc.codecs.vpx import Vp8Encoder
from aiortc.mediastreams import VIDEO_TIME_BASE, convert_timebase
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from av.frame import Frame
from av.packet import Packet

from medclient.session.rtp import libvpx, opus, x264
from medclient.session.rtp.hardware import THIS_MACHINE, FFmpegH264, Hardware
from medclient.session.rtp.ladder import Ladder
from medclient.session.rtp.libvpx import Vp8
from medclient.session.rtp.opus import LibOpusEncoder, VoiceSettings
from medclient.session.rtp.x264 import X264, CodecError

RATE = 30
START_BPS, LEAST_BPS = 1_000_000, 80_000
LEAST_CHANGE = 0.03
PARALLEL_CORES = 4
LONGEST_INTERVAL = 18_000
"""0.2 s: what is longer was a pause, not the camera's rate."""
JUDGED_EVERY = 60

SAMPLE_RATE = 48000
VOICE_LADDER = ((250_000, 40_000), (120_000, 28_000), (0, 20_000))
"""From which rate of the line on how many bits per second of sound."""
LEAST_LOSS_PERCENT, MOST_LOSS_PERCENT = 3, 25
DTX_BELOW = 250_000


class LiveVideoEncoder(Encoder):
    """H.264 or VP8 through the libraries themselves; one open encoder, made anew for each size."""

    def __init__(self, codec: str, hardware: Hardware = THIS_MACHINE) -> None:
        self._codec = codec
        self._hardware = hardware
        self._open: X264 | Vp8 | FFmpegH264 | None = None
        self._target = START_BPS
        self.ladder = Ladder()
        self._interval_s = 1 / RATE
        self._last_pts: int | None = None
        self._spent_s = 0.0
        self._judged = 0
        self._picture_id = 0
        self.width = self.height = 0
        """Of the last picture encoded."""

    @property
    def target_bitrate(self) -> int:
        """Bits per second."""
        return self._target

    @target_bitrate.setter
    def target_bitrate(self, bitrate: int) -> None:
        self._target = max(LEAST_BPS, min(bitrate, self.ladder.most_bps()))

    def encode(self, frame: Frame, force_keyframe: bool = False) -> tuple[list[bytes], int]:
        """Raises: CodecError"""
        if not isinstance(frame, av.VideoFrame):
            raise TypeError("not a picture")
        begun = time.monotonic()
        pts = convert_timebase(frame.pts or 0, frame.time_base or VIDEO_TIME_BASE, VIDEO_TIME_BASE)
        self._follow_rate(pts)
        scale = self.ladder.choose(self._target, (frame.width, frame.height))
        width, height = (int(size * scale) // 2 * 2 for size in (frame.width, frame.height))
        # The frame itself where nothing is to be done.
        picture = frame.reformat(width, height, "yuv420p", interpolation="FAST_BILINEAR")
        bitrate = int(self._target * self._interval_s * RATE)  # the libraries count pictures, not time
        encoder = self._open
        if encoder is None or (encoder.width, encoder.height) != (width, height):
            encoder = self._open = self._opened(width, height, bitrate)
            self.width, self.height = width, height
        elif abs(bitrate - encoder.bitrate) > LEAST_CHANGE * encoder.bitrate:
            encoder.set_bitrate(bitrate)
        if isinstance(encoder, FFmpegH264):
            try:
                units = encoder.encode(picture, force_keyframe)
            except CodecError as error:
                self._hardware.give_up(str(error))
                encoder = self._open = self._opened(width, height, bitrate)  # begins with a key frame
            else:
                payloads = H264Encoder._packetize(iter(units))
        if isinstance(encoder, X264):
            payloads = H264Encoder._packetize(iter(encoder.encode(picture, force_keyframe)))
        elif isinstance(encoder, Vp8):
            payloads = Vp8Encoder._packetize(encoder.encode(picture, force_keyframe), self._picture_id)
            self._picture_id = (self._picture_id + 1) & 0x7FFF
        self._judge_load(time.monotonic() - begun)
        return payloads, pts

    def _opened(self, width: int, height: int, bitrate: int) -> X264 | Vp8 | FFmpegH264:
        threads = 1 if (os.cpu_count() or 1) < PARALLEL_CORES else 2
        if self._codec != "H264":
            return Vp8(width, height, bitrate, threads)
        return self._hardware.open(width, height, bitrate) or X264(width, height, bitrate, threads)

    def pack(self, packet: "Packet[Any]") -> tuple[list[bytes], int]:
        raise TypeError("no picture is encoded elsewhere")

    def _follow_rate(self, pts: int) -> None:
        if self._last_pts is not None and 0 < pts - self._last_pts < LONGEST_INTERVAL:
            self._interval_s += 0.05 * ((pts - self._last_pts) / VIDEO_TIME_BASE.denominator - self._interval_s)
        self._last_pts = pts

    def _judge_load(self, spent_s: float) -> None:
        self._spent_s += 0.05 * (spent_s - self._spent_s)
        self._judged += 1
        if self._judged >= JUDGED_EVERY:
            self._judged = 0
            self.ladder.judge_load(self._spent_s / self._interval_s)


VideoEncoder = LiveVideoEncoder | H264Encoder | Vp8Encoder


def open_video_encoder(codec: RTCRtpCodecParameters) -> VideoEncoder:
    """The best encoder there is: aiortc's own makes a key frame of each change of the bitrate."""
    if (codec.name == "H264" and x264.available()) or (codec.name == "VP8" and libvpx.available()):
        return LiveVideoEncoder(codec.name)
    return H264Encoder() if codec.name == "H264" else Vp8Encoder()


def voice_settings(target_bps: int, loss: float) -> VoiceSettings:
    """For a line that bears so much and loses so much."""
    bitrate = next(bits for least, bits in VOICE_LADDER if target_bps >= least)
    loss_percent = min(MOST_LOSS_PERCENT, LEAST_LOSS_PERCENT + round(loss * 100))
    return VoiceSettings(bitrate, loss_percent, dtx=target_bps < DTX_BELOW)


class VoiceEncoder(Encoder):
    """Mono Opus with in-band FEC: each packet carries a coarse copy of the one before."""

    def __init__(self) -> None:
        library = opus.find_library()
        self._opus = LibOpusEncoder(library) if library else None
        self._plain = None if library else _plain_opus()

    def configure(self, settings: VoiceSettings) -> None:
        """Follow the line; without libopus the settings of the beginning stay."""
        if self._opus:
            self._opus.configure(settings)

    def encode(self, frame: Frame, force_keyframe: bool = False) -> tuple[list[bytes], int]:
        """20 ms of mono sound."""
        if not isinstance(frame, av.AudioFrame):
            raise TypeError("not sound")
        pts = frame.pts or 0
        if self._plain:
            return [bytes(packet) for packet in self._plain.encode(frame)], pts
        payload = self._opus.encode(np.asarray(frame.to_ndarray(), np.int16).reshape(-1)) if self._opus else b""
        return [payload] if payload else [], pts

    def pack(self, packet: "Packet[Any]") -> tuple[list[bytes], int]:
        raise TypeError("no sound is encoded elsewhere")


def _plain_opus() -> av.AudioCodecContext:
    context = av.CodecContext.create("libopus", "w")
    context.sample_rate, context.layout, context.format = SAMPLE_RATE, "mono", "s16"
    settings = VoiceSettings()
    context.bit_rate = settings.bitrate
    context.options = {
        "application": "voip",
        "fec": "1",
        "packet_loss": str(settings.loss_percent),
        "frame_duration": "20",
    }
    return context
