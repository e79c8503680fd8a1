"""The call page's keys, named once for tooltips, menu and shortcuts."""

from PySide6.QtGui import QKeySequence

CAMERA = QKeySequence("Ctrl+E")
MICROPHONE = QKeySequence("Ctrl+D")
RECONNECT = QKeySequence("Ctrl+R")
HANG_UP = QKeySequence("Ctrl+Shift+H")
CHAT = QKeySequence("Ctrl+T")
HINTS = QKeySequence("Ctrl+I")
CARD = QKeySequence("Ctrl+K")
ZOOM_IN = QKeySequence("Ctrl++")
ZOOM_OUT = QKeySequence("Ctrl+-")
ZOOM_RESET = QKeySequence("Ctrl+0")
SMALL_WINDOW = QKeySequence("Ctrl+M")
KEYS = QKeySequence("F1")
FULL_SCREEN = QKeySequence("F11")


def native(keys: QKeySequence) -> str:
    """As the system's own programs write it."""
    return keys.toString(QKeySequence.SequenceFormat.NativeText)
