"""A question before a link is made void, and the practice's own ready texts."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from medclient.protocol.messages import TEXT_CHARS
from medclient.ui import tokens, widgets
from medclient.ui.appointments.panel_parts import MOST_READY_TEXTS

_WIDTH = 480


class SmallDialog(QDialog):
    """Title, text, something in the middle, and two buttons."""

    def __init__(self, parent: QWidget | None, middle: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH)
        self._title = widgets.label(size="heading")
        self._text = widgets.label(wrap=True)
        self._no = widgets.button("")
        self._no.clicked.connect(self.reject)
        self.yes = widgets.button("", "primary")
        self.yes.setDefault(True)
        self.yes.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self._no)
        buttons.addWidget(self.yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_6, tokens.SPACE_6, tokens.SPACE_6, tokens.SPACE_6)
        column.setSpacing(tokens.SPACE_3)
        column.addWidget(self._title)
        column.addWidget(self._text)
        if middle is not None:
            column.addWidget(middle)
        column.addSpacing(tokens.SPACE_3)
        column.addLayout(buttons)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text."""


class ReplaceDialog(SmallDialog):
    """`accepted` when the link is to be replaced."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("replace")
        self.retranslate()
        self.yes.setFocus()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Make a new link?"))
        self._title.setText(self.windowTitle())
        self._text.setText(
            self.tr(
                "The old link opens nothing any more; whoever opens it reads that there is a newer one. "
                "Give the new link to the patient."
            )
        )
        self._no.setText(self.tr("Keep the old link"))
        self.yes.setText(self.tr("New link"))


class ReadyTextsDialog(SmallDialog):
    """One text on each line."""

    saved = Signal(object)
    """A tuple of texts; empty for the program's own."""

    def __init__(self, texts: tuple[str, ...], parent: QWidget | None = None) -> None:
        self._edit = QPlainTextEdit("\n".join(texts))
        self._edit.setTabChangesFocus(True)
        self._edit.setMinimumHeight(180)
        super().__init__(parent, self._edit)
        self.setObjectName("ready-texts")
        self.accepted.connect(lambda: self.saved.emit(self.texts()))
        self.retranslate()
        self._edit.setFocus()

    @property
    def edit(self) -> QPlainTextEdit:
        """Where they are written."""
        return self._edit

    def texts(self) -> tuple[str, ...]:
        lines = (" ".join(line.split())[:TEXT_CHARS] for line in self._edit.toPlainText().splitlines())
        return tuple(line for line in lines if line)[:MOST_READY_TEXTS]

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Ready texts"))
        self._title.setText(self.windowTitle())
        self._text.setText(
            self.tr("One text on each line, at most {number}. Without any, the program's own come back.").format(
                number=MOST_READY_TEXTS
            )
        )
        self._edit.setAccessibleName(self.windowTitle())
        self._no.setText(self.tr("Discard"))
        self.yes.setText(self.tr("Save"))
