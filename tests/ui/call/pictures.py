"""Pictures for the call page: frames that look like a room with a person, and frames of one colour."""

from functools import lru_cache

import av
import numpy as np
import numpy.typing as npt


def plain_frame(red: int, green: int, blue: int, width: int = 640, height: int = 360) -> av.VideoFrame:
    """A frame of one colour."""
    picture = np.empty((height, width, 3), np.uint8)
    picture[:] = (red, green, blue)
    return frame_of(picture)


def frame_of(picture: npt.NDArray[np.uint8]) -> av.VideoFrame:
    """A YUV 4:2:0 frame of an RGB picture."""
    return av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")


@lru_cache
def person(hue: int = 0, width: int = 1280, height: int = 720) -> av.VideoFrame:
    """Somebody sitting in a bright room, drawn with a few soft shapes."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    y, x = y / height, x / width * (width / height)
    centre = width / height / 2
    wall = np.stack([206 - 50 * y, 204 - 40 * y, 190 - 30 * y], axis=-1)
    picture = wall + 26 * np.exp(-((x - 0.35) ** 2 + (y - 0.2) ** 2) / 0.08)[..., None]
    clothes = ((58, 96, 112), (122, 74, 82), (70, 84, 60))[hue % 3]
    for colour, inside in (
        (clothes, ((x - centre) / 0.42) ** 2 + ((y - 1.12) / 0.46) ** 2),
        ((206, 158, 132), ((x - centre) / 0.09) ** 2 + ((y - 0.66) / 0.16) ** 2),
        ((82, 60, 48), ((x - centre) / 0.175) ** 2 + ((y - 0.4) / 0.235) ** 2),
        ((218, 172, 146), ((x - centre) / 0.145) ** 2 + ((y - 0.46) / 0.2) ** 2),
    ):
        edge = np.clip((1.02 - inside) / 0.04, 0, 1)[..., None]
        picture = picture * (1 - edge) + np.array(colour, np.float32) * edge
    return frame_of(np.clip(picture, 0, 255).astype(np.uint8))
