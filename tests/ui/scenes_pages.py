"""Scenes of the pages outside the call."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from medclient.practice.appointments import Handover, Way
from medclient.practice.colleagues import Colleague
from medclient.practice.facts import CallFacts
from medclient.practice.profile import PracticeProfile
from medclient.settings import Appearance
from medclient.ui.about_page import AboutPage
from medclient.ui.appointments.editor import EditorDialog, InstantDialog, Practice
from medclient.ui.appointments.model import AppointmentRow
from medclient.ui.appointments.notices import Notice
from medclient.ui.appointments.page import AppointmentsPage, ListState
from medclient.ui.appointments.profile_dialog import ProfileDialog
from medclient.ui.appointments.row_menu import RowMenu
from medclient.ui.appointments.small_dialogs import ReadyTextsDialog, ReplaceDialog
from medclient.ui.help_page import HelpPage
from medclient.ui.history.page import HistoryPage
from medclient.ui.main_window import LeaveDialog
from medclient.ui.sign_in.first_start_page import FirstStartPage
from medclient.ui.sign_in.sign_in_page import SignInError, SignInPage
from medclient.ui.start_page import StartPage, StartState
from medclient.ui.summary_page import SummaryPage
from tests.ui.scenes import Scene

NOW = datetime(2026, 11, 26, 9, 2, 20).astimezone().astimezone(UTC)
"""Two minutes past nine on this computer's clock."""
LINK = "https://video.example/v/AAAAAAAAAAAAAAAAAAAAAA#BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA"


def at(hour: int, minute: int = 0) -> datetime:
    """A time of the day of the scenes."""
    return NOW.astimezone().replace(hour=hour, minute=minute, second=0).astimezone(UTC)


def row(number: int, hour: int, minute: int, name: str, reason: str = "", **more: object) -> AppointmentRow:
    values: dict[str, object] = {
        "link_id": f"link-{number}",
        "starts_at": at(hour, minute),
        "duration_minutes": 15,
        "name": name,
        "reason": reason,
        "link": LINK,
        "version": 1,
    }
    return AppointmentRow(**(values | more))  # type: ignore[arg-type]


def a_day() -> tuple[AppointmentRow, ...]:
    """One appointment in every state."""
    return (
        row(1, 8, 20, "Paul Probe", "Befundbesprechung", started_at=at(8, 21), ended_at=at(8, 34)),
        row(2, 8, 40, "Clara Anders", cancelled_at=at(8, 0)),
        row(3, 7, 40, "Otto Offen", "Kontrolle"),
        row(4, 9, 0, "Erika Beispiel", "Kontrolle", patient_present_since=NOW - timedelta(minutes=3, seconds=10)),
        row(5, 9, 20, "Max Muster", "Hautausschlag, Folgetermin"),
        row(6, 9, 40, "Nina Test", "", patient_present_since=NOW - timedelta(seconds=20)),
        row(
            7,
            10,
            20,
            "Maria-Magdalena von und zu Hohenlohe-Langenburg",
            "Besprechung der Laborwerte und der Therapie",
        ),
        row(8, 11, 0, "Jan Beier", "Erstgespräch"),
    )


def page(rows: tuple[AppointmentRow, ...] = (), state: ListState = ListState.READY) -> AppointmentsPage:
    result = AppointmentsPage(NOW)
    result.set_account("Dr. Anna Arnold", "Praxis am Park")
    result.set_preferences("system", Appearance.SYSTEM)
    result.set_rows(rows)
    result.set_state(state)
    return result


COLLEAGUES = (
    Colleague("a", "Dr. Anna Arnold", "practitioner"),
    Colleague("b", "Dr. Bernd Brandt", "practitioner"),
    Colleague("s", "Sabine Empfang", "staff"),
)


