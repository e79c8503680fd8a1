"""What a page shows instead of content: an icon, what happened, what it means, and one thing to press."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from medclient.ui import icons, tokens, widgets

_TEXT_WIDTH = 460
_BAR_WIDTH = 160


class StateView(QWidget):
    """Centred in its space; used for empty, loading, offline and error states."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._icon = QLabel()
        self._heading = widgets.label(size="heading")
        self._text = widgets.label(tone="muted", wrap=True)
        self._text.setFixedWidth(_TEXT_WIDTH)
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(_BAR_WIDTH)
        self.button = widgets.button("")
        self.button.clicked.connect(self.pressed)
        column = QVBoxLayout(self)
        column.setSpacing(tokens.SPACE_3)
        column.addStretch(2)
        for each in (self._icon, self._heading, self._text, self._progress, self.button):
            column.addWidget(each, 0, Qt.AlignmentFlag.AlignHCenter)
            if isinstance(each, QLabel):
                each.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.insertSpacing(5, tokens.SPACE_2)
        column.addStretch(3)

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(_TEXT_WIDTH, 280))

    def show_state(self, icon: str, heading: str, text: str, button: str = "", *, busy: bool = False) -> None:
        """Fill in all parts; an empty `button` hides it."""
        icons.set_pixmap(self._icon, icon, 48, "control_border")
        self._heading.setText(heading)
        self._text.setText(text)
        self._text.setMinimumHeight(max(0, self._text.heightForWidth(_TEXT_WIDTH)))
        self._text.setVisible(bool(text))
        self._progress.setVisible(busy)
        self._progress.setAccessibleName(heading)
        self.button.setText(button)
        self.button.setVisible(bool(button))
