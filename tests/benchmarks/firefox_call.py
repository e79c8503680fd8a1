"""Our program and a patient in Firefox, on this machine's loopback: no pair of Firefox is measured against it."""

import contextlib
import json
import subprocess
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from medclient.media import test_pattern
from tests.benchmarks.calls import PORT, OurEnd
from tests.benchmarks.figures import of_direction
from tests.interop import firefox
from tests.interop.test_firefox import free_port

WATCH = """
globalThis.benchSeen = [];
{
  const video = document.querySelector("#remote-video");
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const shown = () => {
    const at = performance.timeOrigin + performance.now();
    video.requestVideoFrameCallback(shown);
    const { videoWidth: width, videoHeight: height } = video;
    canvas.width = width; canvas.height = 1;
    pen.drawImage(video, 0, Math.floor(height * (1 - 0.5 / STRIP)), width, 1, 0, 0, width, 1);
    const row = pen.getImageData(0, 0, width, 1).data.filter((_, index) => index % 4 === 1);
    benchSeen.push([at, width, height, Array.from(row).map((level) => (level > 127 ? 1 : 0)).join("")]);
  };
  video.requestVideoFrameCallback(shown);
}
"""


def call(seconds: float, folder: Path) -> dict[str, Any]:
    """Pictures a second and latency as Firefox shows ours, and pictures a second as we show Firefox's."""
    listen = f"127.0.0.1:{PORT}"
    start = partial(subprocess.Popen, text=True)
    with (
        contextlib.closing(OurEnd(start, listen, light=False)) as end,
        firefox.browser(folder, free_port()) as patient,
    ):
        patient.enter(end.told()["link"])
        patient.accept()
        end.told()
        patient.wait_call("in_call")
        patient.evaluate(WATCH.replace("STRIP", str(test_pattern.STRIP)))
        patient.evaluate(f"new Promise((resolve) => setTimeout(resolve, {seconds * 1000}))")
        seen = json.loads(patient.evaluate("JSON.stringify(benchSeen)"))
        end.say("over")
        end.say("end")
        told = end.told()
    pictures = []
    for at, width, height, row in seen:
        levels = np.where(np.frombuffer(row.encode(), np.uint8) == ord("1"), 255, 0).astype(np.uint8)
        code = test_pattern.read_bar_code(np.tile(levels, (height, 1)))
        if code is not None:
            pictures.append([at, code, width, height])
    figures = of_direction(pictures, [], {"total": 0, "concealed": 0})
    shown = [at for at in told["shown"] if at > told["shown"][0] + 5000]
    return {
        "to_patient": {name: value for name, value in figures.as_dict().items() if name not in ("ssim", "concealed")},
        "to_practitioner": {"frames_per_second": (len(shown) - 1) / (shown[-1] - shown[0]) * 1000},
    }
