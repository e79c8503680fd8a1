"""What was seen to break in a library's other versions does not happen in those that are installed."""

import sys

import cv2
from PySide6.QtCore import QCoreApplication, QTimer


def test_qt_gives_none_back(qapp: QCoreApplication) -> None:
    """PySide6 6.12.0 loses a reference to None with each call on Python 3.11, and dies of it after some thousands."""
    timer = QTimer()
    before = sys.getrefcount(None)
    for _ in range(2000):
        timer.setInterval(5)
    assert before - sys.getrefcount(None) < 200


def test_opencv_brings_no_second_qt() -> None:
    assert "QT" not in cv2.getBuildInformation().partition("GUI:")[2].partition("\n")[0]
