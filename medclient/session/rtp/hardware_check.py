"""Whether an H.264 encoder does what a call needs. As a program it tries this machine's and prints the first good one.

Moving pictures go in and are decoded again by the decoder of our own calls: each must come out at once and look as it
went in, no worse than libx264's at the same bitrate; a new bitrate must be followed and cost no key frame, a key frame
must come when asked for and only then, and it must not take longer than libx264.
"""

import functools
import json
import sys
import time
from collections.abc import Callable, Sequence
from typing import Protocol

import av
import cv2
import numpy as np
from aiortc.codecs.h264 import H264Decoder
from aiortc.jitterbuffer import JitterFrame

from medclient.session.rtp.hardware import CANDIDATES, RATE, FFmpegH264
from medclient.session.rtp.x264 import X264, CodecError

WIDTH, HEIGHT = 1280, 720
HIGH_BPS, LOW_BPS = 1_500_000, 500_000
PICTURES = 45
"""At each bitrate; the first third is left out of the judgement of the size."""
TOLERANCE = 1.35
WORSE_DB = 1.0
LEAST_DB = 28.0
MOST_S = 0.02
IDR, SPS = 5, 7
BASELINE = 66


class Encoder(Protocol):
    """What `x264.X264` and `hardware.FFmpegH264` are."""

    def set_bitrate(self, bitrate: int) -> None: ...
    def encode(self, frame: av.VideoFrame, force_key_frame: bool) -> list[bytes]: ...


Open = Callable[[int, int, int], Encoder]


class Unfit(Exception):
    """It does not do what it must; the text says what."""


def check(open_encoder: Open, clock: Callable[[], float] = time.monotonic) -> None:
    """Try an encoder, opened for a width, a height and a bitrate.

    Raises:
        Unfit
    """
    pictures = draw(2 * PICTURES)
    try:
        own_s, own_db = _Trial(X264(WIDTH, HEIGHT, HIGH_BPS), clock).run(pictures[:PICTURES], key_at=0)
        trial = _Trial(open_encoder(WIDTH, HEIGHT, HIGH_BPS), clock)
        spent_s, quality_db = trial.run(pictures[:PICTURES], key_at=0)
        trial.judge_rate(HIGH_BPS)
        trial.encoder.set_bitrate(LOW_BPS)
        trial.run(pictures[PICTURES:], key_at=PICTURES - 5)
        trial.judge_rate(LOW_BPS)
    except CodecError as error:
        raise Unfit(str(error)) from None
    if quality_db < max(LEAST_DB, own_db - WORSE_DB):
        raise Unfit(f"its pictures are worse: {quality_db:.1f} dB instead of {own_db:.1f}")
    if spent_s > max(own_s, MOST_S):
        raise Unfit(f"it is slow: {spent_s * 1000:.0f} ms for a picture")


class _Trial:
    def __init__(self, encoder: Encoder, clock: Callable[[], float]) -> None:
        self.encoder = encoder
        self._clock = clock
        self._decoder = H264Decoder()
        self._number = 0
        self._sizes: list[int] = []

    def run(self, pictures: Sequence[av.VideoFrame], key_at: int) -> tuple[float, float]:
        """Encode and decode them; returns the time for one and how alike they are (PSNR in dB)."""
        spent, errors = [], []
        self._sizes = []
        for place, picture in enumerate(pictures):
            begun = self._clock()
            units = self.encoder.encode(picture, place == key_at)
            spent.append(self._clock() - begun)
            if not units:
                raise Unfit("it holds pictures back")
            kinds = {unit[0] & 0x1F for unit in units}
            if (IDR in kinds) != (place == key_at):
                raise Unfit("it makes key frames as it likes")
            for unit in units:
                if unit[0] & 0x1F == SPS and unit[1] != BASELINE:
                    raise Unfit("it is not the baseline profile")
            self._sizes.append(sum(map(len, units)))
            errors.append(self._error(units, picture))
        mean = float(np.mean(errors[len(errors) // 3 :]))
        return float(np.median(spent)), 10 * float(np.log10(255**2 / max(mean, 1e-6)))

    def _error(self, units: list[bytes], picture: av.VideoFrame) -> float:
        data = b"".join(b"\0\0\0\1" + unit for unit in units)
        try:
            shown = self._decoder.decode(JitterFrame(data, self._number * 3000))
        except av.FFmpegError:
            raise Unfit("our decoder does not read it") from None
        self._number += 1
        if len(shown) != 1 or not isinstance(shown[0], av.VideoFrame):
            raise Unfit("our decoder gets no picture of it")
        sent, got = (each.to_ndarray(format="gray").astype(np.float32) for each in (picture, shown[0]))
        if sent.shape != got.shape:
            raise Unfit("the size is another")
        return float(np.mean((sent - got) ** 2))

    def judge_rate(self, bitrate: int) -> None:
        """Whether the last pictures, but for the first third and the key frame, took what they may."""
        counted = sorted(self._sizes[len(self._sizes) // 3 :])[:-1]
        taken = 8 * RATE * sum(counted) / len(counted)
        if taken > TOLERANCE * bitrate:
            raise Unfit(f"it took {taken / bitrate:.2f} of the bitrate")


def draw(count: int) -> list[av.VideoFrame]:
    """A textured patch that moves before a textured ground, with a camera's grain."""
    random = np.random.default_rng(11)
    ground = cv2.resize(random.integers(40, 200, (90, 160), np.uint8), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    patch = cv2.resize(random.integers(40, 220, (60, 60), np.uint8), (360, 360), interpolation=cv2.INTER_CUBIC)
    result = []
    for number in range(count):
        luma = ground.copy()
        left = 300 + int(120 * np.sin(number / 15))
        luma[180:540, left : left + 360] = patch
        grain = random.integers(-3, 4, luma.shape, np.int8)
        whole = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
        whole[:HEIGHT] = np.clip(luma.astype(np.int16) + grain, 0, 255)
        result.append(av.VideoFrame.from_ndarray(whole, format="yuv420p"))
    return result


def _open(name: str, width: int, height: int, bitrate: int) -> Encoder:
    return FFmpegH264(name, width, height, bitrate, CANDIDATES[name])


def first_good(names: Sequence[str] = tuple(CANDIDATES)) -> str:
    """The name of the first that passes; empty where none does."""
    for name in names:
        try:
            check(functools.partial(_open, name))
        except Unfit as reason:
            sys.stderr.write(f"{name}: {reason}\n")
        else:
            return name
    return ""


def main() -> int:
    """Print what was found."""
    sys.stdout.write(json.dumps({"encoder": first_good()}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
