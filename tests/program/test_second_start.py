"""A second start, links of the program, and coming back where one was."""

import subprocess
import sys
from pathlib import Path

from medclient.ui.main_window import Page
from tests.program import desktop
from tests.program.desktop import Desktop


def start_again(folder: Path, *arguments: str) -> int:
    """As a double click or a link would; returns its exit code."""
    command = [sys.executable, "-m", "medclient", "--data-dir", str(folder), *arguments]
    return subprocess.run(command, timeout=60, check=False, capture_output=True).returncode


def test_row_6_a_link_of_the_program_opens_its_appointment(tmp_path: Path) -> None:
    """A second start raises the first window and shows the appointment it was asked for.

    The next start finds the window where it was.

    Requirements: guide 6.
    """

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
        program.ui(lambda: window.setGeometry(40, 50, 960, 640))

    def look(program: Desktop) -> None:
        # Wider than the screen of the tests, it is made to fit; its height and upper edge are as they were.
        place = program.ui(program.app.window.geometry)
        assert (place.y(), place.height()) == (50, 640)

    desktop.run(tmp_path, use)
    desktop.run(tmp_path, look)
