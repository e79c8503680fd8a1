"""Whether things may move: the length of a fade, none where the system asks for none."""

import ctypes
import sys

from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QApplication, QStyle

from medclient.ui import tokens

_SPI_GETCLIENTAREAANIMATION = 0x1042


def duration_ms() -> int:
    """How long a change on the screen takes; 0 shows it at once."""
    style = QApplication.style()
    if style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0 or _system_wants_none():
        return 0
    return tokens.MOTION_MS


def _system_wants_none() -> bool:
    if sys.platform == "win32":
        shown = ctypes.c_int(1)
        ctypes.windll.user32.SystemParametersInfoW(_SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(shown), 0)
        return not shown.value
    if sys.platform == "darwin":
        apple = QSettings("com.apple.universalaccess", "")
        return bool(apple.value("reduceMotion", False))
    config = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    gtk = QSettings(f"{config}/gtk-3.0/settings.ini", QSettings.Format.IniFormat)
    if str(gtk.value("Settings/gtk-enable-animations", "true")).casefold() in ("0", "false"):
        return True
    kde = QSettings(f"{config}/kdeglobals", QSettings.Format.IniFormat)
    return str(kde.value("KDE/AnimationDurationFactor", "1")) in ("0", "0.0")
