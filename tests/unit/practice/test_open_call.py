"""The note of a running call."""

import os
import time
from pathlib import Path

import pytest

from medclient.practice.open_call import RESUMES_WITHIN_S, OpenCallNote


def noted(file: Path) -> OpenCallNote:
    note = OpenCallNote(file)
    note.link_id = "AAAA"
    note.write()
    return note


def test_a_crash_leaves_the_note_and_a_proper_end_does_not(tmp_path: Path) -> None:
    file = tmp_path / "open-call.json"
    note = noted(file)
    assert OpenCallNote(file).read() == "AAAA"
    note.clear()
    assert OpenCallNote(file).read() is None
    note.write()
    assert not file.exists(), "a late write does not bring it back"


def test_an_old_note_is_none(tmp_path: Path) -> None:
    file = tmp_path / "open-call.json"
    noted(file)
    then = time.time() - RESUMES_WITHIN_S - 1
    os.utime(file, (then, then))
    assert OpenCallNote(file).read() is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"link_id": 7}', "\x00"])
def test_a_damaged_note_is_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / "open-call.json"
    file.write_text(text, encoding="utf-8")
    assert OpenCallNote(file).read() is None
