"""Two steps that sign-in and account page share: the recovery code, and setting up the second factor."""

import asyncio
import logging
from typing import Any

from PySide6.QtCore import QObject

from medclient.practice.client import PracticeClient
from medclient.practice.errors import PracticeError, SignedOut, TooManyAttempts, WrongCode
from medclient.practice.own_account import OwnAccount
from medclient.ui.main_window import MainWindow, Page
from medclient.ui.sign_in.recovery_code_page import RecoveryCodePage
from medclient.ui.sign_in.second_factor_page import SecondFactorPage

log = logging.getLogger("medclient.ui.sign_in")


class AccountSteps(QObject):
    """Each step shows its page and returns when the user is through with it; the caller goes on from there."""

    def __init__(self, window: MainWindow, client: PracticeClient) -> None:
        super().__init__(window)
        self._window = window
        self._client = client
        self._own = OwnAccount(client)
        self._asked: asyncio.Future[Any] | None = None
        window.when_made(Page.RECOVERY_CODE, self._wire_recovery_code)
        window.when_made(Page.SECOND_FACTOR, self._wire_second_factor)

    def _wire_recovery_code(self, page: RecoveryCodePage) -> None:
        page.confirmed.connect(lambda: self._answer(True))
        page.postponed.connect(lambda: self._answer(False))

    def _wire_second_factor(self, page: SecondFactorPage) -> None:
        page.codeGiven.connect(self._answer)
        page.closed.connect(lambda: self._answer(""))

    async def offer_recovery_code(self, password: str) -> bool:
        """Show a new recovery code; returns whether it was confirmed, and counts.

        Raises:
            WrongPassword
        """
        page = self._window.recovery_code
        prepared = await asyncio.to_thread(self._own.prepare_recovery_code, password)
        page.show_code(prepared.code, self._client.session.sign_in_name)
        self._window.show_page(Page.RECOVERY_CODE)
        try:
            while await self._answered():
                page.set_busy(True)
                try:
                    await asyncio.to_thread(self._own.register_recovery_code, prepared)
                    return True
                except SignedOut:
                    raise
                except PracticeError as error:
                    log.warning("the recovery code was not taken: %s", type(error).__name__)
                    page.set_failed(True)
                finally:
                    page.set_busy(False)
            return False
        finally:
            page.forget()

    async def enrol(self, password: str, *, required: bool) -> bool:
        """Set up a second factor; returns whether it is on.

        Raises:
            WrongPassword
        """
        page = self._window.second_factor
        secret = self._own.new_second_factor()
        page.begin(secret, required=required)
        self._window.show_page(Page.SECOND_FACTOR)
        try:
            while code := await self._answered():
                page.set_busy(True)
                try:
                    await asyncio.to_thread(self._own.enrol, password, secret, code)
                    return True
                except SignedOut:
                    raise
                except WrongCode:
                    page.set_error("wrong")
                except TooManyAttempts:
                    page.set_error("too_many")
                except PracticeError as error:
                    log.warning("the second factor was not taken: %s", type(error).__name__)
                    page.set_error("failed")
                finally:
                    page.set_busy(False)
            return False
        finally:
            page.forget()

    async def _answered(self) -> Any:
        if self._asked:
            self._asked.cancel()
        self._asked = asyncio.get_running_loop().create_future()
        return await self._asked

    def _answer(self, value: object) -> None:
        if self._asked and not self._asked.done():
            self._asked.set_result(value)
