"""Hints for the patient: chosen with one press, confirmed in words. (PRODUCT: hints for the patient.)"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from medclient.protocol.messages import HintKey
from tests.ui.call.conftest import Open
from tests.ui.call.screens import IN_CALL, THERE


@pytest.mark.parametrize("key", list(HintKey))
def test_one_press_sends_the_key_and_says_so(key: HintKey, qtbot: QtBot, open_page: Open) -> None:
    """Requirements: extra hints."""
    page = open_page(IN_CALL)
    with qtbot.waitSignal(page.hintChosen) as chosen:
        page.hints.entries[key].trigger()
    assert chosen.args == [key], "a key, never a text: the page knows the patient's language"
    assert page.stage.notices.texts == (f"The patient is shown: {page.hints.text(key)}",)


def test_the_menu_opens_by_button_and_by_key(open_page: Open) -> None:
    page = open_page(IN_CALL)
    QTest.mouseClick(page.stage.tools.hints, Qt.MouseButton.LeftButton)
    assert page.hints.isVisible()
    page.hints.close()
    QTest.keyClick(page.stage, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert page.hints.isVisible()


def test_there_is_nobody_to_hint_at_before_the_call(open_page: Open) -> None:
    page = open_page(THERE)
    assert not page.stage.tools.hints.isVisible()
    page.open_hints()
    assert not page.hints.isVisible()


def test_the_confirmation_goes_by_itself(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    page.hints.entries[HintKey.LIGHT].trigger()
    page.passing.clear()
    assert page.stage.notices.texts == ()
