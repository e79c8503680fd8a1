"""An access link as a QR code, drawn in memory."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from medclient.ui import tokens

_SIDE = 148
"""Three pixels for each module of a link's code."""
_QUIET_MODULES = 4
"""Free space around, as ISO/IEC 18004 asks for."""


def modules(text: str) -> tuple[bytes, ...]:
    """The code's rows, a byte for each module: 1 is dark."""
    import segno  # 3 MB, and on most days nobody looks at a code

    return tuple(bytes(row) for row in segno.make_qr(text, error="m").matrix)


class QrCode(QWidget):
    """Black on white in either appearance, so that every telephone reads it."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[bytes, ...] = ()
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def set_text(self, text: str) -> None:
        if text == self._text:
            return
        self._text = text
        self._rows = modules(text) if text else ()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(tokens.current().border))
        painter.setBrush(QColor("white"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        if not self._rows:
            return
        # Whole device pixels for each module keep the edges sharp at every scale.
        ratio = self.devicePixelRatioF()
        modules = len(self._rows) + 2 * _QUIET_MODULES
        module = int(min(self.width(), self.height()) * ratio) // modules
        offset = (int(self.width() * ratio) - module * len(self._rows)) // 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.scale(1 / ratio, 1 / ratio)
        painter.setBrush(QColor("black"))
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    painter.drawRect(QRect(offset + x * module, offset + y * module, module, module))
