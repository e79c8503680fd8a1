"""The window keeps itself out of screen captures where the system knows such a thing, and is honest where not.

PRODUCT, what none has: the window keeps itself out of screenshots and screen recordings; switchable. The platform's
call is a fake here: there is no Windows and no Mac.
"""

import ctypes
import ctypes.util
import sys
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from medclient.settings import Settings
from medclient.ui import capture_guard
from medclient.ui.call.more_menu import MoreMenu
from medclient.ui.capture_guard import CaptureGuard, Protection, system_apply


class System:
    """Obeys, or not; remembers what it was asked."""

    def __init__(self, *, obeys: bool = True) -> None:
        self.obeys = obeys
        self.asked: list[tuple[int, bool]] = []

    def __call__(self, window: int, hidden: bool) -> bool:
        self.asked.append((window, hidden))
        return self.obeys


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_a_window_is_guarded_as_soon_as_it_is_shown(window: QWidget, qtbot: QtBot) -> None:
    system = System()
    guard = CaptureGuard(True, system)
    guard.guard(window)
    assert system.asked == []
    with qtbot.waitExposed(window):
        window.show()
    assert system.asked[-1] == (int(window.winId()), True)
    assert guard.protection is Protection.ON


def test_a_new_native_window_is_guarded_again(window: QWidget, qtbot: QtBot) -> None:
    system = System()
    guard = CaptureGuard(True, system)
    guard.guard(window)
    window.show()
    asked = len(system.asked)
    window.setWindowFlag(Qt.WindowType.FramelessWindowHint)
    window.show()
    assert len(system.asked) > asked
    assert system.asked[-1] == (int(window.winId()), True)


def test_it_is_switched_while_shown(window: QWidget) -> None:
    """Requirements: extra capture guard."""
    system = System()
    guard = CaptureGuard(True, system)
    guard.guard(window)
    window.show()
    guard.set_wanted(False)
    assert system.asked[-1][1] is False
    assert guard.protection is Protection.OFF
    guard.set_wanted(True)
    assert system.asked[-1][1] is True
    assert Settings().capture_guard, "on by default"


def test_a_system_that_refuses_is_told_of(window: QWidget) -> None:
    guard = CaptureGuard(True, System(obeys=False))
    guard.guard(window)
    window.show()
    assert guard.protection is Protection.REFUSED


def test_a_window_that_is_gone_is_forgotten(qtbot: QtBot) -> None:
    guard = CaptureGuard(True, System())
    window = QWidget()
    guard.guard(window)
    window.show()
    gone: list[object] = []
    window.destroyed.connect(lambda: gone.append(1))
    window.deleteLater()
    qtbot.waitUntil(lambda: bool(gone))
    guard.set_wanted(False)


def test_linux_says_that_it_cannot(qtbot: QtBot, english: None) -> None:
    if sys.platform == "linux":
        assert system_apply() is None
    guard = CaptureGuard(True, None)
    assert guard.protection is Protection.UNAVAILABLE
    menu = MoreMenu()
    qtbot.addWidget(menu)
    menu.show_protection(guard.protection)
    assert menu.capture_guard.text() == "Screen captures cannot be prevented on this system"
    assert not menu.capture_guard.isEnabled()
    menu.show_protection(Protection.ON)
    assert menu.capture_guard.isChecked()
    assert menu.capture_guard.isEnabled()


def test_windows_is_asked_to_leave_the_window_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requirements: extra capture guard."""
    asked: list[tuple[int, int]] = []

    def set_affinity(window: int, affinity: int) -> int:
        asked.append((window, affinity))
        return 1

    monkeypatch.setattr(sys, "platform", "win32")
    user32 = SimpleNamespace(SetWindowDisplayAffinity=set_affinity)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(user32=user32), raising=False)
    apply = system_apply()
    assert apply is not None
    assert apply(77, True)
    assert apply(77, False)
    assert asked == [(77, 0x11), (77, 0x0)]


def test_a_mac_without_its_library_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None)
    apply = system_apply()
    assert apply is capture_guard._macos
    assert apply(77, True) is False
