"""The real program under test: it runs on the main thread as always, the test on a thread of its own."""

import asyncio
import os
import signal
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Signal, SignalInstance
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from medclient import app, demo_run, startup
from medclient.media import test_pattern
from medclient.options import Options
from medclient.session.events import CallSnapshot, CallState
from medclient.ui.appointments.presenter import AppointmentsPresenter
from medclient.ui.main_window import Page
from medclient.ui.video.converter import fit

Result = TypeVar("Result")
WAIT_S = 60.0


class Repaints(QObject):
    """Tells when something on the screen has changed."""

    repainted = Signal()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.repainted.emit()
        return False


class Desktop:
    """The program as the test's thread reaches it; every call is carried out on the program's own thread."""

    def __init__(self, running: app.App) -> None:
        self.app = running
        self._loop = asyncio.get_running_loop()
        self._repaints = Repaints()
        qt = QApplication.instance()
        assert qt is not None
        qt.installEventFilter(self._repaints)

    @property
    def presenter(self) -> AppointmentsPresenter:
        """What brings list and service together, once the practice is open."""
        assert self.app.appointments is not None
        return self.app.appointments

    def ui(self, work: Callable[[], Result]) -> Result:
        """Do something where the widgets live."""

        async def do() -> Result:
            return work()

        return asyncio.run_coroutine_threadsafe(do(), self._loop).result(WAIT_S)

    def until(self, signal: SignalInstance, condition: Callable[[], bool], timeout_s: float = WAIT_S) -> None:
        work = demo_run.until(signal, condition, timeout_s)
        try:
            asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout_s + 5)
        except TimeoutError:
            raise AssertionError(f"it did not become so; the call is {self.snapshot}") from None

    def until_shown(self, condition: Callable[[], bool], timeout_s: float = WAIT_S) -> None:
        """Wait until the screen shows something; it is looked at after every paint."""
        self.until(self._repaints.repainted, condition, timeout_s)

    # The list.

    def first_link(self) -> str:
        """The access link of the first appointment that can be started."""
        return self.ui(self._first_link)

    def _first_link(self) -> str:
        appointment = self.presenter.first_startable()
        assert appointment is not None
        return self.presenter.patient_link(appointment)

    def start_first(self) -> None:
        """Press Start as soon as the patient of the first appointment waits."""

        def waits() -> bool:
            first = self.presenter.first_startable()
            return first is not None and first.patient_present_since is not None

        self.until(self.presenter.changed, waits)
        card = self.app.window.appointments.card
        self.ui(card.start.click)

    # The call.

    @property
    def snapshot(self) -> CallSnapshot:
        return self.app.call.snapshot

    def wait_for(self, condition: Callable[[CallSnapshot], bool], timeout_s: float = WAIT_S) -> CallSnapshot:
        self.until(self.app.call.snapshotChanged, lambda: condition(self.snapshot), timeout_s)
        return self.snapshot

    def wait_state(self, state: CallState, timeout_s: float = WAIT_S) -> CallSnapshot:
        return self.wait_for(lambda call: call.state is state, timeout_s)

    def kill_service(self) -> None:
        """End the practice service as a crash would; the program starts it again."""
        service = self.app.service
        assert service is not None
        assert service.process_id is not None
        os.kill(service.process_id, signal.SIGKILL)

    def lose_transports(self) -> None:
        """Take the way of picture and sound away at once, without a word; the service stays."""
        engine = self.app.engine
        consultation, loop = engine._consultation, engine._loop
        assert consultation is not None
        assert loop is not None

        async def close() -> None:
            for transport in consultation._transports.values():
                await transport._peer.close()

        asyncio.run_coroutine_threadsafe(close(), loop).result(WAIT_S)

    def wait_page(self, page: Page) -> None:
        self.until(self.app.window.pageChanged, lambda: self.app.window.page is page)

    def read_code(self) -> int | None:
        """The bar code off the painted window."""
        return self.ui(self._read_code)

    def _read_code(self) -> int | None:
        frame = self.app.engine.remote_video.newest
        if frame is None:
            return None
        remote = self.app.call_page.stage.remote
        area = fit(QSize(frame.width, frame.height), remote.rect())
        image = remote.grab(area).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        return test_pattern.read_bar_code(pixels[:, : image.width()])

    def sees_patient(self, timeout_s: float = WAIT_S) -> bool:
        """Whether three different pictures of the patient's camera are painted, one after the other."""
        seen: set[int] = set()

        async def look() -> None:
            loop = asyncio.get_running_loop()
            arrived = asyncio.Event()

            def wake() -> None:
                loop.call_soon_threadsafe(arrived.set)

            stop = self.app.engine.remote_video.listen(wake)
            try:
                while len(seen) < 3:
                    await arrived.wait()
                    arrived.clear()
                    code = self._read_code()
                    if code is not None and 0 < code <= 1000:
                        seen.add(code)
            finally:
                stop()

        return self._within(look(), timeout_s)

    def hears_patient(self, timeout_s: float = WAIT_S) -> bool:
        """Whether the tone of the patient's microphone is played."""
        return self._listen(lambda sound: test_pattern.hears(sound, test_pattern.MARKER_HZ), timeout_s)

    def hears_silence(self, timeout_s: float = WAIT_S) -> bool:
        """Whether half a second is played in which the patient's tone is not."""
        return self._listen(lambda sound: not test_pattern.hears(sound, test_pattern.MARKER_HZ), timeout_s)

    def _listen(self, judge: Callable[[test_pattern.Sound], bool], timeout_s: float) -> bool:
        blocks: list[test_pattern.Sound] = []

        async def listen() -> None:
            loop = asyncio.get_running_loop()
            judged = asyncio.Event()

            def take(block: test_pattern.Sound) -> None:
                blocks.append(block.copy())
                if sum(each.size for each in blocks) >= test_pattern.SAMPLE_RATE // 2:
                    whole = np.concatenate(blocks)
                    blocks.clear()
                    if judge(whole):
                        loop.call_soon_threadsafe(judged.set)

            playout = self.app.engine.playout
            playout.tap = take
            try:
                await judged.wait()
            finally:
                playout.tap = None

        return self._within(listen(), timeout_s)

    def _within(self, work: Coroutine[Any, Any, None], timeout_s: float) -> bool:
        async def run() -> bool:
            try:
                async with asyncio.timeout(timeout_s):
                    await work
            except TimeoutError:
                return False
            return True

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(timeout_s + 5)


