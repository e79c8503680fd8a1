"""First start, second factor, recovery, invitation, and what is remembered."""

import asyncio

import pyotp
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from medclient.practice.administration import Administration
from medclient.practice.own_account import OwnAccount
from medclient.protocol.recovery_code import RecoveryCode
from medclient.ui.main_window import Page
from tests.service.conftest import Clock
from tests.ui.account.conftest import OTHER, PASSWORD, Desk, Make


def fill(page: QWidget, *texts: str) -> None:
    """Type into one line after the other, and press Enter."""
    lines = [line for line in page.findChildren(QLineEdit) if line.isVisibleTo(page) and not line.isReadOnly()]
    lines.sort(key=lambda line: line.mapTo(page, line.rect().topLeft()).y())
    assert len(lines) == len(texts), [line.accessibleName() for line in lines]
    for line, text in zip(lines, texts, strict=True):
        line.clear()
        QTest.keyClicks(line, text)
    QTest.keyClick(lines[-1], Qt.Key.Key_Return)


def words(page: QWidget) -> str:
    return "\n".join(each.text() for each in page.findChildren(QLabel) if each.isVisibleTo(page))


def shown_code(desk: Desk) -> RecoveryCode:
    """Off the screen, as somebody writes it down."""
    for label in desk.window.recovery_code.findChildren(QLabel):
        if label.accessibleName() == "Wiederherstellungscode":
            return RecoveryCode.parse(label.text())
    raise AssertionError("no code is shown")


