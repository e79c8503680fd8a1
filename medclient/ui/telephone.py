"""Telephone numbers as people write them, and as a telephone takes them."""

import re

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

MOST_CHARS = 40
_WRITTEN = re.compile(r"\+?[0-9()/ .\-\u2013]+")


def dialled(number: str) -> str:
    """The digits that are dialled, with a leading plus where there is one; empty for what is no number."""
    number = number.strip()
    if len(number) > MOST_CHARS or not _WRITTEN.fullmatch(number):
        return ""
    digits = re.sub(r"\D", "", number.replace("(0)", "") if number.startswith("+") else number)
    return ("+" if number.startswith("+") else "") + digits if len(digits) >= 3 else ""


def call(number: str) -> bool:
    """Hand the number to the system's telephone program, and copy it for those who dial by hand.

    Returns whether there is such a program.
    """
    QGuiApplication.clipboard().setText(number)
    digits = dialled(number)
    return bool(digits) and QDesktopServices.openUrl(QUrl(f"tel:{digits}"))