def run(
    folder: Path,
    scenario: Callable[[Desktop], None],
    *,
    clock: Callable[[], datetime] = app.utc_now,
    **options: object,
) -> int:
    """Run the program, and `scenario` beside it on a thread; what it raises is raised here.

    On a demonstration day the scenario begins with the list. Returns the program's exit code.
    """
    values: dict[str, object] = {"demo": True, "camera": "test-pattern", "microphone": "test-tone", "language": "de"}
    chosen = Options(**(values | {"data_dir": folder} | options))  # type: ignore[arg-type]
    with startup.ground(chosen) as ground:
        return run_on(ground, scenario, clock=clock)


def run_on(
    ground: startup.Ground, scenario: Callable[[Desktop], None], *, clock: Callable[[], datetime] = app.utc_now
) -> int:
    """The same where the program's service is already on its way."""
    raised: list[BaseException] = []

    async def drive(running: app.App) -> int:
        try:
            if ground.options.demo:
                presenter = await running.ready
                await demo_run.until(presenter.changed, lambda: presenter.first_startable() is not None, WAIT_S)
            await asyncio.to_thread(scenario, Desktop(running))
        except BaseException as error:
            raised.append(error)
        return 0

    try:
        exit_code = app.run_on(ground, drive, clock)
    finally:
        clear_screen()
    if raised:
        raise raised[0]
    return exit_code


def clear_screen() -> None:
    """Nothing is left of a program that has ended: the next one would dress all its widgets too."""
    for widget in QApplication.topLevelWidgets():
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
