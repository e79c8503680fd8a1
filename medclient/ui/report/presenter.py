"""Makes the report in a thread, shows it, and saves it where the person says."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from medclient.diagnostics.report import archive
from medclient.diagnostics.report.content import Facts, collect
from medclient.ui.background import Background
from medclient.ui.report.dialog import ReportDialog
from medclient.ui.report.words import ReportWords

log = logging.getLogger("medclient.ui.report")


class ReportPresenter(QObject):
    """One dialog, made when it is first wanted."""

    ready = Signal()
    saved = Signal()

    def __init__(
        self,
        window: QWidget,
        background: Background,
        facts: Callable[[], Facts],
        follow: Callable[[QWidget], object] = lambda dialog: None,
    ) -> None:
        """`follow` lets the dialog come back where it was."""
        super().__init__(window)
        self._follow = follow
        self._window = window
        self._background = background
        self._facts = facts
        self.dialog: ReportDialog | None = None

    def open(self) -> None:
        """Show the dialog, over a call too, and make the report."""
        if self.dialog is None:
            self.dialog = ReportDialog(self._window)
            self.dialog.saveRequested.connect(self._ask_where)
            self._follow(self.dialog)
        self.dialog.show_making()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self._background.spawn(self._make(self.dialog))

    def save(self, file: Path) -> None:
        """Write what is shown."""
        self._background.spawn(self._save(file))

    async def _make(self, dialog: ReportDialog) -> None:
        facts = self._facts()
        try:
            report = await asyncio.to_thread(collect, facts)
        except OSError as error:
            log.error("the report could not be made: %s", type(error).__name__)
            dialog.show_failed()
            return
        dialog.show_report(report)
        self.ready.emit()

    async def _save(self, file: Path) -> None:
        dialog = self.dialog
        if dialog is None or dialog.report is None:
            return
        try:
            await asyncio.to_thread(archive.save, file, dialog.report, ReportWords().all())
        except OSError as error:
            log.warning("the report was not saved: %s", type(error).__name__)
            dialog.show_failed()
            return
        dialog.show_saved(file.name)
        self.saved.emit()

    def _ask_where(self) -> None:
        name = f"medclient-{datetime.now().astimezone():%Y-%m-%d-%H%M}.zip"
        chosen = QFileDialog(self.dialog, self.tr("Save system report"))
        chosen.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chosen.setDefaultSuffix("zip")
        chosen.setNameFilter(self.tr("Archive (*.zip)"))
        chosen.selectFile(name)
        chosen.fileSelected.connect(lambda file: self.save(Path(file)))
        chosen.finished.connect(chosen.deleteLater)
        chosen.open()  # not exec: a call goes on, and its pictures are painted meanwhile
