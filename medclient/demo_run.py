"""Drives the program where nobody sits before it: list, call, hang up, and a report of what really came through.

What the practitioner's side got is judged on the painted window and on the sound handed to the speaker; what the
patient's side got is judged by the practice patient. Nothing is taken from counters.
"""

import asyncio
import json
import logging
import platform
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QSize, SignalInstance
from PySide6.QtGui import QImage

from medclient import __version__
from medclient.app import App
from medclient.media import test_pattern
from medclient.options import Options
from medclient.practice.appointments import Appointment
from medclient.session.events import CallState
from medclient.session.rehearsal_media import ContentMeter
from medclient.session.rehearsal_process import RehearsalProcess
from medclient.ui.appointments.presenter import AppointmentsPresenter
from medclient.ui.main_window import Page
from medclient.ui.video.converter import fit

log = logging.getLogger("medclient.app.demo")

LIST_TIMEOUT_S = 60.0
PATIENT_TIMEOUT_S = 600.0
CALL_TIMEOUT_S = 60.0
END_TIMEOUT_S = 20.0
LOOK_EVERY_S = 0.1
MINUTE_S = 60.0
ENOUGH = 0.5
"""The share of the samples that must be good."""


def is_wanted(options: Options) -> bool:
    """Whether the options ask for something that a person would do."""
    return bool(options.start or options.patient or options.duration_s or options.report or options.screenshots)


async def drive(app: App) -> int | None:
    """Do what the options say; None where the program goes on with whoever sits before it."""
    return await DemoRun(app).run()


