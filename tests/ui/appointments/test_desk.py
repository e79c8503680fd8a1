"""What is done at the list, against the real service."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from medclient.practice.administration import Administration
from medclient.practice.appointments import Appointment, Way
from medclient.practice.client import PracticeClient
from medclient.practice.series import Repetition
from medclient.protocol.access_window import LinkState
from medclient.protocol.envelope import Role, patient_token
from medclient.protocol.messages import Chat, Delay, Message
from medclient.session.mailbox import MailboxClient, Opened
from medclient.session.mailbox_connection import MailboxConnection
from medclient.ui.appointments.page import ListState
from tests.ui.appointments.conftest import Desk


def link_state(desk: Desk, link_id: str) -> str:
    return str(desk.client.call("GET", f"/links/{link_id}", signed_in=False)["state"])


async def test_an_appointment_is_entered_and_taken_back(desk: Desk) -> None:
    made = await desk.create("Erika Beispiel", email="erika@example.org", language="en")
    assert "Erika Beispiel" in desk.shown()
    row = next(row for row in desk.page.rows if row.link_id == made.link_id)
    assert (row.email, row.language, row.own) == ("erika@example.org", "en", True)
    assert desk.page.notice.can_undo
    QTest.keyClick(desk.page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    await desk.until(lambda: made.link_id not in {row.link_id for row in desk.page.rows})
    assert made.link_id not in {each.link_id for each in desk.listed()}


async def test_a_series_gives_each_appointment_its_own_link(desk: Desk) -> None:
    """Requirements: guide new link."""
    before = {each.link_id for each in desk.listed()}
    await desk.presenter.changes.create(desk.draft("Jörg Müßig", repetition=Repetition(7, 4)))
    made = [each for each in desk.listed() if each.link_id not in before]
    assert len(made) == 4
    assert len({each.secret for each in made}) == 4
    assert {each.starts_at.astimezone().time() for each in made} == {made[0].starts_at.astimezone().time()}
    desk.page.notice.undo()
    await desk.until(lambda: "Jörg Müßig" not in desk.shown())
    while {each.link_id for each in desk.listed()} & {each.link_id for each in made}:
        await desk.step()


async def test_a_move_is_undone(desk: Desk) -> None:
    made = await desk.create("Max Muster")
    row = desk.presenter.row(made)
    later = made.starts_at + timedelta(minutes=20)
    await desk.presenter.changes.change(row, desk.draft("Max Muster", starts_at=later, email="max@example.org"))
    assert desk.client.appointment(made.link_id).starts_at == later
    desk.page.notice.undo()
    await desk.until(lambda: any(row.starts_at == made.starts_at for row in desk.page.rows if row.name == "Max Muster"))
    undone = desk.client.appointment(made.link_id)
    assert (undone.starts_at, undone.details.email, undone.reason) == (made.starts_at, "", "Kontrolle")
    assert undone.secret == made.secret, "the link stays through a change"


async def test_an_event_that_comes_late_hides_no_change(desk: Desk) -> None:
    """Of the entry itself, say, when the change that followed at once is known from its own answer."""
    made = await desk.create("Lena Langsam")
    changed = desk.client.change_appointment(made, "Lena Langsam", "Impfung", made.starts_at, 30)
    desk.presenter.learn(changed)
    desk.presenter.learn(made)
    assert {row.reason for row in desk.page.rows if row.name == "Lena Langsam"} == {"Impfung"}


async def test_what_a_colleague_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    made = await desk.create("Nina Test")
    opened = desk.presenter.row(made)
    desk.client.change_appointment(made, "Nina Test", "vom Kollegen", made.starts_at, 30)
    await desk.until(lambda: "vom Kollegen" in {row.reason for row in desk.page.rows})
    await desk.presenter.changes.change(opened, desk.draft("Nina Test", reason="von mir"))
    assert desk.client.appointment(made.link_id).reason == "vom Kollegen"
    assert "inzwischen" in desk.page.notice.text


async def test_a_copied_link_does_not_stand_in_the_way_of_a_change(desk: Desk) -> None:
    """The note of the handover is a change too, but not one that anybody could overwrite."""
    made = await desk.create("Nina Test")
    opened = desk.presenter.row(made)
    await desk.presenter.changes.note_handover(made.link_id, Way.COPIED)
    await desk.presenter.changes.change(opened, desk.draft("Nina Test", reason="von mir"))
    now = desk.client.appointment(made.link_id)
    assert (now.reason, [each.way for each in now.details.handed_over]) == ("von mir", [Way.COPIED])


async def test_a_cancellation_is_sent_when_it_can_no_longer_be_undone(desk: Desk) -> None:
    made = await desk.create("Otto Offen")
    desk.page.panel.cancelRequested.emit(made.link_id)
    desk.page.notice.undo()
    assert desk.client.appointment(made.link_id).cancelled_at is None
    desk.page.panel.cancelRequested.emit(made.link_id)
    desk.page.set_now(datetime.now(UTC) + timedelta(seconds=9))
    await desk.until(lambda: any(row.cancelled_at for row in desk.page.rows if row.link_id == made.link_id))
    assert link_state(desk, made.link_id) == LinkState.CANCELLED


async def test_a_new_link_takes_the_place_of_the_old(desk: Desk) -> None:
    made = await desk.create("Paul Probe")
    await desk.presenter.changes.replace_link(made.link_id)
    assert [row.link_id == made.link_id for row in desk.page.rows if row.name == "Paul Probe"] == [False]
    assert link_state(desk, made.link_id) == LinkState.SUPERSEDED
    assert desk.page.panel.link_id != made.link_id, "the new one is shown at the side"
    assert link_state(desk, desk.page.panel.link_id) == LinkState.OPEN


async def test_an_instant_consultation_has_its_link_at_once(desk: Desk) -> None:
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    await desk.presenter.changes.create_instant(desk.draft("Clara Jetzt", starts_at=now))
    row = next(row for row in desk.page.rows if row.name == "Clara Jetzt")
    assert QGuiApplication.clipboard().text() == row.link
    assert desk.page.panel.link_id == row.link_id
    assert row.can_start(datetime.now(UTC))
    assert [each.way for each in row.handed_over] == [Way.COPIED]
    assert link_state(desk, row.link_id) == LinkState.OPEN


async def test_the_search_finds_names_that_the_service_cannot_read(desk: Desk) -> None:
    far = datetime.now(UTC).replace(microsecond=0) + timedelta(days=100)
    await desk.presenter.changes.create(desk.draft("Ayşe Yılmaz", starts_at=far))
    assert "Ayşe Yılmaz" not in desk.shown()
    QTest.keyClick(desk.page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    search = desk.page.header.search
    QTest.keyClicks(search, "yilmaz")
    QTest.keyClick(search, Qt.Key.Key_Return)
    while desk.page._search_state is not ListState.READY:
        await desk.step()
    [found] = desk.page._found
    assert (found.name, found.starts_at) == ("Ayşe Yılmaz", far)
    desk.page.found.selected.emit(found.link_id)
    assert (desk.page.day, desk.page.panel.link_id) == (far.astimezone().date(), found.link_id)
    assert search.text() == ""


async def test_staff_and_colleagues_share_the_list(desk: Desk) -> None:
    """Staff enter appointments for a practitioner and never call.

    Requirements: rule staff.
    """
    staff = PracticeClient(desk.client.base_url)
    link = Administration(desk.client).invite(desk.client.base_url, "Sabine Empfang", "staff", admin=False)
    staff.accept_invitation(staff.open_invitation(link), "Sabine Empfang", "sabine", "ein anderes Passwort")
    bernd = PracticeClient(desk.client.base_url)
    link = Administration(desk.client).invite(desk.client.base_url, "Dr. Bernd Brandt", "practitioner", admin=False)
    bernd.accept_invitation(bernd.open_invitation(link), "Dr. Bernd Brandt", "bernd", "ein anderes Passwort")
    await desk.presenter.load_practice()
    box = desk.page.header.practitioner
    assert [box.itemText(each) for each in range(box.count())] == [
        "Meine Termine",
        "Alle Behandelnden",
        "Dr. Bernd Brandt",
    ]
    now = datetime.now(UTC).replace(microsecond=0)
    made = staff.create_appointment("Max Muster", "", now, 15, account_id=bernd.session.account_id)
    await desk.until(lambda: any(row.link_id == made.link_id for row in desk.page.rows))
    row = next(row for row in desk.page.rows if row.link_id == made.link_id)
    assert (row.own, row.practitioner) == (False, "Dr. Bernd Brandt")
    assert desk.page.list.widget_of(made.link_id) is None, "one's own come first"
    desk.page.header.practitionerChosen.emit("")
    assert desk.page.list.widget_of(made.link_id) is not None
    # Staff tell the patient how late it is without ever reading the mailbox.
    staff.post_delay(made, 10)
    assert await read_as_patient(desk, made, Delay) == Delay(10)


async def read_as_patient(desk: Desk, appointment: Appointment, kind: type[Message]) -> Message:
    """Open the link's mailbox, and wait for a message of the practitioner."""
    arrived: asyncio.Future[Message] = asyncio.get_running_loop().create_future()

    def take(event: object) -> None:
        if isinstance(event, Opened) and isinstance(event.message, kind) and not arrived.done():
            arrived.set_result(event.message)

    token = patient_token(appointment.secret, appointment.link_id)
    client = MailboxClient(appointment.link_id, appointment.secret, Role.PATIENT, token)
    connection = asyncio.create_task(MailboxConnection(client, desk.client.base_url, take, lambda: None).run())
    try:
        async with asyncio.timeout(20):
            return await arrived
    finally:
        connection.cancel()


