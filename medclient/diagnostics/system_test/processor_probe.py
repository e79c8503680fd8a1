"""How quickly this computer encodes and decodes the picture of a call, with the call's own encoder and decoder."""

import os
import threading
import time

from aiortc.codecs import depayload, get_decoder
from aiortc.jitterbuffer import JitterFrame
from aiortc.mediastreams import VIDEO_TIME_BASE
from aiortc.rtcrtpparameters import RTCRtpCodecParameters

from medclient.diagnostics.system_test.machine import RATE, ProcessorMeasured
from medclient.media.test_pattern import TestPicture
from medclient.session.rtp.encoders import open_video_encoder
from medclient.session.rtp.ladder import FULL_BPS

CODEC = RTCRtpCodecParameters(mimeType="video/H264", clockRate=90000, payloadType=96)
PICTURES = 48
"""Fewer than after which the encoder would choose a smaller picture by itself."""
WARM_UP = 4
MOST_S = 2.0


def measure_processor(stop: threading.Event) -> ProcessorMeasured:
    """Blocks for at most some four seconds, and keeps one core busy."""
    drawn = [TestPicture().draw(number / RATE) for number in range(PICTURES + WARM_UP)]
    encoder, decoder = open_video_encoder(CODEC), get_decoder(CODEC)
    encoder.target_bitrate = FULL_BPS
    encoded: list[bytes] = []
    spent: list[float] = []
    begun = time.monotonic()
    for number, picture in enumerate(drawn):
        picture.pts, picture.time_base = number * 90000 // RATE, VIDEO_TIME_BASE
        at = time.perf_counter()
        payloads, _ = encoder.encode(picture, force_keyframe=number == 0)
        spent.append(time.perf_counter() - at)
        encoded.append(b"".join(depayload(CODEC, each) for each in payloads))
        if stop.is_set() or time.monotonic() - begun > MOST_S:
            break
    encode = _rate(spent)
    spent = []
    begun = time.monotonic()
    for number, data in enumerate(encoded):
        at = time.perf_counter()
        decoder.decode(JitterFrame(data, number * 90000 // RATE))
        spent.append(time.perf_counter() - at)
        if stop.is_set() or time.monotonic() - begun > MOST_S:
            break
    return ProcessorMeasured(encode, _rate(spent), os.cpu_count() or 1)


def _rate(spent: list[float]) -> float:
    counted = spent[WARM_UP:] or spent
    return len(counted) / max(sum(counted), 1e-6)
