"""From the start of the program to a signed-in practitioner: first start, sign-in, or remembered."""

import asyncio
import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from medclient.practice.client import PracticeClient
from medclient.practice.credentials import Credentials
from medclient.practice.errors import (
    CertificateRefused,
    PracticeError,
    ServiceUnreachable,
    SetupClosed,
    SignedOut,
    TooManyAttempts,
    WrongCredentials,
)
from medclient.ui.background import Background
from medclient.ui.main_window import MainWindow, Page
from medclient.ui.sign_in.sign_in_page import SignInError

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
        *,
        account_name: str,
        remember_name: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._client = client
        self._credentials = credentials
        self._background = background
        self._account_name = account_name
        self._remember_name = remember_name
        window.sign_in.signInRequested.connect(
            lambda name, password, remember: background.spawn(self._sign_in(name, password, remember))
        )
        window.first_start.setupRequested.connect(
            lambda practice, name, password: background.spawn(self._set_up(practice, name, password))
        )

    async def begin(self) -> None:
        """Go on with a remembered session, or show the page that is needed."""
        try:
            if not await asyncio.to_thread(self._client.is_set_up):
                self._window.show_page(Page.FIRST_START)
                return
            remembered = await asyncio.to_thread(self._credentials.load, self._client.base_url)
            if remembered:
                await asyncio.to_thread(self._client.resume, remembered.token, remembered.practice_key)
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

    async def _sign_in(self, name: str, password: str, remember: bool) -> None:
        page = self._window.sign_in
        page.set_busy(True)
        page.set_error(None)
        try:
            await asyncio.to_thread(self._client.sign_in, name, password)
        except PracticeError as error:
            wait_s = int(error.retry_after_s) if isinstance(error, TooManyAttempts) else 0
            page.set_error(_reason(error), wait_s)
            return
        finally:
            page.set_busy(False)
        page.clear_password()
        self._account_name = name
        self._remember_name(name)
        if remember:
            await asyncio.to_thread(self._credentials.save, self._client.base_url, self._client.session)
        self.signedIn.emit()

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
        self._account_name = name
        self._remember_name(name)
        self.signedIn.emit()


def _reason(error: PracticeError) -> SignInError:
    if isinstance(error, WrongCredentials):
        return SignInError.WRONG_CREDENTIALS
    if isinstance(error, TooManyAttempts):
        return SignInError.TOO_MANY_ATTEMPTS
    if isinstance(error, CertificateRefused):
        return SignInError.CERTIFICATE_REFUSED
    if isinstance(error, ServiceUnreachable):
        return SignInError.SERVICE_UNREACHABLE
    return SignInError.UNEXPECTED
