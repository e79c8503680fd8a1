"""A practice and a patient in two networks: the real program with its service, and a real browser, over a line."""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar

import psutil
from playwright.sync_api import BrowserContext, Playwright, expect
from playwright.sync_api import Error as PlaywrightError

from tests.interop.patient import CHROMIUM, FLAGS, Patient
from tests.network.link import End

PORT = 8471
URL = f"http://10.99.0.1:{PORT}"
WAIT_S = 120.0
"""A busy machine takes its time; what a test says about time it says itself."""
LOG_LINES = 25
LOOK_MS = 50
MOMENT_MS = 2000
WATCH = Path(__file__).with_name("watch.js")
MARK = "--medclient-test-patient="

_ENDED = object()


def now_ms() -> float:
    return time.time() * 1000


class Ends(Protocol):
    """Where practice and patient are."""

    a: End
    b: End


class Tab(Protocol):
    """The patient's page, and what a patient does there."""

    def enter(self, link: str) -> None: ...
    def wait_step(self, step: str) -> None: ...
    def accept(self) -> None: ...


Place = TypeVar("Place", bound=Ends)


@dataclass(frozen=True)
class Elsewhere:
    """A practice service that is not on the practice's computer, and whom to trust that it is the one."""

    url: str
    environment: dict[str, str]
    flags: tuple[str, ...] = ()
    """For the patient's browser."""


class DesktopEnd:
    """The program at end `a`; it can be killed and started again on the same data."""

    def __init__(self, end: End, data_dir: Path, elsewhere: Elsewhere | None) -> None:
        self._end = end
        self._data_dir = data_dir
        self._elsewhere = elsewhere
        self._answers: queue.Queue[Any] = queue.Queue()
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.network.desktop_end"]
        command += ["--data-dir", str(self._data_dir)]
        if self._elsewhere:
            command += ["--service", self._elsewhere.url]
        else:
            command += ["--listen", f"10.99.0.1:{PORT}"]
        environment = os.environ | (self._elsewhere.environment if self._elsewhere else {})
        self.process = self._end.popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        threading.Thread(target=self._read, args=(self.process, self._answers), daemon=True).start()
        self.answer()

    def ask(self, command: str, argument: object = "") -> Any:
        assert self.process.stdin
        self.process.stdin.write(f"{command} {argument}".strip() + "\n")
        self.process.stdin.flush()
        return self.answer()

    def answer(self) -> Any:
        answer = self._answers.get(timeout=WAIT_S)
        if answer is _ENDED:
            raise RuntimeError("the program has ended")
        return answer

    def kill(self) -> None:
        """As a crash of the PC would: program and service are gone at once."""
        for process in self.family():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)
        self.process.wait(10)
        self._answers = queue.Queue()

    def family(self) -> list[psutil.Process]:
        own = psutil.Process(self.process.pid)
        return [own, *own.children(recursive=True)]

    def close(self) -> None:
        if self.process.stdin:
            with contextlib.suppress(OSError):
                self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()

    @staticmethod
    def _read(process: "subprocess.Popen[str]", answers: "queue.Queue[Any]") -> None:
        assert process.stdout
        for line in process.stdout:
            if line.startswith("END "):
                answers.put(json.loads(line.removeprefix("END ")))
        answers.put(_ENDED)


@dataclass(frozen=True)
class Recovery:
    """Seconds from a moment until each of the four flows brought something new."""

    practitioner_sees: float
    practitioner_hears: float
    patient_sees: float
    patient_hears: float

    @property
    def last(self) -> float:
        return max(self.practitioner_sees, self.practitioner_hears, self.patient_sees, self.patient_hears)


