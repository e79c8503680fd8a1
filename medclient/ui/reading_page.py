"""Pages to read: help, and what this program is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from medclient.ui import tokens, widgets
from medclient.ui.translation import Retranslated

_WIDTH = 680


class ReadingPage(Retranslated):
    """A title, a way back, and sections; subclasses fill them in `write`."""

    closed = Signal()
    linkRequested = Signal(str)
    """An address to be opened in the browser."""

    def __init__(self) -> None:
        super().__init__()
        widgets.as_page(self)
        self._back = widgets.icon_button("", "arrow-left")
        self._back.clicked.connect(self.closed)
        self._title = widgets.label(size="title")
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_2)
        head.addWidget(self._back)
        head.addWidget(self._title)
        head.addStretch()
        self._scroll = widgets.ScrollArea(QWidget())
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        main = QWidget()
        main.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(main)
        column.setContentsMargins(0, tokens.SPACE_6, 0, tokens.SPACE_6)
        column.setSpacing(tokens.SPACE_6)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(main, 1000)
        outer.addStretch(1)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.closed.emit)
        self.retranslate()

    def retranslate(self) -> None:
        widgets.rename(self._back, self.tr("Back"))
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, tokens.SPACE_4, 0)
        self._column.setSpacing(tokens.SPACE_2)
        self.write()
        self._column.addStretch()
        self._scroll.setWidget(widgets.Scrolled(self._body))

    def write(self) -> None:
        """Add the title and the sections in the present language."""

    def title(self, text: str) -> None:
        self._title.setText(text)
        self._scroll.setAccessibleName(text)

    def heading(self, text: str) -> None:
        self._column.addSpacing(tokens.SPACE_4 if self._column.count() else 0)
        self._column.addWidget(widgets.label(text, size="heading"))

    def paragraph(self, text: str) -> None:
        self._column.addWidget(_read(text))

    def link(self, text: str, address: str) -> None:
        """Something to press that leads out of the program."""
        button = widgets.button(text, "link")
        button.clicked.connect(lambda: self.linkRequested.emit(address))
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def table(self, rows: list[tuple[str, str]]) -> None:
        """Two columns: a short term and its explanation."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.SPACE_6)
        grid.setVerticalSpacing(tokens.SPACE_2)
        grid.setColumnStretch(1, 1)
        for index, (term, explanation) in enumerate(rows):
            grid.addWidget(widgets.label(term, strong=True), index, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_read(explanation), index, 1)
        self._column.addLayout(grid)


def _read(text: str) -> QLabel:
    result = widgets.label(text, wrap=True)
    result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return result