def code(secret: str, clock: Clock) -> str:
    return pyotp.TOTP(secret).generate_otp(int(clock.now.timestamp()) // 30)


async def test_the_first_start_shows_the_recovery_code_and_asks_for_a_part_of_it(make: Make) -> None:
    desk = make()
    desk.window.show()
    await desk.flow.begin()
    assert desk.window.page is Page.FIRST_START
    fill(desk.window.first_start, "Dr. Anna Arnold", "Praxis", PASSWORD, PASSWORD)
    await desk.reach(Page.RECOVERY_CODE)
    page, written = desk.window.recovery_code, shown_code(desk)
    assert written.text in page.sheet().toPlainText()
    fill(page, "0000")
    assert "eine andere Gruppe" in words(page)
    fill(page, written.groups[5].lower())
    await desk.reach(Page.APPOINTMENTS)
    assert desk.client.session.recovery_code
    assert not [each for each in page.findChildren(QLabel) if written.groups[0] in each.text()], "it is shown once"
    # And it opens the account when the password is lost.
    lost = make("PC 2")
    lost.window.show()
    await lost.flow.begin()
    lost.window.sign_in._lost.click()
    assert lost.window.page is Page.RECOVERY
    fill(lost.window.recovery, "Dr. Anna Arnold", written.text[:-1], OTHER, OTHER)
    assert "vollständiger Wiederherstellungscode" in words(lost.window.recovery)
    fill(lost.window.recovery, "Dr. Anna Arnold", RecoveryCode.new().text, OTHER, OTHER)
    await lost.settle()
    assert "passen nicht zusammen" in words(lost.window.recovery)
    fill(lost.window.recovery, "Dr. Anna Arnold", written.text, OTHER, OTHER)
    await lost.reach(Page.RECOVERY_CODE)
    assert shown_code(lost) != written
    lost.window.recovery_code.later.click()
    await lost.reach(Page.APPOINTMENTS)
    assert "keinen Wiederherstellungscode" in lost.window.appointments.notice.text
    assert lost.client.session.practice_key == desk.client.session.practice_key


async def test_the_code_of_the_telephone_is_asked_for_after_the_password(make: Make, desk: Desk, clock: Clock) -> None:
    own = OwnAccount(desk.client)
    secret = own.new_second_factor()
    await asyncio.to_thread(own.enrol, PASSWORD, secret, code(secret.secret, clock))
    clock.advance(seconds=30)
    other = make("PC 2")
    other.window.show()
    await other.flow.begin()
    page = other.window.sign_in
    fill(page, "arnold", PASSWORD)
    await other.settle()
    assert page._code.line.hasFocus()
    line = page._code.line
    QTest.keyClicks(line, "123\r")
    assert "sechs Ziffern" in words(page)
    line.clear()
    QTest.keyClicks(line, "000000\r")
    await other.settle()
    assert "Dieser Code stimmt nicht" in words(page)
    line.clear()
    right = code(secret.secret, clock)
    QTest.keyClicks(line, f"{right[:3]} {right[3:]}\r")
    await other.reach(Page.APPOINTMENTS)


async def test_without_a_keyring_a_file_remembers_only_after_a_warning(make: Make, desk: Desk) -> None:
    """Requirements: guide 5."""
    other = make("PC 2")
    other.window.show()
    await other.flow.begin()
    page = other.window.sign_in
    assert "keinen Schlüsselbund" in words(page)
    fill(page, "arnold", PASSWORD)
    await other.reach(Page.APPOINTMENTS)
    await other.settle()
    assert list(other.folder.iterdir()) == [], "nobody has agreed"
    await other._sign_out()
    page._remember.click()
    fill(page, "arnold", PASSWORD)
    await other.reach(Page.APPOINTMENTS)
    await other.settle()
    assert [each.name for each in other.folder.iterdir()] == ["remembered.json"]
    session = other.client.session.session_id
    # Started anew: the password opens the file, and the session goes on.
    again = make("PC 2")
    again.window.show()
    await again.flow.begin()
    assert again.window.page is Page.SIGN_IN
    fill(again.window.sign_in, "arnold", PASSWORD)
    await again.reach(Page.APPOINTMENTS)
    assert again.client.session.session_id == session
    await again._sign_out()
    assert list(other.folder.iterdir()) == []


async def test_a_colleague_accepts_an_invitation(make: Make, desk: Desk) -> None:
    link = await asyncio.to_thread(
        lambda: Administration(desk.client).invite(desk.service.url, "Sabine Empfang", "staff", admin=False)
    )
    other = make("PC 2")
    other.window.show()
    await other.flow.begin()
    other.window.sign_in._invited.click()
    page = other.window.invitation
    fill(page, "kein Link")
    assert "kein vollständiger Einladungslink" in words(page)
    fill(page, link.url)
    await other.settle()
    assert "Praxis" in words(page)
    assert "im Praxisteam" in words(page)
    fill(page, "Sabine Empfang", "arnold", OTHER, OTHER)
    await other.settle()
    assert "gibt es schon" in words(page)
    fill(page, "Sabine Empfang", "sabine", OTHER, OTHER)
    await other.reach(Page.RECOVERY_CODE)
    other.window.recovery_code.later.click()
    await other.reach(Page.APPOINTMENTS)
    assert (other.client.session.role, other.settings.account_name) == ("staff", "sabine")
    assert other.client.session.practice_key == desk.client.session.practice_key
    third = make("PC 3")
    third.window.show()
    await third.flow.begin()
    third.window.sign_in._invited.click()
    fill(third.window.invitation, link.url)
    await third.settle()
    assert "schon benutzt" in words(third.window.invitation)


async def test_an_invitation_leads_to_another_service(make: Make, desk: Desk) -> None:
    """The PC had a service of its own until now; a step back leaves it at that."""
    link = await asyncio.to_thread(
        lambda: Administration(desk.client).invite(desk.service.url, "Sabine", "staff", admin=False)
    )
    other = make("PC 2")
    own_url = "http://127.0.0.1:9"
    other.client.move_to(own_url)
    other.flow._home_url = own_url
    other.window.show()
    other.window.show_page(Page.FIRST_START)
    other.window.first_start._invited.click()
    fill(other.window.invitation, link.url)
    await other.settle()
    other.window.invitation._back.click()
    assert (other.window.page, other.client.base_url) == (Page.FIRST_START, own_url)
    other.window.first_start._invited.click()
    fill(other.window.invitation, link.url)
    await other.settle()
    fill(other.window.invitation, "Sabine", "sabine", OTHER, OTHER)
    await other.reach(Page.RECOVERY_CODE)
    assert other.settings.service_url == desk.service.url


async def test_who_must_enrol_sees_nothing_before(make: Make, desk: Desk, clock: Clock) -> None:
    own = OwnAccount(desk.client)
    secret = own.new_second_factor()
    await asyncio.to_thread(own.enrol, PASSWORD, secret, code(secret.secret, clock))
    admin = Administration(desk.client)
    await asyncio.to_thread(admin.require_second_factor, True)
    link = await asyncio.to_thread(lambda: admin.invite(desk.service.url, "Sabine", "staff", admin=False))
    other = make("PC 2")
    opened = await asyncio.to_thread(other.client.open_invitation, link)
    await asyncio.to_thread(other.client.accept_invitation, opened, "Sabine", "sabine", OTHER)
    other.window.show()
    await other.flow.begin()
    fill(other.window.sign_in, "sabine", OTHER)
    await other.reach(Page.SECOND_FACTOR)
    page = other.window.second_factor
    assert "Ihre Praxis verlangt" in words(page)
    typed = "".join(page._secret.text().split())
    fill(page, code(typed, clock))
    await other.reach(Page.APPOINTMENTS)
    assert other.client.session.second_factor