class Running(ABC, Generic[Place]):
    """A call that is running, whatever the patient's browser; what befalls it is the test's affair."""

    def __init__(self, folder: Path, *, link: Place, elsewhere: Elsewhere | None = None) -> None:
        self.link = link
        self.desktop = DesktopEnd(link.a, folder / "practice", elsewhere)
        self._folder = folder
        self.problems: list[str] = []
        self.address = str(self.desktop.ask("link"))
        tab = self.open_browser()
        tab.enter(self.address)
        self.desktop.ask("start")
        tab.wait_step("ring")
        accepted = now_ms()
        tab.accept()
        self.begun = self.recovered(accepted, WAIT_S)
        """From the patient's press to picture and sound at both ends."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close_browser()
        self.desktop.close()

    @abstractmethod
    def open_browser(self) -> Tab:
        """At end `b`, with `watch.js` in each page."""

    @abstractmethod
    def close_browser(self) -> None: ...

    @abstractmethod
    def evaluate(self, expression: str) -> Any:
        """What an expression is in the patient's page."""

    def wait(self, seconds: float) -> None:
        """Let the call last."""
        time.sleep(seconds)

    # What comes through.

    def recovered(self, since: float, patience_s: float = WAIT_S, *, under_way_s: float = 0.0) -> Recovery:
        """Wait until both ends see and hear something newer than `since` and say that they are connected.

        What comes in the first `under_way_s` does not count: it had been sent before.
        """
        begin, since = since, since + under_way_s * 1000
        until = now_ms() + patience_s * 1000
        while True:
            ours = self.desktop.ask("flows", since)
            theirs = json.loads(self.evaluate(f"JSON.stringify(firstSince({since}))"))
            state = self.evaluate("document.body.dataset.call")
            times = (ours["picture"], ours["sound"], theirs["picture"], theirs["sound"])
            if all(times) and ours["state"] == state == "in_call":
                assert not self.problems, self.problems
                return Recovery(*(round((each - begin) / 1000, 2) for each in times))
            assert now_ms() < until, self._seen(f"{ours | {'chat': len(ours['chat'])}}, patient {theirs} {state}")
            self.wait(LOOK_MS / 1000)

    def _seen(self, last: str) -> str:
        """What there is to say about a call that did not recover."""
        log = self._folder / "practice" / "logs" / "medclient.log"
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_LINES:] if log.exists() else []
        return "\n".join([f"not recovered: {last}", f"the page's errors: {self.problems}", *lines])

    def ways(self) -> tuple[str, str]:
        """What carries the call: the kind of candidate at each end, and what leads to its relay if it is one.

        "None" where that is not known at the moment.
        """
        return str(self.desktop.ask("way")), str(self.evaluate("way()"))

    def concealed(self, seconds: float) -> tuple[float, float]:
        """Share of the sound that had to be made up in the next seconds: at the practice, at the patient's."""
        before = self._heard()
        self.wait(seconds)
        after = self._heard()

        def share(a: dict[str, int], b: dict[str, int]) -> float:
            if b["sound"] < a["sound"]:  # another transport, which counts from its beginning
                a = dict.fromkeys(a, 0)
            heard = b["sound"] - a["sound"]
            return (b["concealed"] - a["concealed"]) / heard if heard else 1.0

        practice, patient = map(share, before, after)
        return practice, patient

    def _heard(self) -> tuple[dict[str, int], dict[str, int]]:
        return self.desktop.ask("sample"), self.evaluate("heardSamples()")

    def goes_through(self, expected: Callable[[set[str]], bool], patience_s: float) -> bool:
        """Wait until the ends use such ways: what carried the call may go on until its successor does."""
        until = now_ms() + patience_s * 1000
        while not expected(set(self.ways())):
            if now_ms() > until:
                return False
            self.wait(LOOK_MS / 1000)
        return True

    def must_go_through(self, expected: Callable[[set[str]], bool]) -> None:
        assert self.goes_through(expected, WAIT_S), f"the call goes through {self.ways()}"

    def settled(self) -> None:
        """Wait until nothing is left of what befell it: both have the service, and one transport, the newest."""
        until = now_ms() + WAIT_S * 1000
        while not (self.desktop.ask("settled") and self.evaluate("document.querySelector('#chat-away').hidden")):
            assert now_ms() < until, self._seen("not settled")
            self.wait(LOOK_MS / 1000)

    def say(self, line: str) -> None:
        """Let the practitioner type a line, and leave the program the moment that it takes to write it down."""
        self.desktop.ask("chat", line)
        self.chat_arrived(line)
        until = now_ms() + MOMENT_MS
        while not self.desktop.ask("safe"):
            assert now_ms() < until, "what was typed is neither written down nor sent"
            self.wait(LOOK_MS / 1000)

    def chat_arrived(self, line: str) -> None:
        """Wait for a line in the practitioner's chat, which must be there once."""
        until = now_ms() + WAIT_S * 1000
        while line not in self.chat_of_desktop():
            assert now_ms() < until, "the line does not stand there"
            self.wait(LOOK_MS / 1000)
        assert self.chat_of_desktop().count(line) == 1

    def chat_of_desktop(self) -> list[str]:
        return list(self.desktop.ask("flows", 0)["chat"])

    def chat_of_patient(self) -> list[str]:
        items = "[...document.querySelectorAll('#chat-messages li')].map((each) => each.firstChild.textContent)"
        return list(json.loads(self.evaluate(f"JSON.stringify({items})")))


