"""What a browser under test is given for camera and microphone: files whose content proves where it came from."""

import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from medclient.media import test_pattern

SECONDS = 2
SYLLABLE_S = 0.16


def make_camera_file(file: Path) -> Path:
    """Motion JPEG, as Chromium takes it for a camera: a moving picture whose bar code counts from 1."""
    picture = test_pattern.TestPicture(hue=(110, 140))
    with av.open(str(file), "w", format="mjpeg") as container:
        stream = container.add_stream("mjpeg", rate=test_pattern.RATE)
        stream.width, stream.height = test_pattern.WIDTH, test_pattern.HEIGHT
        stream.pix_fmt = "yuvj420p"
        stream.time_base = Fraction(1, test_pattern.RATE)
        stream.options = {"qmin": "3", "qmax": "3"}
        for number in range(SECONDS * test_pattern.RATE):
            frame = picture.draw(number / test_pattern.RATE, number + 1)
            frame.pts = number
            container.mux(stream.encode(frame.reformat(format="yuvj420p")))
        container.mux(stream.encode(None))
    return file


def make_microphone_file(file: Path) -> Path:
    """A wave file with the tone of the practice patient."""
    return _write_sound(file, test_pattern.Tone(test_pattern.MARKER_HZ).block(10 * test_pattern.SAMPLE_RATE))


def make_voice_file(file: Path) -> Path:
    """A wave file with syllables of changing pitch: a tone that never ends is taken for noise, and suppressed."""
    random = np.random.default_rng(1)
    at = np.arange(int(SYLLABLE_S * test_pattern.SAMPLE_RATE)) / test_pattern.SAMPLE_RATE
    syllables = []
    for pitch in random.uniform(110, 240, 60):
        harmonics = sum(np.sin(2 * np.pi * pitch * number * at) / number for number in range(1, 12))
        syllables.append(np.sin(np.pi * at / SYLLABLE_S) * harmonics * 9000)
        syllables.append(np.zeros(int(random.uniform(0.02, 0.08) * test_pattern.SAMPLE_RATE)))
    return _write_sound(file, np.concatenate(syllables).clip(-32767, 32767).astype(np.int16))


def _write_sound(file: Path, sound: test_pattern.Sound) -> Path:
    with wave.open(str(file), "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(test_pattern.SAMPLE_RATE)
        target.writeframes(sound.tobytes())
    return file
