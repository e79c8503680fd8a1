"""Who it is, for how long, and how good the line is: over the lower left of the picture."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from medclient.session.events import Quality, Side
from medclient.ui import icons, tokens
from medclient.ui.translation import Retranslated

HEIGHT = 40
ICON = 18
BAR_COUNT = 4
BAR_WIDTH, BAR_GAP, BAR_STEP, BAR_FIRST = 4.0, 3.0, 4.0, 5.0
GROUND_ALPHA = 200
LIT_BARS = {Quality.UNKNOWN: 0, Quality.GOOD: 4, Quality.FAIR: 2, Quality.POOR: 1}


class InfoBar(Retranslated):
    """One line, painted by itself: it lies over a moving picture and is drawn with every frame of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.opacity = 1.0
        self.name = ""
        self.confirmation = ""
        """What the patient gets, in words that follow their name."""
        self.duration = ""
        self.quality = Quality.UNKNOWN
        self.weak_side: Side | None = None
        self.remote_microphone = True
        self._state: tuple[object, ...] = ()
        self.setFixedHeight(HEIGHT)

    def show_state(
        self,
        name: str,
        confirmation: str,
        duration: str,
        quality: Quality,
        weak_side: Side | None,
        remote_microphone: bool,
    ) -> None:
        """Set everything at once; `remote_microphone` False marks the other side as muted."""
        state = (name, confirmation, duration, quality, weak_side, remote_microphone)
        if state == self._state:
            return
        self._state = state
        self.name, self.confirmation, self.duration, self.quality, self.weak_side, self.remote_microphone = state
        self.retranslate()

    def set_opacity(self, opacity: float) -> None:
        """See `Fades`."""
        if opacity != self.opacity:
            self.opacity = opacity
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, opacity == 0)
            self.update()

    def retranslate(self) -> None:
        self.setToolTip("" if self.remote_microphone else self.tr("The microphone of the other side is off"))
        self.setAccessibleName(self.text)
        self.updateGeometry()
        self.update()

    @property
    def quality_word(self) -> str:
        word = {
            Quality.UNKNOWN: "",
            Quality.GOOD: self.tr("good"),
            Quality.FAIR: self.tr("fair"),
            Quality.POOR: self.tr("poor"),
        }[self.quality]
        if self.quality in (Quality.UNKNOWN, Quality.GOOD) or self.weak_side is None:
            return word
        side = self.tr("your line") if self.weak_side is Side.OWN else self.tr("the patient's line")
        return f"{word} · {side}"

    @property
    def text(self) -> str:
        """Everything it says, for a screen reader."""
        muted = "" if self.remote_microphone else self.tr("microphone off")
        quality = self.tr("connection {quality}").format(quality=self.quality_word) if self.quality_word else ""
        return ", ".join(part for part in (self.name, self.confirmation, muted, self.duration, quality) if part)

    def sizeHint(self) -> QSize:
        return QSize(round(self._width(QFontMetricsF(self._font(True)).horizontalAdvance(self.name))), HEIGHT)

    def _width(self, name_width: float) -> float:
        quiet = QFontMetricsF(self._font(False))
        width = tokens.SPACE_4 * 2 + name_width
        if self.confirmation:
            width += tokens.SPACE_2 + quiet.horizontalAdvance(self.confirmation)
        if not self.remote_microphone:
            width += tokens.SPACE_2 + ICON
        if self.duration:
            width += tokens.SPACE_4 + self._duration_width()
        if self.quality_word:
            width += tokens.SPACE_4 + self._bars_width() + tokens.SPACE_2 + quiet.horizontalAdvance(self.quality_word)
        return width + 2

    def _duration_width(self) -> float:
        """The same for every second of a minute, so that nothing trembles."""
        return QFontMetricsF(self._font(False)).horizontalAdvance("0" * len(self.duration))

    @staticmethod
    def _bars_width() -> float:
        return BAR_COUNT * BAR_WIDTH + (BAR_COUNT - 1) * BAR_GAP

    def _font(self, strong: bool) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(tokens.current().px(tokens.FONT_BODY))
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        return font

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.opacity == 0 or not self.text:
            return
        colors = tokens.current()
        painter = QPainter(self)
        painter.setOpacity(self.opacity)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(colors.stage)
        ground.setAlpha(GROUND_ALPHA)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()), HEIGHT / 2, HEIGHT / 2)
        strong = QFontMetricsF(self._font(True))
        room = self.width() - self._width(0)
        name = strong.elidedText(self.name, Qt.TextElideMode.ElideRight, max(room, 0) + 1)
        x = float(tokens.SPACE_4)
        x = self._write(painter, x, name, self._font(True), colors.on_stage)
        if self.confirmation:
            x = self._write(painter, x + tokens.SPACE_2, self.confirmation, self._font(False), colors.on_stage)
        if not self.remote_microphone:
            x += tokens.SPACE_2
            mark = icons.pixmap("mic-off", ICON, colors.stage_warning, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(x, (HEIGHT - ICON) / 2), mark)
            x += ICON
        if self.duration:
            x += tokens.SPACE_4
            self._write(painter, x, self.duration, self._font(False), colors.on_stage)
            x += self._duration_width()
        if self.quality_word:
            x = self._paint_bars(painter, x + tokens.SPACE_4)
            self._write(painter, x + tokens.SPACE_2, self.quality_word, self._font(False), colors.on_stage)

    def _write(self, painter: QPainter, x: float, text: str, font: QFont, color: str) -> float:
        width = QFontMetricsF(font).horizontalAdvance(text)
        painter.setFont(font)
        painter.setPen(QColor(color))
        painter.drawText(QRectF(x, 0, width + 2, HEIGHT), Qt.AlignmentFlag.AlignVCenter, text)
        return x + width

    def _paint_bars(self, painter: QPainter, x: float) -> float:
        colors = tokens.current()
        lit = LIT_BARS[self.quality]
        unlit = QColor(colors.on_stage)
        unlit.setAlpha(70)
        painter.setPen(Qt.PenStyle.NoPen)
        bottom = HEIGHT / 2 + (BAR_FIRST + (BAR_COUNT - 1) * BAR_STEP) / 2
        for index in range(BAR_COUNT):
            height = BAR_FIRST + index * BAR_STEP
            color = QColor(colors.stage_accent if self.quality is Quality.GOOD else colors.stage_warning)
            painter.setBrush(color if index < lit else unlit)
            painter.drawRoundedRect(
                QRectF(x + index * (BAR_WIDTH + BAR_GAP), bottom - height, BAR_WIDTH, height), 1.5, 1.5
            )
        return x + self._bars_width()
