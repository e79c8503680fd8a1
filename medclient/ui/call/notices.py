"""Lines of text over the upper edge of the picture: what happened, and at most one thing to press."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from medclient.ui import icons, tokens, widgets
from medclient.ui.translation import Retranslated

GROUND_ALPHA = 225
_UNLIMITED = 16_777_215
"""Qt's own, which its Python does not name."""
MOST = 3
"""More lines than this are more than anybody reads in a call."""


@dataclass(frozen=True)
class Notice:
    """One line."""

    key: str
    """What it is about; `actionPressed` carries it."""
    text: str
    icon: str = "info"
    action: str = ""
    closable: bool = False
    """It is an offer that may be turned down; `dismissed` carries its key then."""


def paint_ground(widget: QWidget) -> None:
    """The ground of what must be read over a picture: nearly opaque, round."""
    ground = QColor(tokens.current().stage)
    ground.setAlpha(GROUND_ALPHA)
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(widget.rect()), tokens.RADIUS + 2, tokens.RADIUS + 2)


class NoticeLines(QWidget):
    """The lines that are to be read now, most important first."""

    actionPressed = Signal(str)
    dismissed = Signal(str)
    linesChanged = Signal()
    """The lines are others now: the widget wants another size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notices: tuple[Notice, ...] = ()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(tokens.SPACE_2)
        self.hide()

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(notice.text for notice in self._notices)

    def show_notices(self, notices: tuple[Notice, ...]) -> None:
        notices = notices[:MOST]
        if notices == self._notices:
            return
        known = {notice.text for notice in self._notices}
        self._notices = notices
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for notice in notices:
            line = _Line(notice, self)
            line.actionPressed.connect(self.actionPressed)
            line.dismissed.connect(self.dismissed)
            self._lines.addWidget(line, 0, Qt.AlignmentFlag.AlignHCenter)
            line.show()  # a layout would do it later, and until then the lines have no size
            if notice.text not in known:
                QAccessible.updateAccessibility(QAccessibleEvent(line.label, QAccessible.Event.Alert))
        self.setVisible(bool(notices))
        self.linesChanged.emit()

    def fit(self, most: int) -> None:
        """Break the lines that are wider than `most`."""
        for line in self.findChildren(_Line, options=Qt.FindChildOption.FindDirectChildrenOnly):
            line.fit(most)


class _Line(Retranslated):
    actionPressed = Signal(str)
    dismissed = Signal(str)

    def __init__(self, notice: Notice, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self._notice = notice
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_4, tokens.SPACE_2, tokens.SPACE_4, tokens.SPACE_2)
        row.setSpacing(tokens.SPACE_3)
        mark = QLabel()
        icons.set_pixmap(mark, notice.icon, 20, "stage_warning")
        self.label = widgets.label(notice.text, tone="stage")
        row.addWidget(mark)
        row.addWidget(self.label)
        if notice.action:
            button = widgets.button(notice.action, "stage")
            button.clicked.connect(self._press)
            row.addSpacing(tokens.SPACE_2)
            row.addWidget(button)
            row.setContentsMargins(tokens.SPACE_4, tokens.SPACE_1, tokens.SPACE_1, tokens.SPACE_1)
        self.close_button = widgets.icon_button("", "x", "stage")
        self.close_button.clicked.connect(lambda: self.dismissed.emit(notice.key))
        self.close_button.setVisible(notice.closable)
        row.addWidget(self.close_button)
        self._row = row
        self.retranslate()

    def fit(self, most: int) -> None:
        """Break the text where the line would be wider than `most`; one that fits stays in one piece."""
        self.label.setWordWrap(False)
        self.label.setMinimumSize(0, 0)
        self.label.setMaximumSize(_UNLIMITED, _UNLIMITED)
        whole = self.label.sizeHint().width()
        room = most - (self._row.sizeHint().width() - whole)
        if whole > room > 0:
            self.label.setWordWrap(True)
            self.label.setFixedSize(room, self.label.heightForWidth(room))
        self.updateGeometry()  # the lines' layout would notice later, and is asked now

    def retranslate(self) -> None:
        widgets.rename(self.close_button, self.tr("Not now"))

    def _press(self) -> None:
        self.actionPressed.emit(self._notice.key)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_ground(self)
