"""One line about something that happened, with at most one thing to press; it never takes the focus."""

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel

from medclient.ui import icons, theme, tokens, widgets
from medclient.ui.translation import Retranslated

Mood = Literal["accent", "warning", "danger"]
_ICONS = {"accent": "circle-check", "warning": "triangle-alert", "danger": "circle-alert"}
_COLORS = {"accent": "accent_text", "warning": "warning_text", "danger": "danger_text"}


class NoticeBar(Retranslated):
    """Hidden until `show_notice`."""

    actionPressed = Signal()
    dismissed = Signal()

    def __init__(self, *, closable: bool = True) -> None:
        super().__init__()
        self._frame = widgets.frame("accent")
        self._icon = QLabel()
        self._text = widgets.label(wrap=True)
        self.action = widgets.button("")
        self.action.clicked.connect(self.actionPressed)
        self._close = widgets.icon_button("", "x")
        self._close.setVisible(closable)
        self._close.clicked.connect(self._dismiss)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._frame)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(tokens.SPACE_4, tokens.SPACE_2, tokens.SPACE_2, tokens.SPACE_2)
        row.setSpacing(tokens.SPACE_3)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1)
        row.addWidget(self.action)
        row.addWidget(self._close)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        widgets.rename(self._close, self.tr("Close notice"))

    @property
    def text(self) -> str:
        return self._text.text()

    def show_notice(self, text: str, mood: Mood = "accent", action: str = "") -> None:
        """Show a sentence; a screen reader speaks it."""
        self._frame.setProperty("surface", mood)
        theme.refresh(self._frame)
        icons.set_pixmap(self._icon, _ICONS[mood], 20, _COLORS[mood])
        self._text.setText(text)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self._text, QAccessible.Event.Alert))

    def clear(self) -> None:
        self.hide()
        self._text.setText("")

    def _dismiss(self) -> None:
        self.clear()
        self.dismissed.emit()
