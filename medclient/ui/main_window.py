"""The one window: its pages, its clock, its place on the screen, and how it closes."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from medclient.ui import tokens, widgets
from medclient.ui.about_page import AboutPage
from medclient.ui.account.page import AccountPage
from medclient.ui.appointments.page import AppointmentsPage
from medclient.ui.help_page import HelpPage
from medclient.ui.history.page import HistoryPage
from medclient.ui.lock.page import LockPage
from medclient.ui.notice_bar import NoticeBar
from medclient.ui.rules_page import RulesPage
from medclient.ui.sign_in.first_start_page import FirstStartPage
from medclient.ui.sign_in.invitation_page import InvitationPage
from medclient.ui.sign_in.recovery_code_page import RecoveryCodePage
from medclient.ui.sign_in.recovery_page import RecoveryPage
from medclient.ui.sign_in.second_factor_page import SecondFactorPage
from medclient.ui.sign_in.sign_in_page import SignInPage
from medclient.ui.start_page import StartPage
from medclient.ui.summary_page import SummaryPage
from medclient.ui.system_test.page import SystemTestPage

AnyPage = TypeVar("AnyPage", bound=QWidget)

_TICK_MS = 1000
_SIZE = (1180, 760)
_LEAST_SIZE = (800, 500)


class Page(StrEnum):
    """The places one can be in; each is named like the window's attribute that holds it."""

    START = "start"
    SIGN_IN = "sign_in"
    FIRST_START = "first_start"
    RECOVERY = "recovery"
    INVITATION = "invitation"
    RECOVERY_CODE = "recovery_code"
    SECOND_FACTOR = "second_factor"
    ACCOUNT = "account"
    LOCK = "lock"
    APPOINTMENTS = "appointments"
    CALL = "call"
    SUMMARY = "summary"
    HELP = "help"
    ABOUT = "about"
    SYSTEM_TEST = "system_test"
    RULES = "rules"
    HISTORY = "history"


UNDER_LOCK = frozenset(
    {Page.CALL, Page.LOCK, Page.START, Page.SIGN_IN, Page.FIRST_START, Page.RECOVERY, Page.INVITATION}
    | {Page.HELP, Page.ABOUT, Page.SYSTEM_TEST, Page.RULES}
)
"""What can be seen while the screen is locked: the running call, and what holds no data."""
PASSING = frozenset(
    {Page.SIGN_IN, Page.FIRST_START, Page.RECOVERY, Page.INVITATION, Page.RECOVERY_CODE, Page.SECOND_FACTOR}
    | {Page.HELP, Page.ABOUT, Page.RULES}
)
"""What is not kept once the list is reached: what was typed there goes with it."""
ASIDE = frozenset({Page.HELP, Page.ABOUT, Page.SYSTEM_TEST, Page.HISTORY, Page.RULES})
"""Pages that one looks at in between: the way back leads to where one was."""


