"""From a double click to the list, and everything that can be in the way."""

import json
import os
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMessageBox, QWidget

from medclient import app
from medclient.options import Options
from medclient.practice import embedded
from medclient.settings import Paths
from medclient.ui.appointments.page import ListState
from medclient.ui.main_window import Page
from medclient.ui.start_page import StartState
from tests.program import desktop
from tests.program.desktop import Desktop

PASSWORD = "ein gutes Passwort"


def fields(page: QWidget) -> list[QLineEdit]:
    """The lines to fill in, from top to bottom."""
    lines = [line for line in page.findChildren(QLineEdit) if line.isVisible()]
    return sorted(lines, key=lambda line: line.mapTo(page, line.rect().topLeft()).y())


def fill(page: QWidget, *texts: str) -> None:
    """Type into one line after the other, and press Enter."""
    lines = fields(page)
    assert len(lines) == len(texts)
    for line, text in zip(lines, texts, strict=True):
        line.clear()
        QTest.keyClicks(line, text)
    QTest.keyClick(lines[-1], Qt.Key.Key_Return)


def words(page: QWidget) -> str:
    """All that can be read on a page."""
    return "\n".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


def test_first_start_then_sign_in(tmp_path: Path) -> None:
    """Requirements: guide 5."""

    def first(program: Desktop) -> None:
        program.wait_page(Page.FIRST_START)
        page = program.app.window.first_start
        program.ui(lambda: fill(page, "Dr. Anna Arnold", "Praxis am Markt", PASSWORD, PASSWORD))
        program.wait_page(Page.RECOVERY_CODE)
        program.ui(program.app.window.recovery_code.later.click)
        program.wait_page(Page.APPOINTMENTS)

    def second(program: Desktop) -> None:
        program.wait_page(Page.SIGN_IN)
        page = program.app.window.sign_in
        assert [line.text() for line in program.ui(lambda: fields(page))] == ["Dr. Anna Arnold", ""]
        program.ui(lambda: fill(page, "Dr. Anna Arnold", "ein falsches Passwort"))
        program.until_shown(lambda: "falsch" in words(page))
        program.ui(lambda: fill(page, "Dr. Anna Arnold", PASSWORD))
        program.wait_page(Page.APPOINTMENTS)

    assert desktop.run(tmp_path, first, demo=False) == 0
    assert desktop.run(tmp_path, second, demo=False) == 0
    log = (tmp_path / "logs" / "medclient.log").read_text(encoding="utf-8")
    assert "Arnold" not in log
    assert PASSWORD not in log


