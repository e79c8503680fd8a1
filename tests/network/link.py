"""An impaired line between two network namespaces, for tests and benchmarks. Needs root, Linux and `ip`.

    with Link(Conditions(delay_ms=25, loss=0.02)) as link:
        link.a.popen([...])                      # a program at one end
        link.set(replace(link.forth, cut=True))  # both directions, in the middle
        link.b.change_address("10.99.0.77")

The kernel's own impairment (netem) is missing on many machines, so a process of ours carries the packets. Namespaces
go when the `Link` is closed, when its process ends, and where both were killed, when the next `Link` is made.
"""

import ctypes
import dataclasses
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.network.conditions import Conditions, Counts
from tests.network.forwarder import ip

CLONE_NEWNET = 0x40000000
"""Of linux/sched.h; Python has `os.setns` from 3.12 on."""
PREFIX = "medlab"
NAMESPACES = Path("/run/netns")
ROOT = Path(__file__).parents[2]


class End:
    """One end of a link: a namespace with one address on the line, and its loopback."""

    def __init__(self, namespace: str, device: str, address: str) -> None:
        self.namespace = namespace
        self.device = device
        self.address = address

    def command(self, command: Sequence[str]) -> list[str]:
        """`command`, to be run at this end."""
        return ["nsenter", f"--net={NAMESPACES / self.namespace}", "--", *command]

    def popen(self, command: Sequence[str], **options: Any) -> "subprocess.Popen[str]":
        """Start a program at this end, its streams as text."""
        return subprocess.Popen(self.command(command), text=True, **options)

    def connect(self, port: int) -> socket.socket:
        """A connection to a program at this end that listens on its loopback."""
        with ThreadPoolExecutor(1) as inside:  # its only thread moves into the namespace, and ends there
            return inside.submit(self._connect, port).result()

    def _connect(self, port: int) -> socket.socket:
        with (NAMESPACES / self.namespace).open() as namespace:
            if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), "the namespace cannot be entered")
        return socket.create_connection(("127.0.0.1", port))

    def change_address(self, address: str) -> None:
        """Another address of the same network (10.99.0.0/24), as after a change from cable to Wi-Fi."""
        # In this order: the kernel removes later addresses of a network together with the first.
        ip("-n", self.namespace, "addr", "del", f"{self.address}/24", "dev", self.device)
        ip("-n", self.namespace, "addr", "add", f"{address}/24", "dev", self.device)
        self.address = address

    def set_up(self, up: bool) -> None:
        """Pull the plug, or put it back: the device itself goes down, which programs can see."""
        ip("-n", self.namespace, "link", "set", self.device, "up" if up else "down")

    def wrapper(self, program: str, file: Path) -> Path:
        """A script that runs `program` at this end, for starters that know nothing of namespaces."""
        command = " ".join(self.command([program]))
        file.write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
        file.chmod(0o755)
        return file


class Link:
    """Two ends, `a` (10.99.0.1) and `b` (10.99.0.2), joined by a line whose conditions may change at any time."""

    def __init__(self, conditions: Conditions | None = None, *, seed: int = 1) -> None:
        if os.geteuid() != 0:
            raise PermissionError("network namespaces need root: run these tests as root (CI does)")
        remove_orphans()
        name = f"{PREFIX}{os.getpid()}x{next(_numbers)}"
        self.a = End(f"{name}-a", f"{name}a"[-15:], "10.99.0.1")
        self.b = End(f"{name}-b", f"{name}b"[-15:], "10.99.0.2")
        self.forth = self.back = conditions or Conditions()
        """The conditions from `a` to `b`, and from `b` to `a`."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.network.forwarder", name, str(seed), self.a.address, self.b.address],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            self._answer()
            self.set(self.forth)
        except BaseException:
            self.close()
            raise

    @property
    def process_id(self) -> int:
        """Of the process that carries the packets."""
        return self._process.pid

    def set(self, forth: Conditions, back: Conditions | None = None) -> None:
        """Change both directions; in force when this returns."""
        self.forth, self.back = forth, back or forth
        self.counts()

    def counts(self) -> tuple[Counts, Counts]:
        """What became of the packets so far, from `a` to `b` and from `b` to `a`."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps([dataclasses.asdict(self.forth), dataclasses.asdict(self.back)]) + "\n")
        self._process.stdin.flush()
        forth, back = self._answer()
        return Counts(**forth), Counts(**back)

    def close(self) -> None:
        """Remove the namespaces; what still runs in them loses its network."""
        if self._process.stdin and self._process.stdout:
            self._process.stdin.close()
            self._process.wait(10)
            self._process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _answer(self) -> list[dict[str, int]]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise OSError("the line could not be laid: see the message above")
        answer: list[dict[str, int]] = json.loads(line)
        return answer


_numbers = count(1)


def remove_orphans() -> None:
    """Remove the namespaces of tests that are no more."""
    if not NAMESPACES.is_dir():
        return
    for file in NAMESPACES.iterdir():
        owner = re.fullmatch(rf"{PREFIX}(\d+)x\d+-[a-z]+", file.name)
        if owner and not Path("/proc", owner[1]).exists():
            subprocess.run(["ip", "netns", "del", file.name], capture_output=True)
