"""Everything in the list is done without a mouse."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QTableView, QWidget
from pytestqt.qtbot import QtBot

from medclient.practice.appointments import Way
from medclient.ui.appointments.editor import EditorDialog, InstantDialog
from medclient.ui.appointments.page import AppointmentsPage
from medclient.ui.appointments.row_menu import RowMenu
from tests.ui.scenes_pages import COLLEAGUES, NOW, a_day
from tests.ui.scenes_pages import page as make_page

DAY = timedelta(days=1)


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[AppointmentsPage]:
    page = make_page(a_day())
    qtbot.addWidget(page)
    page.resize(1280, 800)
    page.show()
    page.activateWindow()
    yield page
    if page.dialog is not None:
        page.dialog.close()


def focus() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def test_arrows_go_through_the_rows(page: AppointmentsPage) -> None:
    names = []
    page.list.focus_first()
    for _ in range(6):
        names.append(focus().accessibleName().split(", ")[1])
        QTest.keyClick(focus(), Qt.Key.Key_Down)
    assert names[:3] == ["Nina Test", "Max Muster", "Maria-Magdalena von und zu Hohenlohe-Langenburg"]
    for _ in range(7):
        QTest.keyClick(focus(), Qt.Key.Key_Up)
    assert focus() is page.card.last_control


def test_a_row_opens_copies_and_cancels(page: AppointmentsPage, qtbot: QtBot) -> None:
    handed: list[object] = []
    page.handOverRequested.connect(lambda link_id, way, printed: handed.append((link_id, way)))
    page.list.focus_row("link-5")
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    assert page.panel.link_id == "link-5"
    QTest.keyClick(page.panel, Qt.Key.Key_Escape)
    assert page.panel.link_id == ""
    assert focus().accessibleName().startswith("09:20, Max Muster"), "the focus comes back to the row"
    QTest.keySequence(focus(), QKeySequence(QKeySequence.StandardKey.Copy))
    assert QGuiApplication.clipboard().text().startswith("https://")
    assert handed == [("link-5", Way.COPIED)]
    QTest.keyClick(focus(), Qt.Key.Key_Delete)
    assert page.list.widget_of("link-5") is None
    QTest.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.list.widget_of("link-5") is not None


def test_the_menu_key_opens_what_can_be_done(page: AppointmentsPage) -> None:
    row = page.list.widget_of("link-5")
    assert row is not None
    QApplication.sendEvent(row, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(4, 4), QPoint(4, 4)))
    [menu] = [each for each in page.findChildren(RowMenu) if each.isVisible()]
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == [
        "Starten",
        "Einzelheiten zeigen",
        "Link kopieren",
        "Nachricht an den Patienten",
        "Ändern",
        "Folgetermin",
        "Absagen",
    ]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert page.panel.link_id == "link-5"


def test_the_account_menu_is_short_and_the_rest_is_one_step_further(page: AppointmentsPage, qtbot: QtBot) -> None:
    """Requirements: rule terms."""
    menu = page.menu
    page.set_account("Dr. Anna Arnold", "Praxis am Markt", can_start=True)
    page.header.account.setFocus()
    QTest.keyClick(page.header.account, Qt.Key.Key_Space)
    assert menu.isVisible()
    entries = [each.text() for each in menu.actions() if each.isVisible() and each.isEnabled() and each.text()]
    assert entries == [
        "Probegespräch",
        "Geräteeinstellungen",
        "Systemtest",
        "Abgeschlossene Gespräche",
        "Praxis",
        "Einstellungen",
        "Hilfe",
        "Bildschirm sperren (Strg+L)",
        "Abmelden",
    ]
    for _ in range(3):
        QTest.keyClick(menu, Qt.Key.Key_Up)  # from the end: sign out, lock, help
    QTest.keyClick(menu, Qt.Key.Key_Right)
    submenu = QApplication.activePopupWidget()
    assert isinstance(submenu, QMenu)
    assert submenu.title() == "Hilfe"
    QTest.keyClick(submenu, Qt.Key.Key_Left)
    QTest.keyClick(menu, Qt.Key.Key_Right)
    with qtbot.waitSignal(menu.helpRequested):
        QTest.keyClick(submenu, Qt.Key.Key_Return)
    assert not menu.isVisible()


def test_staff_are_offered_nothing_of_calls(page: AppointmentsPage) -> None:
    """Requirements: rule staff."""
    page.set_account("Eva Empfang", "", can_start=False)
    entries = [each.text() for each in page.menu.actions() if each.isVisible() and each.isEnabled() and each.text()]
    assert entries == ["Praxis", "Einstellungen", "Hilfe", "Bildschirm sperren (Strg+L)", "Abmelden"]


def test_days_by_keyboard(page: AppointmentsPage) -> None:
    today = page.day
    wanted: list[object] = []
    page.dayRequested.connect(wanted.append)
    for keys in ("Alt+Right", "Alt+Right", "Alt+Left", "Alt+Home"):
        QTest.keySequence(page, QKeySequence(keys))
    assert wanted == [today + DAY, today + 2 * DAY, today + DAY, today]


def test_a_day_from_the_calendar(page: AppointmentsPage) -> None:
    today = page.day
    wanted: list[object] = []
    page.dayRequested.connect(wanted.append)
    QTest.keySequence(page, QKeySequence("Ctrl+G"))
    popup = page.header.calendar
    assert popup.isVisible()
    view = popup.calendar.findChild(QTableView)
    assert isinstance(view, QTableView)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert wanted == [today + 7 * DAY]
    assert not popup.isVisible()


def test_new_and_instant_by_keyboard(page: AppointmentsPage, qtbot: QtBot) -> None:
    drafts: list[object] = []
    page.instantRequested.connect(drafts.append)
    QTest.keySequence(page, QKeySequence(QKeySequence.StandardKey.New))
    assert isinstance(page.dialog, EditorDialog)
    QTest.keyClick(page.dialog, Qt.Key.Key_Escape)
    QTest.keySequence(page, QKeySequence("Ctrl+Shift+N"))
    dialog = page.dialog
    assert isinstance(dialog, InstantDialog)
    QTest.keyClick(dialog.name.line, Qt.Key.Key_Return)
    assert dialog.name.error
    QTest.keyClicks(dialog.name.line, "Clara Jetzt")
    QTest.keyClick(dialog.name.line, Qt.Key.Key_Return)
    [draft] = drafts
    assert draft.name == "Clara Jetzt"  # type: ignore[attr-defined]
    assert draft.starts_at == NOW.replace(second=0, microsecond=0)  # type: ignore[attr-defined]


def test_a_follow_up_is_a_week_later_at_the_same_time(page: AppointmentsPage) -> None:
    page.select("link-5")
    page.panel.followUpRequested.emit("link-5")
    editor = page.editor
    assert editor is not None
    draft = editor.draft()
    row = next(row for row in page.rows if row.link_id == "link-5")
    assert (draft.name, draft.starts_at - row.starts_at, draft.duration_minutes) == ("Max Muster", 7 * DAY, 15)


def test_whose_appointments_are_shown(qtbot: QtBot) -> None:
    """Of several practitioners one sees one's own first; the others are a choice away."""
    from tests.ui.scenes_pages import several

    page = several("a")
    assert isinstance(page, AppointmentsPage)
    qtbot.addWidget(page)
    page.show()
    box = page.header.practitioner
    assert [box.itemText(i) for i in range(box.count())] == ["Meine Termine", "Alle Behandelnden", "Dr. Bernd Brandt"]
    assert box.currentText() == "Meine Termine"
    assert page.list.widget_of("link-5") is None or page.card.link_id == "link-5"
    assert page.list.widget_of("link-6") is None, "a colleague's"
    page.header.practitionerChosen.emit("")
    theirs = page.list.widget_of("link-6")
    assert theirs is not None
    assert "Dr. Bernd Brandt" in theirs.button.accessibleName()
    page.header.new.click()
    editor = page.editor
    assert editor is not None
    assert [editor.practitioner.itemText(i) for i in range(editor.practitioner.count())] == [
        each.display_name for each in COLLEAGUES[:2]
    ]
    assert editor.draft().account_id == "a"
    editor.close()