class House(Running[Place]):
    """A call with a patient in Chromium."""

    def __init__(
        self,
        playwright: Playwright,
        folder: Path,
        sources: tuple[Path, Path],
        *,
        link: Place,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self._flags = elsewhere.flags if elsewhere else (f"--unsafely-treat-insecure-origin-as-secure={URL}",)
        self._playwright = playwright
        self._sources = sources
        self._context: BrowserContext | None = None
        super().__init__(folder, link=link, elsewhere=elsewhere)

    def open_browser(self) -> Patient:
        camera, microphone = self._sources
        wrapper = self.link.b.wrapper(CHROMIUM, self._folder / "chromium")
        self._context = self._playwright.chromium.launch_persistent_context(
            self._folder / "profile",
            executable_path=wrapper,
            locale="de-DE",
            args=[
                *FLAGS,
                "--disable-features=WebRtcHideLocalIpsWithMdns",
                *self._flags,
                f"--use-file-for-fake-video-capture={camera}",
                f"--use-file-for-fake-audio-capture={microphone}",
                MARK + self.link.b.namespace,
            ],
        )
        self._context.set_default_timeout(WAIT_S * 1000)
        self._context.add_init_script(path=WATCH)
        return self.open_tab()

    def close_browser(self) -> None:
        if self._context:
            with contextlib.suppress(Exception):
                self._context.close()

    def evaluate(self, expression: str) -> Any:
        return self.patient.page.evaluate(expression)

    def open_tab(self) -> Patient:
        assert self._context
        page = self._context.new_page()
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.patient = Patient(page)
        return self.patient

    def kill_browser(self) -> None:
        """The browser crashes, all of its processes at once."""
        mark = MARK + self.link.b.namespace
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if mark in process.cmdline():
                    for each in (process, *process.children(recursive=True)):
                        with contextlib.suppress(psutil.Error):
                            each.send_signal(signal.SIGKILL)
        with contextlib.suppress(Exception):  # it is gone already
            if self._context:
                self._context.close()
        self._context = None

    def reload(self) -> None:
        """Load the page anew."""
        self._load(self.patient.page.reload)

    def _load(self, load: Callable[[], object]) -> None:
        """As often as it takes: the service may not be back yet."""
        until = now_ms() + WAIT_S * 1000
        while True:
            try:
                load()
                return
            except PlaywrightError:
                if now_ms() > until:
                    raise
                self.wait(0.5)
                load = self._open_link  # what is there to be loaded anew is the browser's page of errors

    def _open_link(self) -> None:
        self.patient.page.goto(self.address)

    def come_back(self) -> None:
        """The patient opens the link again and presses what there is to be pressed."""
        page = self.patient.page
        self._load(self._open_link)
        expect(page.locator("body")).to_have_attribute("data-step", _any_of("consent", "call"), timeout=WAIT_S * 1000)
        if self.patient.step == "consent":
            page.fill("#name", "Erika Beispiel")
            page.check("#consent")
            page.click("#continue")
            self.patient.wait_step("devices")
            page.click("#enter")
        self.patient.wait_step("call")

    def wait(self, seconds: float) -> None:
        """Let the call last; the browser's messages are read meanwhile."""
        if self._context:
            self.patient.page.wait_for_timeout(seconds * 1000)
        else:
            super().wait(seconds)

    def arrived(self, sender: str, line: str) -> None:
        """Wait until the patient's page shows a line, once."""
        shown = self.patient.page.locator(f'#chat-messages li[data-sender="{sender}"]', has_text=line)
        expect(shown).to_have_count(1, timeout=WAIT_S * 1000)


def _any_of(*words: str) -> Any:
    import re

    return re.compile("|".join(words))


@contextlib.contextmanager
def standing_still(processes: list[psutil.Process]) -> Iterator[None]:
    """A PC that sleeps: its programs stand still, and time goes on without them."""
    for each in processes:
        os.kill(each.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in processes:
            os.kill(each.pid, signal.SIGCONT)
