"""What looks after the program itself, in the running program."""

from pathlib import Path

from medclient.diagnostics.system_test import kept
from medclient.diagnostics.system_test.verdict import Item, Reason, Verdict
from medclient.media.camera import CameraState
from medclient.settings import Paths
from medclient.ui.main_window import Page
from medclient.ui.system_test.page import TestState
from tests.program import desktop
from tests.program.desktop import Desktop


def test_the_system_test_measures_this_computer_and_is_kept(tmp_path: Path) -> None:
    """PRODUCT row 5: "Systemtest": one button, a few seconds, plain verdict for each item."""

    def measure(program: Desktop) -> None:
        window, support = program.app.window, program.app.support
        page = window.system_test
        program.ui(window.appointments.menu.systemTestRequested.emit)
        program.wait_page(Page.SYSTEM_TEST)
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
        program.ui(support.call_opened)
        program.until(support.system_test.finished, lambda: not support.system_test.running, 20)
        assert Reason.CANCELLED in {row.result.reason for row in page.rows.values() if row.result}

    desktop.run(tmp_path, measure)
    report = kept.last(Paths(tmp_path).diagnostics_dir / "system-test.json")
    assert report is not None
    assert {each.item for each in report.results} == set(Item)
