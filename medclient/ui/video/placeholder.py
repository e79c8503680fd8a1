"""What stands where no picture is: a person's initials, or an icon, and a line below."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from medclient.ui import icons, tokens

DISC = QColor("#1d4f4b")
"""A deep teal that carries light letters at more than 7:1."""
LARGEST_DISC = 160.0
TITLES = frozenset(
    {"dr.", "dr", "prof.", "prof", "med.", "dent.", "herr", "frau", "mr", "mr.", "mrs", "mrs.", "ms", "ms."}
)


def initials(name: str) -> str:
    """First letters of the first and the last name, titles left out: "Dr. Erika von Beispiel" gives "EB"."""
    words = [word for word in name.replace(",", " ").split() if word.casefold() not in TITLES and word[0].isalnum()]
    ends = words if len(words) < 2 else [words[0], words[-1]]
    return "".join(word[0] for word in ends).upper()


def paint_initials(painter: QPainter, circle: QRectF, name: str) -> None:
    """A disc with the initials."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(DISC)
    painter.drawEllipse(circle)
    font = QFont(painter.font())
    font.setPixelSize(max(8, round(circle.height() * 0.36)))
    font.setWeight(QFont.Weight.Medium)
    painter.setFont(font)
    painter.setPen(QColor(tokens.current().on_stage))
    painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, initials(name))


def paint_placeholder(painter: QPainter, area: QRectF, name: str, caption: str, icon: str) -> None:
    """Initials (or the icon, where there is no name) in the middle of `area`, and the caption below them."""
    colors = tokens.current()
    small = area.height() < 240
    font = QFont(painter.font())
    font.setPixelSize(colors.px(tokens.FONT_SMALL if small else tokens.FONT_BODY))
    margin = tokens.SPACE_3
    width = area.width() - 2 * margin
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    text_height = QFontMetricsF(font).boundingRect(QRectF(0, 0, width, 1000), flags, caption).height() if caption else 0
    gap = (tokens.SPACE_2 if small else tokens.SPACE_4) if caption else 0
    mark = min(LARGEST_DISC, area.width() * 0.5, (area.height() - text_height - gap) * 0.62)
    if icon and not name:
        mark = min(mark, 24.0 if small else 48.0)
    if not (name or icon):
        mark, gap = 0, 0
    top = area.top() + (area.height() - mark - gap - text_height) / 2
    circle = QRectF(area.center().x() - mark / 2, top, mark, mark)
    if mark >= 12:
        if name:
            paint_initials(painter, circle, name)
        elif icon:
            ratio = painter.device().devicePixelRatio()
            painter.drawPixmap(QPointF(circle.topLeft()), icons.pixmap(icon, int(mark), "on_stage_muted", ratio))
    if caption:
        painter.setFont(font)
        painter.setPen(QColor(colors.on_stage_muted if small else colors.on_stage))
        painter.drawText(QRectF(area.left() + margin, top + mark + gap, width, text_height + 2), flags, caption)
