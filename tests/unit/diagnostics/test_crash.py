"""A crash is noticed at the next start, and its traces are kept without what was in them."""

import faulthandler
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from medclient.diagnostics import crash, log

ROOT = Path(__file__).parents[3]
DIES = """
import ctypes, sys
from pathlib import Path
from medclient.diagnostics import crash, log
with crash.watched(Path(sys.argv[1]), log.formatter()):
    {how}
"""


@pytest.fixture
def formatter() -> logging.Formatter:
    return log.formatter(Path("/home/arnold"))


def die(folder: Path, how: str) -> int:
    """Let a process of its own end while it is watched."""
    program = DIES.format(how=how)
    done = subprocess.run([sys.executable, "-c", program, str(folder)], cwd=ROOT, capture_output=True, timeout=60)
    return done.returncode


def test_an_end_in_order_leaves_nothing(tmp_path: Path, formatter: logging.Formatter) -> None:
    was_on = faulthandler.is_enabled()
    for _ in range(2):
        with crash.watched(tmp_path, formatter) as crashed:
            assert not crashed
            assert faulthandler.is_enabled()
    assert faulthandler.is_enabled() is was_on
    assert list(tmp_path.iterdir()) == []
    assert crash.traces(tmp_path) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_crash_of_the_interpreter_is_found_with_its_place(tmp_path: Path, formatter: logging.Formatter) -> None:
    assert die(tmp_path, "ctypes.string_at(0)") != 0
    with crash.watched(tmp_path, formatter) as crashed:
        assert crashed
        traces = crash.traces(tmp_path)
    assert len(traces) == 1
    (name,) = traces
    assert name.startswith("fault-")
    assert "string_at" in traces[name]


def test_being_killed_is_found_too(tmp_path: Path, formatter: logging.Formatter) -> None:
    assert die(tmp_path, "import os; os._exit(9)") == 9
    with crash.watched(tmp_path, formatter) as crashed:
        assert crashed
    with crash.watched(tmp_path, formatter) as crashed:
        assert not crashed, "it is told once"


def test_uncaught_errors_are_kept_without_their_values(tmp_path: Path, formatter: logging.Formatter) -> None:
    logging.getLogger("medclient.crash").setLevel(logging.ERROR)
    with crash.watched(tmp_path, formatter):
        try:
            raise ValueError("Erika Beispiel, https://video.example/v/abc#def, 203.0.113.9")
        except ValueError as error:
            logging.getLogger("medclient.crash").critical("uncaught\n%s", log.trace_of(error))
            logging.getLogger("medclient.crash").error("of a library", exc_info=error)
    (text,) = crash.traces(tmp_path).values()
    assert "ValueError" in text
    assert "test_crash.py" in text
    assert not [secret for secret in ("Erika", "video.example", "203.0") if secret in text]


def test_old_traces_go(tmp_path: Path, formatter: logging.Formatter) -> None:
    for number in range(20):
        (tmp_path / f"fault-202611{number + 10}T000000Z.txt").write_text("x", encoding="utf-8")
    (tmp_path / "error-20260101T000000Z.txt").write_text("", encoding="utf-8")
    with crash.watched(tmp_path, formatter):
        kept = crash.traces(tmp_path)
    assert len(kept) == crash.KEPT
    assert "fault-20261129T000000Z.txt" in kept


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path, formatter: logging.Formatter) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    with crash.watched(file / "folder", formatter) as crashed:
        assert not crashed
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
