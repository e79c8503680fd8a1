"""Brings the list of past consultations and their store together."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, QStandardPaths
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from medclient.practice import facts_csv
from medclient.practice.facts import CallFacts, FactsStore
from medclient.ui.background import Background
from medclient.ui.history import wording
from medclient.ui.history.page import HistoryPage

log = logging.getLogger("medclient.ui.history")


class HistoryPresenter(QObject):
    """One page, one store. What is past its time is forgotten whenever the list is read."""

    def __init__(
        self,
        page: HistoryPage,
        store: FactsStore,
        background: Background,
        clock: Callable[[], datetime],
        days: Callable[[], int],
        keep_for: Callable[[int], None],
    ) -> None:
        """`days`: for how long the facts are kept, 0 for ever; `keep_for` changes that."""
        super().__init__(page)
        self._page = page
        self._store = store
        self._background = background
        self._clock = clock
        self._days = days
        self._keep_for = keep_for
        self._deleted: tuple[CallFacts, ...] = ()
        self._dialog: QFileDialog | None = None
        page.copyRequested.connect(self._copy)
        page.deleteRequested.connect(lambda facts: background.spawn(self._delete(facts)))
        page.deleteAllRequested.connect(lambda: background.spawn(self._delete_all()))
        page.undoRequested.connect(lambda: background.spawn(self._undo()))
        page.exportRequested.connect(self._ask_for_file)
        page.retentionChosen.connect(self._choose_retention)

    def show(self) -> None:
        """Read the list anew; what was deleted before stays deleted."""
        self._deleted = ()
        self._page.notice.clear()
        self._page.show_retention(self._days())
        self._background.spawn(self.load())

    def add(self, facts: CallFacts) -> None:
        """A consultation is over. One that never came about leaves nothing."""
        if facts.started_at is not None and facts.link_id:
            self._background.spawn(self._written(self._store.add, facts))

    def note_cover(self, link_id: str, at: datetime | None) -> None:
        """The cover was confirmed aloud, or that was taken back."""
        self._background.spawn(self._written(self._store.note_cover, link_id, at))

    async def cover(self, link_id: str) -> datetime | None:
        """What was confirmed in this consultation before the program was started again."""
        try:
            return await asyncio.to_thread(self._store.cover, link_id)
        except OSError:
            return None

    async def load(self) -> None:
        try:
            days = self._days()
            if days:
                await asyncio.to_thread(self._store.forget_before, self._clock() - timedelta(days=days))
            self._page.show_facts(await asyncio.to_thread(self._store.all))
        except OSError as error:
            log.warning("the facts of consultations could not be read: %s", type(error).__name__)
            self._page.show_failed()

    async def _written(self, write: Callable[..., object], *values: object) -> bool:
        try:
            await asyncio.to_thread(write, *values)
        except OSError as error:
            log.warning("the facts of consultations could not be written: %s", type(error).__name__)
            self._page.show_failed()
            return False
        return True

    def _copy(self, chosen: tuple[CallFacts, ...]) -> None:
        QGuiApplication.clipboard().setText("\n\n".join(wording.note(facts) for facts in chosen))
        self._page.show_copied()

    async def _delete(self, chosen: tuple[CallFacts, ...]) -> None:
        if chosen and await self._written(self._store.delete, [facts.link_id for facts in chosen]):
            self._deleted = chosen
            await self.load()
            self._page.show_deleted(len(chosen))

    async def _delete_all(self) -> None:
        everything = await asyncio.to_thread(self._store.all)
        if await self._written(self._store.delete_all):
            self._deleted = everything
            await self.load()
            self._page.show_deleted(len(everything))

    async def _undo(self) -> None:
        deleted, self._deleted = self._deleted, ()
        for facts in deleted:
            if not await self._written(self._store.add, facts):
                break
        await self.load()

    def _choose_retention(self, days: int) -> None:
        self._keep_for(days)
        self._background.spawn(self.load())

    # Export.

    def _ask_for_file(self, chosen: tuple[CallFacts, ...]) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self._page, self.tr("Export as CSV"), folder, self.tr("Table (*.csv)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(self.tr("consultations") + f"-{self._clock().astimezone():%Y-%m-%d}.csv")
        dialog.fileSelected.connect(lambda name: self._background.spawn(self.export(Path(name), chosen)))
        dialog.finished.connect(dialog.deleteLater)
        self._dialog = dialog
        dialog.open()

    async def export(self, file: Path, chosen: tuple[CallFacts, ...]) -> None:
        """Write a table, not encrypted, where the user wants it."""
        rows = [wording.export_columns(), *(wording.export_cells(facts) for facts in chosen)]
        text = facts_csv.table(rows, decimal_comma=QLocale().decimalPoint() == ",")
        # The byte order mark tells spreadsheets that it is UTF-8.
        if await self._written(file.write_bytes, text.encode("utf-8-sig")):
            self._page.show_exported(file.name)
