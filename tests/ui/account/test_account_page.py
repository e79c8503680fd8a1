"""The account page before the real service, and the locked screen."""

import asyncio
import zipfile

import pyotp
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton

from medclient.practice.own_account import OwnAccount
from medclient.settings import Settings
from medclient.ui.account.dialogs import InviteDialog, PasswordDialog
from medclient.ui.lock import presenter as lock_presenter
from medclient.ui.main_window import Page
from tests.service.conftest import Clock
from tests.ui.account.conftest import OTHER, PASSWORD, Desk, Make
from tests.ui.account.test_sign_in import fill, shown_code, words


async def opened(desk: Desk) -> None:
    desk.window.show()
    desk.window.appointments.menu.accountRequested.emit()
    await desk.settle()
    assert desk.window.page is Page.ACCOUNT


async def confirm(desk: Desk, button: QPushButton, *typed: str) -> None:
    """Press a button of the page, and answer what it asks."""
    button.click()
    dialog = desk.room.presenter.dialog if desk.room.presenter else None
    assert isinstance(dialog, PasswordDialog)
    fill(dialog, *typed)


async def test_the_password_is_changed(make: Make, desk: Desk) -> None:
    other = make("PC 2")
    await asyncio.to_thread(other.client.sign_in, "arnold", PASSWORD)
    await opened(desk)
    assert "PC 2" in words(desk.window.account)
    await confirm(desk, desk.window.account.own.password, "falsches Passwort", OTHER, OTHER)
    await desk.settle()
    dialog = desk.room.presenter.dialog if desk.room.presenter else None
    assert dialog is not None
    assert "Das Passwort ist falsch." in words(dialog)
    fill(dialog, PASSWORD, OTHER, OTHER)
    await desk.settle()
    assert "Das Passwort ist geändert" in desk.window.account.notice.text
    assert "PC 2" not in words(desk.window.account)
    await asyncio.to_thread(make("PC 3").client.sign_in, "arnold", OTHER)


async def test_a_recovery_code_is_made_later(desk: Desk) -> None:
    await opened(desk)
    assert "Noch keiner" in words(desk.window.account)
    await confirm(desk, desk.window.account.own.recovery, PASSWORD)
    await desk.reach(Page.RECOVERY_CODE)
    fill(desk.window.recovery_code, shown_code(desk).groups[5])
    await desk.reach(Page.ACCOUNT)
    await desk.settle()
    assert "Vorhanden" in words(desk.window.account)


async def test_the_second_factor_is_switched_on_and_off(desk: Desk, clock: Clock) -> None:
    await opened(desk)
    own = desk.window.account.own
    await confirm(desk, own.second_factor, PASSWORD)
    await desk.reach(Page.SECOND_FACTOR)
    secret = "".join(desk.window.second_factor._secret.text().split())
    totp, step = pyotp.TOTP(secret), int(clock.now.timestamp()) // 30
    fill(desk.window.second_factor, totp.generate_otp(step))
    await desk.reach(Page.ACCOUNT)
    await desk.settle()
    assert desk.client.session.second_factor
    clock.advance(seconds=30)
    await confirm(desk, own.second_factor, PASSWORD, totp.generate_otp(step + 1))
    await desk.settle()
    assert "ausgeschaltet" in desk.window.account.notice.text
    assert not desk.client.session.second_factor


async def test_a_sign_in_elsewhere_is_ended(make: Make, desk: Desk) -> None:
    for name in ("PC 2", "PC 3", "PC 4"):
        await asyncio.to_thread(make(name).client.sign_in, "arnold", PASSWORD)
    await opened(desk)
    page = desk.window.account
    buttons = [each for each in page.own.findChildren(type(page._back)) if "PC 2" in each.accessibleName()]
    buttons[0].click()
    await desk.settle()
    assert "PC 2" not in words(page)
    assert "PC 3" in words(page)
    page.own.end_others.click()
    await desk.settle()
    assert [each.device_name for each in await asyncio.to_thread(OwnAccount(desk.client).sign_ins)] == ["PC 1"]


async def test_administrators_manage_the_practice(desk: Desk) -> None:
    await opened(desk)
    page = desk.window.account
    page.practice_button.click()
    await desk.settle()
    assert "Dr. Anna Arnold" in words(page)
    page.practice.invite.click()
    dialog = desk.room.presenter.dialog if desk.room.presenter else None
    assert isinstance(dialog, InviteDialog)
    fill(dialog, "Sabine Empfang")
    await desk.settle()
    assert dialog.link.text().startswith(f"{desk.service.url}/i/")
    dialog.go_on.click()
    assert "Sabine Empfang" in words(page)
    # The last administrator stays one.
    (anna,) = await asyncio.to_thread(desk.client.colleagues)
    page.practice.changeRequested.emit(anna, {"admin": False})
    await desk.settle()
    assert "braucht jemanden" in page.notice.text
    # Who asks for a second factor needs one.
    page.practice.required.click()
    await desk.settle()
    assert "Ihren eigenen zweiten Faktor" in page.notice.text
    page.practice.audit.click()
    await desk.settle()
    assert "Dr. Anna Arnold hat jemanden eingeladen" in words(page)


