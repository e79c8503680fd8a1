"""The embedded practice service: a child process on this computer, started and kept alive by the desktop."""

import json
import logging
import queue
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

from medclient import child

log = logging.getLogger("medclient.practice.embedded")

START_TIMEOUT_S = 60.0
"""Its libraries alone take a busy computer 20 s; one that ends instead is noticed at once."""
STOP_TIMEOUT_S = 5.0
RESTART_FIRST_S = 0.3
RESTART_MOST_S = 10.0
CHILD_OPTION = "--child-service"
"""What a frozen program is called with to be the service instead of the desktop."""


class EmbeddedServiceError(Exception):
    """The service does not start."""


class PortInUse(EmbeddedServiceError):
    pass


class DamagedDatabase(EmbeddedServiceError):
    pass


class UnwritableDatabase(EmbeddedServiceError):
    pass


class ServiceDidNotStart(EmbeddedServiceError):
    pass


ERRORS = {"port_in_use": PortInUse, "damaged_database": DamagedDatabase, "unwritable_database": UnwritableDatabase}


@dataclass(frozen=True)
class _Begun:
    """A process that has not said yet whether it listens."""

    process: "subprocess.Popen[str]"
    lines: "queue.Queue[str]"


class EmbeddedService:
    """Methods block; call them in a thread."""

    def __init__(self, data_dir: Path, listen: str = "127.0.0.1:0", public_url: str = "") -> None:
        self._data_dir = data_dir
        self._listen = listen
        self._public_url = public_url
        self._process: subprocess.Popen[str] | None = None
        self._begun: _Begun | None = None
        self._stopping = threading.Event()
        self._watcher: threading.Thread | None = None
        self.url = ""
        """Where it listens, once started; it stays the same through restarts."""

    @property
    def local_url(self) -> str:
        """How this computer reaches it, also where it listens on every address."""
        return self.url.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:")

    @property
    def process_id(self) -> int | None:
        return self._process.pid if self._process else None

    def begin(self) -> None:
        """Start it; returns at once. `start` waits for it."""
        self._begun = self._spawn()

    def start(self) -> None:
        """Start it, unless that was begun, and wait until it listens.

        Raises:
            PortInUse, DamagedDatabase, UnwritableDatabase, ServiceDidNotStart
        """
        begun, self._begun = self._begun, None
        self.url = _word_of(begun or self._spawn())
        self._listen = self.url.partition("://")[2]
        self._watcher = threading.Thread(target=self._watch, name="service watcher", daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """Let it end by itself, and make it where it does not."""
        self._stopping.set()
        process = self._process
        if process:
            _end(process)
        if self._watcher:
            self._watcher.join(STOP_TIMEOUT_S)

    def _spawn(self) -> _Begun:
        own = child.command_of(CHILD_OPTION, "medclient.service")
        command = [*own, "--embedded", "--listen", self._listen, "--data-dir", str(self._data_dir)]
        if self._public_url:
            command += ["--public-url", self._public_url]
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._process = process
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=_read_line, args=(process, lines), name="service output", daemon=True).start()
        return _Begun(process, lines)

    def _watch(self) -> None:
        pause = RESTART_FIRST_S
        while not self._stopping.is_set():
            process = self._process
            if process is None:
                return
            process.wait()
            while not self._stopping.wait(pause):
                log.warning("the practice service has ended and is started again")
                try:
                    _word_of(self._spawn())
                except EmbeddedServiceError as error:
                    log.error("it does not start: %s", type(error).__name__)
                    pause = min(pause * 2, RESTART_MOST_S)
                else:
                    pause = RESTART_FIRST_S
                    break


def _word_of(begun: _Begun) -> str:
    """Where it listens.

    Raises:
        PortInUse, DamagedDatabase, UnwritableDatabase, ServiceDidNotStart
    """
    try:
        said = json.loads(begun.lines.get(timeout=START_TIMEOUT_S))
    except (queue.Empty, ValueError):
        _end(begun.process)
        raise ServiceDidNotStart("no word from it") from None
    if "listening" not in said:
        _end(begun.process)
        raise ERRORS.get(said.get("error", ""), ServiceDidNotStart)(str(said.get("error", "")))
    return str(said["listening"])


def _read_line(process: "subprocess.Popen[str]", lines: "queue.Queue[str]") -> None:
    if process.stdout:
        lines.put(process.stdout.readline())


def _end(process: "subprocess.Popen[str]") -> None:
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
