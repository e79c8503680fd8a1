"""Runs the system test behind its page, and keeps the last one."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from medclient.diagnostics.system_test import kept, run
from medclient.diagnostics.system_test.service_probe import ServiceAccess
from medclient.diagnostics.system_test.verdict import Result, TestReport
from medclient.media.local_media import LocalMedia
from medclient.ui.background import Background
from medclient.ui.system_test.page import SystemTestPage


def screens() -> tuple[tuple[int, int], ...]:
    """Size of each screen in its own pixels."""
    found = []
    for screen in QGuiApplication.screens():
        size, ratio = screen.size(), screen.devicePixelRatio()
        found.append((round(size.width() * ratio), round(size.height() * ratio)))
    return tuple(found)


class SystemTestPresenter(QObject):
    """One test at a time."""

    finished = Signal()
    _happened = Signal(object)
    """`run.Event`, from the test's threads."""

    def __init__(
        self,
        page: SystemTestPage,
        media: LocalMedia,
        background: Background,
        access: Callable[[], ServiceAccess | None],
        file: Path,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._media = media
        self._background = background
        self._access = access
        self._file = file
        self._stop: threading.Event | None = None
        self.last: TestReport | None = None
        page.startRequested.connect(self.start)
        page.cancelRequested.connect(self.cancel)
        page.closed.connect(self.cancel)
        page.answered.connect(self._answered)
        self._happened.connect(self._show)

    @property
    def running(self) -> bool:
        return self._stop is not None

    def open(self) -> None:
        """The page is shown: with the last test on it."""
        if not self.running:
            self._background.spawn(self._open())

    def start(self) -> None:
        if self.running:
            return
        self._stop = stop = threading.Event()
        self._page.show_running()
        self._background.spawn(self._run(stop))

    def cancel(self) -> None:
        """End it; what was measured until then stays on the page."""
        if self._stop:
            self._stop.set()

    async def _open(self) -> None:
        self.last = await asyncio.to_thread(kept.last, self._file)
        if not self.running:
            self._page.show_ready(self.last)

    async def _run(self, stop: threading.Event) -> None:
        tracks, last = run.plan(self._media, self._access(), screens(), self._happened.emit)
        try:
            report = await asyncio.to_thread(run.run, tracks, last, self._happened.emit, stop)
        finally:
            stop.set()
            self._stop = None
        # What the threads have told is shown first: it has been posted to this thread before.
        await asyncio.sleep(0)
        self._page.show_done(report)
        self._keep(report)
        self.finished.emit()

    def _show(self, event: run.Event) -> None:
        match event:
            case run.Started(items):
                self._page.show_started(items)
            case run.Speak(now):
                self._page.show_speak(now)
            case run.Finished(result):
                self._page.show_result(result)

    def _answered(self, result: Result) -> None:
        if self.last:
            results = tuple(result if each.item is result.item else each for each in self.last.results)
            self._keep(replace(self.last, results=results))

    def _keep(self, report: TestReport) -> None:
        self.last = report
        self._background.spawn(asyncio.to_thread(kept.keep, self._file, report))
