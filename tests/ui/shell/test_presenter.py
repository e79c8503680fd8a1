"""The program goes on in the tray, and says there what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from medclient.settings import Settings
from medclient.ui.appointments.model import AppointmentRow
from medclient.ui.background import Background
from medclient.ui.main_window import MainWindow, Page
from medclient.ui.shell.presenter import ShellPresenter
from medclient.ui.shell.tray import Tray, program_icon
from tests.ui.scenes_pages import NOW, a_day


class Appointments(QObject):
    """What the shell asks of the appointments."""

    changed = Signal()
    patientArrived = Signal()  # noqa: N815

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[AppointmentRow, ...] = ()
        self.opened: list[str] = []

    def soon(self) -> tuple[AppointmentRow, ...]:
        return self.rows

    def open(self, link_id: str) -> None:
        self.opened.append(link_id)


class SystemTray(Tray):
    """The offscreen platform has no tray; what a system shows of one, its own test says."""

    there = True
    said: tuple[str, ...] = ()

    def notify(self, title: str, text: str) -> bool:
        self.said = (*self.said, title)
        return True

    @property
    def is_there(self) -> bool:
        return self.there


@dataclass
class Entry:
    is_on: bool = False
    turned: list[bool] = field(default_factory=list)

    def turn(self, on: bool) -> None:
        self.turned.append(on)
        self.is_on = on


@dataclass
class Desk:
    window: MainWindow
    tray: SystemTray
    shell: ShellPresenter
    appointments: Appointments
    settings: list[Settings]
    autostart: Entry


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    now: list[datetime] = [NOW]
    window = MainWindow(lambda: now[0], QWidget())
    qtbot.addWidget(window)
    settings = [Settings()]

    def change(**values: object) -> None:
        settings[0] = settings[0].changed(**values)

    tray, entry = SystemTray(window), Entry()
    shell = ShellPresenter(window, tray, entry, Background(), lambda: NOW, lambda: settings[0], change)
    appointments = Appointments()
    shell.attach(appointments)  # type: ignore[arg-type]
    window.show()
    yield Desk(window, tray, shell, appointments, settings, entry)
    window.set_in_call(False)
    window.quit()


def test_closing_ends_the_program_unless_it_is_to_stay(desk: Desk, qtbot: QtBot) -> None:
    ended: list[bool] = []
    desk.window.closing.connect(lambda: ended.append(True))
    desk.window.appointments.menu.stayInTrayChosen.emit(True)
    desk.window.close()
    assert not desk.window.isVisible()
    assert not ended
    desk.tray.open.trigger()
    assert desk.window.isVisible()
    desk.tray.there = False
    desk.window.close()
    assert ended, "without a tray a hidden window would never be found again"


def test_quit_ends_it_for_good(desk: Desk) -> None:
    ended: list[bool] = []
    desk.window.closing.connect(lambda: ended.append(True))
    desk.window.appointments.menu.stayInTrayChosen.emit(True)
    desk.tray.quit.trigger()
    assert ended


def test_quit_in_a_call_asks(desk: Desk) -> None:
    desk.window.set_in_call(True)
    desk.tray.quit.trigger()
    assert desk.window.leave_dialog is not None
    assert desk.window.isVisible()


def test_the_tray_names_what_is_next_and_who_waits(desk: Desk) -> None:
    assert desk.tray.next.text() == "Heute kein weiterer Termin"
    assert not desk.tray.next.isEnabled()
    desk.appointments.rows = a_day()
    desk.appointments.changed.emit()
    assert desk.tray.next.text() == "09:00  Erika Beispiel"
    assert "2 im Wartezimmer" in desk.tray._icon.toolTip()
    desk.window.show_page(Page.APPOINTMENTS)
    desk.tray.next.trigger()
    assert desk.appointments.opened == ["link-4"]


def test_who_waits_is_said_where_nobody_looks_and_never_into_a_call(desk: Desk) -> None:
    """Rules: no signal of other callers during a call.

    Requirements: rule undisturbed.
    """
    desk.appointments.rows = a_day()
    desk.window.hide()
    desk.appointments.patientArrived.emit()
    assert desk.tray.said == ("Ein Patient wartet",)
    desk.window.set_in_call(True)
    desk.appointments.patientArrived.emit()
    desk.appointments.changed.emit()
    assert desk.tray.said == ("Ein Patient wartet",)
    assert "Wartezimmer" not in desk.tray._icon.toolTip()


def test_a_named_link_does_not_leave_a_call(desk: Desk) -> None:
    desk.window.show_page(Page.CALL)
    desk.window.set_in_call(True)
    desk.shell.open("link-4")
    places = [desk.window.page]
    desk.window.set_in_call(False)
    desk.window.show_page(Page.SUMMARY)
    desk.shell.open("link-4")
    places.append(desk.window.page)
    assert places == [Page.CALL, Page.APPOINTMENTS]


def test_the_menu_ticks_how_the_program_comes_and_goes(desk: Desk) -> None:
    menu = desk.window.appointments.menu
    desk.autostart.is_on = True
    menu.aboutToShow.emit()
    assert (menu.autostart.isChecked(), menu.stay_in_tray.isChecked()) == (True, False)
    desk.tray.there = False
    menu.aboutToShow.emit()
    assert not menu.stay_in_tray.isEnabled()


def test_without_a_tray_nothing_is_shown_or_notified(qtbot: QtBot) -> None:
    parent = QWidget()
    tray = Tray(parent, is_available=lambda: False)
    tray.show()
    assert not tray.is_there
    assert not tray.notify("Videotermin in 5 min", "Um 09:20 Uhr.")


def test_the_icon_tells_whether_somebody_waits() -> None:
    calm, waiting = (program_icon(waiting=each).pixmap(64).toImage() for each in (False, True))
    assert calm.pixelColor(32, 4).name() == "#0b6b66"
    assert calm != waiting
