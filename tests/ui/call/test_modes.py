"""Small window, other screen, sheet of keys, badge of those who wait. PRODUCT rows 1 and 10.5."""

from dataclasses import replace

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from medclient.media.frames import LatestFrame
from medclient.session.events import CallState
from medclient.ui.call.small_window import resting_place
from medclient.ui.call.window_modes import has_other_screen, moved
from tests.ui.call.conftest import Open
from tests.ui.call.pictures import plain_frame
from tests.ui.call.screens import IN_CALL, WAITING

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


def test_the_small_window_takes_the_place_of_the_whole_one(qtbot: QtBot, open_page: Open) -> None:
    """Always-on-top small window.

    Requirements: guide 10.5.
    """
    page = open_page(IN_CALL)
    frames = LatestFrame()
    page.set_remote_frames(frames)
    QTest.keyClick(page.stage, Qt.Key.Key_M, CTRL)
    small = page.modes.small
    qtbot.waitUntil(small.isVisible)
    assert not page.isVisible()
    assert small.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    frames.put(plain_frame(30, 30, 220))
    qtbot.waitUntil(lambda: small.picture.has_picture)
    small.back.click()
    assert page.isVisible()
    assert not small.isVisible()
    assert not small.picture.has_picture
    frames.put(plain_frame(220, 30, 30))
    painted = page.stage.remote.frames_painted
    qtbot.waitUntil(lambda: page.stage.remote.frames_painted > painted)


def test_its_switches_do_what_the_large_ones_do(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    page.modes.enter_small()
    with qtbot.waitSignal(page.microphoneToggled) as toggled:
        page.modes.small.microphone.click()
    assert toggled.args == [False]
    page.show_snapshot(replace(IN_CALL, local_microphone=False))
    assert not page.modes.small.microphone.isChecked()
    with qtbot.waitSignal(page.microphoneToggled):
        QTest.keyClick(page.modes.small, Qt.Key.Key_D, CTRL)
    with qtbot.assertNotEmitted(page.hangUpConfirmed):
        page.modes.small.hang_up.click()
    assert page.isVisible(), "the question is asked in the whole view"
    assert page.stage.question.isVisible()


def test_trouble_is_said_in_the_small_window_too(open_page: Open) -> None:
    page = open_page(IN_CALL)
    page.modes.enter_small()
    page.show_snapshot(replace(IN_CALL, state=CallState.RECONNECTING))
    assert page.modes.small.line.text() == "The connection is being restored …"
    assert page.modes.small.picture.is_dimmed


def test_the_whole_view_comes_back_when_the_call_is_over(open_page: Open) -> None:
    page = open_page(IN_CALL)
    page.modes.enter_small()
    page.show_snapshot(replace(IN_CALL, state=CallState.ENDED))
    assert page.isVisible()
    assert not page.modes.is_small


def test_closing_the_small_window_ends_nothing(open_page: Open) -> None:
    page = open_page(IN_CALL)
    page.modes.enter_small()
    page.modes.small.close()
    assert page.isVisible()


def test_there_is_no_small_window_without_a_call(open_page: Open) -> None:
    page = open_page(WAITING)
    page.toggle_small_window()
    assert page.isVisible()
    assert not page.menu.small_window.isEnabled()


def test_it_rests_in_the_lower_right_corner() -> None:
    assert resting_place(QRect(100, 0, 1920, 1040), QSize(384, 216)).x() + 384 == 2020 - 24


def test_the_window_keeps_its_place_on_the_other_screen() -> None:
    here, there = QRect(0, 0, 1920, 1040), QRect(1920, 100, 1280, 700)
    assert moved(QRect(100, 50, 1180, 640), here, there) == QRect(2020, 150, 1180, 640)
    assert moved(QRect(900, 300, 1000, 700), here, there) == QRect(2200, 100, 1000, 700)
    assert moved(QRect(0, 0, 1920, 1040), here, there) == there


def test_the_menu_offers_the_other_screen_only_where_there_is_one(open_page: Open) -> None:
    page = open_page(IN_CALL)
    assert has_other_screen() is page.menu.other_screen.isVisible()
    assert has_other_screen([object(), object()])
    assert not has_other_screen([object()])
    before = page.window().geometry()
    page.modes.to_other_screen()
    assert page.window().geometry() == before


def test_f1_shows_the_keys_and_any_key_takes_them_away(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    QTest.keyClick(page.stage, Qt.Key.Key_F1)
    sheet = page.stage.keys
    assert sheet.isVisible()
    for key in ("Ctrl+E", "Ctrl+D", "Ctrl+R", "Ctrl+T", "F11", "Space (hold)"):
        assert key in sheet.accessibleDescription()
    QTest.keyClick(sheet, Qt.Key.Key_F1)
    assert not sheet.isVisible()
    page.show_keys()
    with qtbot.waitSignal(page.cameraToggled):
        QTest.keyClick(sheet, Qt.Key.Key_E, CTRL)
    assert not sheet.isVisible()
    page.show_keys()
    QTest.mouseClick(sheet, LEFT)
    assert not sheet.isVisible()


def test_those_who_wait_are_a_silent_number(open_page: Open) -> None:
    """No signal of other patients, a silent badge only.

    Requirements: guide 1; rule undisturbed.
    """
    page = open_page(IN_CALL)
    assert not page.stage.waiting.isVisible()
    page.set_waiting(2)
    assert page.stage.waiting.isVisible()
    assert page.stage.waiting.label.text() == "2 waiting"
    assert page.stage.notices.texts == ()
    page.set_waiting(0)
    assert not page.stage.waiting.isVisible()


def test_the_small_window_shows_the_number_too(open_page: Open) -> None:
    """Whoever works in another program meanwhile sees it there.

    Requirements: guide 1.
    """
    page = open_page(IN_CALL)
    page.set_waiting(1)
    page.modes.enter_small()
    small = page.modes.small
    assert small.waiting.isVisible()
    assert small.waiting.label.text() == "1 waiting"
    page.set_waiting(3)
    assert small.waiting.label.text() == "3 waiting"
    page.show_snapshot(replace(IN_CALL, state=CallState.RECONNECTING))
    assert small.line.isVisible()
    assert not small.waiting.geometry().intersects(small.line.geometry()), "both can be read"
    page.show_snapshot(IN_CALL)
    page.set_waiting(0)
    assert not small.waiting.isVisible()
    page.modes.leave_small()
    page.set_waiting(2)
    assert not small.isVisible(), "no window opens by itself"