async def test_the_data_is_exported_and_the_practice_deleted(desk: Desk) -> None:
    await opened(desk)
    page, presenter = desk.window.account, desk.room.presenter
    assert presenter is not None
    file = desk.folder / "praxis.zip"
    await presenter.export_to(PASSWORD, file)
    assert "praxis.zip" in page.notice.text
    assert set(zipfile.ZipFile(file).namelist()) == {"practice.json", "appointments.csv", "audit.csv"}
    gone: list[bool] = []
    desk.room.practiceDeleted.connect(lambda: gone.append(True))
    page.practice.delete.click()
    dialog = presenter.dialog
    assert isinstance(dialog, PasswordDialog)
    assert not dialog.go_on.isEnabled()
    dialog.sure.click()
    fill(dialog, PASSWORD)
    await desk.settle()
    assert gone == [True]
    assert not await asyncio.to_thread(desk.client.is_set_up)


async def test_the_lock_covers_all_but_the_call(desk: Desk) -> None:
    desk.window.show()
    window = desk.window
    dialog = QDialog(window)
    dialog.open()
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert (window.page, dialog.isVisible()) == (Page.LOCK, False)
    assert desk.settings.locked
    window.show_page(Page.SUMMARY)
    assert window.page is Page.LOCK
    fill(window.lock, "falsch")
    await desk.settle()
    assert "Das Passwort ist falsch." in words(window.lock)
    desk.service.stop()
    fill(window.lock, PASSWORD)  # also while the service is away
    await desk.settle()
    assert (window.page, dialog.isVisible()) == (Page.SUMMARY, True)
    assert not desk.settings.locked
    dialog.close()
    # In a call the page stays; what comes after it is covered.
    window.show_page(Page.CALL)
    desk.room.lock.lock()
    assert window.page is Page.CALL
    window.show_page(Page.SUMMARY)
    assert window.page is Page.LOCK


async def test_it_locks_by_itself_and_a_touch_keeps_it_open(desk: Desk, qapp: QApplication) -> None:
    desk.window.show()
    idle = desk.room.lock._idle
    assert idle.isActive()
    assert idle.interval() == 10 * 60_000
    desk.window.account.own.lockMinutesChosen.emit(2)
    assert (desk.settings.lock_after_minutes, idle.interval()) == (2, 120_000)
    idle.stop()
    handle = desk.window.windowHandle()
    desk.room.lock._watch(handle)
    qapp.sendEvent(handle, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier))
    assert idle.isActive()
    desk.window.account.own.lockMinutesChosen.emit(0)
    assert not idle.isActive(), "only by hand"
    idle.timeout.emit()
    assert desk.window.page is Page.LOCK


async def test_guessing_at_the_lock_gets_slower(desk: Desk) -> None:
    desk.window.show()
    desk.room.lock.lock()
    for _ in range(lock_presenter.FREE_ATTEMPTS):
        fill(desk.window.lock, "falsch")
        await desk.settle()
    assert "Bitte warten Sie 2 s" in words(desk.window.lock)
    fill(desk.window.lock, PASSWORD)
    await desk.settle()
    assert desk.window.locked, "not even the right one"
    for _ in range(2):
        desk.room.lock._wait.timeout.emit()
    fill(desk.window.lock, PASSWORD)
    await desk.settle()
    assert desk.window.page is Page.APPOINTMENTS


async def test_starting_anew_does_not_open_what_was_locked(make: Make, desk: Desk) -> None:
    again = make("PC 2", settings=Settings(locked=True))
    again.client.resume(desk.client.session.token, desk.client.session.practice_key)
    again.flow.resumed = True
    again._signed_in()
    assert again.window.locked
    fill(again.window.lock, PASSWORD)
    await again.settle()
    assert again.window.page is Page.APPOINTMENTS


async def test_somebody_else_may_sign_in_at_a_locked_screen(desk: Desk) -> None:
    desk.window.show()
    desk.window.show_page(Page.SUMMARY)
    dialog = QDialog(desk.window)
    dialog.open()
    desk.room.lock.lock()
    seen: list[Page] = []
    desk.window.pageChanged.connect(lambda: seen.append(desk.window.page))
    desk.window.lock._sign_out.click()
    await desk.settle()
    assert Page.SUMMARY not in seen, "what was covered is not shown to whoever comes"
    assert dialog.result() == QDialog.DialogCode.Rejected
    assert not dialog.isVisible()
    assert desk.window.page is Page.SIGN_IN
    assert not desk.window.locked
    assert not [each for each in desk.window.lock.findChildren(QLabel) if "Arnold" in each.text()]
