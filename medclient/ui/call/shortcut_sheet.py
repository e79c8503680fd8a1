"""All keys of the call on one sheet over the picture: F1 shows it, any key or click takes it away."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from medclient.ui import tokens, widgets
from medclient.ui.call import shortcuts
from medclient.ui.call.notices import paint_ground
from medclient.ui.translation import Retranslated

COLUMNS = 2


class ShortcutSheet(Retranslated):
    """Hidden until `open`; the call goes on beneath it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title = widgets.label(size="heading", tone="stage")
        self._rows: list[tuple[QLabel, QLabel]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_8, tokens.SPACE_6, tokens.SPACE_8, tokens.SPACE_6)
        column.setSpacing(tokens.SPACE_4)
        column.addWidget(self._title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.SPACE_4)
        grid.setVerticalSpacing(tokens.SPACE_2)
        half = -(-len(self._keys()) // COLUMNS)
        for index in range(len(self._keys())):
            keys, meaning = widgets.label(tone="stage", strong=True), widgets.label(tone="stage-muted")
            at = 3 * (index // half)
            grid.addWidget(keys, index % half, at)
            grid.addWidget(meaning, index % half, at + 1)
            self._rows.append((keys, meaning))
        grid.setColumnMinimumWidth(2, tokens.SPACE_6)
        column.addLayout(grid)
        self.retranslate()
        self.hide()

    def _keys(self) -> tuple[tuple[str, str], ...]:
        """Keys and what they do."""
        native = shortcuts.native
        return (
            (native(shortcuts.CAMERA), self.tr("Camera on and off")),
            (native(shortcuts.MICROPHONE), self.tr("Microphone on and off")),
            (self.tr("Space (hold)"), self.tr("Talk while muted")),
            (native(shortcuts.RECONNECT), self.tr("Restart connection")),
            (native(shortcuts.HANG_UP), self.tr("Hang up")),
            (native(shortcuts.CHAT), self.tr("Chat")),
            (native(shortcuts.HINTS), self.tr("Hints for the patient")),
            (native(shortcuts.CARD), self.tr("Card")),
            (f"{native(shortcuts.ZOOM_IN)}, {native(shortcuts.ZOOM_OUT)}", self.tr("Larger, smaller")),
            (native(shortcuts.ZOOM_RESET), self.tr("Original size")),
            (native(QKeySequence("H")), self.tr("Hold the picture")),
            (native(shortcuts.FULL_SCREEN), self.tr("Full screen")),
            (native(shortcuts.SMALL_WINDOW), self.tr("Small window")),
            (native(shortcuts.KEYS), self.tr("These keys")),
        )

    def retranslate(self) -> None:
        self._title.setText(self.tr("Keys in a call"))
        keys = self._keys()
        for (key, meaning), (name, text) in zip(self._rows, keys, strict=True):
            key.setText(name)
            meaning.setText(text)
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(", ".join(f"{name}: {text}" for name, text in keys))

    def open(self) -> None:
        self.adjustSize()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.hide()
        # What the key means in the call is done all the same, unless it only takes the sheet away.
        if event.key() not in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F1):
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hide()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut:
            self.hide()
        return super().event(event)

    def paintEvent(self, event: object) -> None:
        paint_ground(self)
