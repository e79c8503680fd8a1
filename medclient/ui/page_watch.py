"""Looks now and then, and before each call, whether the service serves the patient page that came with this program."""

import asyncio
import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from medclient.practice.errors import PracticeError
from medclient.practice.page_check import PageState
from medclient.ui.about_page import AboutPage
from medclient.ui.appointments.notices import Notice
from medclient.ui.appointments.page import AppointmentsPage
from medclient.ui.background import Background

log = logging.getLogger("medclient.ui.page_watch")

EVERY_MS = 60 * 60 * 1000


class PageWatch(QObject):
    """`check` blocks, and is carried out on a thread."""

    found = Signal(bool)
    """Whether the page is another, whenever it was compared."""
    _compared = Signal(object)

    def __init__(
        self,
        page: AppointmentsPage,
        background: Background,
        check: Callable[[], PageState],
    ) -> None:
        super().__init__(page)
        self._page, self._background, self._check = page, background, check
        self._state: PageState | None = None
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)

    def show_on(self, about: AboutPage) -> None:
        """Say there what was found, and whenever something is found."""
        if self._state:
            about.show_page_state(self._state)
        self._compared.connect(about.show_page_state)

    def start(self) -> None:
        """The list is open: look now, and from time to time."""
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """The program ends."""
        self._timer.stop()

    def look(self) -> None:
        self._background.spawn(self._look())

    async def _look(self) -> None:
        try:
            state = await asyncio.to_thread(self._check)
        except PracticeError as error:
            log.info("the patient page was not compared: %s", type(error).__name__)
            return
        self.found.emit(bool(state.differing))
        self._state = state
        self._compared.emit(state)
        if state.differing:
            log.warning("the service serves another patient page: %s", ", ".join(state.differing))
            self._page.show_notice(Notice.PAGE_CHANGED)
