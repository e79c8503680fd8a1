"""A whole consultation by keyboard and by what a screen reader has (AT-SPI), on a real display."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SYSTEM_PYTHON = "/usr/bin/python3"
"""Debian's own: pyatspi is not on the package index."""
TIME_S = 110


@pytest.fixture
def display() -> Iterator[str]:
    """A screen of its own."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as screen:
        assert screen.stdout
        yield f":{screen.stdout.readline().strip()}"
        screen.terminate()


def test_from_the_list_to_the_summary(display: str, tmp_path: Path) -> None:
    reader = Path(__file__).with_name("screen_reader.py")
    told = subprocess.run(
        ["dbus-run-session", "--", SYSTEM_PYTHON, reader, sys.executable, tmp_path],
        env=os.environ | {"DISPLAY": display},
        capture_output=True,
        text=True,
        timeout=TIME_S,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
