"""All that has to do with who sits here: sign-in, the account page, the locked screen."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from medclient.practice.client import PracticeClient
from medclient.practice.credentials import Credentials
from medclient.settings import Settings
from medclient.ui.account.page import AccountPage
from medclient.ui.account.presenter import AccountPresenter
from medclient.ui.appointments.notices import Notice
from medclient.ui.background import Background
from medclient.ui.lock.presenter import ScreenLock
from medclient.ui.main_window import MainWindow, Page
from medclient.ui.sign_in.flow import SignInFlow
from medclient.ui.sign_in.steps import AccountSteps


class AccountRoom(QObject):
    """Built once; `open` when it is known which service the practice is at."""

    signOutRequested = Signal()
    sessionEnded = Signal()
    """The service has ended the session."""
    practiceDeleted = Signal()

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        credentials: Credentials,
        settings: Callable[[], Settings],
        change: Callable[[Settings], None],
        public_url: Callable[[], str],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._background = background
        self._credentials = credentials
        self._settings = settings
        self._change_settings = change
        self._public_url = public_url
        self._client: PracticeClient | None = None
        self._flow: SignInFlow | None = None
        self._steps: AccountSteps | None = None
        self._presenter: AccountPresenter | None = None
        self._can_lock = True
        self.lock = ScreenLock(window, background, lambda: self._settings().lock_after_minutes)
        self.lock.lockedChanged.connect(lambda locked: self._change(locked=locked))
        self.lock.signOutRequested.connect(self.signOutRequested)
        menu = window.appointments.menu
        menu.accountRequested.connect(self._show_account)
        menu.lockRequested.connect(self.lock.lock)
        window.when_made(Page.ACCOUNT, self._wire)

    def _wire(self, page: AccountPage) -> None:
        page.own.lockRequested.connect(self.lock.lock)
        page.own.lockMinutesChosen.connect(self._choose_minutes)
        page.own.show_lock_minutes(self._settings().lock_after_minutes)
        page.own.set_can_lock(self._can_lock)

    @property
    def presenter(self) -> AccountPresenter | None:
        """Made with its page, when it is first asked for."""
        if self._presenter is None and self._client and self._steps:
            self._presenter = presenter = AccountPresenter(
                self._window, self._client, self._steps, self._background, self._public_url
            )
            presenter.signedOut.connect(self.sessionEnded)
            presenter.practiceDeleted.connect(self.practiceDeleted)
        return self._presenter

    def open(self, client: PracticeClient) -> SignInFlow:
        """Everything for one service."""
        self._client = client
        self._presenter = None
        self._steps = steps = AccountSteps(self._window, client)
        self._flow = SignInFlow(
            self._window,
            client,
            self._credentials,
            self._background,
            steps,
            account_name=self._settings().account_name,
            remember_name=lambda name: self._change(account_name=name),
            remember_service=lambda url: self._change(service_url=url),
        )
        return self._flow

    def signed_in(self, *, can_lock: bool = True) -> None:
        """Watch over the screen, where there is a password that opens it again."""
        self._can_lock = can_lock
        self._window.appointments.menu.set_can_lock(can_lock)
        if self._window.is_made(Page.ACCOUNT):
            self._window.account.own.set_can_lock(can_lock)
        if self._client and self._flow and can_lock:
            self.lock.signed_in(self._client, locked=self._settings().locked and self._flow.resumed)
            if not self._client.session.recovery_code:
                self._window.appointments.show_notice(Notice.NO_RECOVERY_CODE)

    def signed_out(self) -> None:
        """Nobody sits here."""
        self.lock.signed_out()
        if self._presenter and self._presenter.dialog:
            self._presenter.dialog.reject()

    def _show_account(self) -> None:
        if self.presenter:
            self.presenter.show()

    def _choose_minutes(self, minutes: int) -> None:
        self._change(lock_after_minutes=minutes)
        self.lock.touched()

    def _change(self, **values: object) -> None:
        self._change_settings(self._settings().changed(**values))