async def test_row_8_if_late_write_a_message(desk: Desk) -> None:
    """It is written from the list, and there when the patient opens the link.

    Requirements: guide 8.
    """
    made = await desk.create("Erika Beispiel")
    desk.page.select(made.link_id)
    writing = desk.page.panel.writing
    writing.set_ready_texts(("Ich verspäte mich um etwa 10 Minuten.",))
    writing.ready_texts[0].click()
    assert writing.message.toPlainText() == "Ich verspäte mich um etwa 10 Minuten."
    writing.send.click()
    said = await read_as_patient(desk, made, Chat)
    assert said == replace(said, text="Ich verspäte mich um etwa 10 Minuten.")  # type: ignore[call-arg]


async def test_row_8_the_delay_is_told_from_the_appointments_time(desk: Desk) -> None:
    """Who is 5 minutes late and says "10 minutes" means 15 after the time.

    Requirements: guide 8.
    """
    made = await desk.create("Erika Beispiel", starts_at=datetime.now(UTC) - timedelta(minutes=5))
    desk.page.select(made.link_id)
    desk.page.panel.writing.delays[1].click()
    assert await read_as_patient(desk, made, Delay) == Delay(15)


async def test_a_named_link_opens_its_appointment(desk: Desk) -> None:
    tomorrow = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)
    await desk.presenter.changes.create(desk.draft("Max Muster", starts_at=tomorrow))
    made = next(each for each in desk.listed() if each.starts_at == tomorrow)
    await desk.presenter._open(made.link_id)
    assert (desk.page.day, desk.page.panel.link_id) == (tomorrow.astimezone().date(), made.link_id)
    await desk.presenter._open("A" * 22)
    assert "keinem Termin" in desk.page.notice.text


@pytest.mark.parametrize("before", [True, False])
async def test_a_link_named_before_signing_in_waits(desk: Desk, before: bool) -> None:
    made = await desk.create("Max Muster")
    if before:
        desk.presenter.signed_out()
    desk.presenter.open(made.link_id)
    if before:
        assert desk.page.panel.link_id == ""
        desk.presenter.signed_in()
    await desk.until(lambda: True)
    while desk.page.panel.link_id != made.link_id:
        await desk.step()
