"""What looks after the program itself, in the running program."""

import json
import logging
import os
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from medclient.diagnostics.call_statistics import recorded_calls
from medclient.diagnostics.system_test import kept
from medclient.diagnostics.system_test.verdict import Item, Reason, Verdict
from medclient.media.camera import CameraState
from medclient.session.events import CallState
from medclient.settings import Paths
from medclient.ui.main_window import Page
from medclient.ui.system_test.page import TestState
from tests.program import desktop
from tests.program.desktop import Desktop


def test_the_system_test_measures_this_computer_and_is_kept(tmp_path: Path) -> None:
    """One button of the system test, a few seconds, plain verdict for each item.

    Requirements: guide 5.
    """

    def measure(program: Desktop) -> None:
        window, support = program.app.window, program.app.support
        program.ui(window.appointments.menu.systemTestRequested.emit)
        program.wait_page(Page.SYSTEM_TEST)
        page = window.system_test
        program.ui(page.action.click)
        program.until(support.system_test.finished, lambda: page.state is TestState.DONE, 40)
        results = {each.item: each for row in page.rows.values() if (each := row.result)}
        assert set(results) == set(Item)
        assert (results[Item.CAMERA].figures["width"], results[Item.CAMERA].figures["height"]) == (1280, 720)
        assert results[Item.SERVICE].verdict in (Verdict.GOOD, Verdict.FAIR)
        assert results[Item.UPLOAD].reason is Reason.LINE_LOCAL, "the embedded service is on this computer"
        assert results[Item.PROCESSOR].figures["fps"]
        assert program.app.media.state.camera is CameraState.OFF, "the camera's light goes out"
        program.ui(page.closed.emit)
        program.wait_page(Page.APPOINTMENTS)
        # A call needs the devices for itself: it ends a test that runs.
        program.ui(window.appointments.menu.systemTestRequested.emit)
        program.ui(page.action.click)
        program.ui(support.system_test.cancel)
        program.until(support.system_test.finished, lambda: not support.system_test.running, 20)
        assert Reason.CANCELLED in {row.result.reason for row in page.rows.values() if row.result}

    desktop.run(tmp_path, measure)
    report = kept.last(Paths(tmp_path).diagnostics_dir / "system-test.json")
    assert report is not None
    assert {each.item for each in report.results} == set(Item)


HOME_NAME = "zacharias-quitte"
PASSWORD = "Geheimnisvoll-47-Xylophon"
PRACTITIONER = "Dr. Zacharias Quittenbaum"
PRACTICE = "Wunderbrunnen Hausärzte"
PATIENT = "Adelheid Zwetschgenmus"
REASON = "Zungenbrennen seit Pfingsten"
CHAT = "Bitte die Narzissentropfen absetzen"
MAIL = "adelheid.zwetschgenmus@example.org"
ADDRESSES = ("203.0.113.77", "2001:db8:85a3::8a2e:370:7334")


def plant_in_the_log(link: str, token: str) -> None:
    """What no part of the program may do, and a foreign library might."""
    logger = logging.getLogger("medclient.session")
    logger.error("the peer %s (%s) with %s, mail to %s, %s", *ADDRESSES, token, MAIL, Path.home() / "secret.txt")
    logger.error("%s wrote %s", PATIENT, link)
    try:
        raise ConnectionError(f"{PATIENT} at {ADDRESSES[0]} said {CHAT} with {PASSWORD} and {link}")
    except ConnectionError as error:
        logger.exception("it failed")
        sys.excepthook(type(error), error, error.__traceback__)


