"""The call page's keys, named once for tooltips, menu and shortcuts."""

from PySide6.QtGui import QKeySequence

CAMERA = QKeySequence("Ctrl+E")
MICROPHONE = QKeySequence("Ctrl+D")
RECONNECT = QKeySequence("Ctrl+R")
HANG_UP = QKeySequence("Ctrl+Shift+H")
CHAT = QKeySequence("Ctrl+T")
HINTS = QKeySequence("Ctrl+I")
FULL_SCREEN = QKeySequence("F11")
