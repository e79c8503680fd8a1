"""Brings the account page and the practice service together."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog

from medclient.practice.administration import Administration
from medclient.practice.client import PracticeClient
from medclient.practice.colleagues import Colleague
from medclient.practice.errors import (
    PracticeError,
    ServiceRefused,
    SignedOut,
    TooManyAttempts,
    WrongCode,
    WrongPassword,
)
from medclient.practice.own_account import OwnAccount
from medclient.ui.account.dialogs import InviteDialog, PasswordDialog, Purpose
from medclient.ui.background import Background
from medclient.ui.main_window import MainWindow, Page
from medclient.ui.sign_in.steps import AccountSteps

log = logging.getLogger("medclient.ui.account")


class AccountPresenter(QObject):
    """Every action that a stolen, open session must not do asks for the password first."""

    signedOut = Signal()
    """The service does not know our session any more."""
    practiceDeleted = Signal()

    def __init__(
        self,
        window: MainWindow,
        client: PracticeClient,
        steps: AccountSteps,
        background: Background,
        public_url: Callable[[], str],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._page = window.account
        self._client = client
        self._steps = steps
        self._background = background
        self._public_url = public_url
        self._own = OwnAccount(client)
        self._administration = Administration(client)
        self.dialog: PasswordDialog | InviteDialog | None = None
        """What is asked at the moment."""
        own, practice = self._page.own, self._page.practice
        own.passwordRequested.connect(lambda: self._ask(Purpose.NEW_PASSWORD))
        own.recoveryCodeRequested.connect(lambda: self._ask(Purpose.RECOVERY_CODE))
        own.secondFactorRequested.connect(
            lambda on: self._ask(Purpose.SECOND_FACTOR_ON if on else Purpose.SECOND_FACTOR_OFF)
        )
        own.endRequested.connect(lambda session_id: self._spawn(self._end(session_id)))
        practice.inviteRequested.connect(self._ask_whom)
        practice.withdrawRequested.connect(lambda each: self._spawn(self._withdraw(each)))
        practice.changeRequested.connect(lambda colleague, values: self._spawn(self._change(colleague, values)))
        practice.requiredChosen.connect(lambda required: self._spawn(self._require(required)))
        practice.auditRequested.connect(lambda: self._spawn(self._audit()))
        practice.exportRequested.connect(lambda: self._ask(Purpose.EXPORT))
        practice.deletionRequested.connect(lambda: self._ask(Purpose.DELETION))
        self._page.practiceShown.connect(lambda: self._spawn(self._load_people()))

    def show(self) -> None:
        """Open the page."""
        self._page.begin(self._client.session)
        self._window.show_page(Page.ACCOUNT)
        self._spawn(self._load())

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self._background.spawn(self._watched(work))

    async def _watched(self, work: Awaitable[None]) -> None:
        """An action that is asked for without a dialog: what goes wrong is said on the page."""
        try:
            await work
        except SignedOut:
            self.signedOut.emit()
        except ServiceRefused as error:
            refusals = {
                "last_admin": self.tr("A practice needs an administrator. Make somebody else one first."),
                "enrol_first": self.tr("Switch on your own second factor first."),
                "forbidden": self.tr("You are not an administrator of this practice any more."),
            }
            self._page.say(refusals.get(error.code, self.tr("The practice service refuses it.")), "danger")
            await self._load_people()
        except PracticeError as error:
            log.warning("an action on the account failed: %s", type(error).__name__)
            self._page.say(self.tr("The practice service cannot be reached. Nothing was changed."), "danger")

    # What the page shows.

    async def _load(self) -> None:
        await asyncio.to_thread(self._client.refresh)
        self._page.show_session(self._client.session)
        self._page.own.show_sign_ins(await asyncio.to_thread(self._own.sign_ins))

    async def _load_people(self) -> None:
        session = self._client.session
        self._page.practice.show_session(session)
        if session.admin:
            invitations = await asyncio.to_thread(self._administration.invitations)
            self._page.practice.show_people(await asyncio.to_thread(self._client.colleagues), invitations)

    async def _audit(self) -> None:
        tab = self._page.practice
        if tab.shows_audit:
            tab.show_audit(None)
        else:
            tab.show_audit(await asyncio.to_thread(self._administration.audit))

    # Actions without a password.

    async def _end(self, session_id: str) -> None:
        if session_id == "others":
            await asyncio.to_thread(self._own.end_other_sign_ins)
        else:
            await asyncio.to_thread(self._own.end_sign_in, session_id)
        await self._load()

    async def _withdraw(self, invitation_id: str) -> None:
        await asyncio.to_thread(self._administration.withdraw, invitation_id)
        await self._load_people()

    async def _change(self, colleague: Colleague, values: dict[str, bool | str]) -> None:
        await asyncio.to_thread(lambda: self._administration.change(colleague, **values))
        if colleague.account_id == self._client.session.account_id:
            await self._load()
        await self._load_people()

    async def _require(self, required: bool) -> None:
        await asyncio.to_thread(self._administration.require_second_factor, required)
        self._page.show_session(self._client.session)

    def _ask_whom(self) -> None:
        dialog = self.dialog = InviteDialog(self._page)
        dialog.inviteRequested.connect(lambda *whom: self._spawn(self._invite(dialog, *whom)))
        dialog.finished.connect(self._forget_dialog)
        dialog.open()

    async def _invite(self, dialog: InviteDialog, name: str, role: str, admin: bool) -> None:
        dialog.set_busy(True)
        try:
            link = await asyncio.to_thread(
                lambda: self._administration.invite(self._public_url(), name, role, admin=admin)
            )
        except SignedOut:
            raise
        except PracticeError as error:
            log.warning("an invitation was not made: %s", type(error).__name__)
            dialog.set_failed()
            return
        finally:
            dialog.set_busy(False)
        dialog.show_link(link.url)
        await self._load_people()

    # Actions that the password confirms.

    def _ask(self, purpose: Purpose) -> None:
        dialog = self.dialog = PasswordDialog(purpose, self._page)
        dialog.confirmed.connect(lambda *typed: self._spawn(self._confirmed(dialog, purpose, *typed)))
        dialog.finished.connect(self._forget_dialog)
        dialog.open()

    def _forget_dialog(self) -> None:
        if self.dialog:
            self.dialog.deleteLater()
            self.dialog = None

    async def _confirmed(self, dialog: PasswordDialog, purpose: Purpose, password: str, code: str, new: str) -> None:
        dialog.set_busy(True)
        try:
            await self._carry_out(dialog, purpose, password, code, new)
        except SignedOut:
            dialog.reject()
            raise
        except PracticeError as error:
            reasons = {WrongPassword: "wrong_password", WrongCode: "wrong_code", TooManyAttempts: "too_many"}
            reason = reasons.get(type(error), "failed")
            if dialog.result() == QDialog.DialogCode.Accepted:
                raise
            dialog.set_busy(False)
            dialog.set_error(reason)

    async def _carry_out(self, dialog: PasswordDialog, purpose: Purpose, password: str, code: str, new: str) -> None:
        match purpose:
            case Purpose.NEW_PASSWORD:
                await asyncio.to_thread(self._own.change_password, password, new)
                dialog.accept()
                self._page.say(self.tr("The password is changed. Everywhere else you are signed out."))
                await self._load()
            case Purpose.RECOVERY_CODE:
                await asyncio.to_thread(self._client.keys_of, password)
                dialog.accept()
                if await self._steps.offer_recovery_code(password):
                    self._page.say(self.tr("The new recovery code is good from now on."))
                await self._return()
            case Purpose.SECOND_FACTOR_ON:
                await asyncio.to_thread(self._client.keys_of, password)
                dialog.accept()
                if await self._steps.enrol(password, required=False):
                    self._page.say(self.tr("The second factor is on."))
                await self._return()
            case Purpose.SECOND_FACTOR_OFF:
                await asyncio.to_thread(self._own.remove_second_factor, password, code)
                dialog.accept()
                self._page.say(self.tr("The second factor is off."))
                await self._load()
            case Purpose.EXPORT:
                await asyncio.to_thread(self._client.keys_of, password)
                dialog.accept()
                self._choose_file(password)
            case Purpose.DELETION:
                await asyncio.to_thread(self._administration.delete_practice, password)
                dialog.accept()
                self.practiceDeleted.emit()

    async def _return(self) -> None:
        self._window.show_page(Page.ACCOUNT)
        await self._load()

    def _choose_file(self, password: str) -> None:
        chooser = QFileDialog(self._page, self.tr("Save the practice's data"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setNameFilter(self.tr("ZIP file (*.zip)"))
        chooser.setDefaultSuffix("zip")
        chooser.selectFile(self.tr("practice") + ".zip")
        chooser.fileSelected.connect(lambda file: self._spawn(self.export_to(password, Path(file))))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    async def export_to(self, password: str, file: Path) -> None:
        """Write the practice's data."""
        try:
            await asyncio.to_thread(self._administration.export, password, file)
        except OSError as error:
            log.warning("the export could not be written: %s", type(error).__name__)
            self._page.say(self.tr("The file could not be written. Choose another place."), "danger")
        else:
            self._page.say(self.tr("The data is written to {file}.").format(file=file.name))
