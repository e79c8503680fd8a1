"""From the start of the program to a signed-in practitioner: first start, sign-in, recovery, invitation, remembered."""

import asyncio
import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from medclient.practice.client import PracticeClient
from medclient.practice.credentials import Credentials
from medclient.practice.errors import (
    CertificateRefused,
    NameTaken,
    PracticeError,
    SecondFactorNeeded,
    ServiceUnreachable,
    SetupClosed,
    SignedOut,
    TooManyAttempts,
    UnknownInvitation,
    WrongCode,
    WrongCredentials,
    WrongRecovery,
)
from medclient.practice.sessions import OpenedInvitation
from medclient.protocol.invitation_link import InvitationLink
from medclient.protocol.recovery_code import RecoveryCode
from medclient.ui.background import Background
from medclient.ui.main_window import MainWindow, Page
from medclient.ui.sign_in.first_start_page import FirstStartPage
from medclient.ui.sign_in.invitation_page import InvitationPage
from medclient.ui.sign_in.recovery_page import RecoveryPage
from medclient.ui.sign_in.sign_in_page import SignInError, SignInPage
from medclient.ui.sign_in.steps import AccountSteps

log = logging.getLogger("medclient.ui.sign_in")


class SignInFlow(QObject):
    """Shows the page that is needed, and tells when somebody is signed in."""

    signedIn = Signal()

    def __init__(
        self,
        window: MainWindow,
        client: PracticeClient,
        credentials: Credentials,
        background: Background,
        steps: AccountSteps,
        *,
        account_name: str,
        remember_name: Callable[[str], None],
        remember_service: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._client = client
        self._credentials = credentials
        self._steps = steps
        self._account_name = account_name
        self._remember_name = remember_name
        self._remember_service = remember_service
        self._home_url = client.base_url
        """The service to come back to where an invitation leads to another, and is not accepted."""
        self._before_invitation = Page.SIGN_IN
        self.resumed = False
        """Whether whoever is signed in has typed no password: the session was remembered."""
        self._spawn = background.spawn
        window.when_made(Page.SIGN_IN, self._wire_sign_in)
        window.when_made(Page.FIRST_START, self._wire_first_start)
        window.when_made(Page.RECOVERY, self._wire_recovery)
        window.when_made(Page.INVITATION, self._wire_invitation)

    def _wire_sign_in(self, page: SignInPage) -> None:
        page.signInRequested.connect(lambda *typed: self._spawn(self._sign_in(*typed)))
        page.recoveryRequested.connect(self._ask_recovery)
        page.invitationRequested.connect(lambda: self._ask_invitation(Page.SIGN_IN))

    def _wire_first_start(self, page: FirstStartPage) -> None:
        page.setupRequested.connect(lambda *typed: self._spawn(self._set_up(*typed)))
        page.invitationRequested.connect(lambda: self._ask_invitation(Page.FIRST_START))

    def _wire_recovery(self, page: RecoveryPage) -> None:
        page.recoveryRequested.connect(lambda *typed: self._spawn(self._recover(*typed)))
        page.closed.connect(lambda: self.ask(None))

    def _wire_invitation(self, page: InvitationPage) -> None:
        page.linkGiven.connect(lambda link: self._spawn(self._open_invitation(link)))
        page.accepted.connect(lambda *typed: self._spawn(self._accept(*typed)))
        page.closed.connect(self._leave_invitation)

    async def begin(self) -> None:
        """Go on with a remembered session, or show the page that is needed."""
        try:
            if not await asyncio.to_thread(self._client.is_set_up):
                self._window.show_page(Page.FIRST_START)
                return
            remembered = await asyncio.to_thread(self._credentials.load, self._client.base_url)
            if remembered:
                await asyncio.to_thread(self._client.resume, remembered.token, remembered.practice_key)
                self.resumed = True
                self.signedIn.emit()
                return
        except SignedOut:
            await asyncio.to_thread(self._credentials.forget, self._client.base_url)
            self.ask(SignInError.SIGNED_OUT)
            return
        except PracticeError as error:
            self.ask(_reason(error))
            return
        self.ask(None)

    def ask(self, error: SignInError | None) -> None:
        """Show the sign-in page."""
        page = self._window.sign_in
        page.ask_code(False)
        page.set_account_name(self._account_name)
        page.set_error(error)
        self._window.show_page(Page.SIGN_IN)

    async def sign_out(self) -> None:
        """End the session here and at the service."""
        await asyncio.to_thread(self._credentials.forget, self._client.base_url)
        try:
            await asyncio.to_thread(self._client.sign_out)
        except PracticeError as error:
            log.info("signing out did not reach the service: %s", type(error).__name__)
        self.ask(None)

    async def _sign_in(self, name: str, password: str, code: str, remember: bool) -> None:
        page = self._window.sign_in
        page.set_busy(True)
        page.set_error(None)
        try:
            if not await self._open_file(name, password):
                await asyncio.to_thread(self._client.sign_in, name, password, code)
        except SecondFactorNeeded:
            page.ask_code(True)
            return
        except PracticeError as error:
            wait_s = int(error.retry_after_s) if isinstance(error, TooManyAttempts) else 0
            page.set_error(_reason(error), wait_s)
            return
        finally:
            page.set_busy(False)
        page.clear_password()
        await self._arrive(name, password, remember=remember, offer_code=False)

    async def _open_file(self, name: str, password: str) -> bool:
        """Go on with a session that lies in a file sealed with the password; returns whether there was one."""
        base_url = self._client.base_url
        remembered = await asyncio.to_thread(self._credentials.open_file, base_url, name, password)
        if remembered is None:
            return False
        try:
            await asyncio.to_thread(self._client.resume, remembered.token, remembered.practice_key)
        except SignedOut:
            await asyncio.to_thread(self._credentials.forget, base_url)
            return False
        return True

    async def _set_up(self, practice: str, name: str, password: str) -> None:
        page = self._window.first_start
        page.set_busy(True)
        page.set_failed(False)
        try:
            await asyncio.to_thread(self._client.set_up_practice, practice or name, name, name, password)
            await asyncio.to_thread(self._client.sign_in, name, password)
        except SetupClosed:
            self.ask(None)
            return
        except PracticeError as error:
            log.warning("setting up failed: %s", type(error).__name__)
            page.set_failed(True)
            return
        finally:
            page.set_busy(False)
        page.clear_passwords()
        await self._arrive(name, password, remember=False, offer_code=True)

    async def _arrive(self, name: str, password: str, *, remember: bool, offer_code: bool) -> None:
        """Signed in: what is still asked for, and then the list."""
        self.resumed = False
        self._account_name = name
        self._remember_name(name)
        try:
            if self._client.session.must_enrol and not await self._steps.enrol(password, required=True):
                await self.sign_out()
                return
            if offer_code:
                await self._steps.offer_recovery_code(password)
        except PracticeError as error:
            self.ask(_reason(error))
            return
        if remember:
            await asyncio.to_thread(self._credentials.save, self._client.base_url, self._client.session, password)
        self.signedIn.emit()

    # Password or second factor lost.

    def _ask_recovery(self, name: str) -> None:
        self._window.recovery.begin(name)
        self._window.show_page(Page.RECOVERY)

    async def _recover(self, name: str, code: RecoveryCode, password: str) -> None:
        page = self._window.recovery
        page.set_busy(True)
        page.set_error("")
        try:
            await asyncio.to_thread(self._client.recover, name, code, password)
        except PracticeError as error:
            minutes = -(-int(error.retry_after_s) // 60) if isinstance(error, TooManyAttempts) else 0
            reasons = {WrongRecovery: "wrong", TooManyAttempts: "too_many"}
            page.set_error(reasons.get(type(error), "unreachable"), minutes)
            return
        finally:
            page.set_busy(False)
        page.clear()
        await asyncio.to_thread(self._credentials.forget, self._client.base_url)
        await self._arrive(name, password, remember=False, offer_code=True)

    # Invited.

    def _ask_invitation(self, before: Page) -> None:
        self._before_invitation = before
        self._window.invitation.begin()
        self._window.show_page(Page.INVITATION)

    def _leave_invitation(self) -> None:
        self._client.move_to(self._home_url)
        self._window.show_page(self._before_invitation)

    async def _open_invitation(self, link: InvitationLink) -> None:
        page = self._window.invitation
        page.set_busy(True)
        page.set_error("")
        self._client.move_to(link.base_url)
        try:
            opened = await asyncio.to_thread(self._client.open_invitation, link)
        except PracticeError as error:
            self._client.move_to(self._home_url)
            page.set_error(_invitation_reason(error))
            return
        finally:
            page.set_busy(False)
        page.show_invitation(opened)

    async def _accept(self, opened: OpenedInvitation, display_name: str, name: str, password: str) -> None:
        page = self._window.invitation
        page.set_busy(True)
        page.set_error("")
        try:
            await asyncio.to_thread(self._client.accept_invitation, opened, display_name, name, password)
        except PracticeError as error:
            page.set_error(_invitation_reason(error))
            return
        finally:
            page.set_busy(False)
        page.begin()
        if self._client.base_url != self._home_url:
            self._home_url = self._client.base_url
            self._remember_service(self._home_url)
        await self._arrive(name, password, remember=False, offer_code=True)


def _reason(error: PracticeError) -> SignInError:
    reasons = {
        WrongCredentials: SignInError.WRONG_CREDENTIALS,
        WrongCode: SignInError.WRONG_CODE,
        TooManyAttempts: SignInError.TOO_MANY_ATTEMPTS,
        CertificateRefused: SignInError.CERTIFICATE_REFUSED,
        ServiceUnreachable: SignInError.SERVICE_UNREACHABLE,
        SignedOut: SignInError.SIGNED_OUT,
    }
    return reasons.get(type(error), SignInError.UNEXPECTED)


def _invitation_reason(error: PracticeError) -> str:
    reasons = {UnknownInvitation: "unknown", NameTaken: "name_taken", TooManyAttempts: "too_many"}
    return reasons.get(type(error), "unreachable")
