"""A second start, links of the program, and coming back where one was."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from medclient.ui.main_window import Page
from tests.program import desktop
from tests.program.desktop import Desktop


def start_again(folder: Path, *arguments: str) -> int:
    """As a double click or a link would; returns its exit code."""
    command = [sys.executable, "-m", "medclient", "--data-dir", str(folder), *arguments]
    return subprocess.run(command, timeout=60, check=False, capture_output=True).returncode


def test_row_6_a_link_of_the_program_opens_its_appointment(tmp_path: Path) -> None:
    """PRODUCT row 6: a second start raises the first window and shows the appointment it was asked for."""

    def use(program: Desktop) -> None:
        page, window = program.app.window.appointments, program.app.window
        wanted = program.ui(lambda: page.rows[-1])
        program.ui(window.showMinimized)
        assert start_again(tmp_path, f"medclient://open/{wanted.link_id}") == 0
        program.until_shown(lambda: page.panel.link_id == wanted.link_id)
        assert not program.ui(window.isMinimized)
        program.ui(lambda: window.show_page(Page.HELP))
        assert start_again(tmp_path) == 0
        assert program.ui(lambda: window.page) is Page.HELP, "a plain second start only raises the window"

    desktop.run(tmp_path, use)


def test_the_window_comes_back_where_it_was(tmp_path: Path) -> None:
    places = []

    def move(program: Desktop) -> None:
        program.ui(lambda: program.app.window.setGeometry(40, 50, 960, 640))

    def look(program: Desktop) -> None:
        places.append(program.ui(program.app.window.geometry))

    desktop.run(tmp_path, move)
    desktop.run(tmp_path, look)
    # Wider than the screen of the tests, it is made to fit; its height and upper edge are as they were.
    assert (places[0].y(), places[0].height()) == (50, 640)


def test_access_is_valid_for_two_hours_and_says_so(tmp_path: Path) -> None:
    """PRODUCT row "+ access is valid at most 2 hours": the window is shown, and the button follows it."""

    def use(program: Desktop) -> None:
        page = program.app.window.appointments
        rows = {row.name: row for row in program.ui(lambda: page.rows)}
        soon, later = rows["Erika Beispiel"], rows["Ayşe Yılmaz"]
        assert soon.closes_at - soon.opens_at == timedelta(hours=2)
        now = program.app.now()
        assert soon.can_start(now)
        assert not later.can_start(now)
        program.ui(lambda: page.select(soon.link_id))
        hint = program.ui(page.panel.invitation._hint.text)
        opens, closes = (moment.astimezone().strftime("%H:%M") for moment in (soon.opens_at, soon.closes_at))
        assert f"Gültig von {opens} bis {closes}" in hint

    desktop.run(tmp_path, use)
