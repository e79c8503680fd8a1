"""The list of past consultations: copied, exported, deleted and had back. PRODUCT row "billing needs the facts"."""

import asyncio
import csv
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from medclient.practice.facts import CallFacts, FactsStore
from medclient.ui.background import Background
from medclient.ui.history.page import HistoryPage
from medclient.ui.history.presenter import HistoryPresenter

END = datetime(2026, 11, 26, 8, 15, tzinfo=UTC)
FACTS = CallFacts("=HYPERLINK(1)", END - timedelta(minutes=14), END, 1, END, None, False, "link-1", "Dr. Arnold")
OTHER = replace(FACTS, patient_name="Erika Beispiel", link_id="link-2", ended_at=END - timedelta(days=40))


class Desk:
    """A page on a real store, with a clock and settings of its own."""

    def __init__(self, folder: Path) -> None:
        self.page = HistoryPage()
        self.store = FactsStore(folder / "facts", lambda: b"k" * 32)
        self.background = Background()
        self.days = 365
        self.presenter = HistoryPresenter(
            self.page,
            self.store,
            self.background,
            lambda: END + timedelta(hours=1),
            lambda: self.days,
            lambda days: setattr(self, "days", days),
        )

    def names(self) -> list[str]:
        model = self.page.table.model()
        return [str(model.index(row, 1).data()) for row in range(model.rowCount())]


Run = Callable[[Callable[[Desk], Awaitable[None]]], None]


@pytest.fixture
def run(tmp_path: Path, qtbot: QtBot, english: None) -> Run:
    """Plays a story with a desk on which two consultations are over."""

    def play(story: Callable[[Desk], Awaitable[None]]) -> None:
        desk = Desk(tmp_path)
        qtbot.addWidget(desk.page)
        desk.store.add(FACTS)
        desk.store.add(OTHER)

        async def told() -> None:
            await desk.presenter.load()
            await story(desk)
            await desk.background.close()

        asyncio.run(told())

    return play


async def idle() -> None:
    """Let what was spawned by a press come to its end."""
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        await task


def test_the_list_shows_what_is_kept(run: Run) -> None:
    async def story(desk: Desk) -> None:
        assert desk.names() == ["=HYPERLINK(1)", "Erika Beispiel"]

    run(story)


def test_a_call_that_came_about_is_kept_and_another_is_not(run: Run) -> None:
    async def story(desk: Desk) -> None:
        desk.presenter.add(replace(FACTS, link_id="link-3", patient_name="Neu"))
        desk.presenter.add(replace(FACTS, link_id="link-4", started_at=None))
        await idle()
        await desk.presenter.load()
        assert len(desk.names()) == 3

    run(story)


def test_deleting_can_be_undone_and_deletes_at_once(run: Run) -> None:
    async def story(desk: Desk) -> None:
        desk.page.table.selectRow(0)
        desk.page.delete.click()
        await idle()
        assert desk.names() == ["Erika Beispiel"]
        assert [facts.link_id for facts in desk.store.all()] == ["link-2"]
        desk.page.notice.action.click()
        await idle()
        assert len(desk.store.all()) == 2
        desk.page.delete_all.click()
        await idle()
        assert desk.store.all() == ()
        assert not desk.page.export.isEnabled()

    run(story)


def test_copied_is_without_the_name(run: Run) -> None:
    """Requirements: rule billing."""

    async def story(desk: Desk) -> None:
        desk.page.table.selectRow(1)
        desk.page.copy.click()
        text = QGuiApplication.clipboard().text()
        assert "Erika" not in text
        assert "Interruptions: 1" in text

    run(story)


def test_the_export_is_a_table_without_formulas(run: Run, tmp_path: Path) -> None:
    """Requirements: rule billing."""

    async def story(desk: Desk) -> None:
        file = tmp_path / "export.csv"
        await desk.presenter.export(file, desk.store.all())
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream))
        assert rows[0][0] == "Day"
        assert rows[1][1] == "'=HYPERLINK(1)"
        assert rows[1][0] == "2026-11-26"
        assert rows[1][4] == "14"
        assert "not encrypted" in desk.page.notice.text

    run(story)


def test_the_chosen_time_is_kept_to(run: Run) -> None:
    async def story(desk: Desk) -> None:
        page = desk.page
        page.retention.activated.emit(page.retention.findData(30))
        await idle()
        assert desk.days == 30
        assert desk.names() == ["=HYPERLINK(1)"]
        assert len(desk.store.all()) == 1

    run(story)


def test_a_disk_that_refuses_is_told(run: Run, tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        await desk.presenter.export(tmp_path / "no" / "folder.csv", desk.store.all())
        assert "did not work" in desk.page.notice.text

    run(story)
