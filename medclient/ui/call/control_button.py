"""A round button over the picture."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from medclient.ui import icons, tokens
from medclient.ui.buttons import pressed_by_return
from medclient.ui.call import shortcuts

DIAMETER = 52
ICON = 24
RING = 4
"""Room around the disc for the focus ring."""
DISABLED_INK = "#6d7d78"


class ControlButton(QAbstractButton):
    """A switch that is off is a light disc with a slashed icon: it differs in form and brightness, not in hue alone.

    It lies over a moving picture and is painted with every frame of it, so its look is kept as a pixmap.
    """

    def __init__(
        self,
        icon: str,
        parent: QWidget | None = None,
        *,
        off_icon: str = "",
        danger: bool = False,
        width: int = DIAMETER,
    ) -> None:
        super().__init__(parent)
        self.opacity = 1.0
        self.badge = ""
        self._icon, self._off_icon, self._danger = icon, off_icon, danger
        self._hovered = False
        self._look: tuple[object, ...] = ()
        self._pixmap = QPixmap()
        self.setCheckable(bool(off_icon))
        self.setFixedSize(width + 2 * RING, DIAMETER + 2 * RING)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        # A click with the mouse leaves the focus where it was, so that Space still means "talk".
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMouseTracking(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_return(self, event):
            super().keyPressEvent(event)

    def describe(self, name: str, action: str, shortcut: QKeySequence | None = None) -> None:
        """What a screen reader calls it, and what pressing it does (tooltip)."""
        keys = shortcuts.native(shortcut) if shortcut else ""
        hint = f"{action} ({keys})" if keys else action
        self.setAccessibleName(name)
        self.setAccessibleDescription(hint)
        self.setToolTip(hint)

    def set_badge(self, text: str) -> None:
        """A small count at the upper right; empty for none."""
        if text != self.badge:
            self.badge = text
            self.update()

    def set_opacity(self, opacity: float) -> None:
        """0 (gone, the mouse goes through) to 1. It stays in the focus chain."""
        if opacity != self.opacity:
            self.opacity = opacity
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, opacity == 0)
            self.update()

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
        if self.opacity == 0:
            return
        is_off = self.isCheckable() and not self.isChecked()
        icon = self._off_icon if is_off else self._icon
        look = (icon, *self._colors(is_off), self.hasFocus(), self.badge, self.devicePixelRatioF())
        if look != self._look:
            self._look = look
            self._pixmap = self._draw(*look)
        painter = QPainter(self)
        painter.setOpacity(self.opacity)
        painter.drawPixmap(0, 0, self._pixmap)

    def _colors(self, is_off: bool) -> tuple[str, str]:
        """Ground and ink."""
        colors = tokens.current()
        lit = self._hovered or self.isDown()
        if not self.isEnabled():
            return colors.stage_control, DISABLED_INK
        if self._danger:
            return (colors.stage_danger_hover if lit else colors.stage_danger), "#ffffff"
        if is_off:
            return ("#ffffff" if lit else colors.on_stage), colors.stage
        return (colors.stage_control_hover if lit else colors.stage_control), colors.on_stage

    def _draw(self, icon: str, ground: str, ink: str, focused: bool, badge: str, ratio: float) -> QPixmap:
        colors = tokens.current()
        pixmap = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(disc, DIAMETER / 2, DIAMETER / 2)
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colors.on_stage if self._danger else colors.stage_accent), 2.5))
            ring = disc.adjusted(-2.5, -2.5, 2.5, 2.5)
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
        painter.drawPixmap(disc.center() - QPointF(ICON / 2, ICON / 2), icons.pixmap(icon, ICON, ink, ratio))
        if badge:
            _draw_badge(painter, disc, badge, QFont(self.font()))
        painter.end()
        return pixmap


def _draw_badge(painter: QPainter, disc: QRectF, badge: str, font: QFont) -> None:
    colors = tokens.current()
    font.setPixelSize(12)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    width = max(20.0, painter.fontMetrics().horizontalAdvance(badge) + 12.0)
    pill = QRectF(disc.right() - width + 2, disc.top() - 3, width, 20)
    painter.setPen(QPen(QColor(colors.stage), 2))
    painter.setBrush(QColor(colors.stage_accent))
    painter.drawRoundedRect(pill, 10, 10)
    painter.setPen(QColor(colors.stage))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, badge)


def open_above(menu: QMenu, button: QWidget) -> None:
    """Open a menu with its lower right corner at the button's upper right; nothing waits for it."""
    hint = menu.sizeHint()
    menu.popup(button.mapToGlobal(button.rect().topRight()) - QPoint(hint.width(), hint.height()))
