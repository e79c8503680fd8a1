"""A round button over the picture."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout

from medclient.ui import icons, tokens
from medclient.ui.call.fading import Overlay

DIAMETER = 52
ICON = 24
DISABLED_INK = "#6d7d78"
RING = 4
"""Room around the disc for the focus ring."""


class ControlButton(Overlay):
    """The button and its place in the row; `button` is what is pressed and focused.

    A switch that is off is a light disc with a slashed icon: it differs in form and brightness, not in hue alone.
    """

    def __init__(self, icon: str, *, off_icon: str = "", danger: bool = False, width: int = DIAMETER) -> None:
        super().__init__()
        self.button = _Disc(self, icon, off_icon, danger)
        self.button.setCheckable(bool(off_icon))
        self.button.setFixedSize(width + 2 * RING, DIAMETER + 2 * RING)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button)

    def describe(self, name: str, action: str, shortcut: QKeySequence | None = None) -> None:
        """What a screen reader calls it, and what pressing it does (tooltip)."""
        keys = shortcut.toString(QKeySequence.SequenceFormat.NativeText) if shortcut else ""
        hint = f"{action} ({keys})" if keys else action
        self.button.setAccessibleName(name)
        self.button.setAccessibleDescription(hint)
        self.button.setToolTip(hint)

    def set_badge(self, text: str) -> None:
        """A small count at the upper right; empty for none."""
        if text != self.button.badge:
            self.button.badge = text
            self.button.update()


class _Disc(QAbstractButton):
    def __init__(self, overlay: Overlay, icon: str, off_icon: str, danger: bool) -> None:
        super().__init__(overlay)
        self.badge = ""
        self._overlay = overlay
        self._icon, self._off_icon, self._danger = icon, off_icon, danger
        self._hovered = False
        # A click with the mouse leaves the focus where it was, so that Space still means "talk".
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMouseTracking(True)

    def nextCheckState(self) -> None:
        """The state comes from the call, not from the click."""

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self.update()

    def leaveEvent(self, event: object) -> None:
        self._hovered = False
        self.update()

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._overlay.opacity == 0:
            return
        colors = tokens.current()
        is_off = self.isCheckable() and not self.isChecked()
        ground, ink = self._colors(is_off)
        painter = QPainter(self)
        painter.setOpacity(self._overlay.opacity)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(disc, DIAMETER / 2, DIAMETER / 2)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colors.on_stage if self._danger else colors.stage_accent), 2.5))
            ring = disc.adjusted(-2.5, -2.5, 2.5, 2.5)
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
        icon = self._off_icon if is_off else self._icon
        corner = disc.center() - QPointF(ICON / 2, ICON / 2)
        painter.drawPixmap(corner, icons.pixmap(icon, ICON, ink, self.devicePixelRatioF()))
        if self.badge:
            self._paint_badge(painter, disc)

    def _colors(self, is_off: bool) -> tuple[str, str]:
        colors = tokens.current()
        pressed = self._hovered or self.isDown()
        if not self.isEnabled():
            return colors.stage_control, DISABLED_INK
        if self._danger:
            return (colors.stage_danger_hover if pressed else colors.stage_danger), "#ffffff"
        if is_off:
            return ("#ffffff" if pressed else colors.on_stage), colors.stage
        return (colors.stage_control_hover if pressed else colors.stage_control), colors.on_stage

    def _paint_badge(self, painter: QPainter, disc: QRectF) -> None:
        colors = tokens.current()
        font = QFont(self.font())
        font.setPixelSize(12)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        width = max(20.0, painter.fontMetrics().horizontalAdvance(self.badge) + 12.0)
        pill = QRectF(disc.right() - width + 2, disc.top() - 3, width, 20)
        painter.setPen(QPen(QColor(colors.stage), 2))
        painter.setBrush(QColor(colors.stage_accent))
        painter.drawRoundedRect(pill, 10, 10)
        painter.setPen(QColor(colors.stage))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, self.badge)
