"""A picture and a tone that prove by their content that they came through.

The picture is calm and moves: a disc on a soft ground, and the time of day. Along its lower edge lies a bar code
with the sender's clock. Layout, in parts of the picture so that it survives scaling: the strip is the lowest twelfth
of the height and is cut into `CELLS` equal cells. Cells 0 to 3 are white, black, white, black. Then come 32 bits,
the highest first (white is 1): milliseconds since the epoch modulo 2^32. Then 8 bits: the exclusive or of the four
bytes and `CHECK_SEED`.
"""

import math
import time
from datetime import datetime

import av
import cv2
import numpy as np
import numpy.typing as npt

WIDTH, HEIGHT, RATE = 1280, 720, 30
STRIP = 12
"""The strip's height is 1/STRIP of the picture's."""
SYNC = (1, 0, 1, 0)
DATA_BITS = 32
CHECK_BITS = 8
CELLS = len(SYNC) + DATA_BITS + CHECK_BITS
CHECK_SEED = 0x5A
WHITE, BLACK = 225, 26
LEAST_CONTRAST = 60.0

SAMPLE_RATE = 48000
MICROPHONE_HZ = 660.0
"""The tone of the `test-tone` microphone."""
MARKER_HZ = 1250.0
"""The quiet tone under the practice patient's voice."""

Luma = npt.NDArray[np.uint8]
Sound = npt.NDArray[np.int16]


def now_code() -> int:
    """This moment as the bar code carries it: milliseconds modulo 2^32."""
    return int(time.time() * 1000) & 0xFFFFFFFF


def age_ms(code: int) -> int:
    """How long ago a code was drawn, by this machine's clock; negative for one of the future."""
    age = (now_code() - code) & 0xFFFFFFFF
    return age - (1 << 32) if age >= 1 << 31 else age


def _bits(code: int) -> list[int]:
    check = CHECK_SEED
    for shift in (0, 8, 16, 24):
        check ^= code >> shift & 0xFF
    data = [code >> bit & 1 for bit in range(DATA_BITS - 1, -1, -1)]
    return [*SYNC, *data, *(check >> bit & 1 for bit in range(CHECK_BITS - 1, -1, -1))]


def draw_bar_code(luma: Luma, code: int) -> None:
    """Draw `code` into the lower edge of a luma plane, in place."""
    height, width = luma.shape
    edges = np.linspace(0, width, CELLS + 1).astype(int)
    row = np.empty(width, np.uint8)
    for bit, start, end in zip(_bits(code), edges, edges[1:], strict=False):
        row[start:end] = WHITE if bit else BLACK
    luma[height - height // STRIP :] = row


def read_bar_code(luma: Luma) -> int | None:
    """The code in a luma plane of any size, or None where there is none that is whole."""
    height, width = luma.shape
    if height < 2 * STRIP or width < 2 * CELLS:
        return None
    strip = height / STRIP
    rows = luma[int(height - 0.75 * strip) : int(height - 0.25 * strip) + 1]
    cell = width / CELLS
    levels = np.array(
        [rows[:, int((i + 0.3) * cell) : int((i + 0.7) * cell) + 1].mean() for i in range(CELLS)], np.float64
    )
    white, black = (levels[0] + levels[2]) / 2, (levels[1] + levels[3]) / 2
    if white - black < LEAST_CONTRAST:
        return None
    bits = (levels > (white + black) / 2).astype(int).tolist()
    code = int("".join(map(str, bits[len(SYNC) : len(SYNC) + DATA_BITS])), 2)
    return code if bits == _bits(code) else None


def luma_of(frame: av.VideoFrame) -> Luma:
    """The luma plane of a YUV 4:2:0 frame, without a copy."""
    plane = frame.planes[0]
    array: Luma = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
    return array[:, : plane.width]


class TestPicture:
    """Draws the moving picture."""

    __test__ = False

    def __init__(self, width: int = WIDTH, height: int = HEIGHT, hue: tuple[int, int] = (118, 112)) -> None:
        self._width, self._height = width, height
        self._ground = np.empty((height * 3 // 2, width), np.uint8)
        self._ground[:height] = np.linspace(150, 90, height, dtype=np.uint8)[:, None]
        chroma = self._ground[height:].reshape(-1)
        chroma[: chroma.size // 2] = hue[0]
        chroma[chroma.size // 2 :] = hue[1]

    def draw(self, at: float, code: int | None = None) -> av.VideoFrame:
        """The picture at `at` (seconds); with `code` in its bar code, else the time of day."""
        picture = self._ground.copy()
        luma = picture[: self._height]
        x = int(self._width * (0.5 + 0.32 * math.sin(at * 0.9)))
        y = int(self._height * (0.45 + 0.18 * math.sin(at * 1.3)))
        cv2.circle(luma, (x, y), self._height // 9, 215, -1, cv2.LINE_AA)
        text = datetime.fromtimestamp(time.time()).astimezone().strftime("%H:%M:%S")
        scale = self._height / 480
        cv2.putText(
            luma, text, (int(24 * scale), int(48 * scale)), cv2.FONT_HERSHEY_SIMPLEX, scale, 235, 2, cv2.LINE_AA
        )
        draw_bar_code(luma, now_code() if code is None else code)
        return av.VideoFrame.from_ndarray(picture, format="yuv420p")


class Tone:
    """A soft tone with a slow swell."""

    def __init__(self, frequency_hz: float = MICROPHONE_HZ, level: float = 0.2) -> None:
        self._step = 2 * math.pi * frequency_hz / SAMPLE_RATE
        self._level = level * 32767
        self._sample = 0

    def block(self, samples: int) -> Sound:
        """The next `samples`, mono int16 at 48 kHz."""
        index = self._sample + np.arange(samples)
        self._sample += samples
        swell = 0.75 + 0.25 * np.sin(index * (2 * math.pi * 0.7 / SAMPLE_RATE))
        return np.asarray(np.sin(index * self._step) * swell * self._level).astype(np.int16)


def power(samples: Sound, frequency_hz: float) -> float:
    """Power of one frequency in full scale = 1, by Goertzel's sum over the whole block."""
    index = np.arange(samples.size)
    turn = np.exp(-2j * math.pi * frequency_hz / SAMPLE_RATE * index)
    return float(abs((samples.astype(np.float64) / 32768 * np.hanning(samples.size)) @ turn / samples.size) ** 2)


def hears(samples: Sound, frequency_hz: float) -> bool:
    """Whether a tone stands out at this frequency: 10 dB over its neighbours, and over -90 dB."""
    here = power(samples, frequency_hz)
    beside = max(power(samples, frequency_hz * factor) for factor in (0.86, 0.93, 1.07, 1.14))
    return here > 1e-9 and here > 10 * beside
