"""Every scene at scales of today's screens, and on a small one: nothing is cut off or out of reach.

A scale is set before Qt starts, so each has a process of its own. At 100 %, tests/ui/test_every_scene.py looks at all.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(300)  # 11 s of work each, beside whatever else runs
@pytest.mark.parametrize("scale", ["1.25", "2"])
def test_nothing_is_cut_off_or_out_of_reach(scale: str) -> None:
    environment = os.environ | {"QT_SCALE_FACTOR": scale}
    command = [sys.executable, "-m", "tests.ui.scaled"]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr[-2000:]
