"""Icons: Lucide SVG files from `resources/icons`, tinted when they are drawn into pixmaps."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QByteArray, QCoreApplication, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from medclient.settings import resources_dir
from medclient.ui import tokens

KEPT = 192
"""Drawn pixmaps that are kept for the next time, of 4 kB each where they are small."""


def icon(name: str, color: str | None = None, *, gap: int = 0) -> QIcon:
    """The icon `name`, in a colour of the tokens (`"accent_text"`, ...), any `#rrggbb`, or the text colour.

    `gap` is free space at the right, in logical pixels. The colour is fixed at this moment;
    a widget that lives through a change of appearance takes `set_icon`.
    """
    return QIcon(_Engine(_Look(name, _resolve(color or "text"), tokens.current().disabled, gap)))


def pixmap(name: str, size: int, color: str | None = None, ratio: float | None = None) -> QPixmap:
    """The icon `name` as a square pixmap of `size` logical pixels."""
    return _draw(name, _resolve(color or "text"), size, ratio or QApplication.primaryScreen().devicePixelRatio())


def set_icon(target: QAbstractButton | QAction, name: str, color: str = "text", *, gap: int = 0) -> None:
    """Give `target` an icon that follows every later change of appearance; `color` names a token."""
    _Tint.of(target).paint = lambda: target.setIcon(icon(name, color, gap=gap))
    target.setIcon(icon(name, color, gap=gap))


def set_pixmap(target: QLabel, name: str, size: int, color: str = "text") -> None:
    """Show the icon on a label, following every later change of appearance."""
    _Tint.of(target).paint = lambda: target.setPixmap(pixmap(name, size, color))
    target.setPixmap(pixmap(name, size, color))


def retint(app: QApplication) -> None:
    """Draw all icons given by `set_icon` and `set_pixmap` anew; called after a change of appearance."""
    _Appearance.of(app).changed.emit()


class _Appearance(QObject):
    """Lives with the application and tells the icons of its changes."""

    changed = Signal()

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self.clones: list[_Engine] = []
        """Which Qt takes without holding them."""

    @classmethod
    def of(cls, app: QCoreApplication) -> "_Appearance":
        return app.findChild(_Appearance) or cls(app)


class _Tint(QObject):
    """Lives with the button, action or label whose icon it draws anew.

    Going through `QApplication.allWidgets` instead touches widgets that are being destroyed.
    """

    def __init__(self, target: QObject) -> None:
        super().__init__(target)
        self.paint: Callable[[], None] = lambda: None
        app = QApplication.instance()
        if app is not None:
            _Appearance.of(app).changed.connect(self._repaint)

    @classmethod
    def of(cls, target: QObject) -> "_Tint":
        return target.findChild(_Tint, options=Qt.FindChildOption.FindDirectChildrenOnly) or cls(target)

    def _repaint(self) -> None:
        self.paint()


def _resolve(color: str) -> str:
    return color if color.startswith("#") else tokens.current().colors()[color]


@dataclass(frozen=True)
class _Look:
    name: str
    normal: str
    disabled: str
    gap: int


class _Engine(QIconEngine):
    """Draws in the size that is asked for, when it is asked: all sizes beforehand took 40 MB and a second."""

    def __init__(self, look: _Look) -> None:
        super().__init__()
        self._look = look

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """`size` is in logical pixels."""
        look = self._look
        color = look.disabled if mode is QIcon.Mode.Disabled else look.normal
        return _draw(look.name, color, self._edge(size), scale, look.gap)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        edge = self._edge(size)
        return QSize(edge + self._look.gap, edge)

    def _edge(self, size: QSize) -> int:
        """Of the largest square in `size` that leaves the gap free."""
        return max(1, min(size.height(), size.width() - self._look.gap))

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(rect, self.scaledPixmap(rect.size(), mode, state, ratio))

    def clone(self) -> QIconEngine:
        """Asked for when an icon is changed after it was copied, which nothing here does."""
        result = _Engine(self._look)
        app = QApplication.instance()
        if app is not None:
            _Appearance.of(app).clones.append(result)
        return result


@lru_cache(maxsize=256)
def _source(name: str) -> bytes:
    return (resources_dir() / "icons" / f"{name}.svg").read_bytes()


@lru_cache(maxsize=KEPT)
def _draw(name: str, color: str, size: int, ratio: float, gap: int = 0) -> QPixmap:
    svg = _source(name).replace(b"currentColor", QColor(color).name().encode())
    result = QPixmap(round((size + gap) * ratio), round(size * ratio))
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, result.height(), result.height()))
    painter.end()
    result.setDevicePixelRatio(ratio)
    return result
