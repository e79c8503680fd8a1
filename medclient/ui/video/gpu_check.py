"""Tries in a process of its own whether the graphics processor paints what it is told, and prints who it is."""

import json
import sys

import av
import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from medclient.ui.video.colors import matrix_of
from medclient.ui.video.gpu_picture import Composition, GpuPicture

SIZE = 64
PATCHES = ((81, 90, 240), (145, 54, 34), (41, 240, 110), (210, 128, 128))
"""Y, Cb, Cr of four quarters: red, green, blue, white."""
GROUND = "#204060"
MOST_OFF = 4
"""Of 255, in any colour."""


def patches() -> av.VideoFrame:
    """Four quarters of one colour each."""
    half = SIZE // 2
    planes = np.empty((SIZE * 3 // 2, SIZE), np.uint8)
    luma, blue, red = planes[:SIZE], planes[SIZE : SIZE * 5 // 4], planes[SIZE * 5 // 4 :]
    blue, red = blue.reshape(half, half), red.reshape(half, half)
    for number, (y, cb, cr) in enumerate(PATCHES):
        top, left = number // 2 * half, number % 2 * half
        luma[top : top + half, left : left + half] = y
        for plane, value in ((blue, cb), (red, cr)):
            plane[top // 2 : (top + half) // 2, left // 2 : (left + half) // 2] = value
    return av.VideoFrame.from_ndarray(planes, format="yuv420p")


def fault_of(picture: GpuPicture, seen: Composition) -> str:
    """Paint, look at the middle of each quarter and beside the picture; what is wrong, or nothing."""
    said: list[str] = []
    picture.failed.connect(said.append)
    painted = picture.grabFramebuffer()
    if said or painted.isNull():
        return said[0] if said else "nothing was painted"
    colors = matrix_of(seen.frame)
    for number, (y, cb, cr) in enumerate(PATCHES):
        x, top = (SIZE // 4 + number % 2 * SIZE // 2, SIZE // 4 + number // 2 * SIZE // 2)
        found = painted.pixelColor(x, top + SIZE // 2)
        values = (found.red(), found.green(), found.blue())
        for row, value in zip((colors.red, colors.green, colors.blue), values, strict=True):
            wanted = 255 * (row[0] * y / 255 + row[1] * cb / 255 + row[2] * cr / 255 + row[3])
            if abs(min(255.0, max(0.0, wanted)) - value) > MOST_OFF:
                return f"a colour is wrong: {value} for {wanted:.0f}"
    beside = painted.pixelColor(SIZE // 2, SIZE // 4)
    return "" if beside == QColor(GROUND) else "the ground is wrong"


def examine() -> dict[str, str | bool]:
    """Who paints, and what is wrong with it; needs a `QApplication`."""
    seen = Composition(patches(), QRectF(0, SIZE // 2, SIZE, SIZE), QColor(GROUND))
    picture = GpuPicture(lambda: seen)
    picture.setFixedColorBufferSize(SIZE, SIZE * 3 // 2)
    fault = fault_of(picture, seen)
    return {"driver": picture.driver, "on_processor": picture.on_processor, "fault": fault}


def main() -> int:
    QApplication(sys.argv[:1])
    sys.stdout.write(json.dumps(examine()) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
