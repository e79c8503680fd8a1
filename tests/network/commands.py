"""What the program of a network test is told to do, and how it is done: see `desktop_end.py`."""

import asyncio
import bisect
import contextlib
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from medclient.media.test_pattern import Sound
from medclient.session import aiortc_seam
from medclient.startup import Ground
from tests.program import desktop

LOUD = 500
"""Root mean square of a block in which the patient's tone is heard, of 32767."""
KEEP = 20_000


class Broken(BaseException):
    """Not an error that anything in the program expects."""


class Flows:
    """When pictures were decoded and the patient was heard, in epoch ms."""

    def __init__(self, program: desktop.Desktop) -> None:
        self._program = program
        self.pictures: list[float] = []
        self.sounds: list[float] = []
        program.app.engine.remote_video.listen(lambda: self._note(self.pictures))
        program.app.engine.playout.tap = self._heard

    def told(self, since: float) -> dict[str, Any]:
        call = self._program.snapshot
        newest = self._program.app.engine.latest_sample
        sound = newest.audio_in if newest else None
        return {
            "sound packets": sound.packets_received if sound else 0,
            "sound made up": (sound.concealed_samples, sound.total_samples_received) if sound else (0, 0),
            "picture": self._first(self.pictures, since),
            "sound": self._first(self.sounds, since),
            "state": call.state.value,
            "chat": [line.text for line in call.chat],
            "interruptions": call.interruptions,
            "generation": call.generation,
            "at": time.time() * 1000,
        }

    def _heard(self, block: Sound) -> None:
        if np.sqrt(np.mean(block.astype(np.float32) ** 2)) > LOUD:
            self._note(self.sounds)

    @staticmethod
    def _note(times: list[float]) -> None:
        times.append(time.time() * 1000)
        if len(times) > KEEP:
            del times[: KEEP // 2]

    @staticmethod
    def _first(times: list[float], since: float) -> float | None:
        index = bisect.bisect_right(times, since)
        return times[index] if index < len(times) else None


def obey(ground: Ground) -> None:
    """Run the program, and do what is asked on standard input until that ends."""

    def scenario(program: desktop.Desktop) -> None:
        flows = Flows(program)
        commands: dict[str, Callable[[str], Any]] = {
            "link": lambda _: program.first_link(),
            "start": lambda _: program.start_first(),
            "flows": lambda since: flows.told(float(since)),
            "settled": lambda _: settled(program),
            "way": lambda _: way(program),
            "sample": lambda _: sample(program),
            "chat": lambda text: program.ui(lambda: program.app.call_page.chatSent.emit(text)),
            "safe": lambda _: safe(program),
            "circle": lambda _: program.ui(program.app.engine.reconnect),
            "set-clock": lambda seconds: set_clock(program, float(seconds)),
            "break-engine": lambda _: break_engine(program),
            "kill-service": lambda _: kill_service(program),
            "hang-up": lambda _: program.ui(program.app.engine.hang_up),
        }
        tell({"ready": os.getpid()})
        for line in sys.stdin:
            command, _, argument = line.strip().partition(" ")
            if command == "quit":
                break
            try:
                tell(commands[command](argument))
            except Exception:  # the program's own hook keeps what it catches to itself
                traceback.print_exc()
                raise

    desktop.run_on(ground, scenario)


def set_clock(program: desktop.Desktop, seconds: float) -> None:
    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=seconds)

    consultation = program.app.engine._consultation
    assert consultation
    consultation._clock._system = clock
    program.app._clock = clock


def settled(program: desktop.Desktop) -> bool:
    """Whether it has the service, and one transport, with none asked for."""
    consultation = program.app.engine._consultation
    if not consultation or not program.snapshot.service_reachable:
        return False
    return len(consultation._transports) == 1 and consultation._call.transports.asked_at is None


def sample(program: desktop.Desktop) -> dict[str, int]:
    """What the transport in use has done since it began."""
    newest = program.app.engine.latest_sample
    assert newest
    return {
        "sound": newest.audio_in.total_samples_received,
        "concealed": newest.audio_in.concealed_samples - newest.audio_in.silent_concealed_samples,
        "pictures": newest.video_out.frames_encoded,
        "width": newest.video_out.frame_width,
    }


def way(program: desktop.Desktop) -> str | None:
    """See `House.ways`; the transport in use may just be about to go."""
    consultation = program.app.engine._consultation
    assert consultation
    used = [each for each in list(consultation._transports.values()) if each.in_use]
    pair = aiortc_seam.ice_connection(used[0]._peer)._nominated.get(1) if used else None
    if pair is None:
        return None
    protocol = pair.protocol
    kind: str = protocol.local_candidate.type
    if kind != "relay":
        return kind
    client = vars(protocol.transport)["_TurnTransport__inner_protocol"]
    return f"relay {'tls' if client.transport.get_extra_info('sslcontext') else str(client).partition('/')[2]}"


def safe(program: desktop.Desktop) -> bool:
    """Whether what was typed is on the disk or with the service, so that a crash does not lose it."""
    consultation = program.app.engine._consultation
    return consultation is not None and consultation._client.unsent == consultation._kept


def kill_service(program: desktop.Desktop) -> None:
    with contextlib.suppress(ProcessLookupError):  # it was killed a moment ago, and is not back yet
        program.kill_service()


def break_engine(program: desktop.Desktop) -> None:
    loop = program.app.engine._loop
    assert isinstance(loop, asyncio.AbstractEventLoop)

    def fail() -> None:
        raise Broken

    loop.call_soon_threadsafe(fail)


def tell(value: object) -> None:
    print("END " + json.dumps(value), flush=True)
