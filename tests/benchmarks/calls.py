"""One benchmarked call over an impaired line: our program and Chromium, or Chromium and Chromium."""

import base64
import contextlib
import json
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from playwright.sync_api import BrowserContext, Page, Playwright

from medclient.media.test_pattern import SAMPLE_RATE
from tests.benchmarks import scene, speech
from tests.benchmarks.figures import SETTLE_S, of_direction
from tests.interop.patient import CHROMIUM, FLAGS, Patient
from tests.network.conditions import Conditions
from tests.network.link import End, Link

PAGE = Path(__file__).parent / "page"
PORT = 8471
ORIGIN = "http://bench.invalid"
SAMPLE_EVERY_MS = 700
WAIT_S = 60.0
SPEECH_S = 12.0
RINGS_S = 2.0
"""A person looks at the ring first."""
COST_SETTLE_S = 20.0
"""Before the cost is measured: Chromium takes so long to send its picture at full size."""
OUR_END = ("-m", "tests.benchmarks.our_end")
MARK = "--bench-end="
MORE_FLAGS = (
    "--disable-features=WebRtcHideLocalIpsWithMdns",
    f"--unsafely-treat-insecure-origin-as-secure=http://10.99.0.1:{PORT},{ORIGIN}",
    "--autoplay-policy=no-user-gesture-required",
)


@dataclass(frozen=True)
class Scenario:
    name: str
    conditions: Conditions
    away_s: float = 0.0
    """Without network for so long, in the middle."""


@dataclass
class Outcome:
    """`to_practitioner`: the patient's picture on the practitioner's screen; `to_patient`: the other way."""

    to_practitioner: dict[str, Any]
    to_patient: dict[str, Any]
    cost: dict[str, float]
    """Of the practitioner's end; only in a light call."""
    connect_ms: float
    until_ms: float
    """What came later (while the figures were fetched) does not count."""
    back_at_ms: float = 0.0


def instrument(context: BrowserContext, *, light: bool) -> None:
    """Give every page of a browser the scene for camera and microphone, and eyes and ears."""
    options = json.dumps({"light": light, "sampleMs": SAMPLE_EVERY_MS})
    context.add_init_script(scene.for_page())
    context.add_init_script(f"globalThis.benchOptions = {options};")
    context.add_init_script(path=PAGE / "instrument.js")


@contextlib.contextmanager
def chromium(playwright: Playwright, end: End, folder: Path, *, light: bool) -> Iterator[BrowserContext]:
    """A browser at one end of the line."""
    wrapper = end.wrapper(CHROMIUM, folder / f"chromium-{end.namespace}")
    flags = [*FLAGS, *MORE_FLAGS, MARK + end.namespace]
    browser = playwright.chromium.launch(executable_path=wrapper, args=flags)
    try:
        context = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 720})
        context.set_default_timeout(WAIT_S * 1000)
        instrument(context, light=light)
        yield context
    finally:
        browser.close()


def processes_of(end: End) -> list[psutil.Process]:
    """The browser at an end, all of its processes."""
    mark = MARK + end.namespace
    roots = [each for each in psutil.process_iter() if mark in " ".join(_command(each))]
    return list({process.pid: process for root in roots for process in (root, *root.children(recursive=True))}.values())


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def cost_of(processes: list[psutil.Process], wait: Callable[[], None]) -> dict[str, float]:
    """Processor seconds per second while `wait` waits, and memory at its end."""
    begun, spent = time.monotonic(), sum(sum(each.cpu_times()[:2]) for each in processes)
    wait()
    spent = sum(sum(each.cpu_times()[:2]) for each in processes) - spent
    memory = sum(each.memory_full_info().pss for each in processes) / 1e6
    return {"processor_share": spent / (time.monotonic() - begun), "memory_mb": memory}


def last(link: Link, scenario: Scenario, seconds: float, wait: Callable[[float], None]) -> float:
    """Let the call last, with its interruption; returns when the network was back (epoch ms)."""
    wait(seconds if not scenario.away_s else 8)
    if not scenario.away_s:
        return 0.0
    link.set(replace(scenario.conditions, cut=True))
    wait(scenario.away_s)
    link.set(scenario.conditions)
    back = scene.epoch_ms()
    wait(8 if scenario.away_s < 60 else 20)  # the longer it was away, the more patience a browser has with itself
    return back


def report_of(page: Page) -> dict[str, Any]:
    told: dict[str, Any] = page.evaluate("bench.report()")
    sound = {"total": 0, "concealed": 0}
    for each in told["stats"]:
        if each["type"] == "inbound-rtp" and each.get("kind") == "audio":
            sound["total"] += each.get("totalSamplesReceived", 0)
            sound["concealed"] += each.get("concealedSamples", 0) - each.get("silentConcealedSamples", 0)
    return told | {"sound": sound, "heard": told["sound"]}


