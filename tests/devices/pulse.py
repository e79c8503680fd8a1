"""A private PulseAudio with a speaker and a microphone: real sound devices for a machine that has none."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

SPEAKER, MICROPHONE, FEED = "test_speaker", "test_microphone", "test_feed"
MODULES = (
    "module-native-protocol-unix",
    f"module-null-sink sink_name={SPEAKER} rate=48000",
    f"module-null-sink sink_name={FEED} rate=48000",
    f"module-remap-source source_name={MICROPHONE} master={FEED}.monitor",
)


class Pulse:
    """`environment`: what a program needs to find it."""

    def __init__(self, folder: Path) -> None:
        folder.chmod(0o700)
        self.environment = {**os.environ, "XDG_RUNTIME_DIR": str(folder), "HOME": str(folder)}
        self.environment |= {"PULSE_SINK": SPEAKER, "PULSE_SOURCE": MICROPHONE}

    def command(self, *command: str) -> str:
        """Run one of PulseAudio's own tools to its end."""
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=20, check=True)
        return done.stdout

    def popen(self, *command: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            command, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Pulse]:
    """While it runs, readers keep the devices awake: without one they work in steps of two seconds."""
    pulse = Pulse(folder)
    loads = [part for module in MODULES for part in ("-L", module)]
    server = pulse.popen("pulseaudio", "-n", "--exit-idle-time=-1", *loads)
    readers = []
    try:
        for _ in range(100):  # each try waits for the server's socket itself
            with contextlib.suppress(subprocess.CalledProcessError):
                pulse.command("pactl", "info")
                break
        raw = ("--raw", "--rate=48000", "--channels=1", "--format=s16le", "--latency-msec=10")
        for device in (f"{SPEAKER}.monitor", f"{FEED}.monitor"):
            readers.append(
                subprocess.Popen(
                    ["parec", *raw, f"--device={device}"], env=pulse.environment, stdout=subprocess.DEVNULL
                )
            )
        yield pulse
    finally:
        for process in (*readers, server):
            process.terminate()
            process.wait(10)
