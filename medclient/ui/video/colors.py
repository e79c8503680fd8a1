"""From a frame's own colours to those of the screen: the matrix of ITU-R BT.601 or BT.709, limited or full range."""

from dataclasses import dataclass

import av

FULL_RANGE = 2
"""FFmpeg's AVCOL_RANGE_JPEG."""
LUMA_WEIGHTS = {1: (0.2126, 0.0722), 9: (0.2627, 0.0593)}
"""Of red and blue, by FFmpeg's AVColorSpace: BT.709 and BT.2020; all others are taken for BT.601, as FFmpeg does."""
BT601 = (0.299, 0.114)


@dataclass(frozen=True)
class ColorMatrix:
    """Rows for red, green and blue: factors of Y, Cb, Cr (0..1 each) and what is added."""

    red: tuple[float, float, float, float]
    green: tuple[float, float, float, float]
    blue: tuple[float, float, float, float]


def matrix_of(frame: av.VideoFrame) -> ColorMatrix:
    """Of a YUV 4:2:0 frame."""
    full = int(frame.color_range) == FULL_RANGE or frame.format.name.startswith("yuvj")
    return matrix(*LUMA_WEIGHTS.get(int(frame.colorspace), BT601), full=full)


def matrix(of_red: float, of_blue: float, *, full: bool) -> ColorMatrix:
    """From the weights of red and blue in the brightness."""
    of_green = 1 - of_red - of_blue
    luma, black = (1.0, 0.0) if full else (255 / 219, 16 / 255)
    chroma = 1.0 if full else 255 / 224
    red, blue = 2 * (1 - of_red) * chroma, 2 * (1 - of_blue) * chroma
    green_of_red, green_of_blue = -red * of_red / of_green, -blue * of_blue / of_green
    middle = 128 / 255

    def row(of_cb: float, of_cr: float) -> tuple[float, float, float, float]:
        return (luma, of_cb, of_cr, -luma * black - (of_cb + of_cr) * middle)

    return ColorMatrix(row(0, red), row(green_of_blue, green_of_red), row(blue, 0))
