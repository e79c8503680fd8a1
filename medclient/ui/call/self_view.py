"""The user's own small picture: dragged to any corner, mirrored, hidden at will."""

from enum import Enum

from PySide6.QtCore import QEasingCurve, QPoint, QPropertyAnimation, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from medclient.ui import icons, tokens
from medclient.ui.call import motion
from medclient.ui.video import VideoWidget

BADGE = 30
PATIENCE_MS = 45
"""It lies over the other picture and is painted with it; only where that stands still it paints by itself."""


class Corner(Enum):
    """Where the own picture rests: (right, bottom)."""

    TOP_LEFT = (False, False)
    TOP_RIGHT = (True, False)
    BOTTOM_LEFT = (False, True)
    BOTTOM_RIGHT = (True, True)


class SelfView(VideoWidget):
    """Rests in a corner of `area`; the arrow keys move it as the mouse does."""

    cornerChanged = Signal(Corner)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, mirrored=True, radius=tokens.RADIUS, patience_ms=PATIENCE_MS)
        self.corner = Corner.BOTTOM_RIGHT
        self.muted = False
        self._area = QRect()
        self._grip: QPoint | None = None
        self._dragging = False
        self._glide = QPropertyAnimation(self, b"pos", self)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def set_muted(self, muted: bool) -> None:
        """Mark the own microphone as off."""
        if muted != self.muted:
            self.muted = muted
            self.update()

    def set_area(self, area: QRect) -> None:
        """Where it may rest, in the parent's coordinates."""
        self._area = area
        if not self._dragging:
            self._glide.stop()
            self.move(self._resting_place())

    def rest_in(self, corner: Corner) -> None:
        """Go to a corner."""
        changed = corner is not self.corner
        self.corner = corner
        duration = motion.duration_ms()
        self._glide.stop()
        if duration and self.isVisible():
            self._glide.setDuration(duration)
            self._glide.setStartValue(self.pos())
            self._glide.setEndValue(self._resting_place())
            self._glide.start()
        else:
            self.move(self._resting_place())
        if changed:
            self.cornerChanged.emit(corner)

    def _resting_place(self) -> QPoint:
        right, bottom = self.corner.value
        x = self._area.right() + 1 - self.width() if right else self._area.left()
        y = self._area.bottom() + 1 - self.height() if bottom else self._area.top()
        return QPoint(x, y)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._grip = event.position().toPoint()
            self._glide.stop()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is None:
            event.ignore()
            return
        way = event.position().toPoint() - self._grip
        if not self._dragging and way.manhattanLength() < QApplication.startDragDistance():
            return
        self._dragging = True
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        wanted = self.pos() + way
        most = self._area.bottomRight() + QPoint(1 - self.width(), 1 - self.height())
        self.move(max(self._area.left(), min(wanted.x(), most.x())), max(self._area.top(), min(wanted.y(), most.y())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None
        if self._dragging:
            self._dragging = False
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            middle = self.geometry().center()
            centre = self._area.center()
            self.rest_in(Corner((middle.x() > centre.x(), middle.y() > centre.y())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        right, bottom = self.corner.value
        match event.key():
            case Qt.Key.Key_Left:
                right = False
            case Qt.Key.Key_Right:
                right = True
            case Qt.Key.Key_Up:
                bottom = False
            case Qt.Key.Key_Down:
                bottom = True
            case _:
                super().keyPressEvent(event)
                return
        self.rest_in(Corner((right, bottom)))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colors = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QColor(colors.on_stage)
        edge.setAlpha(60)
        painter.setPen(QPen(QColor(colors.stage_accent), 3) if self.hasFocus() else QPen(edge, 1))
        inset = 1.5 if self.hasFocus() else 0.5
        outline = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(outline, tokens.RADIUS, tokens.RADIUS)
        if self.muted:
            disc = QRectF(tokens.SPACE_2, self.height() - BADGE - tokens.SPACE_2, BADGE, BADGE)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.on_stage))
            painter.drawEllipse(disc)
            mark = icons.pixmap("mic-off", 16, colors.stage, self.devicePixelRatioF())
            painter.drawPixmap(disc.center().toPoint() - QPoint(8, 8), mark)
