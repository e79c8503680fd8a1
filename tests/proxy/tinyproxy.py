"""A real HTTP proxy that asks for a sign-in."""

import contextlib
import subprocess
import threading
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
        "LogLevel Info",
        f"BasicAuth {USERNAME} {PASSWORD}",
        "MaxClients 100",
        "Timeout 600",
    )
    file = folder / "tinyproxy.conf"
    file.write_text("\n".join(settings) + "\n", encoding="utf-8")
    process = subprocess.Popen(
        command(["tinyproxy", "-d", "-c", str(file)]), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    ready = threading.Event()
    said: list[str] = []

    def read() -> None:
        assert process.stdout
        with log.open("w", encoding="utf-8") as kept:
            for line in process.stdout:
                said.append(line)
                kept.write(line)
                kept.flush()
                if "Starting main loop" in line:
                    ready.set()
        ready.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        assert ready.wait(START_TIMEOUT_S), said
        assert process.poll() is None, said
        yield Tinyproxy(host, port, log)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
        reader.join(5)
