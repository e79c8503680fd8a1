"""Brings the program and the desktop around it together: tray, later starts, links, start with the computer."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject

from medclient.settings import Settings
from medclient.ui.appointments import texts
from medclient.ui.appointments.model import next_row, waiting_rows
from medclient.ui.appointments.notices import Notice
from medclient.ui.appointments.presenter import AppointmentsPresenter
from medclient.ui.background import Background
from medclient.ui.main_window import MainWindow
from medclient.ui.shell.autostart import Autostart
from medclient.ui.shell.tray import Tray

log = logging.getLogger("medclient.ui.shell")


class ShellPresenter(QObject):
    """`attach` gives it the appointments once the practice is open."""

    def __init__(
        self,
        window: MainWindow,
        tray: Tray,
        autostart: Autostart,
        background: Background,
        clock: Callable[[], datetime],
        settings: Callable[[], Settings],
        change_settings: Callable[..., None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._tray = tray
        self._autostart = autostart
        self._background = background
        self._clock = clock
        self._settings = settings
        self._change_settings = change_settings
        self._appointments: AppointmentsPresenter | None = None
        self._to_open = ""
        self._next = ""
        window.stays = self._stays
        tray.openRequested.connect(self.raise_window)
        tray.nextRequested.connect(lambda: self.open(self._next))
        tray.quitRequested.connect(window.quit)
        menu = window.appointments.menu
        menu.autostartChosen.connect(lambda on: background.spawn(self._turn_autostart(on)))
        menu.stayInTrayChosen.connect(lambda on: change_settings(stay_in_tray=on))
        menu.aboutToShow.connect(self._tick_menu)

    def attach(self, appointments: AppointmentsPresenter) -> None:
        self._appointments = appointments
        appointments.changed.connect(self._show_next)
        appointments.patientArrived.connect(self._say_who_waits)
        self._window.ticked.connect(self._show_next)
        if self._to_open:
            appointments.open(self._to_open)

    def open(self, link_id: str) -> None:
        """Somebody asks for the window, and perhaps for one appointment; a call that runs stays before it."""
        self.raise_window()
        if link_id and self._appointments is not None:
            if not self._window.in_call:
                self._window.show_list()
            self._appointments.open(link_id)
        else:
            self._to_open = link_id

    def raise_window(self) -> None:
        """Before all other windows, as far as the system allows."""
        window = self._window
        window.setVisible(True)
        if window.isMinimized():
            window.showNormal()
        window.raise_()
        window.activateWindow()

    def _stays(self) -> bool:
        """Whether the program goes on without its window."""
        return self._settings().stay_in_tray and self._tray.is_there

    def _show_next(self) -> None:
        if self._appointments is None:
            return
        now = self._clock()
        rows = self._appointments.soon()
        upcoming = next_row(rows, now)
        if upcoming is not None and upcoming.day != now.astimezone().date():
            upcoming = None
        self._next = upcoming.link_id if upcoming else ""
        text = f"{texts.clock(upcoming.starts_at)}  {texts.patient(upcoming)}" if upcoming else ""
        # During a call there is no sign of others.
        waiting = [] if self._window.in_call else [row for row in waiting_rows(rows, now) if row.own]
        self._tray.set_next(text, len(waiting))

    def _say_who_waits(self) -> None:
        """Where the window is not looked at; without a name, which others could read."""
        if not self._window.in_call and not self._window.isActiveWindow():
            self._tray.notify(self.tr("A patient is waiting"), self.tr("Open the list to start."))

    def _tick_menu(self) -> None:
        self._window.appointments.menu.set_start(
            autostart=self._autostart.is_on, stays=self._settings().stay_in_tray, tray=self._tray.is_there
        )

    async def _turn_autostart(self, on: bool) -> None:
        try:
            await asyncio.to_thread(self._autostart.turn, on)
        except OSError as error:
            log.warning("starting with the computer could not be changed: %s", type(error).__name__)
            self._window.appointments.show_notice(Notice.AUTOSTART_FAILED)
