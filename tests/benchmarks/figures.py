"""From what an end saw and heard to figures, without I/O."""

import base64
from dataclasses import asdict, dataclass
from itertools import pairwise
from statistics import median
from typing import Any

import cv2
import numpy as np

from medclient.media.test_pattern import HEIGHT, WIDTH
from tests.benchmarks import scene

FREEZE_FACTOR, FREEZE_MS = 3.0, 150.0
"""A freeze by W3C webrtc-stats: an interval longer than three mean ones, and than a mean one plus 150 ms."""
LOUD = 300.0
"""Of 32768: the voice, and no concealment that has faded."""
SETTLE_S = 5.0
"""Left out at the beginning: both sides find the line first."""


@dataclass
class Figures:
    """Of one direction."""

    frames_per_second: float
    latency_ms: float
    latency_p95_ms: float
    frozen_ms_per_s: float
    longest_gap_ms: float
    width: int
    ssim: float
    concealed: float
    """Share of the sound."""

    def as_dict(self) -> dict[str, float]:
        return {name: round(value, 4) for name, value in asdict(self).items()}


def of_direction(
    pictures: list[Any], samples: list[dict[str, Any]], sound: dict[str, int], settle_s: float = SETTLE_S
) -> Figures:
    """`pictures`: (epoch ms when shown, bar code, width, height) in order."""
    if not pictures:
        return Figures(0, float("nan"), float("nan"), 1000, float("nan"), 0, float("nan"), 1)
    begin = pictures[0][0] + SETTLE_S * 1000
    shown = [each for each in pictures if each[0] >= begin]
    fresh = [shown[0], *(b for a, b in pairwise(shown) if b[1] != a[1])] if shown else pictures[-1:]
    times = np.array([each[0] for each in fresh])
    ages = np.array([(int(each[0]) - each[1]) % 2**32 for each in fresh], float)
    ages[ages > 2**31] -= 2**32
    seconds = max(0.001, (times[-1] - times[0]) / 1000)
    gaps = np.diff(times) if times.size > 1 else np.array([0.0])
    usual = float(np.mean(gaps))
    frozen = gaps[gaps > max(FREEZE_FACTOR * usual, usual + FREEZE_MS)]
    qualities = [ssim(each) for each in samples if each["at"] >= begin]
    return Figures(
        frames_per_second=(times.size - 1) / seconds,
        latency_ms=float(np.median(ages)),
        latency_p95_ms=float(np.percentile(ages, 95)),
        frozen_ms_per_s=float(frozen.sum()) / seconds,
        longest_gap_ms=float(gaps.max()),
        width=int(median(each[2] for each in fresh)),
        ssim=float(np.mean(qualities)) if qualities else float("nan"),
        concealed=sound["concealed"] / sound["total"] if sound["total"] else 1.0,
    )


def ssim(sample: dict[str, Any]) -> float:
    """Structural similarity (Wang et al. 2004) of a received picture, drawn at full size, to the one that was sent."""
    height, width, stride = sample["height"], sample["width"], sample["stride"]
    luma = np.frombuffer(base64.b64decode(sample["luma"]), np.uint8)
    luma = np.pad(luma, (0, max(0, height * stride - luma.size))).reshape(height, stride)[:, :width]
    received = cv2.resize(luma, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    sent = scene.draw_luma(sample["code"]).astype(np.float32)

    def blur(values: Any) -> Any:
        return cv2.GaussianBlur(values, (11, 11), 1.5)

    mean_a, mean_b = blur(received), blur(sent)
    variance_a, variance_b = blur(received**2) - mean_a**2, blur(sent**2) - mean_b**2
    covariance = blur(received * sent) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    score = (2 * mean_a * mean_b + c1) * (2 * covariance + c2)
    score /= (mean_a**2 + mean_b**2 + c1) * (variance_a + variance_b + c2)
    return float(score.mean())


def first_after(pictures: list[Any], epoch_ms: float) -> float | None:
    """How long after a moment (ms) a picture was shown that was taken after it."""
    for at, code, *_ in pictures:
        age = (int(at) - code) % 2**32
        if at >= epoch_ms and at - age >= epoch_ms:
            return float(at - epoch_ms)
    return None


def first_heard_after(heard: list[Any], epoch_ms: float) -> float | None:
    """How long after a moment (ms) something loud was played again; the voice's own pauses count too."""
    for at, _, data in heard:
        block = np.frombuffer(base64.b64decode(data), np.int16)
        if at >= epoch_ms and block.size and np.sqrt(np.mean(block.astype(np.float32) ** 2)) > LOUD:
            return float(at - epoch_ms)
    return None
