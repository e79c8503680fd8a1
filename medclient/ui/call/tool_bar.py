"""What is used beside the five controls: hints for the patient, the card view, and the chat."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from medclient.session.events import CallSnapshot, CallState
from medclient.ui import tokens
from medclient.ui.call import shortcuts
from medclient.ui.call.control_bar import ACCEPTED
from medclient.ui.call.control_button import ControlButton
from medclient.ui.translation import Retranslated


class ToolBar(Retranslated):
    """Lies at the right of the controls, and fades with them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hints = ControlButton("lightbulb")
        self.card = ControlButton("id-card")
        self.chat = ControlButton("message-square")
        self._buttons = (self.hints, self.card, self.chat)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE_1)
        for button in self._buttons:
            row.addWidget(button)
        self.retranslate()

    def show_snapshot(self, call: CallSnapshot) -> None:
        self.setVisible(call.state is not CallState.IDLE)
        for button in (self.hints, self.card):
            button.setVisible(call.state in ACCEPTED)

    def set_opacity(self, opacity: float) -> None:
        """See `Fades`."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, opacity == 0)
        for button in self._buttons:
            button.set_opacity(opacity)

    def retranslate(self) -> None:
        self.card.describe(self.tr("Card"), self.tr("Read a card that is held into the camera"), shortcuts.CARD)
        self.hints.describe(self.tr("Hints for the patient"), self.tr("Show the patient a hint"), shortcuts.HINTS)