def several(chosen: str) -> QWidget:
    """A practice of two practitioners."""
    result = page()
    result.set_practice(Practice(COLLEAGUES, "a"))
    rows = []
    for number, each in enumerate(a_day()):
        whose = COLLEAGUES[number % 2]
        rows.append(replace(each, account_id=whose.account_id, own=number % 2 == 0, practitioner=whose.display_name))
    result.set_rows(tuple(rows))
    result.header.set_practitioners(COLLEAGUES, "a", chosen)
    result.header.practitionerChosen.emit(chosen)
    return result


def lively() -> QWidget:
    """An appointment with a long history, and its practitioner late."""
    told = row(
        4,
        8,
        58,
        "Erika Beispiel",
        "Kontrolle",
        telephone="030 1234567",
        email="erika.beispiel@example.org",
        created_at=at(9) - timedelta(days=3),
        handed_over=(Handover(Way.EMAIL, at(10) - timedelta(days=3)), Handover(Way.COPIED, at(8, 50))),
        link_opened_at=at(8, 55),
        patient_first_present_at=at(8, 57),
        patient_present_since=at(8, 57),
    )
    result = page((told, *a_day()[4:]))
    result.select("link-4")
    return result


def searching(found: tuple[AppointmentRow, ...], state: ListState, query: str = "Test") -> QWidget:
    result = page(a_day())
    result.header.search.setText(query)
    result.header.search.returnPressed.emit()
    result.set_found(query, found, state)
    return result


def found() -> QWidget:
    rows = (
        row(31, 9, 40, "Nina Test", "Verlaufskontrolle", starts_at=at(9, 40) + timedelta(days=28)),
        row(6, 9, 40, "Nina Test"),
        row(
            32,
            10,
            0,
            "Nina Test",
            "Erstgespräch",
            ended_at=at(9, 14),
            starts_at=at(9) - timedelta(14),
        ),
    )
    return searching(rows, ListState.READY)


def reminded() -> QWidget:
    result = page(a_day())
    result.remind("In 5 Minuten, um 09:20 Uhr: Videotermin. Die Kamera wurde nicht gefunden.", urgent=True)
    return result


def early() -> QWidget:
    return page((row(8, 11, 0, "Jan Beier", "Erstgespräch"), row(9, 11, 30, "Nina Test")))


def running() -> QWidget:
    rows = a_day()
    return page((*rows[:3], row(4, 9, 0, "Erika Beispiel", "Kontrolle", started_at=at(9, 1)), *rows[4:]))


def selected(link_id: str) -> QWidget:
    result = page(a_day())
    result.select(link_id)
    return result


def cancelled() -> QWidget:
    result = page(a_day())
    result.select("link-5")
    result.panel.cancelRequested.emit("link-5")
    return result


def noticed(notice: Notice) -> QWidget:
    result = page(a_day())
    result.show_notice(notice)
    return result


def staff() -> QWidget:
    result = page(a_day())
    result.set_account("Sabine Empfang", "Praxis am Park", can_start=False)
    return result


def other_day() -> QWidget:
    result = page()
    tomorrow = NOW + timedelta(days=1)
    result.show_day(tomorrow.astimezone().date())
    result.set_rows(
        tuple(
            row(20 + i, 9, 20 * i, n, starts_at=at(9, 20 * i) + timedelta(days=1))
            for i, n in enumerate(("Max Muster", "Nina Test", "Paul Probe"))
        )
    )
    return result


def start(state: StartState, detail: str = "") -> QWidget:
    page = StartPage()
    page.show_start(state, detail)
    return page


def sign_in(error: SignInError | None = None, wait_s: int = 0) -> QWidget:
    result = SignInPage(can_remember=True)
    result.set_account_name("Dr. Anna Arnold")
    result.set_error(error, wait_s)
    return result


def signing_in() -> QWidget:
    result = sign_in()
    assert isinstance(result, SignInPage)
    result.set_busy(True)
    return result


def first_start_wrong() -> QWidget:
    result = FirstStartPage()
    result._submit()
    return result


