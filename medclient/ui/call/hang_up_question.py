"""The one confirmation before a consultation is over: over the picture, never a dialog."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from medclient.ui import tokens, widgets
from medclient.ui.call.notices import paint_ground
from medclient.ui.translation import Retranslated


class HangUpQuestion(Retranslated):
    """Hidden until `ask`; the call goes on beneath it."""

    confirmed = Signal()
    taken_back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = widgets.label(size="heading", tone="stage")
        self.sentence = widgets.label(tone="stage-muted")
        self.yes = widgets.button("", "stage-danger", "phone-off")
        self.no = widgets.button("", "stage")
        self.yes.clicked.connect(self._confirm)
        self.no.clicked.connect(self.take_back)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_6, tokens.SPACE_4, tokens.SPACE_6, tokens.SPACE_4)
        column.setSpacing(tokens.SPACE_1)
        column.addWidget(self.title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.sentence, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(tokens.SPACE_3)
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_3)
        row.addStretch(1)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        row.addStretch(1)
        column.addLayout(row)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        self.title.setText(self.tr("End the consultation?"))
        self.sentence.setText(self.tr("It is then over for both sides, and the link is closed."))
        self.yes.setText(self.tr("End"))
        self.no.setText(self.tr("Go back"))

    def ask(self) -> None:
        """Show the question with the keyboard on the harmless answer's neighbour: Enter ends, Escape goes back."""
        self.adjustSize()
        self.show()
        self.raise_()
        self.yes.setFocus(Qt.FocusReason.PopupFocusReason)

    def take_back(self) -> None:
        if self.isVisible():
            self.hide()
            self.taken_back.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            (self.take_back if focused is self.no else self._confirm)()
        elif event.key() == Qt.Key.Key_Escape:
            self.take_back()
        else:
            super().keyPressEvent(event)

    def _confirm(self) -> None:
        self.hide()
        self.confirmed.emit()

    def paintEvent(self, event: object) -> None:
        paint_ground(self)
