"""The chat at the side."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from medclient.protocol.envelope import Role
from medclient.protocol.messages import TEXT_CHARS
from medclient.session.events import CallSnapshot, CallState, ChatEntry, Delivery
from medclient.ui.call.chat_line import ChatLine
from medclient.ui.call.chat_panel import ChatPanel
from tests.ui.call.conftest import Open
from tests.ui.call.reading import visible_texts
from tests.ui.call.screens import CHAT, IN_CALL, NOW, THERE, WAITING


def lines(panel: ChatPanel) -> list[ChatLine]:
    return [line for line in panel.findChildren(ChatLine) if line.isVisibleTo(panel)]


@pytest.mark.parametrize(
    "call",
    [WAITING, THERE, IN_CALL]
    + [replace(IN_CALL, state=state) for state in (CallState.UNSTABLE, CallState.RECONNECTING, CallState.ENDED)],
)
def test_enter_sends_in_every_state(qtbot: QtBot, open_page: Open, call: CallSnapshot) -> None:
    page = open_page(call)
    page.show_chat(True)
    QTest.keyClicks(page.chat.input, "Guten Tag")
    with qtbot.waitSignal(page.chatSent) as sent:
        QTest.keyClick(page.chat.input, Qt.Key.Key_Return)
    assert sent.args == ["Guten Tag"]
    assert page.chat.input.toPlainText() == ""


def test_shift_enter_makes_a_new_line_and_the_field_grows(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    page.show_chat(True)
    low = page.chat.input.height()
    QTest.keyClicks(page.chat.input, "one")
    QTest.keyClick(page.chat.input, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(page.chat.input, "two")
    assert page.chat.input.height() > low
    with qtbot.waitSignal(page.chatSent) as sent:
        QTest.mouseClick(page.chat.send_button, Qt.MouseButton.LeftButton)
    assert sent.args == ["one\ntwo"]
    assert page.chat.input.height() == low


def test_nothing_and_blanks_are_not_sent(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    page.show_chat(True)
    with qtbot.assertNotEmitted(page.chatSent):
        QTest.keyClick(page.chat.input, Qt.Key.Key_Return)
        QTest.keyClicks(page.chat.input, "   ")
        QTest.keyClick(page.chat.input, Qt.Key.Key_Return)
    assert not page.chat.send_button.isEnabled()


def test_too_long_is_said_and_kept(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    page.show_chat(True)
    page.chat.input.setPlainText("x" * (TEXT_CHARS + 3))
    assert page.chat.counter == "3 characters too many"
    with qtbot.assertNotEmitted(page.chatSent):
        QTest.keyClick(page.chat.input, Qt.Key.Key_Return)
    assert len(page.chat.input.toPlainText()) == TEXT_CHARS + 3
    page.chat.input.setPlainText("x" * TEXT_CHARS)
    assert page.chat.counter == "0 characters left"
    assert page.chat.send_button.isEnabled()


def test_the_history_shows_time_and_delivery(open_page: Open) -> None:
    page = open_page(replace(IN_CALL, chat=CHAT))
    page.show_chat(True)
    shown = lines(page.chat)
    assert [line.text for line in shown] == [entry.text for entry in CHAT]
    assert shown[0].meta.text().endswith("sent")
    assert shown[3].meta.text().endswith("is being sent …")
    assert "sent" not in shown[1].meta.text()
    page.show_snapshot(replace(IN_CALL, chat=(*CHAT[:3], replace(CHAT[3], id="new", delivery=Delivery.SENT))))
    assert lines(page.chat) == shown, "a change of delivery redraws the line in place"
    assert shown[3].meta.text().endswith("· sent")


def test_a_long_history_stays_at_its_end(qtbot: QtBot, open_page: Open) -> None:
    many = tuple(ChatEntry(str(n), Role.PATIENT, f"Zeile {n} " * 8, NOW + timedelta(seconds=n)) for n in range(30))
    page = open_page(replace(IN_CALL, chat=many))
    page.show_chat(True)
    bar = page.chat._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    page.show_snapshot(replace(IN_CALL, chat=(*many, ChatEntry("z", Role.PATIENT, "Ende", NOW))))
    qtbot.waitUntil(lambda: len(lines(page.chat)) == 31 and bar.value() == bar.maximum())
    bar.setValue(0)
    page.show_snapshot(replace(IN_CALL, chat=(*many, ChatEntry("z", Role.PATIENT, "Ende", NOW), *CHAT[1:2])))
    qtbot.waitUntil(lambda: len(lines(page.chat)) == 32)
    assert bar.value() == 0, "who reads further up is left there"


def test_markup_is_shown_as_it_was_typed_and_long_words_are_broken(open_page: Open) -> None:
    text = "<b>fett</b> & https://example.org/" + "a" * 200
    page = open_page(replace(IN_CALL, chat=(ChatEntry("a", Role.PATIENT, text, NOW),)))
    page.show_chat(True)
    (line,) = lines(page.chat)
    assert line.text == text
    assert line.width() <= page.chat.width()


def test_unread_lines_are_counted_while_the_chat_is_closed(open_page: Open) -> None:
    page = open_page(IN_CALL)
    page.show_snapshot(replace(IN_CALL, chat=CHAT))
    assert page.unread == 2
    assert page.stage.chat.badge == "2"
    assert page.stage.chat.accessibleName() == "Chat, 2 unread"
    page.show_chat(True)
    assert page.unread == 0
    assert page.stage.chat.badge == ""
    page.show_chat(False)
    more = tuple(ChatEntry(f"m{n}", Role.PATIENT, "x", NOW) for n in range(12))
    page.show_snapshot(replace(IN_CALL, chat=(*CHAT, *more)))
    assert page.stage.chat.badge == "9+"


def test_ready_texts_are_put_into_the_line_to_be_read_first(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(WAITING)
    page.show_chat(True)
    QTest.keyClicks(page.chat.input, "Hallo.")
    with qtbot.assertNotEmitted(page.chatSent):
        page.chat._ready_menu.actions()[0].trigger()
    assert page.chat.input.toPlainText() == "Hallo. I am running about 10 minutes late."
    assert page.chat.input.hasFocus()


def test_an_empty_chat_says_what_it_is_good_for(open_page: Open) -> None:
    page = open_page(WAITING)
    page.show_chat(True)
    assert "there when the link is opened" in visible_texts(page.chat)


def test_the_chat_is_closed_by_its_cross_and_the_stage_has_the_keys_again(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    page.show_chat(True)
    QTest.mouseClick(page.chat.close_button, Qt.MouseButton.LeftButton)
    assert not page.chat.isVisible()
    assert page.stage.hasFocus()


def test_the_mark_of_a_line_says_how_far_it_has_come(open_page: Open) -> None:
    page = open_page(replace(IN_CALL, chat=CHAT[:1]))
    page.show_chat(True)
    (line,) = lines(page.chat)
    for delivery in (Delivery.DELIVERED, Delivery.READ):
        page.show_snapshot(replace(IN_CALL, chat=(replace(CHAT[0], delivery=delivery),)))
        assert line.meta.text().endswith(f"· {delivery}")


def test_what_is_in_an_open_chat_counts_as_seen_once(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    with qtbot.assertNotEmitted(page.chatSeen):
        page.show_snapshot(replace(IN_CALL, chat=CHAT))
    with qtbot.waitSignal(page.chatSeen) as seen:
        page.show_chat(True)
    assert seen.args == [2]
    with qtbot.assertNotEmitted(page.chatSeen):
        page.show_snapshot(replace(IN_CALL, chat=CHAT, chat_read=2))


def test_what_comes_while_the_window_is_minimised_is_unread_until_it_is_back(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    page.show_chat(True)
    page.showMinimized()
    with qtbot.assertNotEmitted(page.chatSeen):
        page.show_snapshot(replace(IN_CALL, chat=CHAT))
    with qtbot.waitSignal(page.chatSeen):
        page.showNormal()
        page.set_now(NOW)


def test_after_a_restart_only_what_was_not_read_is_unread(open_page: Open) -> None:
    page = open_page(IN_CALL)
    page.show_snapshot(replace(IN_CALL, chat=CHAT, chat_read=1))
    assert page.unread == 1
