"""Paints the newest frame of a `LatestFrame`, never more often than the screen asks for."""

import time

import av
from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QBrush,
    QColor,
    QHideEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QTransform,
)
from PySide6.QtWidgets import QWidget

from medclient.media.frames import LatestFrame
from medclient.ui import tokens
from medclient.ui.video.converter import FrameConverter, fit
from medclient.ui.video.gpu import Gpu
from medclient.ui.video.gpu_picture import Composition, GpuPicture
from medclient.ui.video.placeholder import paint_placeholder

DIM_ALPHA = 150
"""How much of the stage lies over a picture that is not live, of 255."""
AREA_RESTS_MS = 300
"""A window that is being pulled larger has no size yet."""


def _nothing() -> None:
    """What stops a listening that has not begun."""


class _Wake(QObject):
    """Carries "there is a new frame" into the widgets' thread; at most one is under way.

    It has no parent, and the frames' slot keeps it alive: a frame that arrives while the widget is being destroyed
    finds it whole.
    """

    woken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.frames: LatestFrame | None = None
        self._stop = _nothing
        self._under_way = False

    def follow(self, frames: LatestFrame | None) -> None:
        self._stop()
        self.frames = frames
        self._stop = frames.listen(self._wake) if frames is not None else _nothing

    def arrived(self) -> None:
        """The widget has heard; the next frame wakes it again."""
        self._under_way = False

    def _wake(self) -> None:
        """Runs in the thread that puts frames."""
        if not self._under_way:
            self._under_way = True
            self.woken.emit()


