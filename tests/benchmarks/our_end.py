"""Our end of a benchmarked call, a process of its own: the real program with the benchmark's scene before its camera.

It tells `{"link": ...}` as soon as the patient may come and starts the call when the patient waits. What comes on
standard input: `measure` and `cost`, between which it costs; `over`, after which nothing counts; `end`, to hang up and
tell what was painted and heard.
"""

import argparse
import base64
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import av
import psutil
from PySide6.QtGui import QPaintEvent

from medclient.media import camera, sound, test_pattern
from medclient.media.test_pattern import SAMPLE_RATE, Sound
from medclient.session.events import CallState
from medclient.ui.video.widget import VideoWidget
from tests.benchmarks import scene
from tests.program import desktop

RING = 8
"""Pictures drawn ahead where the cost of drawing must not be measured."""
SAMPLE_EVERY_MS = 700.0


class SceneCamera:
    """In the place of the test picture."""

    light = False

    def __init__(self, width: int, height: int) -> None:
        assert (width, height) == (test_pattern.WIDTH, test_pattern.HEIGHT), "the scene has one size"
        self._number = 0
        self._ring = [scene.draw(index * 33) for index in range(RING)] if self.light else []

    def draw(self, at: float) -> av.VideoFrame:
        self._number += 1
        if self._ring:
            return self._ring[self._number % RING]
        return scene.draw(int(scene.epoch_ms()) % 2**32)


class SceneMicrophone:
    """In the place of the test tone: goes on from the moment at which it began."""

    def __init__(self) -> None:
        self._at_ms: float | None = None

    def block(self, samples: int) -> Sound:
        self._at_ms = scene.epoch_ms() if self._at_ms is None else self._at_ms
        block = scene.sound(self._at_ms, samples)
        self._at_ms += samples * 1000 / SAMPLE_RATE
        return block


class Watching:
    """What the window paints of the patient."""

    def __init__(self) -> None:
        self.pictures: list[tuple[float, int, int, int]] = []
        self.samples: list[dict[str, Any]] = []
        self.heard: list[tuple[float, Sound]] = []
        self.shown: list[float] = []
        """When each picture was painted, whatever was in it."""
        self._sample_at = 0.0
        self._seen: float | None = None

    def painted(self, widget: VideoWidget) -> None:
        if widget.last_frame_time == self._seen or widget._frame is None:
            return
        self._seen = widget.last_frame_time
        at = scene.epoch_ms()
        self.shown.append(at)
        luma = test_pattern.luma_of(widget._frame)
        code = test_pattern.read_bar_code(luma)
        if code is None:
            return
        height, width = luma.shape
        self.pictures.append((at, code, width, height))
        if at >= self._sample_at:
            self._sample_at = at + SAMPLE_EVERY_MS
            sample = {"at": at, "code": code, "width": width, "height": height, "stride": width}
            self.samples.append(sample | {"luma": luma.tobytes()})


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--listen", required=True)
    parser.add_argument("--light", action="store_true")
    options = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    SceneCamera.light = options.light
    vars(camera)["TestPicture"] = SceneCamera
    vars(sound)["Tone"] = SceneMicrophone
    watching = Watching()

    def scenario(program: desktop.Desktop) -> None:
        remote = program.app.call_page.stage.remote
        paint = VideoWidget.paintEvent

        def paint_and_note(widget: VideoWidget, event: QPaintEvent) -> None:
            paint(widget, event)
            if widget is remote and not options.light:
                watching.painted(widget)

        vars_of_class: Any = VideoWidget
        vars_of_class.paintEvent = paint_and_note
        program.ui(lambda: program.app.window.resize(1280, 800))
        tell({"link": program.first_link(), "pid": os.getpid()})
        program.start_first()
        program.wait_state(CallState.IN_CALL, 60)
        tell({"in_call": scene.epoch_ms()})
        if not options.light:
            program.app.engine.playout.tap = lambda block: watching.heard.append((scene.epoch_ms(), block))
        processor, began = 0.0, 0.0
        made_up = {"total": 0, "concealed": 0}
        for line in sys.stdin:
            command = line.strip()
            if command == "measure":
                processor, began = processor_s(), time.monotonic()
            elif command == "cost":
                spent = (processor_s() - processor) / (time.monotonic() - began)
                tell({"processor_share": spent, "memory_mb": memory_mb()})
            elif command == "over":
                # The patient's browser tells what it has seen next: for seconds it does little else, sends included.
                program.app.engine.playout.tap = None
                made_up = sound_of(program)
            elif command == "end":
                break
        # More may be painted meanwhile.
        samples = [each | {"luma": base64.b64encode(each["luma"]).decode()} for each in list(watching.samples)]
        result = {"pictures": watching.pictures, "samples": samples, "shown": watching.shown}
        heard = [(at, SAMPLE_RATE, base64.b64encode(block.tobytes()).decode()) for at, block in watching.heard]
        tell(result | {"sound": made_up, "heard": heard})

    with tempfile.TemporaryDirectory() as folder:
        desktop.run(
            Path(folder), scenario, listen=options.listen, public_url=f"http://{options.listen}", patient="none"
        )


def sound_of(program: desktop.Desktop) -> dict[str, int]:
    source = program.app.engine.playout.source
    if source is None:
        return {"total": 0, "concealed": 0}
    told = source.statistics
    return {"total": told.total_samples_received, "concealed": told.concealed_samples - told.silent_concealed_samples}


def processor_s() -> float:
    """Of this process and its children, service included."""
    processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
    return sum(sum(each.cpu_times()[:2]) for each in processes)


def memory_mb() -> float:
    processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
    return sum(each.memory_full_info().pss for each in processes) / 1e6


def tell(value: object) -> None:
    print("BENCH " + json.dumps(value), flush=True)


if __name__ == "__main__":
    main()