class DemoRun:
    """One run."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._options = app.options
        self._received = ContentMeter(test_pattern.MARKER_HZ)
        self._painted = ContentMeter(test_pattern.MARKER_HZ)
        self._robot: RehearsalProcess | None = None
        self._waiting_for = "list"
        self._report: dict[str, Any] = {"version": __version__, "python": platform.python_version()}

    async def run(self) -> int | None:
        """Do it; a wait that was too long ends the run, and the report says which."""
        try:
            return await self._run()
        except TimeoutError:
            log.error("the run waited too long for: %s", self._waiting_for)
            return self._finish(f"no_{self._waiting_for}")

    async def _run(self) -> int | None:
        options = self._options
        presenter = await self._list()
        appointment = presenter.first_startable()
        if appointment is None:
            return self._finish("no_appointment")
        if options.patient == "robot":
            self._robot = await asyncio.to_thread(self._app.invite_practice_patient, appointment)
        elif options.patient == "none":
            print(f"PATIENT_LINK {presenter.patient_link(appointment)}", flush=True)
        if not options.start:
            if options.duration_s is None:
                return None
            await asyncio.sleep(options.duration_s)
            return self._finish()
        if not await self._call(presenter, appointment):
            return self._finish("no_call")
        if options.duration_s is None:
            return None
        await self._watch(options.duration_s)
        hung_up = await self._hang_up()
        if self._robot:
            self._report["patient"] = await asyncio.to_thread(self._robot.finish)
        return self._finish("" if hung_up else "not_ended")

    async def _list(self) -> AppointmentsPresenter:
        async with asyncio.timeout(LIST_TIMEOUT_S):
            presenter = await self._app.ready
        await until(presenter.changed, lambda: presenter.first_startable() is not None, LIST_TIMEOUT_S)
        self._app.window.repaint()
        self._report["list_shown_at"] = time.time()
        await self._screenshot("list")
        return presenter

    async def _call(self, presenter: AppointmentsPresenter, appointment: Appointment) -> bool:
        """Wait for the patient, start, and wait for picture and sound."""
        call = self._app.call

        def waits() -> bool:
            known = presenter.find(appointment.link_id)
            return known is not None and known.patient_present_since is not None

        self._waiting_for = "patient"
        await until(presenter.changed, waits, PATIENT_TIMEOUT_S)
        self._waiting_for = "call"
        ringing = time.monotonic()
        presenter.start(appointment.link_id)
        await until(call.stateChanged, lambda: call.snapshot.state is CallState.CONNECTING, CALL_TIMEOUT_S)
        connecting = time.monotonic()
        self._report["accepted_after_s"] = round(connecting - ringing, 2)
        await until(call.stateChanged, lambda: call.snapshot.state is CallState.IN_CALL, CALL_TIMEOUT_S)
        self._report["connected_after_s"] = round(time.monotonic() - connecting, 2)
        return call.snapshot.state is CallState.IN_CALL

    async def _watch(self, seconds: float) -> None:
        """Look at the window and listen to the speaker for a while."""
        engine = self._app.engine
        engine.playout.tap = self._painted.samples
        stop = engine.remote_video.listen(self._count)
        processor, started = time.process_time(), time.monotonic()
        pictured = False
        minutes: list[dict[str, Any]] = []
        try:
            while (passed := time.monotonic() - started) < seconds:
                self._look()
                if passed >= MINUTE_S * (len(minutes) + 1):
                    recent = self._received.summary()
                    minutes.append({name: recent[name] for name in ("latency_ms_median", "latency_ms_p95")})
                if passed > seconds / 2 and not pictured:
                    pictured = True
                    self._app.call_page.fader.stir()
                    await self._screenshot("call")
                await asyncio.sleep(LOOK_EVERY_S)
        finally:
            stop()
            engine.playout.tap = None
        spent = time.monotonic() - started
        self._report["call"] = {
            "seconds": round(spent, 1),
            "processor_share": round((time.process_time() - processor) / spent, 3),
            "interruptions": self._app.call.snapshot.interruptions,
        }
        self._report["minutes"] = minutes
        received, painted = self._received.summary(), self._painted.summary()
        sound = {name: painted.pop(name) for name in list(painted) if name.endswith("half_seconds")}
        received.update(sound)
        painted["pictures_looked_at"] = painted.pop("pictures")
        self._report["practitioner"] = received
        self._report["window"] = painted

    def _count(self) -> None:
        """A decoded picture has come; called where it was put."""
        frame = self._app.engine.remote_video.newest
        if frame is not None:
            self._received.picture(frame)

    def _look(self) -> None:
        """Read the bar code off the painted widget."""
        frame = self._app.engine.remote_video.newest
        if frame is None:
            return
        remote = self._app.call_page.stage.remote
        area = fit(QSize(frame.width, frame.height), remote.rect())
        image = remote.grab(area).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        self._painted.luma(pixels[:, : image.width()])

    async def _hang_up(self) -> bool:
        """Press the red button, and yes."""
        self._waiting_for = "end"
        stage, call = self._app.call_page.stage, self._app.call
        stage.controls.hang_up.click()
        stage.question.yes.click()
        await until(call.stateChanged, lambda: call.snapshot.state is CallState.ENDED, END_TIMEOUT_S)
        await self._screenshot("after")
        return call.snapshot.state is CallState.ENDED and self._app.window.page is Page.SUMMARY

    async def _screenshot(self, name: str) -> None:
        folder = self._options.screenshots
        if folder is None:
            return
        await asyncio.sleep(0.3)  # motion ends, the picture stands
        picture = self._app.window.grab()
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        await asyncio.to_thread(picture.toImage().save, str(folder / f"{name}.png"))

    def _finish(self, error: str = "") -> int:
        report = self._report
        report["error"] = error
        report["both_ways"] = self._both_ways()
        line = json.dumps(report)
        if self._options.report:
            self._options.report.parent.mkdir(parents=True, exist_ok=True)
            self._options.report.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
        print(line, flush=True)
        wanted = self._options.start and self._options.patient == "robot"
        return 0 if not error and (report["both_ways"] or not wanted) else 1

    def _both_ways(self) -> bool:
        """Whether both ends have seen new pictures and heard the other's tone, most of the time."""
        practitioner, window, patient = (self._report.get(name, {}) for name in ("practitioner", "window", "patient"))
        return all(
            good > 0 and good >= ENOUGH * seen
            for good, seen in (
                (window.get("bar_codes", 0), window.get("pictures_looked_at", 0)),
                (practitioner.get("tone_half_seconds", 0), practitioner.get("sound_half_seconds", 0)),
                (patient.get("bar_codes", 0), patient.get("pictures", 0)),
                (patient.get("tone_half_seconds", 0), patient.get("sound_half_seconds", 0)),
            )
        )


async def until(signal: SignalInstance, condition: Callable[[], bool], timeout_s: float) -> None:
    """Wait until something is so; it is looked at whenever the signal comes.

    Raises:
        TimeoutError
    """
    if condition():
        return
    reached = asyncio.Event()

    def look(*values: object) -> None:
        if condition():
            reached.set()

    signal.connect(look)
    try:
        async with asyncio.timeout(timeout_s):
            await reached.wait()
    finally:
        signal.disconnect(look)
