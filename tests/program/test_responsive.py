"""Nothing that is pressed keeps the window from painting: the widgets' thread is watched while the pages are walked."""

import functools
import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from medclient.ui.main_window import Page
from tests.program import desktop
from tests.program.desktop import Desktop

MOST_S = 0.12
"""The goal is 50 ms. What counts is the thread's own processor time, and a machine that is busy with all the other
tests takes twice as long for the same work."""
TICKS = 4


class Watch(QObject):
    """Ticks as often as it is let; notes how much the thread worked between two ticks."""

    ticked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.ticks = 0
        self.doing = "start"
        self.longest: dict[str, float] = {}
        self._before = time.thread_time()
        self._timer = QTimer(self, interval=5, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        self.deleteLater()

    def _tick(self) -> None:
        now = time.thread_time()
        self.longest[self.doing] = max(self.longest.get(self.doing, 0.0), now - self._before)
        self._before = now
        self.ticks += 1
        self.ticked.emit()


def test_no_page_keeps_the_window_from_painting(tmp_path: Path) -> None:
    def walk(program: Desktop) -> None:
        app = program.app
        watch = program.ui(lambda: Watch(app.window))

        def settle() -> None:
            until = watch.ticks + TICKS
            program.until(watch.ticked, lambda: watch.ticks >= until)

        settle()
        for page in (*Page, *Page, Page.APPOINTMENTS):
            watch.doing = page.name
            program.ui(functools.partial(app.window.show_page, page))
            settle()
        watch.doing = "list loaded again"
        program.ui(lambda: app._background.spawn(program.presenter.load()))
        settle()
        watch.doing = "device settings"
        program.ui(app.devices.show)
        settle()
        program.ui(lambda: app.devices._dialog.close() if app.devices._dialog else None)
        settle()
        program.ui(watch.stop)
        late = {
            name: round(spent * 1000) for name, spent in watch.longest.items() if spent > MOST_S and name != "start"
        }
        assert not late, "milliseconds"

    desktop.run(tmp_path, walk)