class MainWindow(QMainWindow):
    """Owns all pages but the call's, which is handed in; `app.py` wires them."""

    closing = Signal()
    """The window is about to close for good: save the geometry, flush, stop."""

    pageChanged = Signal()
    ticked = Signal()
    """About once a second."""

    def __init__(self, clock: Callable[[], datetime], call_page: QWidget, *, can_remember: bool = False) -> None:
        super().__init__()
        self._clock = clock
        self._can_remember = can_remember
        self._in_call = self._locked = self._quitting = False
        self._under = Page.APPOINTMENTS
        """What the lock covers."""
        self._hidden: list[QDialog] = []
        self.stays: Callable[[], bool] = lambda: False
        """Whether closing only hides the window; the program then goes on in the tray."""
        self._leave: LeaveDialog | None = None
        self._stack = QStackedWidget()
        self._made: set[Page] = set()
        self._wirings: dict[Page, list[Callable[[Any], None]]] = {}
        self.start = self._add(Page.START, StartPage())
        self.appointments = self._add(Page.APPOINTMENTS, AppointmentsPage(clock()))
        self.call = self._add(Page.CALL, call_page)
        self.offer = NoticeBar()
        """Something to be said over the list, calmly; see `offer_over_list`."""
        self._offered = False
        self.offer.dismissed.connect(self._offer_done)
        self.offer.actionPressed.connect(self._offer_done)
        center = QWidget()
        widgets.as_page(center)
        column = QVBoxLayout(center)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.offer)
        column.addWidget(self._stack, 1)
        self.setCentralWidget(center)
        self._page = self._before = Page.START
        self.setMinimumSize(*_LEAST_SIZE)
        self.resize(*_SIZE)
        self.appointments.menu.helpRequested.connect(lambda: self.show_page(Page.HELP))
        self.appointments.menu.aboutRequested.connect(lambda: self.show_page(Page.ABOUT))
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self.retranslate()

    # The pages that not everybody sees every day are made when they are first asked for: start, appearance and
    # language would pay for each of their widgets.

    @cached_property
    def sign_in(self) -> SignInPage:
        return self._add(Page.SIGN_IN, SignInPage(can_remember=self._can_remember))

    @cached_property
    def first_start(self) -> FirstStartPage:
        return self._add(Page.FIRST_START, FirstStartPage())

    @cached_property
    def recovery(self) -> RecoveryPage:
        return self._add(Page.RECOVERY, RecoveryPage())

    @cached_property
    def invitation(self) -> InvitationPage:
        return self._add(Page.INVITATION, InvitationPage())

    @cached_property
    def recovery_code(self) -> RecoveryCodePage:
        return self._add(Page.RECOVERY_CODE, RecoveryCodePage())

    @cached_property
    def second_factor(self) -> SecondFactorPage:
        return self._add(Page.SECOND_FACTOR, SecondFactorPage())

    @cached_property
    def account(self) -> AccountPage:
        return self._add(Page.ACCOUNT, AccountPage())

    @cached_property
    def lock(self) -> LockPage:
        return self._add(Page.LOCK, LockPage())

    @cached_property
    def summary(self) -> SummaryPage:
        return self._add(Page.SUMMARY, SummaryPage())

    @cached_property
    def help(self) -> HelpPage:
        return self._add(Page.HELP, HelpPage())

    @cached_property
    def about(self) -> AboutPage:
        return self._add(Page.ABOUT, AboutPage())

    @cached_property
    def system_test(self) -> SystemTestPage:
        return self._add(Page.SYSTEM_TEST, SystemTestPage())

    @cached_property
    def rules(self) -> RulesPage:
        return self._add(Page.RULES, RulesPage())

    @cached_property
    def history(self) -> HistoryPage:
        return self._add(Page.HISTORY, HistoryPage())

    def _add(self, page: Page, widget: AnyPage) -> AnyPage:
        self._stack.addWidget(widget)
        if page in ASIDE:
            widget.closed.connect(lambda: self.show_page(self._before))  # type: ignore[attr-defined]
        elif page in (Page.ACCOUNT, Page.SUMMARY):
            widget.closed.connect(lambda: self.show_page(Page.APPOINTMENTS))  # type: ignore[attr-defined]
        self._made.add(page)
        for wire in self._wirings.get(page, []):
            wire(widget)
        return widget

    def is_made(self, page: Page) -> bool:
        """Whether a page exists already; asking for it makes it."""
        return page in self._made

    def make(self, page: Page) -> QWidget:
        """The page, made where it does not exist yet."""
        made: QWidget = getattr(self, page)
        return made

    def when_made(self, page: Page, wire: Callable[[Any], None]) -> None:
        """Connect a page whenever it is made, and now where it exists."""
        self._wirings.setdefault(page, []).append(wire)
        if page in self._made:
            wire(self.make(page))

    def _let_go(self) -> None:
        """Where the list is shown, the pages of the way to it and those that were read are done with."""
        for page in PASSING & self._made:
            self._made.remove(page)
            widget: QWidget = self.__dict__.pop(page.value)
            self._stack.removeWidget(widget)
            widget.deleteLater()

    @property
    def page(self) -> Page:
        return self._page

    def show_page(self, page: Page) -> None:
        """Go to a page; from those aside the way back leads to where one was."""
        if page in ASIDE and self._page not in ASIDE:
            self._before = self._page
        if self._locked and page not in UNDER_LOCK:
            self._under, page = page, Page.LOCK
        self._page = page
        self.offer.setVisible(self._offered and page is Page.APPOINTMENTS)
        self._stack.setCurrentWidget(self.make(page))
        if page is Page.APPOINTMENTS:
            self._let_go()
        self.tick()
        self.pageChanged.emit()

    def offer_over_list(self, text: str, action: str) -> None:
        """Say it wherever the list is, and nowhere else: never before a call or a sign-in."""
        self._offered = True
        self.offer.show_notice(text, "warning", action)
        self.offer.setVisible(self._page is Page.APPOINTMENTS)

    def _offer_done(self) -> None:
        self._offered = False
        self.offer.clear()

    @property
    def locked(self) -> bool:
        return self._locked

    def set_locked(self, locked: bool, *, reveal: bool = True) -> None:
        """Cover everything but a running call. What was there comes back with the unlocking, unless somebody else
        is to sit here: then `reveal` is False."""
        if locked == self._locked:
            return
        self._locked = locked
        if locked:
            self._hidden = [
                each for each in self.findChildren(QDialog) if each.isVisible() and self._page not in UNDER_LOCK
            ]
            for dialog in self._hidden:
                dialog.hide()
            self.show_page(self._page)
            return
        hidden, self._hidden = self._hidden, []
        if self._page is Page.LOCK:
            self.show_page(self._under if reveal else Page.START)
        for dialog in filter(isValid, hidden):
            if reveal:
                dialog.show()
            else:
                dialog.reject()

    def tick(self) -> None:
        """Pass the time on."""
        self.appointments.set_now(self._clock())
        self.ticked.emit()

    def show_list(self) -> None:
        """Go to the list, from wherever one may leave by oneself: not from a call, nor before signing in."""
        if self._page in (Page.SUMMARY, Page.HELP, Page.ABOUT) and self._before is not Page.CALL:
            self.show_page(Page.APPOINTMENTS)

    def quit(self) -> None:
        """Close for good, also where closing would only hide; in a call it asks first."""
        self._quitting = True
        self.close()

    @property
    def in_call(self) -> bool:
        """Whether a consultation is open, on whatever page one is."""
        return self._in_call

    def set_in_call(self, in_call: bool) -> None:
        """While a consultation is open, closing the window asks first."""
        self._in_call = in_call
        if not in_call and self._leave is not None:
            self._leave.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._in_call:
            event.ignore()
            self._ask()
            return
        if not self._quitting and self.stays():
            event.ignore()
            self.appointments.flush()
            self.hide()
            return
        self.appointments.flush()
        self._timer.stop()
        self.closing.emit()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Video appointments"))

    @property
    def leave_dialog(self) -> "LeaveDialog | None":
        """The question whether to close during a call, while it is asked."""
        return self._leave

    def _ask(self) -> None:
        if self._leave is None:
            self._leave = LeaveDialog(self)
            self._leave.accepted.connect(self._close_in_call)
            self._leave.finished.connect(self._forget)
            self._leave.open()
        self._leave.raise_()

    def _close_in_call(self) -> None:
        self._in_call = False
        self._quitting = True
        QTimer.singleShot(0, self.close)

    def _forget(self) -> None:
        if self._leave is not None:
            self._leave.deleteLater()
            self._leave = None


class LeaveDialog(QDialog):
    """Asks whether to close the window in the middle of a consultation; the call goes on meanwhile."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedWidth(460)
        self._title = widgets.label(size="heading")
        self._text = widgets.label(wrap=True)
        self.close_window = widgets.button("")
        self.close_window.clicked.connect(self.accept)
        self.stay = widgets.button("", "primary")
        self.stay.setDefault(True)
        self.stay.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.close_window)
        buttons.addWidget(self.stay)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_6, tokens.SPACE_6, tokens.SPACE_6, tokens.SPACE_6)
        column.setSpacing(tokens.SPACE_3)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(tokens.SPACE_3)
        column.addLayout(buttons)
        self.retranslate()
        self.stay.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Close during the call?"))
        self._title.setText(self.windowTitle())
        self._text.setText(
            self.tr(
                "The call stays valid: start the program again and press “Return to call”. It ends by hanging up only."
            )
        )
        self.close_window.setText(self.tr("Close window"))
        self.stay.setText(self.tr("Keep talking"))
