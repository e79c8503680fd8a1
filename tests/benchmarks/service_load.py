"""`python -m tests.benchmarks.service_load`: 500 consultations at once in the mailboxes of one service process.

Both ends of each are connected over WebSockets of their own, as the program and the page are. First all of them
exchange what begins a call (offers, answers, candidates: a burst), spread over some time; then each end posts a message
now and then. Measured is the time from the post to its arrival at the other end. Writes `build/bench/service.json`.

The clients run in this process and need a processor of their own: on two cores the service has one.
"""

import argparse
import asyncio
import contextlib
import json
import random
import resource
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from medclient.protocol import encoding
from medclient.protocol.envelope import new_instance, patient_token, token_verifier
from tests.service.client import Practice, Service

OUT = Path("build/bench/service.json")
SMALL, LARGE = 400, 4000
"""Characters of a sealed candidate or line of chat, and of an offer."""
BURST = (LARGE, *[SMALL] * 9)
"""What each end posts to begin a call."""
PATIENCE_S = 30.0


@dataclass
class Load:
    """What was measured, in milliseconds."""

    burst: list[float] = field(default_factory=list)
    steady: list[float] = field(default_factory=list)
    sent: dict[str, float] = field(default_factory=dict)
    lost: int = 0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)


class End:
    """One end of one consultation."""

    def __init__(self, load: Load, link_id: str, role: str, token: str, url: str) -> None:
        self._load, self._role, self._token = load, role, token
        self._url = f"{url.replace('http', 'ws', 1)}/api/v1/consultations/{link_id}/mailbox"
        self._instance, self._number = new_instance(), 0
        self._socket: ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None
        self.kept = load.burst
        """Where the times of what arrives here go."""

    async def join(self) -> None:
        self._socket = await connect(self._url, compression=None, ping_interval=None, open_timeout=PATIENCE_S)
        await self._socket.send(json.dumps({"type": "join", "role": self._role, "token": self._token, "after": 0}))
        self._reading = asyncio.create_task(self._read(self._socket))

    async def _read(self, socket: ClientConnection) -> None:
        async for text in _texts(socket):
            frame = json.loads(text)
            if frame["type"] == "message" and frame["from"] != self._role:
                self.kept.append(1000 * (time.monotonic() - self._load.sent.pop(frame["id"])))
                self._load.arrived.set()

    async def post(self, chars: int) -> None:
        message_id = f"{self._instance}.{self._number}"
        self._number += 1
        self._load.sent[message_id] = time.monotonic()
        assert self._socket
        with contextlib.suppress(ConnectionClosed):  # then it is lost, and counted so
            await self._socket.send(json.dumps({"type": "post", "id": message_id, "body": "A" * chars}))

    async def leave(self) -> None:
        if self._reading:
            self._reading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reading
        if self._socket:
            await self._socket.close()


async def _texts(socket: ClientConnection) -> AsyncIterator[str]:
    with contextlib.suppress(ConnectionClosed):
        async for text in socket:
            yield str(text)


async def play(load: Load, ends: list[End], begin_s: float, seconds: float, every_s: float) -> None:
    """All of it; `begin_s`: within which the calls begin, `every_s`: how often each end posts after that."""
    dice = random.Random(7)
    for at in range(0, len(ends), 50):
        await asyncio.gather(*(end.join() for end in ends[at : at + 50]))

    async def begin(end: End) -> None:
        await asyncio.sleep(dice.uniform(0, begin_s))
        for chars in BURST:
            await end.post(chars)
            await asyncio.sleep(0.05)

    async def go_on(end: End) -> None:
        until = time.monotonic() + seconds
        await asyncio.sleep(dice.uniform(0, every_s))
        while time.monotonic() < until:
            await end.post(SMALL)
            await asyncio.sleep(dice.uniform(0.5, 1.5) * every_s)

    await asyncio.gather(*map(begin, ends))
    await _settled(load)
    for end in ends:
        end.kept = load.steady
    await asyncio.gather(*map(go_on, ends))
    await _settled(load)
    load.lost = len(load.sent)
    await asyncio.gather(*(end.leave() for end in ends))


async def _settled(load: Load) -> None:
    """Until everything has arrived; what stays away too long is lost."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE_S):
            while load.sent:
                load.arrived.clear()
                await load.arrived.wait()


def quantiles(times: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(times, n=100)
    return {
        "median": round(cuts[49], 1),
        "p95": round(cuts[94], 1),
        "p99": round(cuts[98], 1),
        "most": round(max(times), 1),
    }


def measure(consultations: int, begin_s: float, seconds: float, every_s: float) -> dict[str, Any]:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    load = Load()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "medclient.service", "--embedded", "--listen", "127.0.0.1:0"]
        with subprocess.Popen(
            [*command, "--data-dir", folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdin
            assert process.stdout
            url = json.loads(process.stdout.readline())["listening"]
            practice = Practice.set_up(Service(url, 0, process.kill))
            ends = []
            for _ in range(consultations):
                link_id, secret = encoding.encode(secrets.token_bytes(16)), secrets.token_bytes(32)
                token = patient_token(secret, link_id)
                body = {
                    "link_id": link_id,
                    "starts_at": datetime.now(UTC).isoformat(),
                    "duration_minutes": 20,
                    "sealed": "A" * 300,
                    "patient_token_verifier": token_verifier(token),
                }
                assert practice.call("POST", "/appointments", body).status_code == 201
                ends += [
                    End(load, link_id, "patient", token, url),
                    End(load, link_id, "practitioner", practice.token, url),
                ]
            watched = psutil.Process(process.pid)
            before, begun = sum(watched.cpu_times()[:2]), time.monotonic()
            asyncio.run(play(load, ends, begin_s, seconds, every_s))
            spent, took = sum(watched.cpu_times()[:2]) - before, time.monotonic() - begun
            memory = watched.memory_info().rss
            process.stdin.close()
            process.wait(PATIENCE_S)
    return {
        "consultations": consultations,
        "messages": len(load.burst) + len(load.steady),
        "lost": load.lost,
        "burst_ms": quantiles(load.burst),
        "burst_messages_per_s": round(len(load.burst) / begin_s),
        "steady_ms": quantiles(load.steady),
        "steady_messages_per_s": round(len(load.steady) / seconds),
        "service_processor": round(spent / took, 2),
        "service_memory_mb": round(memory / 1e6),
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100 consultations for some seconds")
    parser.add_argument("--consultations", type=int, default=500)
    options = parser.parse_args()
    number = 100 if options.quick else options.consultations
    begin_s, seconds = (12.0, 10.0) if options.quick else (60.0, 30.0)
    found = measure(number, begin_s, seconds, every_s=10.0)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=2))
    print(
        f"99th percentile of delivery: {found['steady_ms']['p99']} ms, while calls begin {found['burst_ms']['p99']} ms"
    )
    return 1 if found["lost"] else 0


if __name__ == "__main__":
    sys.exit(main())
