"""From the start of the process to a list that can be used: on a new data folder, and on one that is there already."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path


def times(folder: Path) -> dict[str, float]:
    """Seconds; the demonstration signs in by itself, with a made-up day where the folder is new."""
    data = folder / f"start-{time.monotonic_ns()}"
    return {"first_start_s": _start(data), "later_start_s": _start(data)}


def _start(data: Path) -> float:
    report = data.with_suffix(".json")
    command = [sys.executable, "-m", "medclient", "--demo", "--data-dir", str(data), "--duration", "0.1"]
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    begun = time.time()
    subprocess.run([*command, "--report", str(report)], env=environment, stdout=subprocess.DEVNULL, check=True)
    shown: float = json.loads(report.read_text(encoding="utf-8"))["list_shown_at"]
    return round(shown - begun, 3)
