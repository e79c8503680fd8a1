"""Return presses the button that has the keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QVBoxLayout
from pytestqt.qtbot import QtBot

from medclient.ui import widgets
from medclient.ui.call.control_button import ControlButton


def made(kind: str) -> QAbstractButton:
    if kind == "push":
        return widgets.button("Starten", "primary")
    return widgets.icon_button("Mehr", "ellipsis") if kind == "icon" else ControlButton("video")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize("kind", ["push", "icon", "control"])
def test_it_is_pressed_once(kind: str, key: Qt.Key, qtbot: QtBot) -> None:
    button = made(kind)
    qtbot.addWidget(button)
    presses: list[bool] = []
    button.clicked.connect(lambda: presses.append(True))
    button.show()
    QTest.keyClick(button, key)
    assert len(presses) == 1


def test_not_the_default_button_of_a_dialog(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    column = QVBoxLayout(dialog)
    default, focused = widgets.button("Abbrechen", "primary"), widgets.button("Speichern")
    default.setDefault(True)
    for each in (default, focused):
        column.addWidget(each)
    pressed: list[str] = []
    default.clicked.connect(lambda: pressed.append("default"))
    focused.clicked.connect(lambda: pressed.append("focused"))
    dialog.show()
    focused.setFocus()
    QTest.keyClick(focused, Qt.Key.Key_Return)
    assert pressed == ["focused"]
