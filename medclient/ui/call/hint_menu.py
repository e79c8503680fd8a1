"""Ready sentences for the patient: one press, and their page shows it large, in their language."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from medclient.protocol.messages import HintKey
from medclient.ui import icons

ICONS = {
    HintKey.MICROPHONE: "mic-off",
    HintKey.LOUDER: "volume-2",
    HintKey.LIGHT: "sun",
    HintKey.STEADY: "hand",
    HintKey.CARD: "id-card",
}


class HintMenu(QMenu):
    """The sentences as the practitioner reads them."""

    chosen = Signal(object)
    """`HintKey`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTipsVisible(True)
        self.entries: dict[HintKey, QAction] = {}
        for key, icon in ICONS.items():
            action = QAction(self)
            icons.set_icon(action, icon)
            action.triggered.connect(lambda _=False, key=key: self.chosen.emit(key))
            self.addAction(action)
            self.entries[key] = action
        self.retranslate()

    def text(self, key: HintKey) -> str:
        """The sentence, in the practitioner's language."""
        return {
            HintKey.MICROPHONE: self.tr("Your microphone is muted"),
            HintKey.LOUDER: self.tr("Please speak louder"),
            HintKey.LIGHT: self.tr("Please come closer to the light"),
            HintKey.STEADY: self.tr("Please put the device down so that it stands still"),
            HintKey.CARD: self.tr("Please hold the card closer"),
        }[key]

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Hints for the patient"))
        for key, action in self.entries.items():
            action.setText(self.text(key))