def summary(**more: object) -> QWidget:
    values: dict[str, object] = {
        "patient_name": "Erika Beispiel",
        "started_at": at(9, 1),
        "ended_at": at(9, 15),
        "interruptions": 1,
        "consent_at": at(8, 57),
    }
    result = SummaryPage()
    result.set_facts(CallFacts(**(values | more)))  # type: ignore[arg-type]
    return result


def history(*, chosen: bool = False, notice: str = "") -> QWidget:
    result = HistoryPage()
    result.show_facts(
        tuple(
            CallFacts(
                name,
                at(hour, minute) - timedelta(days=days),
                at(hour, minute + 14) - timedelta(days=days),
                interruptions,
                at(hour, minute) - timedelta(days=days, minutes=3),
                at(hour, minute + 2) - timedelta(days=days) if days % 2 else None,
                link_id=f"link-{days}-{hour}-{minute}",
                practitioner_name="Dr. Anna Arnold",
            )
            for days, hour, minute, name, interruptions in (
                (0, 8, 20, "Paul Probe", 0),
                (0, 7, 40, "Erika Beispiel", 1),
                (1, 16, 0, "Maria-Magdalena von und zu Hohenlohe-Langenburg", 0),
                (1, 9, 20, "Max Muster", 0),
                (3, 11, 0, "Nina Test", 2),
            )
        )
    )
    result.show_retention(365)
    if chosen:
        result.table.selectRow(1)
    if notice == "deleted":
        result.show_deleted(2)
    elif notice == "exported":
        result.show_exported("Gespräche-2026-11-26.csv")
    return result


def summary_with_chat() -> QWidget:
    from tests.ui.call.screens import CHAT, FILES

    result = summary()
    assert isinstance(result, SummaryPage)
    result.chat.set_patient_name("Erika Beispiel")
    result.chat.show_entries((*CHAT[:3], FILES[0]))
    result.chat.show()
    return result


_KEEP: list[QWidget] = []
"""Menus and dialogs need their parents alive."""


def _with_parent(build: str) -> QWidget:
    parent = page(a_day())
    _KEEP.append(parent)
    if build == "menu":
        return parent.menu
    if build.startswith("menu-"):
        submenus = parent.menu.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
        shown = QMenu(parent)  # a scene is deleted, and its menu is not done without it
        shown.addActions(submenus[int(build[-1])].actions())
        return shown
    if build == "leave":
        return LeaveDialog(parent)
    if build == "row-menu":
        return RowMenu(a_day()[3], NOW, parent, can_start=True)
    if build == "calendar":
        parent.header.calendar.set_day(NOW.astimezone().date())
        return parent.header.calendar
    if build == "instant":
        return InstantDialog(NOW, parent)
    if build == "replace":
        return ReplaceDialog(parent)
    if build == "ready-texts":
        return ReadyTextsDialog(parent.panel.writing.texts, parent)
    if build == "profile":
        return ProfileDialog(PracticeProfile("030 123 45 67", "Am Park 1, 10115 Berlin"), parent)
    if build == "series":
        editor = EditorDialog(NOW, None, parent, practice=Practice(COLLEAGUES, "a"))
        editor.repeat.setCurrentIndex(2)
        return editor
    return EditorDialog(NOW, a_day()[4] if build == "edit" else None, parent)