def test_a_report_holds_nothing_of_whom_it_was_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system report, from the three dots while a consultation is open, read to the last byte.

    Requirements: guide 1; guide 10.5; extra report.
    """
    home = tmp_path / HOME_NAME
    home.mkdir()
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("LOGNAME", HOME_NAME)
    folder, file = home / "data", tmp_path / "report.zip"
    paths = Paths(folder)
    paths.create()
    paths.diagnostics_dir.mkdir()
    (paths.diagnostics_dir / "running").write_text("", encoding="ascii")
    fault = paths.diagnostics_dir / "fault-20261101T000000.000000Z.txt"
    fault.write_text(f'Fatal Python error\n  File "{home}/medclient/app.py", line 5 in run\n', encoding="utf-8")
    secrets: list[str] = []

    def use(program: Desktop) -> None:
        window, running = program.app.window, program.app
        program.wait_page(Page.FIRST_START)
        program.ui(
            lambda: window.first_start.setupRequested.emit(PRACTICE, PRACTITIONER, PASSWORD)  # as its button does
        )
        program.wait_page(Page.RECOVERY_CODE)
        secrets.append(program.ui(window.recovery_code._shown.text))
        program.ui(window.recovery_code.later.click)
        program.wait_page(Page.APPOINTMENTS)
        program.until_shown(lambda: window.offer.isVisible())
        client = running._client
        assert client is not None
        made = client.create_appointment(PATIENT, REASON, datetime.now(UTC), 20)
        program.until(program.presenter.changed, lambda: program.presenter.first_startable() is not None)
        link = made.access_link(client.base_url)
        encoded = link.url.partition("#")[2]
        secrets.extend(
            [link.link_id, encoded, link.secret.hex(), client.session.token, client.session.practice_key.hex()]
        )
        program.ui(lambda: window.appointments.startRequested.emit(made.link_id))
        checklist = running.support.checklist
        assert checklist is not None
        program.until_shown(checklist.isVisible)
        assert window.page is Page.APPOINTMENTS, "first the room is looked at"
        program.ui(checklist.go.click)
        program.wait_page(Page.CALL)
        running.engine.send_chat(CHAT)
        program.wait_for(lambda call: bool(call.chat))
        plant_in_the_log(link.url, client.session.token)
        report = running.support.report
        program.ui(running.call_page.menu.report.trigger)
        program.until(report.ready, lambda: report.dialog is not None and report.dialog.report is not None)
        dialog = report.dialog
        assert dialog is not None
        assert program.snapshot.chat, "the consultation goes on behind the dialog"
        shown = program.ui(lambda: [dialog.sections.item(row).text() for row in range(dialog.sections.count())])
        assert {"Programm", "Protokoll", "Abstürze", "Letzte Gespräche"} <= set(shown)
        program.ui(lambda: report.save(file))
        program.until(report.saved, file.exists)

    assert desktop.run(folder, use, demo=False) == 0
    with zipfile.ZipFile(file) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    everything = "\n".join(files.values()).casefold()
    names = [part for name in (PATIENT, PRACTITIONER, PRACTICE) for part in name.split() if part != "Dr."]
    texts = [PASSWORD, CHAT, REASON, MAIL, *ADDRESSES, HOME_NAME, *names, *secrets]
    assert [text for text in texts if text.casefold() in everything] == []
    assert "ConnectionError" in files["log.txt"], "what helps is still there"
    assert "ConnectionError" in files["crashes.txt"]
    assert "Fatal Python error" in files["crashes.txt"]
    assert json.loads(files["report.json"])["program"]["call"] in ("waiting", "ringing")
    log = paths.log_file.read_text(encoding="utf-8")
    assert [text for text in (PASSWORD, CHAT, MAIL, *ADDRESSES, *secrets) if text in log] == [], "nor in the log itself"


def test_a_report_without_a_window(tmp_path: Path) -> None:
    """`medclient --system-report FILE`, as support asks for it."""
    file = tmp_path / "report.zip"
    command = [sys.executable, "-m", "medclient", "--data-dir", str(tmp_path / "data"), "--language", "de"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "none"}
    done = subprocess.run([*command, "--system-report", str(file)], env=environment, timeout=60)
    assert done.returncode == 0
    with zipfile.ZipFile(file) as archive:
        assert "Systembericht" in archive.read("report.html").decode()


def test_a_calls_line_is_in_the_report(tmp_path: Path) -> None:
    """A rehearsal: its seconds are recorded while it runs, and are there after it."""

    def talk(program: Desktop) -> None:
        program.ui(program.app.window.appointments.menu.rehearsalRequested.emit)
        program.wait_state(CallState.IN_CALL)
        recorder = program.app.support.recorder
        program.until(
            program.app.support._sampling.timeout, lambda: any(each.in_kbps and each.in_fps for each in recorder._rows)
        )
        program.ui(program.app.engine.hang_up)
        program.wait_page(Page.SUMMARY)

    desktop.run(tmp_path, talk)
    (call,) = recorded_calls(Paths(tmp_path).diagnostics_dir)
    assert call.interruptions == 0
    assert call.ciphers
    assert any((each.in_kbps or 0) > 50 for each in call.seconds)
