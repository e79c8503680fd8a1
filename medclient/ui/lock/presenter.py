"""Locks the screen after a while without a touch, or when asked to; the password opens it, also without the service."""

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtWidgets import QApplication

from medclient.practice.client import PracticeClient
from medclient.practice.errors import PracticeError, SignedOut
from medclient.ui.background import Background
from medclient.ui.lock.page import LockPage
from medclient.ui.main_window import MainWindow, Page

FREE_ATTEMPTS = 5
DELAY_FIRST_S = 2
DELAY_MOST_S = 300

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class ScreenLock(QObject):
    """Watches the program's input. The session goes on meanwhile, and so does a call."""

    lockedChanged = Signal(bool)
    signOutRequested = Signal()

    def __init__(self, window: MainWindow, background: Background, minutes: Callable[[], int]) -> None:
        super().__init__(window)
        self._window = window
        self._background = background
        self._minutes = minutes
        self._client: PracticeClient | None = None
        self._failures = 0
        self._seconds_left = 0
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self.lock)
        self._wait = QTimer(self, interval=1000)
        self._wait.timeout.connect(self._count_down)
        window.when_made(Page.LOCK, self._wire)
        shortcut = QShortcut(QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_L), window)
        shortcut.setContext(Qt.ShortcutContext.ApplicationShortcut)
        shortcut.activated.connect(self.lock)
        self._watched: set[QWindow] = set()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusWindowChanged.connect(self._watch)

    def _wire(self, page: LockPage) -> None:
        page.unlockRequested.connect(lambda password: self._background.spawn(self._unlock(password)))
        page.signOutRequested.connect(self.signOutRequested)

    def signed_in(self, client: PracticeClient, *, locked: bool) -> None:
        """Watch from now on; `locked` where the program was ended while it was locked."""
        self._client, self._failures = client, 0
        self._open()
        if locked:
            self.lock()

    def signed_out(self) -> None:
        """Nothing is left to be covered."""
        self._client = None
        self._open(reveal=False)

    def touched(self) -> None:
        """Begin to wait anew; also after the time was changed."""
        minutes = self._minutes()
        if self._client and minutes and not self._window.locked:
            self._idle.start(minutes * 60_000)
        else:
            self._idle.stop()

    def lock(self) -> None:
        """Lock now, if somebody is signed in."""
        if self._client is None or self._window.locked:
            return
        try:
            name = self._client.session.display_name
        except SignedOut:
            return
        self._idle.stop()
        self._window.lock.begin(name)
        self._window.set_locked(True)
        self.lockedChanged.emit(True)

    def _watch(self, window: QWindow | None) -> None:
        """Only windows are watched: a filter on the whole program would cost something with every event."""
        if window is not None and window not in self._watched:
            self._watched.add(window)
            window.destroyed.connect(lambda: self._watched.discard(window))
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touched()
        # The shortcut does not reach through a dialog.
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and _is_lock_key(event):
            self.lock()
            return True
        return False

    async def _unlock(self, password: str) -> None:
        page = self._window.lock
        if self._client is None or self._seconds_left:
            return
        page.set_busy(True)
        try:
            await asyncio.to_thread(self._client.keys_of, password)
        except PracticeError:
            self._failures += 1
            excess = self._failures - FREE_ATTEMPTS
            if excess >= 0:
                self._seconds_left = min(DELAY_FIRST_S * 2**excess, DELAY_MOST_S)
                self._wait.start()
            page.set_busy(False)
            page.set_wrong(True, self._seconds_left)
            return
        page.set_busy(False)
        self._failures = 0
        self._open()

    def _open(self, *, reveal: bool = True) -> None:
        self._wait.stop()
        self._seconds_left = 0
        if self._window.is_made(Page.LOCK):
            self._window.lock.begin("")
        was_locked = self._window.locked
        self._window.set_locked(False, reveal=reveal)
        self.touched()
        if was_locked:
            self.lockedChanged.emit(False)

    def _count_down(self) -> None:
        self._seconds_left -= 1
        if self._seconds_left <= 0:
            self._seconds_left = 0
            self._wait.stop()
        self._window.lock.set_wrong(True, self._seconds_left)


def _is_lock_key(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_L and event.modifiers() == Qt.KeyboardModifier.ControlModifier
