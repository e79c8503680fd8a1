"""A real HTTP proxy that asks for a sign-in."""

import contextlib
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from medclient.network.proxy import Proxy
from tests.relay.coturn import free_port

USERNAME, PASSWORD = "praxis", "geheim1"
START_TIMEOUT_S = 20.0


@dataclass(frozen=True)
class Tinyproxy:
    host: str
    port: int
    log: Path

    def proxy(self, username: str = USERNAME, password: str = PASSWORD) -> Proxy:
        return Proxy(self.host, self.port, username, password)

    @property
    def lines(self) -> str:
        """What it has written down."""
        return self.log.read_text(encoding="utf-8", errors="replace")


@contextlib.contextmanager
def tinyproxy(
    folder: Path, *, host: str = "127.0.0.1", port: int = 0, command: Callable[[Sequence[str]], Sequence[str]] = list
) -> Iterator[Tinyproxy]:
    """Run one until the block ends; `command` wraps its command line, to run it in a namespace."""
    port = port or free_port()
    log = folder / "tinyproxy.log"
    settings = (
        f"Port {port}",
        f"Listen {host}",
        f'LogFile "{log}"',
        "LogLevel Info",
        f"BasicAuth {USERNAME} {PASSWORD}",
        "MaxClients 100",
        "Timeout 600",
    )
    file = folder / "tinyproxy.conf"
    file.write_text("\n".join(settings) + "\n", encoding="utf-8")
    process = subprocess.Popen(command(["tinyproxy", "-d", "-c", str(file)]))
    try:
        until = time.monotonic() + START_TIMEOUT_S
        while "Starting main loop" not in (log.read_text(encoding="utf-8") if log.exists() else ""):
            assert process.poll() is None, "tinyproxy has ended"
            assert time.monotonic() < until, "tinyproxy does not start"
            time.sleep(0.02)
        yield Tinyproxy(host, port, log)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
