"""Icons: Lucide SVG files from `resources/icons`, tinted when they are drawn into pixmaps."""

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QByteArray, QCoreApplication, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from medclient.settings import resources_dir
from medclient.ui import tokens

SIZES = (16, 18, 20, 24, 32, 48)
"""Logical pixels for which a sharp pixmap is kept."""


def icon(name: str, color: str | None = None, *, gap: int = 0) -> QIcon:
    """The icon `name`, in a colour of the tokens (`"accent_text"`, ...), any `#rrggbb`, or the text colour.

    `gap` is free space at the right, in logical pixels. The colour is fixed at this moment;
    a widget that lives through a change of appearance takes `set_icon`.
    """
    disabled = tokens.current().disabled
    normal = _resolve(color or "text")
    result = QIcon()
    ratios = sorted({1.0, 2.0, QApplication.primaryScreen().devicePixelRatio()})
    for size in SIZES:
        for ratio in ratios:
            result.addPixmap(_draw(name, normal, size, ratio, gap), QIcon.Mode.Normal)
            result.addPixmap(_draw(name, disabled, size, ratio, gap), QIcon.Mode.Disabled)
    return result


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


@lru_cache(maxsize=256)
def _source(name: str) -> bytes:
    return (resources_dir() / "icons" / f"{name}.svg").read_bytes()


@lru_cache(maxsize=1024)
def _draw(name: str, color: str, size: int, ratio: float, gap: int = 0) -> QPixmap:
    svg = _source(name).replace(b"currentColor", QColor(color).name().encode())
    result = QPixmap(round((size + gap) * ratio), round(size * ratio))
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, result.height(), result.height()))
    painter.end()
    result.setDevicePixelRatio(ratio)
    return result
