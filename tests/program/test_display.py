"""What becomes of the program when its display goes: a user who signs out of the system leaves nothing running."""

import os
import subprocess
import sys
from pathlib import Path

import psutil

from tests.program.virtual_screen import virtual_screen

WAIT_S = 60


def test_nothing_goes_on_without_a_display(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "medclient", "--demo", "--patient", "none", "--data-dir", str(tmp_path)]
    with virtual_screen() as screen:
        environment = os.environ | {"DISPLAY": screen, "QT_QPA_PLATFORM": "xcb"}
        program = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert program.stdout
        told = next(line for line in program.stdout if line.startswith("PATIENT_LINK "))
        assert told
        family = psutil.Process(program.pid).children(recursive=True)
        assert family, "the practice service is its child"
    program.wait(WAIT_S)
    _, left = psutil.wait_procs(family, WAIT_S)
    assert not left
