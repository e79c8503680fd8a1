"""Buttons, keys, hang-up question, menu, own picture, fading."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from medclient.session.events import CallState
from medclient.ui.call import CallPage
from medclient.ui.call.self_view import Corner
from tests.ui.call.conftest import Open
from tests.ui.call.reading import visible_buttons
from tests.ui.call.screens import IN_CALL, THERE, WAITING, page

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MUTED = replace(IN_CALL, local_microphone=False)
LEFT = Qt.MouseButton.LeftButton


def focused(page: CallPage) -> QWidget:
    widget = page.window().focusWidget()
    assert widget is not None
    return widget


def test_camera_and_microphone_ask_for_the_other_state(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    controls = page.stage.controls
    with qtbot.waitSignal(page.cameraToggled) as camera:
        QTest.mouseClick(controls.camera, LEFT)
    assert camera.args == [False]
    assert controls.camera.isChecked(), "the state comes with the next snapshot"
    page.show_snapshot(replace(IN_CALL, local_camera=False))
    assert not controls.camera.isChecked()
    with qtbot.waitSignal(page.cameraToggled) as camera:
        QTest.mouseClick(controls.camera, LEFT)
    assert camera.args == [True]
    with qtbot.waitSignal(page.microphoneToggled) as microphone:
        QTest.mouseClick(controls.microphone, LEFT)
    assert microphone.args == [False]


def test_shortcuts(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    for key, modifiers, signal in (
        (Qt.Key.Key_E, CTRL, page.cameraToggled),
        (Qt.Key.Key_D, CTRL, page.microphoneToggled),
        (Qt.Key.Key_R, CTRL, page.reconnectRequested),
    ):
        with qtbot.waitSignal(signal, timeout=1000):
            QTest.keyClick(focused(page), key, modifiers)
    QTest.keyClick(focused(page), Qt.Key.Key_T, CTRL)
    assert page.chat.isVisible()
    assert page.chat.input.hasFocus()
    with qtbot.waitSignal(page.cameraToggled, timeout=1000):
        QTest.keyClick(page.chat.input, Qt.Key.Key_E, CTRL)
    QTest.keyClick(page.chat.input, Qt.Key.Key_T, CTRL)
    assert not page.chat.isVisible()
    QTest.keyClick(focused(page), Qt.Key.Key_F11)
    assert page.window().isFullScreen()
    assert page.menu.full_screen.isChecked()
    QTest.keyClick(focused(page), Qt.Key.Key_Escape)
    assert not page.window().isFullScreen()
    assert not page.menu.full_screen.isChecked()


def test_reconnect_and_hang_up_keys_do_nothing_before_a_call(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(WAITING)
    with qtbot.assertNotEmitted(page.reconnectRequested):
        QTest.keyClick(focused(page), Qt.Key.Key_R, CTRL)
    QTest.keyClick(focused(page), Qt.Key.Key_H, CTRL | SHIFT)
    assert not page.stage.question.isVisible()


def test_hanging_up_takes_one_confirmation(qtbot: QtBot, open_page: Open) -> None:
    """Requirements: guide 10.4."""
    page = open_page(IN_CALL)
    with qtbot.assertNotEmitted(page.hangUpConfirmed):
        QTest.mouseClick(page.stage.controls.hang_up, LEFT)
    question = page.stage.question
    assert question.isVisible()
    assert QApplication.activeModalWidget() is None
    assert question.title.text() == "End the consultation?"
    with qtbot.assertNotEmitted(page.hangUpConfirmed):
        QTest.mouseClick(question.no, LEFT)
    assert not question.isVisible()
    page.ask_to_hang_up()
    with qtbot.waitSignal(page.hangUpConfirmed):
        QTest.mouseClick(question.yes, LEFT)
    assert not question.isVisible()


def test_hanging_up_by_keyboard_alone(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    QTest.keyClick(focused(page), Qt.Key.Key_H, CTRL | SHIFT)
    assert page.stage.question.isVisible()
    QTest.keyClick(focused(page), Qt.Key.Key_Escape)
    assert not page.stage.question.isVisible()
    assert focused(page) is page.stage
    QTest.keyClick(focused(page), Qt.Key.Key_H, CTRL | SHIFT)
    with qtbot.waitSignal(page.hangUpConfirmed, timeout=1000):
        QTest.keyClick(focused(page), Qt.Key.Key_Return)


def test_the_question_goes_when_the_patient_hangs_up_first(open_page: Open) -> None:
    page = open_page(IN_CALL)
    page.ask_to_hang_up()
    page.show_snapshot(replace(IN_CALL, state=CallState.ENDED))
    assert not page.stage.question.isVisible()


def test_space_held_opens_the_microphone_while_muted(qtbot: QtBot, open_page: Open) -> None:
    """Requirements: guide 10.2."""
    page = open_page(MUTED)
    with qtbot.waitSignal(page.microphoneToggled) as pressed:
        QTest.keyPress(focused(page), Qt.Key.Key_Space)
    assert pressed.args == [True]
    page.show_snapshot(IN_CALL)
    with qtbot.assertNotEmitted(page.microphoneToggled):
        QTest.keyPress(focused(page), Qt.Key.Key_Space)
    with qtbot.waitSignal(page.microphoneToggled) as released:
        QTest.keyRelease(focused(page), Qt.Key.Key_Space)
    assert released.args == [False]


def test_space_does_nothing_while_the_microphone_is_on(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    with qtbot.assertNotEmitted(page.microphoneToggled):
        QTest.keyClick(focused(page), Qt.Key.Key_Space)


def test_space_in_the_chat_is_a_space(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(MUTED)
    page.show_chat(True)
    with qtbot.assertNotEmitted(page.microphoneToggled):
        QTest.keyClicks(page.chat.input, "a b")
    assert page.chat.input.toPlainText() == "a b"


def test_losing_the_window_while_space_is_held_closes_the_microphone(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(MUTED)
    QTest.keyPress(focused(page), Qt.Key.Key_Space)
    with qtbot.waitSignal(page.microphoneToggled) as released:
        other = QWidget()
        qtbot.addWidget(other)
        other.show()
        other.activateWindow()
    assert released.args == [False]


def test_a_click_with_the_mouse_leaves_space_for_talking(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(MUTED)
    QTest.mouseClick(page.stage.controls.camera, LEFT)
    with qtbot.waitSignal(page.microphoneToggled):
        QTest.keyPress(focused(page), Qt.Key.Key_Space)


def test_every_button_has_a_name_a_role_and_a_tooltip_with_its_key(open_page: Open) -> None:
    page = open_page(IN_CALL)
    page.show_chat(True)
    for button in visible_buttons(page):
        interface = QAccessible.queryAccessibleInterface(button)
        assert interface.text(QAccessible.Text.Name), button
        assert interface.role() in (
            QAccessible.Role.Button,
            QAccessible.Role.CheckBox,
            QAccessible.Role.PushButton,
        )
    controls = page.stage.controls
    assert controls.camera.toolTip() == "Switch camera off (Ctrl+E)"
    assert controls.microphone.toolTip() == "Switch microphone off (Ctrl+D)"
    assert controls.reconnect.toolTip() == "Restart connection (Ctrl+R)"
    assert controls.hang_up.toolTip() == "Hang up (Ctrl+Shift+H)"
    assert page.stage.chat.toolTip() == "Close chat (Ctrl+T)"
    assert QAccessible.queryAccessibleInterface(controls.camera).state().checked


def test_tab_reaches_every_control(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    page.show_chat(True)
    page.stage.setFocus()
    reached = set()
    for _ in range(20):
        QTest.keyClick(focused(page), Qt.Key.Key_Tab)
        reached.add(focused(page))
    controls = page.stage.controls
    wanted: set[QWidget] = {controls.camera, controls.microphone, controls.reconnect}
    wanted |= {
        controls.hang_up,
        controls.more,
        page.stage.chat,
        page.stage.tools.hints,
        page.stage.tools.card,
        page.stage.own,
    }
    assert wanted <= reached
    assert {page.chat.input, page.chat.close_button} <= reached


def test_a_focused_control_is_pressed_by_space(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(MUTED)
    button = page.stage.controls.camera
    button.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(page.cameraToggled):
        QTest.keyClick(button, Qt.Key.Key_Space)


# Fading.


def fade(qtbot: QtBot, page: CallPage) -> None:
    page.fader.set_idle_ms(1)
    page.fader.stir()
    qtbot.waitUntil(lambda: page.stage.controls.opacity == 0)


def test_controls_fade_after_three_seconds_and_return_at_once(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    assert page.fader.idle_ms == 3000
    fade(qtbot, page)
    assert all(
        part.opacity == 0 for part in (page.stage.controls, page.stage.info, page.stage.chat, page.stage.tools.hints)
    )
    page.fader.set_idle_ms(3000)
    QTest.mouseMove(page.stage.remote, QPoint(300, 300))
    QTest.mouseMove(page.stage.remote, QPoint(320, 310))
    qtbot.waitUntil(lambda: page.stage.controls.opacity == 1)
    assert page.fader.is_shown


def test_what_has_faded_does_not_take_clicks(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    fade(qtbot, page)
    place = page.stage.controls.geometry().center()
    assert page.stage.childAt(place) is page.stage.remote
    page.fader.stir()
    assert page.stage.childAt(place) is not page.stage.remote


def test_the_keyboard_brings_the_controls_back_and_keeps_them(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    fade(qtbot, page)
    with qtbot.waitSignal(page.fader.changed):
        page.stage.controls.camera.setFocus(Qt.FocusReason.TabFocusReason)
    assert page.stage.controls.opacity == 1
    page.fader.set_idle_ms(1)
    page.fader.stir()
    qtbot.wait(20)
    assert page.fader.is_shown
    page.stage.setFocus()
    qtbot.waitUntil(lambda: not page.fader.is_shown)


@pytest.mark.parametrize("call", [WAITING, THERE, replace(THERE, state=CallState.CONNECTING)])
def test_nothing_fades_before_there_is_a_picture(qtbot: QtBot, open_page: Open, call: CallState) -> None:
    page = open_page(call)
    page.fader.set_idle_ms(1)
    page.fader.stir()
    qtbot.wait(20)
    assert page.fader.is_shown


def test_nothing_fades_while_the_question_is_asked(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    page.ask_to_hang_up()
    page.fader.set_idle_ms(1)
    page.fader.stir()
    qtbot.wait(20)
    assert page.fader.is_shown


def test_a_change_of_state_brings_the_controls_back(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    fade(qtbot, page)
    page.show_snapshot(replace(IN_CALL, state=CallState.UNSTABLE))
    assert page.stage.controls.opacity == 1


def test_no_motion_where_the_system_asks_for_none(
    qtbot: QtBot, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("medclient.ui.call.motion.duration_ms", lambda: 0)
    page = open_page(IN_CALL)
    steps: list[float] = []
    page.fader._animation.valueChanged.connect(steps.append)
    fade(qtbot, page)
    page.stage.own.rest_in(Corner.TOP_LEFT)
    assert page.stage.own.pos() == QPoint(24, 24)
    assert steps == []


# The own picture.


def resting(page: CallPage) -> tuple[bool, bool]:
    centre = page.stage.own.geometry().center()
    return centre.x() > page.stage.width() / 2, centre.y() > page.stage.height() / 2


@pytest.mark.parametrize("corner", list(Corner))
def test_the_own_picture_is_dragged_to_any_corner(qtbot: QtBot, open_page: Open, corner: Corner) -> None:
    page = open_page(IN_CALL)
    own = page.stage.own
    right, bottom = corner.value
    target = QPoint(1200 if right else 60, 560 if bottom else 60)
    grip = own.rect().center()
    QTest.mousePress(own, LEFT, pos=grip)
    for part in (0.3, 0.7, 1.0):
        start = own.pos() + grip
        step = start + (target - start) * part
        QTest.mouseMove(own, own.mapFrom(page.stage, step))
    QTest.mouseRelease(own, LEFT, pos=grip)
    assert own.corner is corner
    qtbot.waitUntil(lambda: resting(page) == corner.value)
    page.resize(1000, 700)
    qtbot.waitUntil(lambda: resting(page) == corner.value)
    assert page.stage.rect().contains(own.geometry())


def test_the_own_picture_goes_by_arrow_keys(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    own = page.stage.own
    for key, corner in (
        (Qt.Key.Key_Left, Corner.BOTTOM_LEFT),
        (Qt.Key.Key_Up, Corner.TOP_LEFT),
        (Qt.Key.Key_Right, Corner.TOP_RIGHT),
        (Qt.Key.Key_Down, Corner.BOTTOM_RIGHT),
    ):
        QTest.keyClick(own, key)
        assert own.corner is corner


# The menu.


def test_the_menu_offers_only_what_works(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    entries = [action.text() for action in page.menu.actions() if action.isVisible() and not action.isSeparator()]
    assert entries == [
        "Device settings",
        "Save system report",
        "Full screen\tF11",
        "Always on top",
        "Small window\tCtrl+M",
        "Hide own picture",
        "Mirror own picture",
        "Weak line",
        "Call the patient: 0911 / 123 456",
        "Keep out of screen captures",
        "Keys\tF1",
        "Help",
    ]
    with qtbot.waitSignal(page.deviceSettingsRequested):
        page.menu.device_settings.trigger()
    with qtbot.waitSignal(page.helpRequested):
        page.menu.help.trigger()
    page.menu.self_view_hidden.trigger()
    assert not page.stage.own.isVisible()
    page.menu.self_view_hidden.trigger()
    assert page.stage.own.isVisible()
    page.menu.full_screen.trigger()
    assert page.window().isFullScreen()
    page.menu.full_screen.trigger()
    assert not page.window().isFullScreen()


def test_always_on_top_keeps_the_window(open_page: Open) -> None:
    page = open_page(IN_CALL)
    handle = page.window().windowHandle()
    assert handle is not None
    page.menu.always_on_top.trigger()
    assert handle.flags() & Qt.WindowType.WindowStaysOnTopHint
    assert page.isVisible()
    page.menu.always_on_top.trigger()
    assert not handle.flags() & Qt.WindowType.WindowStaysOnTopHint


def test_the_menu_opens_without_stopping_anything(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    QTest.mouseClick(page.stage.controls.more, LEFT)
    qtbot.waitUntil(page.menu.isVisible)
    page.menu.close()


def test_leaving_the_page_leaves_full_screen(qtbot: QtBot) -> None:
    """Requirements: guide 10.5."""
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    call, other = page(IN_CALL), QWidget()
    stack.addWidget(call)
    stack.addWidget(other)
    stack.show()
    call.modes.set_full_screen(True)
    assert stack.isFullScreen()
    stack.setCurrentWidget(other)
    assert not stack.isFullScreen()
