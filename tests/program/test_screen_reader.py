"""A whole consultation by keyboard and by what a screen reader has (AT-SPI), on a real display."""

import os
import subprocess
import sys
from pathlib import Path

from tests.program.virtual_screen import virtual_screen

SYSTEM_PYTHON = "/usr/bin/python3"
"""Debian's own: pyatspi is not on the package index."""
TIME_S = 110


def test_from_the_list_to_the_summary(tmp_path: Path) -> None:
    """Requirements: guide 6; pain clicks."""
    reader = Path(__file__).with_name("screen_reader.py")
    with virtual_screen() as screen:
        told = subprocess.run(
            ["dbus-run-session", "--", SYSTEM_PYTHON, reader, sys.executable, tmp_path],
            env=os.environ | {"DISPLAY": screen},
            capture_output=True,
            text=True,
            timeout=TIME_S,
            check=False,
        )
    assert told.returncode == 0, told.stdout + told.stderr
