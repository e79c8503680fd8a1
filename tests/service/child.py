"""The service as an operator starts it: a process of its own, its output kept."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PROGRAM = ("-m", "medclient.service")


@dataclass
class Running:
    url: str
    folder: Path
    process_id: int
    said: IO[str]

    def asked(self) -> object:
        """What it says on a signal, where it was taught to."""
        os.kill(self.process_id, signal.SIGUSR1)
        return json.loads(self.said.readline())

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    @property
    def log(self) -> bytes:
        return (self.folder / "log").read_bytes()


def command(folder: Path, *more: str, python: Sequence[str] = PROGRAM) -> list[str]:
    return [sys.executable, *python, "--listen", "127.0.0.1:0", "--data-dir", str(folder), "--embedded", *more]


@contextmanager
def as_operator(folder: Path, *more: str, python: Sequence[str] = PROGRAM) -> Iterator[Running]:
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(
            command(folder, *more, python=python), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        assert process.stdin
        assert process.stdout
        yield Running(json.loads(process.stdout.readline())["listening"], folder, process.pid, process.stdout)
        process.stdin.close()
        (folder / "log-out").write_text(process.stdout.read(), encoding="utf-8")
        process.wait(15)