class VideoWidget(QWidget):
    """Shows one person: the moving picture, or calm initials where there is none.

    The picture keeps its aspect and is never cropped. Frames are taken and converted only when the widget is
    painted: a hidden or minimised window costs nothing, and many frames between two paints cost one conversion.
    """

    pictureChanged = Signal(bool)
    """Whether a picture can be shown: the first frame was painted, or the picture was cleared.

    Emitted while painting: connect it queued.
    """
    areaChanged = Signal(int, int)
    """Width and height in device pixels, when they have come to rest; 0 while it is not on the screen."""
    pictureResized = Signal(QSize)
    """The frames' size changed. Emitted while painting: connect it queued."""

    def __init__(
        self, parent: QWidget | None = None, *, mirrored: bool = False, radius: int = 0, patience_ms: int = 0
    ) -> None:
        """`patience_ms`: how long a frame may wait to be painted together with a moving picture below this widget."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, radius == 0)
        self.setMouseTracking(True)
        self.frames_painted = 0
        """Frames converted and painted so far; the same frame painted again does not count."""
        self.last_frame_pts: int | None = None
        """Presentation time stamp of the frame on the screen, in its own time base."""
        self.last_frame_time: float | None = None
        """When it was painted, by `time.monotonic()`."""
        self._wake = _Wake()
        self._wake.woken.connect(self._on_wake, Qt.ConnectionType.QueuedConnection)
        self._converter = FrameConverter()
        self._frame: av.VideoFrame | None = None
        self._image: QImage | None = None
        self._image_for = QSize()
        self._camera_on = True
        self._dimmed = False
        self._mirrored = mirrored
        self._radius = radius
        self._patience = QTimer(self, singleShot=True, interval=patience_ms)
        self._patience.timeout.connect(self._repaint)
        self._area_timer = QTimer(self, singleShot=True, interval=AREA_RESTS_MS)
        self._area_timer.timeout.connect(self._tell_area)
        self._name = ""
        self._caption = ""
        self._caption_icon = ""
        self._had_picture = False
        self._gpu: Gpu | None = None
        self._surface: GpuPicture | None = None
        self._surface_timer = QTimer(self, singleShot=True, interval=0)
        self._surface_timer.timeout.connect(self._show_surface)
        wake = self._wake
        self.destroyed.connect(lambda: wake.follow(None))

    # What is shown.

    @property
    def has_picture(self) -> bool:
        """Whether a frame is held and the camera counts as on."""
        return self._camera_on and self._frame is not None

    @property
    def picture_size(self) -> QSize:
        """The size of the frame on the screen, in its own pixels; empty where there is none."""
        return QSize() if self._frame is None else QSize(self._frame.width, self._frame.height)

    @property
    def picture_rect(self) -> QRect:
        """Where in the widget the picture lies."""
        return fit(self.picture_size, self.rect())

    @property
    def name(self) -> str:
        return self._name

    @property
    def caption(self) -> str:
        return self._caption

    @property
    def is_dimmed(self) -> bool:
        return self._dimmed

    @property
    def is_painted_by_gpu(self) -> bool:
        return self._surface is not None and not self._surface.isHidden()

    def use_gpu(self, gpu: Gpu) -> None:
        """Let the graphics processor paint as soon as it is known to be usable; never where corners are round."""
        if not self._radius:
            self._gpu = gpu

    def set_frames(self, frames: LatestFrame | None) -> None:
        """Show what arrives in `frames` from now on; the picture on the screen stays until then."""
        if frames is not self._wake.frames:
            self._wake.follow(frames)
            self._repaint()

    def set_camera_on(self, on: bool) -> None:
        """Off: the placeholder is shown and the last picture is forgotten."""
        if on != self._camera_on:
            self._camera_on = on
            if not on:
                self._forget()
            self._repaint()

    def set_placeholder(self, name: str, caption: str = "", icon: str = "") -> None:
        """What stands where no picture is: a name's initials or an icon, and a line below."""
        if (name, caption, icon) != (self._name, self._caption, self._caption_icon):
            self._name, self._caption, self._caption_icon = name, caption, icon
            self._repaint()

    def set_dimmed(self, dimmed: bool) -> None:
        """Dim the last picture: it is not live at the moment."""
        if dimmed != self._dimmed:
            self._dimmed = dimmed
            self._repaint()

    def set_mirrored(self, mirrored: bool) -> None:
        if mirrored != self._mirrored:
            self._mirrored = mirrored
            self._image = None
            self._repaint()

    def clear(self) -> None:
        """Forget the picture on the screen, and one that waits to be painted."""
        if self._wake.frames is not None:
            self._wake.frames.clear()
        self._forget()
        self._repaint()

    def _forget(self) -> None:
        self._frame = None
        if self._surface is not None:
            self._surface.hide()
        self._image = None
        self._report()

    # From frame to pixels.

    @Slot()
    def _on_wake(self) -> None:
        self._wake.arrived()
        if self._patience.interval() == 0:
            self._repaint()
        elif not self._patience.isActive():
            self._patience.start()

    def _take_newest(self) -> bool:
        """Take the newest frame; whether there was one."""
        frame = self._wake.frames.take() if self._wake.frames is not None else None
        if frame is None or not self._camera_on:
            return False
        resized = self.picture_size != QSize(frame.width, frame.height)
        self._frame = frame
        self._image = None
        if resized:
            self.pictureResized.emit(self.picture_size)
        self._report()
        return True

    def _report(self) -> None:
        if self._had_picture != self.has_picture:
            self._had_picture = self.has_picture
            self.pictureChanged.emit(self.has_picture)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._patience.stop()
        painter = QPainter(self)
        colors = tokens.current()
        stage = QColor(colors.stage)
        if self.is_painted_by_gpu:
            painter.fillRect(self.rect(), stage)
            return
        is_new = self._take_newest()
        if self._frame is None or not self._camera_on:
            self._paint_ground(painter, QColor(colors.stage_control) if self._radius else stage)
            paint_placeholder(painter, QRectF(self.rect()), self._name, self._caption, self._caption_icon)
            return
        self._paint_picture(painter, self._frame, stage)
        if self._dimmed:
            stage.setAlpha(DIM_ALPHA)
            painter.fillRect(self.rect(), stage)
        if is_new:
            self._note_painted(self._frame)
        if self._gpu is not None and self._gpu.usable and not self.is_painted_by_gpu:
            self._surface_timer.start()

    def _note_painted(self, frame: av.VideoFrame) -> None:
        self.frames_painted += 1
        self.last_frame_pts = frame.pts
        self.last_frame_time = time.monotonic()

    # Where the graphics processor paints, a child covers this widget while there is a picture.

    def _show_surface(self) -> None:
        if self._gpu is None or not self._gpu.usable or not self.has_picture:
            return
        if self._surface is None:
            # With a parent from birth it would not be known for what it is, and the window would keep its old surface.
            self._surface = GpuPicture(self._compose)
            self._surface.setParent(self)
            self._surface.failed.connect(self._drop_surface, Qt.ConnectionType.QueuedConnection)
        self._surface.setGeometry(self.rect())
        self._surface.show()
        self._surface.update()
        self._image = None

    def _drop_surface(self, why: str) -> None:
        surface, self._surface = self._surface, None
        if surface is not None:
            surface.hide()
            surface.deleteLater()
        if self._gpu is not None:
            self._gpu.give_up(why)
        self._gpu = None
        self._repaint()

    def _compose(self) -> Composition | None:
        """The newest picture, for the graphics processor; called while it paints."""
        self._patience.stop()
        is_new = self._take_newest()
        if self._frame is None or not self._camera_on:
            return None
        if is_new:
            self._note_painted(self._frame)
        return self._composed(self._frame)

    def _composed(self, frame: av.VideoFrame) -> Composition:
        ratio = self.devicePixelRatioF()
        area = QRect(0, 0, round(self.width() * ratio), round(self.height() * ratio))
        source = QRectF(1, 0, -1, 1) if self._mirrored else QRectF(0, 0, 1, 1)
        target = QRectF(fit(self.picture_size, area))
        return Composition(frame, target, QColor(tokens.current().stage), source, self._veil())

    def _veil(self) -> float:
        return DIM_ALPHA / 255 if self._dimmed else 0.0

    def _repaint(self) -> None:
        """Paint anew, whoever paints."""
        if self._surface is not None and self.is_painted_by_gpu:
            self._surface.update()
        else:
            self.update()

    def _paint_picture(self, painter: QPainter, frame: av.VideoFrame, stage: QColor) -> None:
        """In device pixels throughout, so that the image goes to the screen one to one."""
        ratio = self.devicePixelRatioF()
        area = QRect(0, 0, round(self.width() * ratio), round(self.height() * ratio))
        target = fit(self.picture_size, area)
        if target.isEmpty():
            return
        if self._image is None or self._image_for != target.size():
            self._image = self._finish(self._converter.convert(frame, target.size()), ratio)
            self._image_for = target.size()
        painter.save()
        if ratio != 1:
            painter.scale(1 / ratio, 1 / ratio)
        for side in (
            QRect(QPoint(0, 0), QPoint(area.right(), target.top() - 1)),
            QRect(QPoint(0, target.bottom() + 1), area.bottomRight()),
            QRect(QPoint(0, target.top()), QPoint(target.left() - 1, target.bottom())),
            QRect(QPoint(target.right() + 1, target.top()), QPoint(area.right(), target.bottom())),
        ):
            if not side.isEmpty():
                painter.fillRect(side, stage)
        if self._image.size() == target.size():
            painter.drawImage(target.topLeft(), self._image)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(target, self._image)
        painter.restore()

    def _finish(self, image: QImage, ratio: float) -> QImage:
        """Mirrored and with round corners where wanted: once for each frame, not for each paint."""
        if not self._radius:
            return image.flipped(Qt.Orientation.Horizontal) if self._mirrored else image
        result = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
        result.fill(Qt.GlobalColor.transparent)
        brush = QBrush(image)
        if self._mirrored:
            brush.setTransform(QTransform(-1, 0, 0, 1, image.width(), 0))
        painter = QPainter(result)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush)
        radius = self._radius * ratio
        painter.drawRoundedRect(QRectF(result.rect()), radius, radius)
        painter.end()
        return result

    def _paint_ground(self, painter: QPainter, color: QColor) -> None:
        if not self._radius:
            painter.fillRect(self.rect(), color)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(QRectF(self.rect()), self._radius, self._radius)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._surface is not None:
            self._surface.setGeometry(self.rect())
        self._area_timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        self._area_timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._area_timer.start()

    def _tell_area(self) -> None:
        ratio = self.devicePixelRatioF() if self.isVisible() else 0.0
        self.areaChanged.emit(round(self.width() * ratio), round(self.height() * ratio))

    def sizeHint(self) -> QSize:
        return QSize(640, 360)
