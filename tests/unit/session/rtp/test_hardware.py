"""The check of hardware encoders, and the way back to libx264. A software encoder stands in for hardware, and liars."""

import time

import av
import pytest
from aiortc.codecs.h264 import H264Decoder, h264_depayload
from aiortc.jitterbuffer import JitterFrame
from aiortc.mediastreams import VIDEO_TIME_BASE

from medclient.media import test_pattern
from medclient.session.rtp import hardware
from medclient.session.rtp.encoders import LiveVideoEncoder
from medclient.session.rtp.hardware import FFmpegH264, Hardware
from medclient.session.rtp.hardware_check import Unfit, check, first_good
from medclient.session.rtp.video_frames import begins_key_frame
from medclient.session.rtp.x264 import X264, CodecError

GOOD = {"preset": "superfast", "tune": "zerolatency", "profile": "baseline", "forced-idr": "1"}
GOOD |= {"maxrate": "4000000", "bufsize": "500000", "x264-params": "scenecut=0"}


class Liar(X264):
    """Says that it has done what it was told."""

    lie = ""

    def set_bitrate(self, bitrate: int) -> None:
        if self.lie != "deaf to the bitrate":
            super().set_bitrate(bitrate)

    def encode(self, frame: av.VideoFrame, force_key_frame: bool) -> list[bytes]:
        count, first, held = vars(self).setdefault("state", (0, frame, []))
        if self.lie == "frozen":
            frame = first
        if self.lie == "key frames as it likes":
            force_key_frame = force_key_frame or count == 20
        units = super().encode(frame, force_key_frame)
        vars(self)["state"] = (count + 1, first, units)
        if self.lie == "holds back":
            return list(held)
        if self.lie == "garbage":
            return [unit[:1] + b"\x5a" * len(unit[1:]) if unit[0] & 0x1F < 6 else unit for unit in units]
        if self.lie == "another profile":
            return [unit[:1] + b"\x64" + unit[2:] if unit[0] & 0x1F == 7 else unit for unit in units]
        return units


def test_an_encoder_that_does_what_a_call_needs_passes() -> None:
    check(X264, time.thread_time)


@pytest.mark.parametrize(
    ("lie", "found"),
    [
        ("frozen", "worse"),
        ("garbage", "decoder|worse"),
        ("deaf to the bitrate", "of the bitrate"),
        ("key frames as it likes", "key frames"),
        ("holds back", "holds"),
        ("another profile", "profile"),
    ],
)
def test_a_liar_is_found_out(monkeypatch: pytest.MonkeyPatch, lie: str, found: str) -> None:
    monkeypatch.setattr(Liar, "lie", lie)
    with pytest.raises(Unfit, match=found):
        check(Liar, time.thread_time)


def test_what_is_not_there_is_unfit() -> None:
    """No machine that runs the tests has them all; some have none."""
    assert first_good(()) == ""
    with pytest.raises(CodecError):
        FFmpegH264("h264_of_another_world", 640, 360, 500_000, {})
    assert Hardware("h264_of_another_world").open(640, 360, 500_000) is None


def encoded(encoder: LiveVideoEncoder, count: int, first: int = 0) -> list[list[bytes]]:
    picture = test_pattern.TestPicture(640, 360)
    result = []
    for number in range(first, first + count):
        frame = picture.draw(number / 30, number)
        frame.pts, frame.time_base = number * 3000, VIDEO_TIME_BASE
        result.append(encoder.encode(frame, number == 0)[0])
    return result


def test_a_failure_in_the_middle_of_a_call_is_not_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """libx264 goes on with the very picture at which the hardware failed, and with a key frame."""
    monkeypatch.setattr(hardware, "CANDIDATES", {"libx264": GOOD})
    machine = Hardware("libx264")
    encoder = LiveVideoEncoder("H264", machine)
    sent = encoded(encoder, 10)
    assert isinstance(encoder._open, FFmpegH264)

    def fail(frame: av.VideoFrame, force_key_frame: bool) -> list[bytes]:
        raise CodecError("the device was lost")

    monkeypatch.setattr(encoder._open, "encode", fail)
    sent += encoded(encoder, 10, first=10)
    assert machine.name == "", "it is not tried again"
    assert [any(begins_key_frame("H264", each) for each in payloads) for payloads in sent].count(True) == 2
    decoder = H264Decoder()
    for number, payloads in enumerate(sent):
        data = b"".join(h264_depayload(payload) for payload in payloads)
        (shown,) = decoder.decode(JitterFrame(data, number * 3000))
        assert isinstance(shown, av.VideoFrame)
        assert test_pattern.read_bar_code(test_pattern.luma_of(shown)) == number
