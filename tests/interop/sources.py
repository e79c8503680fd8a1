"""What a browser under test is given for camera and microphone: files whose content proves where it came from."""

import wave
from fractions import Fraction
from pathlib import Path

import av

from medclient.media import test_pattern

SECONDS = 2


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
    tone = test_pattern.Tone(test_pattern.MARKER_HZ).block(10 * test_pattern.SAMPLE_RATE)
    with wave.open(str(file), "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(test_pattern.SAMPLE_RATE)
        target.writeframes(tone.tobytes())
    return file
