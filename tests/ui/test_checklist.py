"""Before the first call of the day, and what may be done by video."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from medclient.settings import Paths, Settings
from medclient.ui.about_page import AboutPage
from medclient.ui.call.page import CallPage
from medclient.ui.help_page import HelpPage
from medclient.ui.main_window import MainWindow, Page
from medclient.ui.rules import KBV_PAGE, Rules
from medclient.ui.rules_page import RulesPage
from medclient.ui.support import Support
from tests.ui.scenes_pages import NOW
from tests.ui.scenes_support import about


class Desk:
    """A window with its support, and settings in memory."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings()
        page = CallPage()
        self.window = MainWindow(lambda: NOW, page)
        self.support = Support(
            self.window,
            page,
            MagicMock(),
            MagicMock(),
            MagicMock(),
            Paths(folder),
            access=lambda: None,
            facts=MagicMock(),
            latest_sample=lambda: None,
            show_devices=lambda: None,
            settings=lambda: self.settings,
            change_settings=self.change,
            crashed=False,
            follow_report=lambda dialog: None,
        )
        self.calls = 0

    def change(self, settings: Settings) -> None:
        self.settings = settings

    def press_start(self, account: str = "anna") -> None:
        self.support.before_call(account, self.call)

    def call(self) -> None:
        self.calls += 1


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(tmp_path)
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.support.close()


def words(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def test_the_first_call_of_the_day_is_preceded_by_the_checklist(desk: Desk, qtbot: QtBot) -> None:
    """A short checklist before the first call of the day.

    Requirements: guide 1.
    """
    desk.press_start()
    dialog = desk.support.checklist
    assert dialog is not None
    assert desk.calls == 0
    for word in ("ruhig", "stellt sich", "Headset", "zeichnet"):
        assert word in words(dialog), word
    dialog.go.click()
    assert desk.calls == 1
    desk.press_start()
    assert desk.calls == 2, "not shown again today"
    yesterday = (datetime.now().astimezone() - timedelta(days=1)).date().isoformat()
    desk.settings = desk.settings.changed(checklist_hidden_on=yesterday)
    desk.press_start()
    assert desk.calls == 2, "and tomorrow it is"


def test_who_wants_it_before_every_call_gets_it(desk: Desk) -> None:
    """The checklist asks.

    Requirements: rule closed room.
    """
    for _ in range(2):
        desk.press_start()
        dialog = desk.support.checklist
        assert dialog is not None
        dialog.not_today.setChecked(False)
        dialog.go.click()
    assert desk.calls == 2


def test_going_back_calls_nobody(desk: Desk) -> None:
    desk.press_start()
    assert desk.support.checklist is not None
    desk.support.checklist.reject()
    assert desk.calls == 0
    assert desk.support.checklist is None
    assert desk.settings == Settings()


def test_each_practitioner_reads_the_rules_once(desk: Desk) -> None:
    """Shown once per practitioner.

    Requirements: guide rules.
    """
    shown = []
    for account in ("anna", "anna", "berta", "berta"):
        desk.settings = desk.settings.changed(checklist_hidden_on="")
        desk.press_start(account)
        dialog = desk.support.checklist
        assert dialog is not None
        shown.append(Rules().all()[0] in words(dialog))
        dialog.go.click()
    assert shown == [True, False, True, False]


@pytest.mark.parametrize("kind", [RulesPage, HelpPage])
def test_the_rules_are_in_help_and_lead_out_only_when_pressed(kind: type[RulesPage], qtbot: QtBot) -> None:
    """A link to the rules and a short list, in Help.

    Requirements: guide rules.
    """
    page = kind()
    qtbot.addWidget(page)
    page.resize(1000, 800)
    page.show()
    assert all(rule in words(page) for rule in Rules().all())
    link = next(each for each in page.findChildren(QPushButton) if "KBV" in each.text())
    with qtbot.waitSignal(page.linkRequested) as pressed:
        link.click()
    assert pressed.args == [KBV_PAGE]


def test_menu_leads_to_the_rules_and_back(desk: Desk) -> None:
    desk.window.show_page(Page.APPOINTMENTS)
    seen = []
    desk.window.pageChanged.connect(lambda: seen.append(desk.window.page))
    desk.window.appointments.menu.rulesRequested.emit()
    desk.window.rules.closed.emit()
    assert seen == [Page.RULES, Page.APPOINTMENTS]


def test_licences_are_searched_by_name_licence_and_inner_part(qtbot: QtBot) -> None:
    page = about()
    assert isinstance(page, AboutPage)
    qtbot.addWidget(page)
    page.show()
    browser = page.licences
    for wanted, found in (("aiort", ["aiortc 1.16.0"]), ("x264", ["av 18.1.0"]), ("isc", ["Lucide"]), ("none", [])):
        browser.search.setText(wanted)
        assert [browser.list.item(row).text() for row in range(browser.list.count())] == found
    browser.search.setText("x264")
    assert "GPL-2.0-or-later" in browser.text.toPlainText()


def test_about_asks_for_its_libraries_when_it_is_first_seen(qtbot: QtBot) -> None:
    page = AboutPage()
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.librariesWanted):
        page.show()
    assert "gelesen" in page.licences._count.text()
