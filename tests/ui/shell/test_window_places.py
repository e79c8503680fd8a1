"""Windows come back where they were, and to a screen that is there."""

import pytest
from PySide6.QtCore import QByteArray, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from medclient.ui.shell.window_places import WindowPlaces, corrected

SCREEN = QRect(0, 0, 1920, 1040)
RIGHT = QRect(1920, 0, 1280, 1024)


@pytest.mark.parametrize(
    ("window", "screens", "after"),
    [
        (QRect(100, 100, 800, 600), [SCREEN], QRect(100, 100, 800, 600)),
        (QRect(2000, 100, 800, 600), [SCREEN, RIGHT], QRect(2000, 100, 800, 600)),
        (QRect(2000, 100, 800, 600), [SCREEN], QRect(1120, 100, 800, 600)),
        (QRect(-700, 100, 800, 600), [SCREEN], QRect(-700, 100, 800, 600)),
        (QRect(-780, 100, 800, 600), [SCREEN], QRect(0, 100, 800, 600)),
        (QRect(100, -400, 800, 600), [SCREEN], QRect(100, 0, 800, 600)),
        (QRect(100, 1039, 800, 600), [SCREEN], QRect(100, 1039, 800, 600)),
        (QRect(5000, 5000, 4000, 3000), [SCREEN], QRect(0, 0, 1920, 1040)),
        (QRect(100, 100, 800, 600), [], QRect(100, 100, 800, 600)),
    ],
)
def test_a_window_is_corrected_only_where_it_cannot_be_reached(
    window: QRect, screens: list[QRect], after: QRect
) -> None:
    assert corrected(window, screens) == after


def test_a_dialog_comes_back_where_it_was(qtbot: QtBot) -> None:
    remembered: dict[str, str] = {}
    places = WindowPlaces(lambda: dict(remembered), remembered.update)
    first = QDialog()
    qtbot.addWidget(first)
    places.follow(first, "devices")
    first.setGeometry(120, 130, 420, 310)
    first.show()
    first.hide()
    assert set(remembered) == {"devices"}
    second = QDialog()
    qtbot.addWidget(second)
    assert places.follow(second, "devices")
    second.show()
    assert second.geometry() == QRect(120, 130, 420, 310)
    other = QDialog()
    qtbot.addWidget(other)
    assert not places.follow(other, "other")
    assert other.geometry() != second.geometry()


def test_what_is_open_at_the_end_is_noted_and_nothing_after_it(qtbot: QtBot) -> None:
    remembered: dict[str, str] = {}
    places = WindowPlaces(lambda: dict(remembered), remembered.update)
    dialogs = {name: QDialog() for name in ("report", "network")}
    for name, dialog in dialogs.items():
        qtbot.addWidget(dialog)
        places.follow(dialog, name)
    dialogs["report"].show()
    places.stop()
    assert set(remembered) == {"report"}
    remembered.clear()
    dialogs["network"].show()
    for dialog in dialogs.values():
        dialog.hide()
    assert not remembered, "the settings are closed by now"


def test_a_place_on_a_screen_that_is_gone_is_corrected(qtbot: QtBot) -> None:
    remembered: dict[str, str] = {}
    places = WindowPlaces(lambda: dict(remembered), remembered.update)
    window = QWidget()
    qtbot.addWidget(window)
    places.follow(window, "main")
    window.setGeometry(9000, 9000, 300, 200)
    places.note(window)
    window.setGeometry(9000, 9000, 300, 200)
    window.show()
    [screen] = QGuiApplication.screens()
    assert screen.availableGeometry().contains(window.geometry())


def test_a_damaged_place_changes_nothing(qtbot: QtBot) -> None:
    places = WindowPlaces(lambda: {"main": "no place at all"}, lambda places: None)
    window = QWidget()
    qtbot.addWidget(window)
    before = window.geometry()
    places.follow(window, "main")
    assert window.geometry() == before
    assert not window.restoreGeometry(QByteArray(b"no"))