class OurEnd:
    """The program, at an address of its own."""

    def __init__(self, start: Callable[..., "subprocess.Popen[str]"], listen: str, *, light: bool) -> None:
        command = [sys.executable, *OUR_END, "--listen", listen, *(["--light"] if light else [])]
        self._process = start(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def told(self) -> dict[str, Any]:
        """The next thing it tells."""
        assert self._process.stdout
        for line in self._process.stdout:
            if line.startswith("BENCH "):
                value: dict[str, Any] = json.loads(line.removeprefix("BENCH "))
                return value
        raise RuntimeError("our end has ended")

    def say(self, command: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()

    def close(self) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()


def ours(playwright: Playwright, scenario: Scenario, seconds: float, folder: Path, *, light: bool) -> Outcome:
    with (
        Link(scenario.conditions) as link,
        contextlib.closing(OurEnd(link.a.popen, f"10.99.0.1:{PORT}", light=light)) as end,
    ):
        address = end.told()["link"]
        with chromium(playwright, link.b, folder, light=light) as context:
            page = context.new_page()
            patient = Patient(page)
            patient.enter(address)
            patient.wait_step("ring")
            page.wait_for_timeout(RINGS_S * 1000)
            patient.accept()
            connected = end.told()["in_call"]
            back, cost = 0.0, {}
            if light:
                page.wait_for_timeout(COST_SETTLE_S * 1000)
                end.say("measure")
                page.wait_for_timeout(seconds * 1000)
                end.say("cost")
                cost = end.told()
            else:
                back = last(link, scenario, seconds, lambda wait_s: page.wait_for_timeout(wait_s * 1000))
            end.say("over")
            until = scene.epoch_ms()
            theirs = report_of(page)
            end.say("end")
            return Outcome(end.told(), theirs, cost, connected - theirs["acceptedAt"], until, back)


def chromes(playwright: Playwright, scenario: Scenario, seconds: float, folder: Path, *, light: bool) -> Outcome:
    with (
        Link(scenario.conditions) as link,
        chromium(playwright, link.a, folder, light=light) as first,
        chromium(playwright, link.b, folder, light=light) as second,
    ):
        pages = [first.new_page(), second.new_page()]
        under_way: deque[tuple[float, Page, Any]] = deque()
        for page, other in zip(pages, reversed(pages), strict=True):
            page.route(f"{ORIGIN}/**", _serve)
            page.expose_function(
                "benchSend",
                lambda message, other=other: under_way.append(
                    (time.monotonic() + scenario.conditions.delay_ms / 1000, other, message)
                ),
            )
            page.goto(f"{ORIGIN}/index.html")
            page.wait_for_selector("body[data-ready=yes]")

        def pump(wait_s: float) -> None:
            until = time.monotonic() + wait_s
            while time.monotonic() < until:
                while under_way and under_way[0][0] <= time.monotonic():
                    _, page, message = under_way.popleft()
                    page.evaluate("message => void benchEnd.take(message)", message)
                pages[0].wait_for_timeout(5 if under_way else 50)

        pages[1].evaluate("void benchEnd.offer()")
        pump(3)
        cost, back = {}, 0.0
        if light:
            pump(COST_SETTLE_S)
            cost = cost_of(processes_of(link.a), lambda: pump(seconds))
        else:
            back = last(link, scenario, seconds, pump)
        until = scene.epoch_ms()
        at_practitioner, at_patient = (report_of(page) for page in pages)
        shown = at_practitioner["pictures"]
        connect_ms = shown[0][0] - at_patient["acceptedAt"] if shown else float("nan")
        return Outcome(at_practitioner, at_patient, cost, connect_ms, until, back)


def _serve(route: Any) -> None:
    name = route.request.url.rsplit("/", 1)[-1]
    file = PAGE / name
    if file.is_file():
        route.fulfill(path=file)
    else:
        route.fulfill(status=404, body="")


def figures_of(outcome: Outcome, *, speech_too: bool) -> dict[str, dict[str, float]]:
    """For each direction; ViSQOL takes some seconds."""
    sides = {"to_practitioner": outcome.to_practitioner, "to_patient": outcome.to_patient}
    figures = {
        name: of_direction(
            [each for each in side["pictures"] if each[0] <= outcome.until_ms], side["samples"], side["sound"]
        ).as_dict()
        for name, side in sides.items()
    }
    for name, side in sides.items():
        if speech_too and (score := voice_of(side, outcome.until_ms)) is not None:
            figures[name]["speech"] = round(score, 3)
    return figures


def voice_of(side: dict[str, Any], until_ms: float) -> float | None:
    """The quality of the voice that an end heard, after the beginning."""
    heard = [(at, base64.b64decode(data)) for at, rate, data in side["heard"] if rate == SAMPLE_RATE and at <= until_ms]
    if not heard:
        return None
    begin = heard[0][0] + 1000 * SETTLE_S
    whole = b"".join(data for at, data in heard if at >= begin)
    return speech.quality(np.frombuffer(whole, np.int16)[: int(SPEECH_S * SAMPLE_RATE)], scene.period())
