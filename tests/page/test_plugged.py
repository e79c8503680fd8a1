"""Devices that are plugged in while the patient's page is open. No browser: only what the page asks devices for."""

import json
import subprocess
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

from medclient.service import patient_page

SCRIPT = Path(__file__).with_name("media.mjs")
WAIT_S = 60.0


def test_a_device_that_is_plugged_in_opens_something_in_a_call_only() -> None:
    """Nothing is opened before it, and nothing after the goodbye.

    Requirements: rule consent.
    """
    node, _ = compute_driver_executable()
    told = subprocess.run(
        [node, str(SCRIPT), str(patient_page.FOLDER / "media.js")],
        capture_output=True,
        text=True,
        timeout=WAIT_S,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    seen = {name: (each["asked"], each["open"]) for name, each in json.loads(told.stdout).items()}
    assert seen == {
        "before": (0, 0),
        "opened": (1, 2),
        "inCall": (1, 2),
        "replaced": (2, 2),
        "closed": (2, 0),
        "after": (2, 0),
        "late": (3, 0),
        "afterLate": (3, 0),
    }
