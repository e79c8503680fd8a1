"""Rows of PRODUCT.md that the list itself keeps, by what it shows."""

from datetime import timedelta

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from medclient.ui.appointments.model import next_row, waiting_rows
from tests.ui.scenes_pages import NOW, a_day, at, page, row


def test_row_6_today_first_with_one_obvious_button(qtbot: QtBot) -> None:
    """Today's list, who waits since when, and one primary button on the whole page.

    Requirements: guide 6.
    """
    shown = page(a_day())
    qtbot.addWidget(shown)
    shown.show()
    assert shown.day == NOW.astimezone().date()
    assert shown.card.link_id == "link-4"
    assert "wartet seit 3 min" in shown.card._status.text()
    buttons = [each for each in shown.findChildren(type(shown.card.start)) if each.isVisible()]
    assert [each.text() for each in buttons if each.property("kind") == "primary"] == ["Starten"]
    started: list[str] = []
    shown.startRequested.connect(started.append)
    shown.card.start.click()
    assert started == ["link-4"]


def test_row_6_the_waiting_room_has_who_waited_longest_first() -> None:
    """Whoever has been there longest is named first, whatever the time of the appointment.

    Requirements: guide 6.
    """
    rows = (
        row(1, 9, 40, "Nina Test", patient_present_since=NOW - timedelta(minutes=9)),
        row(2, 9, 20, "Max Muster", patient_present_since=NOW - timedelta(minutes=2)),
        row(3, 10, 0, "Jan Beier"),
    )
    assert [each.name for each in waiting_rows(rows, NOW)] == ["Nina Test", "Max Muster"]


def test_row_7_the_list_shows_how_late_the_doctor_is(qtbot: QtBot) -> None:
    """From the first minute past the time, until the call has begun.

    Requirements: guide 7.
    """
    late = row(1, 8, 58, "Erika Beispiel", patient_present_since=NOW - timedelta(minutes=5))
    shown = page((late, row(2, 8, 50, "Max Muster", own=False)))
    qtbot.addWidget(shown)
    shown.show()
    assert shown.card._late.text() == "seit 4 min überfällig"
    other = shown.list.widget_of("link-2")
    assert other is not None
    assert "seit 12 min überfällig" in other.button.accessibleName()
    shown.set_rows((row(1, 8, 58, "Erika Beispiel", started_at=NOW),))
    assert not shown.card._late.isVisible()


def test_access_is_valid_for_two_hours_and_says_so(qtbot: QtBot) -> None:
    """From-until in words, and the button follows it.

    Requirements: guide access.
    """
    soon, later = row(1, 9, 20, "Max Muster"), row(2, 11, 0, "Jan Beier")
    assert soon.closes_at - soon.opens_at == timedelta(hours=2)
    assert (soon.can_start(NOW), later.can_start(NOW)) == (True, False)
    shown = page((soon, later))
    qtbot.addWidget(shown)
    shown.show()
    shown.select("link-2")
    assert "Gültig von 10:00 bis 12:00" in shown.panel.invitation._hint.text()
    assert not shown.panel.start.isVisible()
    shown.set_rows((later,))
    assert shown.card._why.text() == "Möglich ab 10:00 Uhr"
    assert not shown.card.start.isEnabled()
    shown.set_now(at(10, 1))
    QApplication.processEvents()
    assert shown.card.start.isEnabled()


def test_a_colleagues_appointment_is_never_the_next_one() -> None:
    rows = (row(1, 9, 0, "Erika Beispiel", own=False), row(2, 9, 20, "Max Muster"))
    assert next_row(rows, NOW) == rows[1]
