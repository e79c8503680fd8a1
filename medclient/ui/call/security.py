"""The lock beside the patient's name, and the security code behind it, for those who want to compare."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from medclient.ui import tokens, widgets
from medclient.ui.call.control_button import ControlButton
from medclient.ui.call.notices import paint_ground
from medclient.ui.translation import Retranslated

WIDTH = 340
CODE_PX = 34


class SecurityLock(ControlButton):
    """Opens the code; fades with what is beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("lock", parent)
        self.hide()


class SecurityCode(Retranslated):
    """Hidden until it is asked for; the call goes on beneath it."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = widgets.label(size="heading", tone="stage")
        self.code = widgets.label(tone="stage", strong=True)
        self.sentence = widgets.label(tone="stage-muted", wrap=True)
        self.close_button = widgets.button("", "stage")
        self.close_button.clicked.connect(self.take_back)
        font = QFont(self.code.font())
        font.setPixelSize(CODE_PX)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 2)
        self.code.setFont(font)
        self.code.setStyleSheet(f"font-size: {CODE_PX}px")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_6, tokens.SPACE_4, tokens.SPACE_6, tokens.SPACE_4)
        column.setSpacing(tokens.SPACE_2)
        for part in (self.title, self.code, self.sentence):
            column.addWidget(part)
        column.addSpacing(tokens.SPACE_2)
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFixedWidth(WIDTH)
        self.retranslate()
        self.hide()

    def show_code(self, code: str) -> None:
        """Keep what is to be compared; without a code there is nothing to show."""
        if code != self.code.text():
            self.code.setText(code)
            self.retranslate()
        if not code:
            self.take_back()

    def toggle(self) -> None:
        if self.isVisible():
            self.take_back()
        elif self.code.text():
            self.show()
            self.raise_()
            self.close_button.setFocus(Qt.FocusReason.PopupFocusReason)

    def take_back(self) -> None:
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Security code"))
        self.sentence.setText(
            self.tr(
                "Read it to each other. If the patient sees the same digits behind the lock on their page, "
                "nobody stands between you, not even the operator."
            )
        )
        self.close_button.setText(self.tr("Close"))
        spoken = ", ".join(self.code.text().replace(" ", ""))
        self.code.setAccessibleName(self.tr("Security code: {digits}").format(digits=spoken))
        self._fit(self.sentence)

    def _fit(self, sentence: QLabel) -> None:
        room = WIDTH - 2 * tokens.SPACE_6
        sentence.setMinimumHeight(sentence.heightForWidth(room))
        self.adjustSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.take_back()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: object) -> None:
        paint_ground(self)
