"""Where a magnified picture lies: sizes in, a rectangle out. No widgets."""

from dataclasses import dataclass, replace
from typing import Self

from PySide6.QtCore import QPointF, QRectF, QSizeF

MOST = 8.0
STEP = 1.25
"""One notch of the wheel, one press of plus or minus."""


@dataclass(frozen=True)
class Magnifier:
    """How much larger than fitted, and which point of the picture (in shares of it) stands in the middle."""

    zoom: float = 1.0
    x: float = 0.5
    y: float = 0.5

    @property
    def is_neutral(self) -> bool:
        return self.zoom == 1.0

    def rect(self, fitted: QSizeF, area: QSizeF) -> QRectF:
        """Where the whole picture lies, parts of it perhaps outside of the area."""
        size = fitted * self.zoom
        left = area.width() / 2 - self.x * size.width()
        top = area.height() / 2 - self.y * size.height()
        return QRectF(left, top, size.width(), size.height())

    def zoomed(self, factor: float, at: QPointF, fitted: QSizeF, area: QSizeF) -> Self:
        """Larger or smaller, with the point of the picture under `at` staying there."""
        zoom = min(MOST, max(1.0, self.zoom * factor))
        before = self.rect(fitted, area)
        if before.isEmpty():
            return self
        point = QPointF((at.x() - before.left()) / before.width(), (at.y() - before.top()) / before.height())
        size = fitted * zoom
        x = point.x() - (at.x() - area.width() / 2) / size.width()
        y = point.y() - (at.y() - area.height() / 2) / size.height()
        return replace(self, zoom=zoom, x=x, y=y).kept_inside(fitted, area)

    def moved(self, by: QPointF, fitted: QSizeF, area: QSizeF) -> Self:
        """Dragged by so many pixels."""
        size = fitted * self.zoom
        if size.isEmpty():
            return self
        x, y = self.x - by.x() / size.width(), self.y - by.y() / size.height()
        return replace(self, x=x, y=y).kept_inside(fitted, area)

    def kept_inside(self, fitted: QSizeF, area: QSizeF) -> Self:
        """No edge of the picture comes further in than it must."""
        size = fitted * self.zoom
        return replace(
            self,
            x=_clamped(self.x, area.width() / size.width()) if size.width() else 0.5,
            y=_clamped(self.y, area.height() / size.height()) if size.height() else 0.5,
        )


def _clamped(middle: float, visible: float) -> float:
    """`visible`: the share of the picture that fits."""
    return 0.5 if visible >= 1 else min(1 - visible / 2, max(visible / 2, middle))