def test_damaged_settings_are_kept_aside_and_told(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    paths.settings_file.write_bytes(b'{"language": \xff')

    def look(program: Desktop) -> None:
        page = program.app.window.appointments
        program.until_shown(lambda: "Einstellungen" in words(page))

    desktop.run(tmp_path, look)
    assert (tmp_path / "settings.json.damaged").exists()
    assert json.loads(paths.settings_file.read_text(encoding="utf-8"))


def test_a_damaged_database_is_never_overwritten(tmp_path: Path) -> None:
    database = Paths(tmp_path).service_database
    database.write_bytes(b"this is no database" * 1000)

    def begin_anew(program: Desktop) -> None:
        window = program.app.window
        program.until_shown(lambda: window.start.state is StartState.DAMAGED_DATABASE)
        assert str(database) in program.ui(lambda: words(window.start)).replace("\u200b", "")
        assert database.read_bytes().startswith(b"this is no database")
        program.ui(window.start.new_database.click)
        program.wait_page(Page.FIRST_START)

    desktop.run(tmp_path, begin_anew, demo=False)
    kept = list(tmp_path.glob("service.sqlite.damaged-*"))
    assert [each.read_bytes() for each in kept] == [b"this is no database" * 1000]


def test_a_database_that_cannot_be_written_is_told_and_tried_again(tmp_path: Path) -> None:
    database = Paths(tmp_path).service_database
    database.mkdir()  # nobody can write this, whatever their rights

    def retry(program: Desktop) -> None:
        start = program.app.window.start
        program.until_shown(lambda: start.state is StartState.UNWRITABLE_DATABASE)
        assert str(database) in program.ui(lambda: words(start)).replace("\u200b", "")
        assert not program.ui(start.new_database.isVisible), "it is not damaged: no empty one is offered in its place"
        database.rmdir()
        program.ui(start.view.button.click)
        program.wait_page(Page.FIRST_START)

    desktop.run(tmp_path, retry, demo=False)


def test_a_taken_port_is_told_and_tried_again(tmp_path: Path) -> None:
    taken = socket.create_server(("127.0.0.1", 0))
    address = f"127.0.0.1:{taken.getsockname()[1]}"

    def retry(program: Desktop) -> None:
        window = program.app.window
        program.until_shown(lambda: window.start.state is StartState.PORT_IN_USE)
        assert address in program.ui(lambda: words(window.start))
        taken.close()
        program.ui(window.start.view.button.click)
        program.wait_page(Page.FIRST_START)

    desktop.run(tmp_path, retry, demo=False, listen=address)


def test_a_retry_that_is_pressed_twice_opens_the_practice_once(tmp_path: Path) -> None:
    """Opened twice, each page would be connected twice: setting up would then fail at its second time."""
    taken = socket.create_server(("127.0.0.1", 0))
    address = f"127.0.0.1:{taken.getsockname()[1]}"

    def retry(program: Desktop) -> None:
        window = program.app.window

        def press_twice() -> None:
            window.start.retryRequested.emit()
            window.start.retryRequested.emit()

        program.until_shown(lambda: window.start.state is StartState.PORT_IN_USE)
        taken.close()
        program.ui(press_twice)
        program.wait_page(Page.FIRST_START)
        program.ui(window.start.retryRequested.emit)
        program.ui(lambda: fill(window.first_start, "Dr. Anna Arnold", "Praxis am Markt", PASSWORD, PASSWORD))
        program.wait_page(Page.RECOVERY_CODE)
        program.ui(window.recovery_code.later.click)
        program.wait_page(Page.APPOINTMENTS)

    assert desktop.run(tmp_path, retry, demo=False, listen=address) == 0
    log = (tmp_path / "logs" / "medclient.log").read_text(encoding="utf-8")
    assert log.count("does not start") == 1, "the port that was taken at first"


def test_the_service_is_on_its_way_before_the_libraries_are_loaded(tmp_path: Path) -> None:
    """Both take a second to load; one after the other, the list came after three."""
    look = f"""
import sys
from medclient import startup
from medclient.options import Options
from pathlib import Path
with startup.ground(Options(data_dir=Path({str(tmp_path)!r}))) as ground:
    assert ground.service.process_id
    print([name for name in ("PySide6.QtWidgets", "aiortc", "av", "cv2", "numpy", "requests") if name in sys.modules])
"""
    said = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_a_second_start_leaves_the_first_alone(tmp_path: Path, qapp: QApplication) -> None:
    lock = QLockFile(str(Paths(tmp_path).lock_file))
    assert lock.tryLock(0)
    said: list[str] = []

    def read_and_close() -> None:
        box = qapp.activeModalWidget()
        assert isinstance(box, QMessageBox)
        said.append(box.text())
        box.accept()

    QTimer.singleShot(300, read_and_close)
    assert app.run(Options(data_dir=tmp_path, language="de")) == 1
    assert "läuft bereits" in said[0]
    lock.unlock()


def test_the_list_says_when_the_service_is_gone_and_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "RESTART_FIRST_S", 3.0)

    def watch(program: Desktop) -> None:
        page = program.app.window.appointments
        rows = program.ui(lambda: page.rows)
        program.kill_service()
        program.until_shown(lambda: page.state is ListState.OFFLINE)
        assert program.ui(lambda: page.rows) == rows, "what was known stays on the page"
        program.until_shown(lambda: page.state is ListState.READY)

    desktop.run(tmp_path, watch)


def test_a_wrong_clock_is_told_and_does_not_count(tmp_path: Path) -> None:
    """This computer's clock is five hours behind; the practice service's own is right."""

    def look(program: Desktop) -> None:
        page = program.app.window.appointments
        program.until_shown(lambda: "Uhr" in words(page))
        assert abs(program.app.now() - datetime.now(UTC)) < timedelta(seconds=5)
        assert program.ui(program.presenter.first_startable) is not None

    desktop.run(tmp_path, look, clock=lambda: datetime.now(UTC) - timedelta(hours=5))


def test_a_signal_ends_the_program_in_order(tmp_path: Path) -> None:
    active: list[bool] = []

    def interrupt(program: Desktop) -> None:
        assert program.app.service is not None
        window = program.app.window

        def look() -> None:
            active.append(any(timer.isActive() for timer in window.appointments.findChildren(QTimer)))

        program.ui(look)
        program.ui(lambda: window.closing.connect(look))
        os.kill(os.getpid(), signal.SIGTERM)
        program.until(window.closing, lambda: not window.isVisible())

    assert desktop.run(tmp_path, interrupt) == 0
    assert active == [True, False], "who reminds looks for what is due, and stops with the program"
