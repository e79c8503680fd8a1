"""The program in a call with the practice patient, by itself and from the menu."""

import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from medclient.app import utc_now
from medclient.practice.open_call import OpenCallNote
from medclient.session.events import CallState, EndedBy
from medclient.settings import Paths
from medclient.ui.main_window import Page
from tests.program import desktop
from tests.program.desktop import Desktop


def test_the_run_without_a_person_reports_what_came_through(tmp_path: Path) -> None:
    """As `make run` does it where there is no screen."""
    command = [sys.executable, "-m", "medclient", "--demo", "--start", "--patient", "robot", "--duration", "4"]
    command += ["--report", str(tmp_path / "report.json"), "--screenshots", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)
    report = json.loads(done.stdout.splitlines()[-1])
    assert done.returncode == 0, report
    assert report == json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["both_ways"]
    widths = (report["patient"]["width"], report["practitioner"]["width"])
    assert min(widths) >= 640, "a busy machine makes the picture smaller, but not so small"
    assert all((tmp_path / f"{name}.png").stat().st_size > 10_000 for name in ("list", "call", "after"))
    assert "#" not in done.stderr


def test_a_run_in_which_nothing_comes_through_fails(tmp_path: Path) -> None:
    """The practice patient is there, and the camera shows nothing that can be told from nothing."""
    command = [sys.executable, "-m", "medclient", "--demo", "--start", "--patient", "robot", "--duration", "3"]
    command += ["--camera", "file:/nothing/there.mp4"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)
    report = json.loads(done.stdout.splitlines()[-1])
    assert done.returncode == 1
    assert not report["both_ways"]
    assert report["patient"]["bar_codes"] == 0


def test_a_rehearsal_from_the_menu(tmp_path: Path) -> None:
    """Requirements: extra rehearsal."""

    def rehearse(program: Desktop) -> None:
        program.ui(program.app.window.appointments.menu.rehearsal.trigger)
        program.wait_state(CallState.IN_CALL)
        assert program.app.window.page is Page.CALL
        assert program.hears_patient()
        program.ui(lambda: program.app.call_page.chatSent.emit("Hören Sie mich?"))
        program.wait_for(lambda call: len(call.chat) == 2)
        stage = program.app.call_page.stage
        program.ui(stage.controls.hang_up.click)
        program.ui(stage.question.yes.click)
        program.wait_page(Page.SUMMARY)
        assert program.snapshot.ended_by is EndedBy.PRACTITIONER

    desktop.run(tmp_path, rehearse)


def begin_call(program: Desktop) -> str:
    """With the practice patient; returns the id of its link."""
    appointment = program.ui(program.presenter.first_startable)
    assert appointment is not None
    program.app.invite_practice_patient(appointment)
    program.start_first()
    program.wait_state(CallState.IN_CALL)
    return appointment.link_id


def test_closing_the_window_asks_and_leaves_the_consultation_valid(tmp_path: Path) -> None:
    link_ids: list[str] = []

    def close_in_call(program: Desktop) -> None:
        link_ids.append(begin_call(program))
        window = program.app.window
        program.ui(window.close)
        dialog = window.leave_dialog
        assert dialog is not None
        assert program.snapshot.state is CallState.IN_CALL
        program.ui(dialog.close_window.click)
        program.until(window.closing, lambda: not window.isVisible())

    def look(program: Desktop) -> None:
        appointment = program.presenter.find(link_ids[0])
        assert appointment is not None
        assert appointment.started_at is not None
        assert appointment.ended_at is None
        assert "Zurück zum Gespräch" in program.ui(program.app.window.appointments.card.start.text)

    desktop.run(tmp_path, close_in_call)
    desktop.run(tmp_path, look)


def test_after_a_crash_it_goes_back_into_a_call_that_began_before_midnight(tmp_path: Path) -> None:
    """Requirements: extra resume."""
    link_ids: list[str] = []

    def talk(program: Desktop) -> None:
        link_ids.append(begin_call(program))

    def go_back(program: Desktop) -> None:
        note = OpenCallNote(Paths(tmp_path).open_call_file)  # as a crash leaves it
        note.link_id = link_ids[0]
        note.write()
        program.ui(lambda: let_a_day_pass(program))
        program.ui(lambda: program.app._background.spawn(program.app._resume()))
        program.wait_for(lambda call: call.link_id == link_ids[0])
        assert program.ui(lambda: program.app.window.in_call)

    def let_a_day_pass(program: Desktop) -> None:
        program.app.window.appointments.show_day(utc_now().date() + timedelta(days=2))
        program.presenter._known, program.presenter._soon = {}, {}

    desktop.run(tmp_path, talk)
    desktop.run(tmp_path, go_back)


def test_the_practice_patient_crashes_and_the_call_waits_for_another(tmp_path: Path) -> None:
    """Whoever holds the link can come back: the consultation is over only when somebody hangs up."""

    def crash(program: Desktop) -> None:
        appointment = program.ui(program.presenter.first_startable)
        assert appointment is not None
        patient = program.app.invite_practice_patient(appointment)
        program.start_first()
        before = program.wait_state(CallState.IN_CALL)
        assert patient.process_id is not None
        os.kill(patient.process_id, signal.SIGKILL)
        program.wait_for(lambda call: call.state in (CallState.UNSTABLE, CallState.RECONNECTING))
        program.app.invite_practice_patient(appointment)
        after = program.wait_state(CallState.IN_CALL)
        assert program.hears_patient()
        assert after.started_at == before.started_at
        assert after.interruptions == 1

    desktop.run(tmp_path, crash)
