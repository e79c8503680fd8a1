"""Icons: Lucide SVG files from `resources/icons`, tinted when they are drawn into pixmaps."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from medclient.settings import resources_dir
from medclient.ui import tokens

SIZES = (16, 18, 20, 24, 32, 48)
"""Logical pixels for which a sharp pixmap is kept."""
_NAME, _COLOR, _SIZE, _GAP = "iconName", "iconColor", "iconPixels", "iconGap"


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
    target.setProperty(_NAME, name)
    target.setProperty(_COLOR, color)
    target.setProperty(_GAP, gap)
    target.setIcon(icon(name, color, gap=gap))


def set_pixmap(target: QLabel, name: str, size: int, color: str = "text") -> None:
    """Show the icon on a label, following every later change of appearance."""
    target.setProperty(_NAME, name)
    target.setProperty(_COLOR, color)
    target.setProperty(_SIZE, size)
    target.setPixmap(pixmap(name, size, color))


def retint(app: QApplication) -> None:
    """Draw all icons given by `set_icon` and `set_pixmap` anew; called after a change of appearance."""
    targets: list[QObject] = []
    for widget in app.allWidgets():
        targets.append(widget)
        targets.extend(widget.actions())
    for target in targets:
        name = target.property(_NAME)
        if not name:
            continue
        color = target.property(_COLOR)
        if isinstance(target, QAbstractButton | QAction):
            target.setIcon(icon(name, color, gap=target.property(_GAP)))
        elif isinstance(target, QLabel):
            target.setPixmap(pixmap(name, target.property(_SIZE), color))


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
