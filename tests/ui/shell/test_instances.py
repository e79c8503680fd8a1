"""A second start reaches the first, and only what it may say."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from medclient.ui.shell import single_instance
from medclient.ui.shell.application import Application
from medclient.ui.shell.single_instance import FirstInstance, hand_over, read, server_name

ID = "AAAAAAAAAAAAAAAAAAAAAA"


@pytest.fixture
def first(tmp_path: Path, qtbot: QtBot) -> Iterator[FirstInstance]:
    first = FirstInstance(tmp_path)
    yield first
    first.close()


@pytest.mark.parametrize("link_id", ["", ID])
def test_the_first_hears_what_the_second_was_asked(
    first: FirstInstance, tmp_path: Path, qtbot: QtBot, link_id: str
) -> None:
    code = "import sys, pathlib; from medclient.ui.shell.single_instance import hand_over; "
    code += "sys.exit(0 if hand_over(pathlib.Path(sys.argv[1]), sys.argv[2]) else 1)"
    with qtbot.waitSignal(first.asked, timeout=20_000) as asked:
        second = subprocess.Popen([sys.executable, "-c", code, str(tmp_path), link_id])
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert (asked.args, second.returncode) == ([link_id], 0)


def test_nobody_hears_where_nobody_runs(tmp_path: Path) -> None:
    assert not hand_over(tmp_path / "other", ID)


def test_folders_have_programs_of_their_own(tmp_path: Path) -> None:
    assert server_name(tmp_path) != server_name(tmp_path / "other")
    assert server_name(tmp_path) == server_name(tmp_path / "x" / "..")
    assert tmp_path.name not in server_name(tmp_path)


def test_what_a_crashed_program_left_is_no_hindrance(tmp_path: Path, qtbot: QtBot) -> None:
    crashed = FirstInstance(tmp_path)
    again = FirstInstance(tmp_path)
    assert again._server.isListening()
    again.close()
    crashed.close()


@pytest.mark.parametrize(
    "line", [b"", b"no json\n", b"[]\n", b'{"open": 5}\n', b'{"open": "short"}\n', b'{"open": "%s\\n"}\n' % ID.encode()]
)
def test_only_link_ids_are_heard(line: bytes) -> None:
    assert read(line) == ""
    assert read(json.dumps({"open": ID}).encode()) == ID


def test_whoever_talks_too_much_is_cut_off(first: FirstInstance, tmp_path: Path, qtbot: QtBot) -> None:
    socket = QLocalSocket()
    socket.connectToServer(server_name(tmp_path))
    assert socket.waitForConnected(3000)
    with qtbot.waitSignal(socket.disconnected):
        socket.write(b"x" * (single_instance.MOST_BYTES + 1))
        socket.flush()


def test_macos_hands_links_over_as_events(qtbot: QtBot) -> None:
    opened: list[str] = []

    class Listening:
        """Stands in for the application object: there is one already."""

        linkOpened = type("Signal", (), {"emit": staticmethod(opened.append)})  # noqa: N815

    for url in (f"medclient://open/{ID}", "medclient://open/short", "file:///etc/passwd"):
        Application.event(Listening(), QFileOpenEvent(QUrl(url)))  # type: ignore[arg-type]
    assert opened == [ID]
    assert QEvent.Type.FileOpen is QFileOpenEvent(QUrl("x")).type()
