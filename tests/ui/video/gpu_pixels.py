"""Paints the same on the graphics processor and on the processor, on a real screen, and tells how alike they are."""

import json
import sys
from collections.abc import Callable

import av
import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QDeadlineTimer, QEventLoop, QPoint, QPointF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget

from medclient.media.frames import LatestFrame
from medclient.media.test_pattern import TestPicture
from medclient.ui import theme
from medclient.ui.video import MagnifiedVideo, VideoWidget, gpu_check
from medclient.ui.video.gpu import Gpu, Painting

Pixels = npt.NDArray[np.float64]
BT709, FULL = 1, 2


def wait(until: Callable[[], bool]) -> bool:
    deadline = QDeadlineTimer(10_000)
    while not until() and not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 100)
    return until()


def frame_of(width: int = 1280, height: int = 720, at: float = 1.0) -> av.VideoFrame:
    """Colours all over, no hard edges but a few."""
    whole = TestPicture(1280, 720).draw(at).to_ndarray(format="yuv420p")
    ramp = np.linspace(40, 215, 640)
    whole[720:900] = np.tile(ramp, (180, 2)).reshape(180, 1280)
    whole[900:] = np.repeat(np.linspace(215, 40, 360), 640).reshape(180, 1280)
    frame = av.VideoFrame.from_ndarray(whole, format="yuv420p")
    return frame if (width, height) == (1280, 720) else frame.reformat(width, height)


def pixels(widget: QWidget) -> Pixels:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    whole = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return np.asarray(whole[:, : image.width(), :3], np.float64)


def psnr(one: Pixels, other: Pixels) -> float:
    return float(10 * np.log10(255**2 / max(1e-9, float(((one - other) ** 2).mean()))))


class Pair:
    """Two widgets alike, painted by the one and by the other."""

    def __init__(self, width: int, height: int, make: Callable[[], VideoWidget] = MagnifiedVideo) -> None:
        self.widgets: list[VideoWidget] = []
        self.frames = [LatestFrame(), LatestFrame()]
        for frames, painting in zip(self.frames, (Painting.PROCESSOR, Painting.GPU), strict=True):
            widget = make()
            widget.use_gpu(Gpu(painting))
            widget.set_frames(frames)
            widget.resize(width, height)
            widget.show()
            self.widgets.append(widget)

    def show(self, frame: av.VideoFrame) -> None:
        for frames in self.frames:
            frames.put(frame)
        if not wait(lambda: self.widgets[1].is_painted_by_gpu and all(each.frames_painted for each in self.widgets)):
            print("no graphics")
            sys.exit(0)

    def alike(self) -> float:
        return round(psnr(*(pixels(each) for each in self.widgets)), 1)

    def compare(self, frame: av.VideoFrame, change: Callable[[MagnifiedVideo], None] = lambda widget: None) -> float:
        self.show(frame)
        for each in self.widgets:
            if isinstance(each, MagnifiedVideo):
                change(each)
        found = self.alike()
        for each in self.widgets:
            each.close()
        return found


def zoomed(widget: MagnifiedVideo) -> None:
    widget.zoom_by(2.5, QPointF(200, 120))


def dragged(widget: MagnifiedVideo) -> None:
    zoomed(widget)
    widget._look(widget.magnifier.moved(QPointF(-90, -60), widget._fitted(), widget.size().toSizeF()))


def coloured(space: int, span: int) -> av.VideoFrame:
    frame = frame_of()
    frame.colorspace, frame.color_range = space, span
    return frame


def similarity() -> dict[str, float]:
    return {
        "fitted": Pair(900, 560).compare(frame_of()),
        "tall": Pair(400, 700).compare(frame_of()),
        "full_range": Pair(640, 360).compare(coloured(2, FULL)),
        "bt709": Pair(640, 360).compare(coloured(BT709, 1)),
        "odd_width": Pair(500, 400).compare(frame_of(426, 240)),
        "smaller": Pair(420, 240).compare(frame_of()),
        "magnified": Pair(640, 400).compare(frame_of(), zoomed),
        "dragged": Pair(640, 400).compare(frame_of(), dragged),
        "sharp": Pair(800, 450).compare(frame_of(), lambda widget: widget.set_sharp(True)),
        "dimmed": Pair(640, 360).compare(frame_of(), lambda widget: widget.set_dimmed(True)),
        "mirrored": Pair(640, 360, lambda: VideoWidget(mirrored=True)).compare(frame_of()),
    }


def steps() -> dict[str, object]:
    widget, frames = MagnifiedVideo(), LatestFrame()
    widget.use_gpu(Gpu(Painting.GPU))
    widget.set_frames(frames)
    widget.resize(640, 360)
    over = QWidget(widget.parentWidget() or widget)
    over.setAutoFillBackground(True)
    over.setStyleSheet("background: #ff0000")
    over.setGeometry(20, 20, 40, 40)
    widget.show()
    frames.put(frame_of(at=0))
    found: dict[str, object] = {"painted by it": wait(lambda: widget.is_painted_by_gpu)}
    over.raise_()
    wait(lambda: widget.frames_painted > 0)
    QApplication.processEvents()
    before = widget.frames_painted
    many = [frame_of(at=at) for at in range(10)]
    for number, frame in enumerate(many):
        frame.pts = 100 + number
        frames.put(frame)
    wait(lambda: widget.last_frame_pts == 109)
    found["of ten pictures at once"] = widget.frames_painted - before
    found["the newest"] = widget.frame is many[-1]
    widget.set_held(True)
    frames.put(frame_of(at=20))
    QApplication.processEvents()
    found["held"] = widget.frame is many[-1] and widget.is_painted_by_gpu
    widget.set_held(False)
    found["released"] = wait(lambda: widget.frame is not many[-1])
    widget.set_camera_on(False)
    found["placeholder"] = not widget.is_painted_by_gpu and bool((pixels(widget)[180, 300] < 60).all())
    widget.set_camera_on(True)
    frames.put(frame_of(at=30))
    found["again"] = wait(lambda: widget.is_painted_by_gpu)
    over.raise_()
    point = widget.grab().toImage().pixelColor(QPoint(40, 40))
    found["what lies over it"] = point == QColor("#ff0000")
    return found


def main() -> None:
    app = QApplication(sys.argv[:1])
    theme.apply(app, dark=False)
    if app.devicePixelRatio() != 1:
        print(json.dumps({"psnr": {"fitted": Pair(500, 300).compare(frame_of())}}))
        return
    told = {"check": gpu_check.examine(), "psnr": similarity(), "steps": steps()}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
