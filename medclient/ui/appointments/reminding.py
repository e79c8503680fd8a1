"""Reminds of the next appointment, and looks silently whether its devices are still there."""

import asyncio
import logging
from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from medclient.media.devices import Devices
from medclient.settings import Settings
from medclient.ui.appointments import texts
from medclient.ui.appointments.model import AppointmentRow
from medclient.ui.appointments.page import AppointmentsPage
from medclient.ui.appointments.presenter import AppointmentsPresenter
from medclient.ui.appointments.reminder import Reminders, missing_devices
from medclient.ui.background import Background

log = logging.getLogger("medclient.ui.appointments.reminding")

LOOK_MS = 5000


class Reminding(QObject):
    """`notify` shows a notification of the system, and says whether there is such a thing."""

    def __init__(
        self,
        page: AppointmentsPage,
        appointments: AppointmentsPresenter,
        clock: Callable[[], datetime],
        background: Background,
        *,
        in_call: Callable[[], bool],
        settings: Callable[[], Settings],
        list_devices: Callable[[], Devices | None],
        notify: Callable[[str, str], bool],
    ) -> None:
        """`list_devices` blocks; None where it cannot be asked just now."""
        super().__init__(page)
        self._page = page
        self._appointments = appointments
        self._clock = clock
        self._background = background
        self._in_call = in_call
        self._settings = settings
        self._list_devices = list_devices
        self._notify = notify
        self._reminders = Reminders()
        self._today: date | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def stop(self) -> None:
        """The program ends: nobody is left to be reminded."""
        self._timer.stop()

    def look(self) -> None:
        """Whether something is due; called every few seconds."""
        if not self._appointments.calls_are_ours:
            return
        now = self._clock()
        today = now.astimezone().date()
        if self._today not in (None, today):
            self._background.spawn(self._appointments.load_today())
        self._today = today
        row = self._reminders.due(self._appointments.soon(), now, in_call=self._in_call())
        if row is not None:
            self._background.spawn(self.remind(row))

    async def remind(self, row: AppointmentRow) -> None:
        """Say it; the name stays off the notification, which others may see."""
        found = await asyncio.to_thread(self._list_devices)
        missing = missing_devices(found, self._settings()) if found is not None else ()
        if missing:
            log.info("before an appointment, devices are missing: %s", ", ".join(missing))
        minutes = max(1, round((row.starts_at - self._clock()).total_seconds() / 60))
        title = self.tr("Video appointment in {minutes} min").format(minutes=minutes)
        wanted = self._wanted(missing)
        at = self.tr("At {time}.").format(time=texts.clock(row.starts_at))
        window = self._page.window()
        if not window.isActiveWindow() and not self._notify(title, " ".join(filter(None, (at, wanted)))):
            QApplication.alert(window)
        whom = self.tr("At {time}: {name}.").format(time=texts.clock(row.starts_at), name=texts.patient(row))
        self._page.remind(f"{title}. {' '.join(filter(None, (whom, wanted)))}", urgent=bool(missing))

    def _wanted(self, missing: tuple[str, ...]) -> str:
        sentences = {
            "camera": self.tr("Your camera was not found."),
            "microphone": self.tr("Your microphone was not found."),
            "speaker": self.tr("Your headset or speaker was not found."),
        }
        said = " ".join(sentences[each] for each in missing)
        return f"{said} {self.tr('Please plug it in, or choose another in the device settings.')}" if said else ""
