"""Sound cards that run unequally fast, for simulated hours."""

import os
import random

import numpy as np
import pytest

from medclient.session.rtp.audio_buffer import FRAME, SAMPLE_RATE, AudioBuffer
from medclient.session.rtp.drift import WINDOW_S, DriftMeter, FineResampler, Sound

BLOCK = 480
SECONDS = int(os.environ.get("MEDCLIENT_SOAK_S", "900"))
"""Simulated; with 7200 for two hours it takes a minute."""


class Tone:
    """Instead of Opus: a packet's number becomes its part of a tone, in no time."""

    def decode(self, payload: bytes) -> Sound:
        places = int.from_bytes(payload) * FRAME + np.arange(FRAME)
        return np.asarray(8000 * np.sin(places * (2 * np.pi * 300 / SAMPLE_RATE))).astype(np.int16)

    def recover(self, following: bytes, samples: int) -> Sound:
        return np.zeros(0, np.int16)

    def conceal(self, samples: int) -> Sound:
        return np.zeros(samples, np.int16)


def play(buffer: AudioBuffer, seconds: float, drift: float, jitter_s: float, seed: int = 1) -> list[float]:
    """A call between a sender that runs faster by `drift` and our speaker; returns how much sound waited, by second."""
    dice = random.Random(seed)
    packet_s, block_s = FRAME / SAMPLE_RATE / (1 + drift), BLOCK / SAMPLE_RATE
    arrivals = sorted(
        (number * packet_s + 0.03 + dice.random() ** 2 * jitter_s, number) for number in range(int(seconds / packet_s))
    )
    arrivals.reverse()
    waiting = []
    for pull in range(int(seconds / block_s)):
        now = pull * block_s
        while arrivals and arrivals[-1][0] <= now:
            at, number = arrivals.pop()
            buffer.add(number & 0xFFFF, number * FRAME & 0xFFFFFFFF, number.to_bytes(4), at)
        buffer.pull(BLOCK, now)
        if pull % 100 == 0:
            waiting.append(buffer.delay_s)
    return waiting


@pytest.mark.parametrize("drift", [200e-6, -200e-6], ids=lambda drift: f"{drift * 1e6:+.0f} ppm")
def test_unequal_cards_neither_fill_nor_empty_the_buffer(drift: float) -> None:
    """Uncompensated, 200 ppm are 720 ms in an hour: the buffer would be cut or stretched more than a hundred times."""
    buffer = AudioBuffer(Tone)
    waiting = play(buffer, SECONDS, drift, 0.01)
    told = buffer.statistics
    in_ms = 1000 / SAMPLE_RATE
    assert told.concealed_samples * in_ms < 250, "only while the drift was not known yet"
    assert (told.removed_samples_for_acceleration + told.inserted_samples_for_deceleration) * in_ms < 150
    assert max(waiting[300:]) < 0.12
    assert buffer.drift == pytest.approx(drift, abs=10e-6)


def test_another_way_through_the_network_is_no_drift() -> None:
    meter = DriftMeter()
    highest = 0.0
    for step in range(int(40 * WINDOW_S * 100)):
        now = step * 0.01
        meter.pulled(BLOCK, now)
        if step % 2:
            longer = 0.03 if now > 18 * WINDOW_S else 0.0
            meter.arrived(int((now - longer) * SAMPLE_RATE), now)
        highest = max(highest, abs(meter.drift))
    assert highest < 10e-6


@pytest.mark.parametrize("speed", [1.0002, 0.9998, 1.0])
def test_a_tone_stays_a_tone(speed: float) -> None:
    """In blocks of any size, without a click: a sine of another pitch comes out, and nothing else."""
    resampler, dice = FineResampler(), random.Random(3)
    resampler.speed = speed
    at, out = 0, []
    for _ in range(400):
        samples = dice.choice((1, 7, 441, 480, 960))
        needed = resampler.needed(samples)
        out.append(resampler(np.asarray(9000 * np.sin((at + np.arange(needed)) * 0.1)).astype(np.int16), samples))
        assert out[-1].size == samples
        at += needed
    sound = np.concatenate(out)[10:].astype(float)
    places = np.arange(sound.size) * 0.1 * speed
    waves = np.stack([np.sin(places), np.cos(places)], axis=1)
    fit = waves @ np.linalg.lstsq(waves, sound, rcond=None)[0]
    assert np.std(sound - fit) < 0.002 * np.std(sound)
    assert at == pytest.approx(sound.size * speed, abs=20)
