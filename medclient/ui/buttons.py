"""Buttons that Return presses like Space: Qt alone lets it press the default button of a dialog and nothing else."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
)

_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def pressed_by_return(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Press `button` if the key is Return; whether it was."""
    if event.key() not in _RETURN:
        return False
    if not event.isAutoRepeat():
        button.click()
    return True


class PushButton(QPushButton):
    """In a dialog too, Return presses the button that has the keyboard, not the default one."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_return(self, event):
            super().keyPressEvent(event)


class ShrinkingButton(PushButton):
    """Shows its icon alone where there is no room for its text too."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        height = self.sizeHint().height()
        return QSize(height, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        if self.width() < self.sizeHint().width():
            option.text = ""
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


class ToolButton(QToolButton):
    """A square button with an icon."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_return(self, event):
            super().keyPressEvent(event)
