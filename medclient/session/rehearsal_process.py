"""Starts the practice patient as a child process of this program."""

import json
import subprocess
import threading
from typing import Any

from medclient import child
from medclient.protocol.access_link import AccessLink

CHILD_OPTION = "--child-practice-patient"
"""What a frozen program is called with to be the practice patient."""
STOP_TIMEOUT_S = 8.0


class RehearsalProcess:
    """One practice patient. Methods but `start` block; call them in a thread."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._report: dict[str, Any] = {}
        self._lock = threading.Lock()

    @property
    def process_id(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self, link: AccessLink) -> None:
        self._process = subprocess.Popen(
            child.command_of(CHILD_OPTION, "medclient.session.rehearsal"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        if self._process.stdin:
            self._process.stdin.write(link.url + "\n")
            self._process.stdin.flush()

    def finish(self) -> dict[str, Any]:
        """Let it end, and return what it received; empty where it had nothing to say. The second time it waits for
        nothing and returns the same."""
        with self._lock:
            process, self._process = self._process, None
            if process:
                self._report = _end(process)
            return self._report


def _end(process: "subprocess.Popen[str]") -> dict[str, Any]:
    try:
        said, _ = process.communicate(timeout=STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        said, _ = process.communicate()
    lines = [line for line in said.splitlines() if line.startswith("{")]
    return dict(json.loads(lines[-1])) if lines else {}
