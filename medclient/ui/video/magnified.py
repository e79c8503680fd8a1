"""The patient's picture with a magnifier: enlarged around the pointer, dragged, held still, sharpened.

What is held lies in memory only, and goes when the picture goes.
"""

import math

import av
from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QNativeGestureEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from medclient.media.sharpening import sharpened
from medclient.ui import tokens
from medclient.ui.video.gpu_picture import Composition
from medclient.ui.video.magnifier import STEP, Magnifier
from medclient.ui.video.widget import VideoWidget

WHEEL_NOTCH = 120.0


class MagnifiedVideo(VideoWidget):
    """Live unless `held`; a still of the patient's camera takes the place of the live picture until it is released."""

    viewChanged = Signal()
    """Magnification, hold or still is another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.magnifier = Magnifier()
        self.held = False
        self.sharp = False
        self._still: av.VideoFrame | None = None
        self._sharpened: tuple[av.VideoFrame, av.VideoFrame] | None = None
        """The picture on the screen, and what was made of it."""
        self._live_on = True
        self._live_dimmed = False
        self._grip: QPointF | None = None
        self.grabGesture(Qt.GestureType.PinchGesture)

    @property
    def has_still(self) -> bool:
        """Whether what is held came from the patient's camera by itself, and not from the moving picture."""
        return self._still is not None

    @property
    def frame(self) -> av.VideoFrame | None:
        """What is on the screen."""
        return self._frame

    @property
    def is_neutral(self) -> bool:
        """Whether it shows what any picture would."""
        return self.magnifier.is_neutral and not self.held and not self.sharp

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Enlarge around a point of the widget; around its middle where none is given."""
        if self.has_picture:
            point = at if at is not None else QPointF(self.width() / 2, self.height() / 2)
            self._look(self.magnifier.zoomed(factor, point, self._fitted(), QSizeF(self.size())))

    def zoom_in(self) -> None:
        self.zoom_by(STEP)

    def zoom_out(self) -> None:
        self.zoom_by(1 / STEP)

    def set_held(self, held: bool) -> None:
        """Keep the picture that is on the screen, or go on with the live one."""
        if held != self.held and (self.has_picture or not held):
            self.held = held
            if not held:
                self._still = None
            self._changed()

    def set_sharp(self, sharp: bool) -> None:
        if sharp != self.sharp:
            self.sharp = sharp
            self._image = None
            self._changed()

    def show_still(self, still: av.VideoFrame) -> None:
        """Hold this picture (YUV 4:2:0) instead of the live one."""
        self._still = self._frame = still
        self._image = None
        self.held = True
        self._changed()

    def reset(self) -> None:
        """Back to the live picture at its own size."""
        self.magnifier = Magnifier()
        self.held = self.sharp = False
        self._still = None
        self._image = None
        self._changed()

    def clear(self) -> None:
        self.reset()
        super().clear()

    # What is held stays as it is, whatever becomes of the live picture behind it.

    def set_camera_on(self, on: bool) -> None:
        self._live_on = on
        super().set_camera_on(on or self.held)

    def set_dimmed(self, dimmed: bool) -> None:
        self._live_dimmed = dimmed
        super().set_dimmed(dimmed and not self.held)

    def _look(self, magnifier: Magnifier) -> None:
        if magnifier != self.magnifier:
            self.magnifier = magnifier
            self.setCursor(Qt.CursorShape.OpenHandCursor if not magnifier.is_neutral else Qt.CursorShape.ArrowCursor)
            self._changed()

    def _changed(self) -> None:
        super().set_camera_on(self._live_on or self.held)
        super().set_dimmed(self._live_dimmed and not self.held)
        if self.magnifier.is_neutral:
            self.unsetCursor()
        self._repaint()
        self.viewChanged.emit()

    def _fitted(self) -> QSizeF:
        return QSizeF(self.picture_rect.size())

    # From frame to pixels.

    def _take_newest(self) -> bool:
        return not self.held and super()._take_newest()

    def _paint_picture(self, painter: QPainter, frame: av.VideoFrame, stage: QColor) -> None:
        if self.magnifier.is_neutral and not self.sharp:
            super()._paint_picture(painter, frame, stage)
            return
        if self._image is None or self._image_for != self.picture_size:
            self._image = self._converter.convert(sharpened(frame) if self.sharp else frame, self.picture_size)
            self._image_for = self.picture_size
        painter.fillRect(self.rect(), stage)
        whole = self.magnifier.rect(self._fitted(), QSizeF(self.size()))
        shown = whole & QRectF(self.rect())
        if shown.isEmpty():
            return
        scale = self._image.width() / whole.width()
        source = QRectF(shown.topLeft() - whole.topLeft(), shown.size())
        source = QRectF(source.topLeft() * scale, source.size() * scale)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(shown, self._image, source)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)

    def _composed(self, frame: av.VideoFrame) -> Composition:
        if self.magnifier.is_neutral and not self.sharp:
            self._sharpened = None
            return super()._composed(frame)
        if self.sharp and (self._sharpened is None or self._sharpened[0] is not frame):
            self._sharpened = (frame, sharpened(frame))
        shown = self._sharpened[1] if self.sharp and self._sharpened else frame
        whole = self.magnifier.rect(self._fitted(), QSizeF(self.size()))
        ratio = self.devicePixelRatioF()
        target = QRectF(whole.topLeft() * ratio, whole.size() * ratio)
        return Composition(shown, target, QColor(tokens.current().stage), veil=self._veil())

    # What the mouse and the fingers do.

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom_by(math.pow(STEP, event.angleDelta().y() / WHEEL_NOTCH), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and not self.magnifier.is_neutral:
            self._grip = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        event.ignore()  # the stage takes the focus

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            way, self._grip = event.position() - self._grip, event.position()
            self._look(self.magnifier.moved(way, self._fitted(), QSizeF(self.size())))
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._grip = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        event.ignore()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self.zoom_by(pinch.scaleFactor(), QPointF(self.mapFromGlobal(pinch.centerPoint().toPoint())))
                return True
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_by(1 + event.value(), event.position())
            return True
        return super().event(event)
