"""The last system test, kept for the system report."""

import json
import logging
from pathlib import Path

from medclient.diagnostics.system_test.verdict import TestReport

FILE_NAME = "system-test.json"

log = logging.getLogger("medclient.diagnostics.system_test")


def keep(file: Path, report: TestReport) -> None:
    """Write it in the place of the one before; a failure is logged and costs only the memory."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = file.with_name(file.name + ".new")
        new.write_text(json.dumps(report.to_json(), ensure_ascii=False, indent=1), encoding="utf-8")
        new.replace(file)
    except OSError as error:
        log.warning("the system test could not be kept: %s", type(error).__name__)


def last(file: Path) -> TestReport | None:
    try:
        return TestReport.from_json(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError):
        return None
