"""The card view: opened, used by mouse and keys, and gone without a trace. PRODUCT row "+ hold the insurance card"."""

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from medclient.session.events import CallState
from tests.ui.call.conftest import Open
from tests.ui.call.pictures import plain_frame
from tests.ui.call.screens import IN_CALL, WAITING

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


def test_the_card_button_opens_and_closes_the_bar(open_page: Open) -> None:
    page = open_page(IN_CALL)
    QTest.mouseClick(page.stage.tools.card, LEFT)
    assert page.stage.card.isVisible()
    QTest.mouseClick(page.stage.card.close_button, LEFT)
    assert not page.stage.card.isVisible()
    QTest.keyClick(page.stage, Qt.Key.Key_K, CTRL)
    assert page.stage.card.isVisible()
    QTest.keyClick(page.stage, Qt.Key.Key_Escape)
    assert not page.stage.card.isVisible()


def test_keys_enlarge_hold_and_reset(open_page: Open) -> None:
    """Requirements: guide card."""
    page = open_page(IN_CALL)
    picture = page.stage.remote
    for _ in range(3):
        QTest.keyClick(page.stage, Qt.Key.Key_Plus, CTRL)
    assert picture.magnifier.zoom > 1.9
    assert page.stage.card.percent.text() == "195 %", "what is enlarged is never without its bar"
    QTest.keyClick(page.stage, Qt.Key.Key_H)
    assert picture.held
    assert page.stage.card.hold.text() == "Go on"
    QTest.keyClick(page.stage, Qt.Key.Key_Minus, CTRL)
    assert picture.magnifier.zoom < 1.9
    QTest.keyClick(page.stage, Qt.Key.Key_0, CTRL)
    assert picture.is_neutral


def test_h_in_the_chat_is_a_letter(open_page: Open) -> None:
    page = open_page(IN_CALL)
    page.show_chat(True)
    QTest.keyClicks(page.chat.input, "hallo")
    assert page.chat.input.toPlainText() == "hallo"
    assert not page.stage.remote.held


def test_a_held_picture_always_says_so(open_page: Open) -> None:
    page = open_page(IN_CALL)
    QTest.keyClick(page.stage, Qt.Key.Key_H)
    assert page.stage.card.isVisible()
    assert page.stage.card.hold.isChecked()


def test_closing_the_bar_goes_back_to_the_live_picture(open_page: Open) -> None:
    page = open_page(IN_CALL)
    page.card.show_still(plain_frame(30, 30, 220))
    assert page.stage.card.isVisible()
    page.card.close()
    assert page.stage.remote.is_neutral
    assert not page.stage.remote.has_still


def test_nothing_is_left_when_the_call_is_over(open_page: Open) -> None:
    """A still lives in memory only.

    Requirements: rule no recording.
    """
    page = open_page(IN_CALL)
    page.card.show_still(plain_frame(30, 30, 220))
    page.show_snapshot(replace(IN_CALL, state=CallState.ENDED))
    assert not page.stage.card.isVisible()
    assert not page.stage.remote.has_still
    page.card.show_still(plain_frame(30, 30, 220))
    assert not page.stage.remote.has_still, "one that comes too late is dropped"


def test_there_is_no_card_before_the_call(open_page: Open) -> None:
    page = open_page(WAITING)
    QTest.keyClick(page.stage, Qt.Key.Key_K, CTRL)
    assert not page.stage.card.isVisible()
    assert not page.stage.tools.card.isVisible()


def test_the_cover_is_ticked_and_taken_back(qtbot: QtBot, open_page: Open) -> None:
    """A tick for the oral confirmation of cover beside the card view, kept with its time.

    Requirements: rule cover.
    """
    page = open_page(IN_CALL)
    page.card.open()
    with qtbot.waitSignal(page.coverConfirmed) as confirmed:
        page.stage.card.cover.click()
    assert confirmed.args == [True]
    at = datetime(2026, 11, 26, 8, 5, tzinfo=UTC)
    page.card.show_cover(at)
    local = at.astimezone()
    assert f"{local.hour:02}:{local.minute:02}" in page.stage.card.cover.text() or "AM" in page.stage.card.cover.text()
    with qtbot.waitSignal(page.coverConfirmed) as confirmed:
        page.stage.card.cover.click()
    assert confirmed.args == [False]
