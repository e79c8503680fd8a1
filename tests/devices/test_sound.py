"""The sound thread on real devices: a private PulseAudio's null sinks, through PortAudio."""

import contextlib
import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

import numpy as np

from medclient.media import test_pattern
from tests.devices import play_and_hear, pulse

ROOT = Path(__file__).parents[2]
SECONDS = 30


def feed_all(pipe: IO[bytes], data: bytes) -> None:
    with contextlib.suppress(BrokenPipeError):
        pipe.write(data)


def test_speaker_and_microphone_carry_sound(tmp_path: Path) -> None:
    """What the program plays is in the speaker, what is in the microphone reaches the program."""
    with pulse.running(tmp_path) as server:
        raw = ("--raw", "--rate=48000", "--channels=1", "--format=s16le", "--latency-msec=20")
        feed = server.popen("pacat", "--playback", *raw, f"--device={pulse.FEED}")
        tone = test_pattern.Tone(play_and_hear.FED_HZ).block(SECONDS * test_pattern.SAMPLE_RATE)
        program = subprocess.Popen(
            [sys.executable, "-m", "tests.devices.play_and_hear"],
            cwd=ROOT,
            env=server.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert program.stdout
        assert feed.stdin
        assert program.stdout.readline() == "OPEN\n"
        listener = server.popen("parec", *raw, f"--device={pulse.SPEAKER}.monitor")
        assert listener.stdout
        feeding = threading.Thread(target=feed_all, args=(feed.stdin, tone.tobytes()))
        feeding.start()
        spoken = np.frombuffer(listener.stdout.read(3 * test_pattern.SAMPLE_RATE * 2), np.int16)
        result = json.loads(program.stdout.readline())
        for process in (listener, feed):
            process.terminate()
            process.wait(10)
        feeding.join(10)
        assert program.wait(10) == 0
    for fact in ("microphones", "speakers", "opened", "stopped"):
        assert result[fact], fact
    assert len(result["heard"]) >= 4
    assert sum(result["heard"]) >= len(result["heard"]) - 1
    assert test_pattern.hears(spoken[test_pattern.SAMPLE_RATE :], play_and_hear.PLAYED_HZ)
