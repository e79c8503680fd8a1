"""What both ends show and say in a benchmark: a picture and a sound that tell when they were made.

The picture is a function of its bar code, so that a receiver can draw what was sent and compare. Before a still,
textured ground a textured patch of a person's size sways; over all lies the grain of a camera's sensor. The sound is
a voice that says the same again and again. `page/instrument.js` makes the same.
"""

import base64
import json
import math
import time
from functools import cache

import av
import cv2
import numpy as np

from medclient.media import test_pattern
from medclient.media.sound import read_wave
from medclient.media.test_pattern import HEIGHT, RATE, SAMPLE_RATE, WIDTH, Luma, Sound
from medclient.settings import resources_dir

PATCH_WIDTH, PATCH_HEIGHT = 400, 520
PATCH_TOP = 100
SWAY = 120
"""The patch moves by so many pixels to either side."""
GRAIN_MARGIN = 64
PER_MS = SAMPLE_RATE // 1000
GRAIN_LEVELS = 5
"""Grain is evenly spread from minus this to this."""
CHROMA = (112, 142)

VOICE = "sounds/practice-patient.wav"


@cache
def textures() -> tuple[Luma, Luma, "np.ndarray"]:
    """Ground (HEIGHT, WIDTH), patch and grain (int8, larger than the picture by `GRAIN_MARGIN`)."""
    random = np.random.default_rng(7)

    def texture(height: int, width: int, mean: float) -> Luma:
        """Detail at every scale, as in nature."""
        whole = np.zeros((height, width), np.float32)
        for cell, weight in ((160, 1.0), (40, 0.5), (10, 0.25), (3, 0.12)):
            small = random.standard_normal((height // cell + 2, width // cell + 2)).astype(np.float32)
            whole += weight * cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
        return np.asarray(np.clip(mean + 30 * whole, 30, 220), np.uint8)

    grain = random.integers(
        -GRAIN_LEVELS, GRAIN_LEVELS, (HEIGHT + GRAIN_MARGIN, WIDTH + GRAIN_MARGIN), np.int8, endpoint=True
    )
    return texture(HEIGHT, WIDTH, 110), texture(PATCH_HEIGHT, PATCH_WIDTH, 150), grain


def draw_luma(code: int) -> Luma:
    """The brightness of the picture with this bar code, (HEIGHT, WIDTH)."""
    ground, patch, grain = textures()
    luma = ground.copy()
    left = (WIDTH - PATCH_WIDTH) // 2 + round_half_up(SWAY * math.sin(code % 4000 / 4000 * 2 * math.pi))
    luma[PATCH_TOP : PATCH_TOP + PATCH_HEIGHT, left : left + PATCH_WIDTH] = patch
    x, y = code * 13 % GRAIN_MARGIN, code * 29 % GRAIN_MARGIN
    luma += grain[y : y + HEIGHT, x : x + WIDTH].view(np.uint8)  # modulo 256: a subtraction where negative
    test_pattern.draw_bar_code(luma, code)
    return luma


def round_half_up(value: float) -> int:
    """As JavaScript rounds."""
    return math.floor(value + 0.5)


def draw(code: int) -> av.VideoFrame:
    picture = np.empty((HEIGHT * 3 // 2, WIDTH), np.uint8)
    picture[:HEIGHT] = draw_luma(code)
    chroma = picture[HEIGHT:].reshape(-1)
    chroma[: chroma.size // 2], chroma[chroma.size // 2 :] = CHROMA
    return av.VideoFrame.from_ndarray(picture, format="yuv420p")


@cache
def period() -> Sound:
    """The voice, from a time that `period_ms` divides; a whole number of milliseconds, mono int16 at 48 kHz."""
    voice = read_wave(resources_dir() / VOICE)
    return voice[: voice.size // PER_MS * PER_MS]


def period_ms() -> int:
    return period().size // PER_MS


def sound(epoch_ms: float, samples: int) -> Sound:
    """The samples that begin at a time."""
    begin = round(epoch_ms % period_ms() * PER_MS)
    return np.take(period(), np.arange(begin, begin + samples), mode="wrap")


def epoch_ms() -> float:
    """This moment, as both ends and the benchmark count it."""
    return time.time() * 1000


def for_page() -> str:
    """Textures, sound and constants as a script that `page/instrument.js` finds in the page."""
    ground, patch, grain = textures()
    values = {
        "width": WIDTH,
        "height": HEIGHT,
        "rate": RATE,
        "patchWidth": PATCH_WIDTH,
        "patchHeight": PATCH_HEIGHT,
        "patchTop": PATCH_TOP,
        "sway": SWAY,
        "grainMargin": GRAIN_MARGIN,
        "chroma": CHROMA,
        "periodMs": period_ms(),
        "strip": test_pattern.STRIP,
        "sync": test_pattern.SYNC,
        "white": test_pattern.WHITE,
        "black": test_pattern.BLACK,
        "checkSeed": test_pattern.CHECK_SEED,
        "leastContrast": test_pattern.LEAST_CONTRAST,
        **{
            name: base64.b64encode(array.tobytes()).decode()
            for name, array in (("ground", ground), ("patch", patch), ("grain", grain), ("sound", period()))
        },
    }
    return f"globalThis.benchScene = {json.dumps(values)};"
