"""How loud one is, against the zone where speech is understood best."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from medclient.ui import tokens
from medclient.ui.translation import Retranslated

FLOOR_DBFS = -60.0
ZONE_DBFS = (-30.0, -9.0)
"""Where the peaks of speech should lie."""
AUDIBLE_DBFS = -48.0
"""Below this nobody is speaking."""
FALL_DB = 1.5
"""How far the bar falls with each value that is lower: it rises at once and sinks slowly, to be readable."""
HEIGHT = 28
BAR = 10


class LevelMeter(Retranslated):
    """A bar, the target zone, and the verdict in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level = FLOOR_DBFS
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.retranslate()

    @property
    def level_dbfs(self) -> float:
        """What the bar shows."""
        return self._level

    def set_level(self, dbfs: float) -> None:
        """The newest peak in dB of full scale, some ten times a second."""
        dbfs = min(0.0, max(FLOOR_DBFS, dbfs))
        level = dbfs if dbfs >= self._level else max(dbfs, self._level - FALL_DB)
        if level != self._level:
            before = self.verdict
            self._level = level
            if self.verdict != before:
                self.setAccessibleDescription(self.verdict)
            self.update()

    def reset(self) -> None:
        """Back to silence at once: another device was chosen, or none is there."""
        self._level = FLOOR_DBFS
        self.setAccessibleDescription(self.verdict)
        self.update()

    @property
    def verdict(self) -> str:
        """The level as a person would call it; empty where there is no microphone."""
        if not self.isEnabled():
            return ""
        if self._level < AUDIBLE_DBFS:
            return self.tr("Say something")
        if self._level < ZONE_DBFS[0]:
            return self.tr("too quiet")
        if self._level > ZONE_DBFS[1]:
            return self.tr("too loud")
        return self.tr("good")

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Level of the microphone"))
        self.setAccessibleDescription(self.verdict)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words = (self.tr("Say something"), self.tr("too quiet"), self.tr("too loud"), self.tr("good"))
        word_width = max(self.fontMetrics().horizontalAdvance(word) for word in words) + tokens.SPACE_3
        bar = QRectF(0, (HEIGHT - BAR) / 2, max(1, self.width() - word_width), BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.border))
        painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
        zone_left, zone_right = (self._x(bar, level) for level in ZONE_DBFS)
        painter.setBrush(QColor(colors.accent_soft))
        painter.drawRect(QRectF(zone_left, bar.top(), zone_right - zone_left, BAR))
        in_zone = ZONE_DBFS[0] <= self._level <= ZONE_DBFS[1]
        if self._level > FLOOR_DBFS:
            painter.setBrush(QColor(colors.accent if in_zone else colors.warning_text))
            painter.drawRoundedRect(
                QRectF(bar.left(), bar.top(), max(BAR, self._x(bar, self._level)), BAR), BAR / 2, BAR / 2
            )
        # The zone's ends stay visible under the bar: it is not told by colour alone.
        painter.setBrush(QColor(colors.control_border))
        for x in (zone_left, zone_right):
            painter.drawRoundedRect(QRectF(x - 1, bar.top() - 5, 2, BAR + 10), 1, 1)
        painter.setPen(QColor(colors.text if in_zone else colors.muted))
        words_at = QRectF(bar.right() + tokens.SPACE_3, 0, word_width, HEIGHT)
        painter.drawText(words_at, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.verdict)

    @staticmethod
    def _x(bar: QRectF, dbfs: float) -> float:
        return bar.left() + bar.width() * (dbfs - FLOOR_DBFS) / -FLOOR_DBFS
