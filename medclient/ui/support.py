"""What looks after the program itself, brought to the window: system test, system report, statistics of calls."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from medclient.diagnostics import libraries
from medclient.diagnostics.call_statistics import CallRecorder
from medclient.diagnostics.report.content import Facts
from medclient.diagnostics.system_test import kept
from medclient.diagnostics.system_test.service_probe import ServiceAccess
from medclient.media.local_media import LocalMedia
from medclient.session.statistics import Sample
from medclient.settings import Paths, Settings, resources_dir
from medclient.ui.background import Background
from medclient.ui.call.page import CallPage
from medclient.ui.call.presenter import CallPresenter
from medclient.ui.checklist import ChecklistDialog
from medclient.ui.main_window import MainWindow, Page
from medclient.ui.report.presenter import ReportPresenter
from medclient.ui.system_test.page import SystemTestPage
from medclient.ui.system_test.presenter import SystemTestPresenter

SAMPLE_MS = 1000


def open_in_browser(address: str) -> None:
    """Only ever called when somebody has pressed a link."""
    QDesktopServices.openUrl(QUrl(address))


class Support(QObject):
    """Owns the presenters of the diagnostics."""

    def __init__(
        self,
        window: MainWindow,
        call_page: CallPage,
        call: CallPresenter,
        media: LocalMedia,
        background: Background,
        paths: Paths,
        *,
        access: Callable[[], ServiceAccess | None],
        facts: Callable[[], Facts],
        latest_sample: Callable[[], Sample | None],
        show_devices: Callable[[], None],
        settings: Callable[[], Settings],
        change_settings: Callable[[Settings], None],
        crashed: bool,
        follow_report: Callable[[QWidget], object],
    ) -> None:
        """`follow_report` lets the report's dialog come back where it was."""
        super().__init__(window)
        self._window = window
        self._call = call
        self._latest_sample = latest_sample
        self._settings = settings
        self._change_settings = change_settings
        self.checklist: ChecklistDialog | None = None
        folder = paths.diagnostics_dir
        self._system_tests: list[SystemTestPresenter] = []

        def wire_system_test(page: SystemTestPage) -> None:
            page.deviceSettingsRequested.connect(show_devices)
            self._system_tests.append(SystemTestPresenter(page, media, background, access, folder / kept.FILE_NAME))

        self.report = ReportPresenter(window, background, facts, follow_report)
        self.recorder = CallRecorder(folder)
        self._sampling = QTimer(self, interval=SAMPLE_MS)
        self._sampling.timeout.connect(self._sample)
        menu = window.appointments.menu
        window.when_made(Page.SYSTEM_TEST, wire_system_test)
        menu.systemTestRequested.connect(self.show_system_test)
        window.when_made(Page.FIRST_START, lambda page: page.systemTestRequested.connect(self.show_system_test))
        menu.reportRequested.connect(self.report.open)
        call_page.reportRequested.connect(self.report.open)
        call.opened.connect(self._cancel_system_test)
        call.snapshotChanged.connect(self._follow_call)
        call.ended.connect(lambda facts: self._end_record())
        call.left.connect(self._end_record)
        window.offer.actionPressed.connect(self.report.open)
        menu.rulesRequested.connect(lambda: window.show_page(Page.RULES))
        window.when_made(
            Page.ABOUT,
            lambda page: page.librariesWanted.connect(lambda: background.spawn(self._read_libraries())),
        )
        for each in (Page.HELP, Page.RULES):
            window.when_made(each, lambda page: page.linkRequested.connect(open_in_browser))
        window.installEventFilter(self)
        if crashed:
            self._offer_report()

    def show_system_test(self) -> None:
        self._window.show_page(Page.SYSTEM_TEST)
        self._window.system_test.action.setFocus()
        self.system_test.open()

    @property
    def system_test(self) -> SystemTestPresenter:
        """Made with its page, by whoever asks for one of them first."""
        self._window.make(Page.SYSTEM_TEST)
        return self._system_tests[0]

    def _cancel_system_test(self) -> None:
        for each in self._system_tests:
            each.cancel()

    def before_call(self, account_id: str, go: Callable[[], None]) -> None:
        """Show what is to be thought of before the first call of the day, then go; at once where it was shown."""
        settings = self._settings()
        today = datetime.now().astimezone().date().isoformat()
        told = account_id in settings.rules_shown_to.split()
        if told and settings.checklist_hidden_on == today:
            go()
            return
        if self.checklist is not None:
            self.checklist.raise_()
            return
        self.checklist = dialog = ChecklistDialog(self._window, with_rules=not told)
        dialog.linkRequested.connect(open_in_browser)

        def accepted() -> None:
            hidden = today if dialog.not_today.isChecked() else ""
            accounts = settings.rules_shown_to if told else f"{settings.rules_shown_to} {account_id}".strip()
            self._change_settings(self._settings().changed(checklist_hidden_on=hidden, rules_shown_to=accounts))
            go()

        dialog.accepted.connect(accepted)
        dialog.finished.connect(self._checklist_closed)
        dialog.open()

    def _checklist_closed(self) -> None:
        if self.checklist is not None:
            self.checklist.deleteLater()
            self.checklist = None

    async def _read_libraries(self) -> None:
        found = await asyncio.to_thread(libraries.installed, resources_dir())
        self._window.about.show_libraries(tuple(found))

    def close(self) -> None:
        """Write what is left."""
        self._cancel_system_test()
        self.recorder.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LanguageChange and self._window.offer.isVisible():
            self._offer_report()
        return False

    def _offer_report(self) -> None:
        self._window.offer_over_list(
            self.tr("The program did not end properly last time. A report helps support to find out why."),
            self.tr("Save system report"),
        )

    def _follow_call(self) -> None:
        started = self._call.snapshot.started_at
        if started and not self.recorder.recording:
            self._sampling.start()
            self.recorder.start(started)

    def _sample(self) -> None:
        call = self._call.snapshot
        if call.started_at:
            self.recorder.add(self._latest_sample(), self._call.seconds_since_start(), call.state.value)

    def _end_record(self) -> None:
        self._sampling.stop()
        self.recorder.finish(self._call.snapshot.interruptions)