SCENES: tuple[Scene, ...] = (
    Scene("appointments", lambda: page(a_day())),
    Scene("appointments-1920", lambda: page(a_day()), 1920, 1080),
    Scene("appointments-narrow", lambda: selected("link-5"), 900, 600),
    Scene("appointments-too-early", early),
    Scene("appointments-running", running),
    Scene("appointments-selected", lambda: selected("link-5")),
    Scene("appointments-selected-done", lambda: selected("link-1")),
    Scene("appointments-cancelled", cancelled),
    Scene("appointments-copied", lambda: noticed(Notice.LINK_COPIED)),
    Scene("appointments-failed", lambda: noticed(Notice.SAVE_FAILED)),
    Scene("appointments-staff", staff),
    Scene("appointments-other-day", other_day),
    Scene("appointments-empty", page),
    Scene("appointments-loading", lambda: page((), ListState.LOADING)),
    Scene("appointments-offline", lambda: page((), ListState.OFFLINE)),
    Scene("appointments-offline-with-rows", lambda: page(a_day(), ListState.OFFLINE)),
    Scene("appointments-error", lambda: page((), ListState.ERROR)),
    Scene("appointments-several-own", lambda: several("a")),
    Scene("appointments-several-all", lambda: several("")),
    Scene("appointments-history", lively),
    Scene("appointments-found", found),
    Scene("appointments-nobody-found", lambda: searching((), ListState.READY)),
    Scene("appointments-searching", lambda: searching((), ListState.LOADING)),
    Scene("appointments-reminded", reminded),
    Scene("row-menu", lambda: _with_parent("row-menu"), 0, 0),
    Scene("calendar", lambda: _with_parent("calendar"), 0, 0),
    Scene("instant", lambda: _with_parent("instant"), 0, 0),
    Scene("replace-link", lambda: _with_parent("replace"), 0, 0),
    Scene("profile", lambda: _with_parent("profile"), 0, 0),
    Scene("ready-texts", lambda: _with_parent("ready-texts"), 0, 0),
    Scene("editor-series", lambda: _with_parent("series"), 0, 0),
    Scene("menu", lambda: _with_parent("menu"), 0, 0, after_show=lambda menu: menu.resize(menu.sizeHint())),
    *(
        Scene(name, partial(_with_parent, f"menu-{at}"), 0, 0, after_show=lambda menu: menu.resize(menu.sizeHint()))
        for at, name in enumerate(("menu-practice", "menu-settings", "menu-help"))
    ),
    Scene("editor-new", lambda: _with_parent("new"), 0, 0),
    Scene("editor-edit", lambda: _with_parent("edit"), 0, 0),
    Scene("leave", lambda: _with_parent("leave"), 0, 0),
    Scene("start", lambda: start(StartState.STARTING)),
    Scene("start-port-in-use", lambda: start(StartState.PORT_IN_USE, "127.0.0.1:8480")),
    Scene("start-damaged", lambda: start(StartState.DAMAGED_DATABASE, "/home/arnold/medclient/service.sqlite")),
    Scene("start-unwritable", lambda: start(StartState.UNWRITABLE_DATABASE, "/home/arnold/medclient/service.sqlite")),
    Scene("start-failed", lambda: start(StartState.FAILED)),
    Scene("sign-in", sign_in),
    Scene("sign-in-busy", signing_in),
    Scene("sign-in-wrong", lambda: sign_in(SignInError.WRONG_CREDENTIALS)),
    Scene("sign-in-unreachable", lambda: sign_in(SignInError.SERVICE_UNREACHABLE)),
    Scene("sign-in-certificate", lambda: sign_in(SignInError.CERTIFICATE_REFUSED)),
    Scene("sign-in-too-many", lambda: sign_in(SignInError.TOO_MANY_ATTEMPTS, 250)),
    Scene("first-start", FirstStartPage),
    Scene("first-start-wrong", first_start_wrong),
    Scene("summary", summary),
    Scene("summary-by-patient", lambda: summary(ended_by_patient=True, interruptions=0)),
    Scene("summary-cover", lambda: summary(cover_at=at(9, 4))),
    Scene("summary-chat", summary_with_chat),
    Scene("summary-no-call", lambda: summary(started_at=None)),
    Scene("history", lambda: history(chosen=True)),
    Scene("history-deleted", lambda: history(notice="deleted")),
    Scene("history-exported", lambda: history(notice="exported")),
    Scene("history-narrow", history, 900, 600),
    Scene("history-empty", HistoryPage),
    Scene("help", HelpPage),
    Scene("about", AboutPage),
)
