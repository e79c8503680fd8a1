"""What the patient is given, in the patient's language, and that the link arrives whole."""

import logging
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import cv2
import icalendar
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QFileDialog

from medclient.practice.appointments import Way
from medclient.ui.invitation import sheet
from medclient.ui.invitation.calendar_file import calendar_file
from medclient.ui.invitation.email import MOST_CHARS, mailto
from medclient.ui.invitation.presenter import InvitationPresenter
from medclient.ui.invitation.wording import Invitation, Wording
from tests.ui.appointments.conftest import Desk
from tests.ui.appointments.conftest import desk as desk
from tests.ui.appointments.conftest import running_service as running_service

LINK = "https://video.example/v/AAAAAAAAAAAAAAAAAAAAAA#BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA"
NOW = datetime(2026, 3, 20, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This computer stands in Germany."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def invitation() -> Invitation:
    """For the day after the clocks were set to summer time."""
    return Invitation(
        link_id="A" * 22,
        link=LINK,
        patient="Jörg Müßig",
        starts_at=datetime(2026, 3, 30, 7, 0, tzinfo=UTC),
        duration_minutes=20,
        language="de",
        practice="Praxis & Söhne",
        practitioner="Dr. Anna Arnold",
        telephone="030 123 45-67",
        address="Am Park 1, 10115 Berlin",
        email="joerg.muessig@example.org",
        version=3,
    )


def test_the_language_is_the_patients_and_not_the_programs(invitation: Invitation) -> None:
    assert Wording(invitation).when == "Montag, 30. März 2026, 9:00 Uhr"
    assert "von 8:00 Uhr bis 10:00 Uhr" in Wording(invitation).access
    english = Wording(replace(invitation, language="en"))
    assert english.when == "Monday, 30 March 2026, 9:00 AM"
    assert english.title == "Your video appointment"


def test_the_mail_program_gets_everything_encoded(invitation: Invitation) -> None:
    url = mailto(invitation)
    assert url.isascii()
    assert "\n" not in url
    assert len(url) <= MOST_CHARS
    parts = urlsplit(url)
    fields = parse_qs(parts.query, strict_parsing=True)
    assert unquote(parts.path) == "joerg.muessig@example.org"
    assert fields["subject"] == ["Videotermin am 30. März 2026 um 9:00 Uhr"]
    [body] = fields["body"]
    assert LINK in body.split("\r\n")
    assert "030 123 45-67" in body
    assert "Praxis & Söhne" in body
    assert "Müßig" not in url, "the name need not travel by mail"
    assert bytes(QUrl.fromEncoded(url.encode()).toEncoded().data()).decode() == url


@pytest.mark.parametrize("address", ["a@b.example?bcc=x@y.example", "a@b.example&body=x", "a@b,c@d"])
def test_an_address_cannot_add_fields(invitation: Invitation, address: str) -> None:
    parts = urlsplit(mailto(replace(invitation, email=address)))
    assert set(parse_qs(parts.query)) == {"subject", "body"}
    assert unquote(parts.path) == address
    assert "," not in parts.path


def test_long_names_never_cost_the_link(invitation: Invitation) -> None:
    url = mailto(replace(invitation, practice="Ü" * 120, practitioner="Ö" * 20))
    assert len(url) <= MOST_CHARS
    assert LINK in parse_qs(urlsplit(url).query)["body"][0]


def test_the_calendar_file_is_right_whatever_the_clocks_do(invitation: Invitation) -> None:
    content = calendar_file(invitation, NOW)
    assert b"\r\n" in content
    calendar = icalendar.Calendar.from_ical(content)
    assert calendar["METHOD"] == "PUBLISH"
    [event] = calendar.walk("VEVENT")
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert event.decoded("DTSTART").astimezone(UTC) == invitation.starts_at
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=20)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]
    assert (str(event["UID"]), event["SEQUENCE"]) == (f"{'A' * 22}@medclient", 3)
    assert str(event["URL"]) == LINK
    assert LINK in str(event["DESCRIPTION"])
    [alarm] = event.walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(minutes=-15)
    assert "Müßig" not in content.decode()


def test_the_sheet_holds_the_link_as_code_and_as_text(invitation: Invitation, tmp_path: Path) -> None:
    file = tmp_path / "sheet.pdf"
    sheet.write_pdf(invitation, str(file))
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    for part in ("Ihr Videotermin", "Jörg Müßig", "Montag, 30. März 2026", "8:00 Uhr bis 10:00", "030 123 45-67"):
        assert part in text
    assert "Versichertenkarte" in text
    assert LINK in text.replace("\n", "").replace(" ", "")
    subprocess.run(["pdftoppm", "-png", "-r", "100", "-singlefile", file, tmp_path / "page"], check=True)
    pages = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    assert "Pages:           1" in pages
    page = cv2.imread(str(tmp_path / "page.png"))
    assert page is not None
    read, _, _ = cv2.QRCodeDetector().detectAndDecode(page)
    assert read == LINK


def test_a_place_that_cannot_be_written_is_named(invitation: Invitation, tmp_path: Path) -> None:
    with pytest.raises(sheet.SheetFailed):
        sheet.write_pdf(invitation, str(tmp_path / "missing" / "sheet.pdf"))


async def test_the_ways_to_the_patient(
    desk: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requirements: extra invitations."""
    caplog.set_level(logging.DEBUG)
    desk.client.change_profile(replace(desk.client.load_profile(), telephone="030 99"))
    made = await desk.create("Erika Beispiel", email="erika@example.org", language="en")
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(bytes(url.toEncoded().data()).decode())
        return len(opened) == 1

    presenter = InvitationPresenter(
        desk.page,
        desk.presenter,
        desk.client,
        lambda: datetime.now(UTC),
        desk.presenter._background,
        open_url,
    )
    desk.page.select(made.link_id)
    part = desk.page.panel.invitation

    def noted(way: Way) -> bool:
        row = next(row for row in desk.page.rows if row.link_id == made.link_id)
        return way in [each.way for each in row.handed_over]

    part.email.click()
    await desk.until(lambda: noted(Way.EMAIL))
    body = parse_qs(urlsplit(opened[0]).query)["body"][0]
    assert made.access_link(desk.client.base_url).url in body
    assert "Open the link about 5 minutes before" in body
    assert "030 99" in body
    part.email.click()
    assert "Mailprogramm" in desk.page.notice.text, "where none opens, it is said"
    for button, way, suffix in ((part.calendar, Way.CALENDAR, "ics"), (part.pdf, Way.SHEET, "pdf")):
        button.click()
        dialog = presenter.dialog
        assert isinstance(dialog, QFileDialog)
        assert "Erika" not in dialog.selectedFiles()[0]
        file = tmp_path / f"invitation.{suffix}"
        dialog.fileSelected.emit(str(file))
        dialog.reject()
        await desk.until(lambda way=way: noted(way))
        assert file.stat().st_size > 500
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    part.print.click()
    assert "PDF" in desk.page.notice.text
    history = [label.text() for label in desk.page.panel._history._labels]
    assert "Invitation by e-mail prepared" not in history
    assert "Einladung per E-Mail vorbereitet" in history
    assert "erika@" not in caplog.text
    assert "#" not in caplog.text
