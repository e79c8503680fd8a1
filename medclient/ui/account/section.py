"""One matter on the account page: what it is about, how it stands, what can be done."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from medclient.ui import tokens, widgets


class Section(QWidget):
    """A card with a heading, a sentence, buttons at the right, and more below where there is more."""

    def __init__(self, *buttons: QPushButton) -> None:
        super().__init__()
        self.title = widgets.label(strong=True)
        self.text = widgets.label(tone="muted", wrap=True)
        card = widgets.frame("card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        self._column = QVBoxLayout(card)
        self._column.setContentsMargins(tokens.SPACE_6, tokens.SPACE_4, tokens.SPACE_4, tokens.SPACE_4)
        self._column.setSpacing(tokens.SPACE_3)
        words = QVBoxLayout()
        words.setSpacing(tokens.SPACE_1)
        words.addWidget(self.title)
        words.addWidget(self.text)
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_4)
        head.addLayout(words, 1)
        for button in buttons:
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column.addLayout(head)

    def add(self, part: QWidget | QLayout) -> None:
        """Put something under the sentence."""
        if isinstance(part, QWidget):
            self._column.addWidget(part)
        else:
            self._column.addLayout(part)


class Rows(QWidget):
    """A list of lines that is shown anew as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens.SPACE_2)

    def show_rows(self, rows: list[QWidget]) -> None:
        """Replace what was there; lines lie between the rows."""
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for row in rows:
            self._column.addWidget(widgets.frame("line"))
            self._column.addWidget(row)
        self.setVisible(bool(rows))


class Row(QWidget):
    """A name, what is to be said about it, and buttons."""

    def __init__(self, name: str, about: str, *buttons: QWidget) -> None:
        super().__init__()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(widgets.label(name, wrap=True))
        self.about = widgets.label(about, size="small", tone="muted", wrap=True)
        words.addWidget(self.about)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE_3)
        row.addLayout(words, 1)
        for button in buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
