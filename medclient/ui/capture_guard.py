"""Keeps windows out of screenshots, screen recorders and recall functions, where the system knows such a thing.

Windows leaves a window out of every capture (`WDA_EXCLUDEFROMCAPTURE`, from Windows 10 version 2004). macOS does so for
programs that use the older interfaces (`NSWindowSharingNone`); those of ScreenCaptureKit may see it all the same. Linux
has nothing of the kind: no program can keep another from reading the screen, and the menu says so.
"""

import ctypes
import ctypes.util
import logging
import sys
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

log = logging.getLogger("medclient.ui.capture_guard")

Apply = Callable[[int, bool], bool]
"""Takes a native window (`QWidget.winId`) and whether to hide it; returns whether the system obeyed."""

WDA_NONE = 0x0
WDA_EXCLUDEFROMCAPTURE = 0x11
SHARING_NONE, SHARING_READ_ONLY = 0, 1


class Protection(StrEnum):
    ON = "on"
    OFF = "off"
    """Switched off in the settings."""
    REFUSED = "refused"
    """The system knows it and did not do it, as Windows before version 2004."""
    UNAVAILABLE = "unavailable"
    """This system has no such thing."""


def system_apply() -> Apply | None:
    """What hides a window on this system; None where nothing does."""
    if sys.platform == "win32":
        return _windows
    return _macos if sys.platform == "darwin" else None


def _windows(window: int, hidden: bool) -> bool:
    if sys.platform != "win32":
        return False
    set_affinity = ctypes.windll.user32.SetWindowDisplayAffinity
    set_affinity.argtypes = [ctypes.c_void_p, ctypes.c_uint32]
    set_affinity.restype = ctypes.c_int
    return bool(set_affinity(window, WDA_EXCLUDEFROMCAPTURE if hidden else WDA_NONE))


def _macos(window: int, hidden: bool) -> bool:
    """`window` is an NSView; its window's sharing type is set through the Objective-C runtime."""
    library = ctypes.util.find_library("objc")
    if library is None:
        return False
    objc = ctypes.CDLL(library)
    objc.sel_registerName.restype = ctypes.c_void_p
    objc.sel_registerName.argtypes = [ctypes.c_char_p]
    ask = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(("objc_msgSend", objc))
    tell = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)(("objc_msgSend", objc))
    ns_window = ask(window, objc.sel_registerName(b"window"))
    if not ns_window:
        return False
    tell(ns_window, objc.sel_registerName(b"setSharingType:"), SHARING_NONE if hidden else SHARING_READ_ONLY)
    return True


class CaptureGuard(QObject):
    """Guards the windows it is given, whenever they get a native window anew."""

    def __init__(self, wanted: bool, apply: Apply | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._apply = apply
        self._wanted = wanted
        self._windows: list[QWidget] = []
        self._refused = False

    @property
    def protection(self) -> Protection:
        if self._apply is None:
            return Protection.UNAVAILABLE
        if not self._wanted:
            return Protection.OFF
        return Protection.REFUSED if self._refused else Protection.ON

    def guard(self, window: QWidget) -> None:
        """Keep this window out of captures from now on, as far as that is wanted."""
        self._windows.append(window)
        window.installEventFilter(self)
        window.destroyed.connect(lambda: self._windows.remove(window))
        if window.isVisible():
            self._protect(window)

    def set_wanted(self, wanted: bool) -> None:
        if wanted != self._wanted:
            self._wanted = wanted
            for window in self._windows:
                if window.isVisible():
                    self._protect(window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Full screen or another flag may give the widget another native window.
        renewed = event.type() in (QEvent.Type.Show, QEvent.Type.WinIdChange)
        if renewed and isinstance(watched, QWidget) and watched.isVisible():
            self._protect(watched)
        return False

    def _protect(self, window: QWidget) -> None:
        if self._apply is None:
            return
        obeyed = self._apply(int(window.winId()), self._wanted)
        if not obeyed and not self._refused:
            log.warning("the system does not keep the window out of screen captures")
        self._refused = not obeyed
