"""Measures the chosen camera with real pictures."""

import threading
import time

import av
import numpy as np

from medclient.diagnostics.system_test.devices import CameraMeasured
from medclient.media.camera import CameraState
from medclient.media.local_media import LocalMedia
from medclient.media.test_pattern import luma_of

OWNER = "system test"
OPEN_S = 6.0
"""Some cameras take seconds to start."""
SETTLE_S = 0.7
"""The first pictures are dark: the camera is still finding its exposure."""
MEASURE_S = 2.5
STEP = 8
"""Every eighth pixel of every eighth line is enough to tell dark from bright."""
GIVE_UP = frozenset({CameraState.MISSING, CameraState.BUSY})
GIVE_UP_AFTER_S = 2.0
"""A camera that is missing now may just be starting."""


class _Watch:
    """What the capture thread hands over."""

    def __init__(self) -> None:
        self.first_at: float | None = None
        self.times: list[float] = []
        self.luma: list[float] = []
        self.spread: list[float] = []
        self.change: list[float] = []
        self.size = (0, 0)
        self._before: np.ndarray | None = None
        self.came = threading.Event()

    def __call__(self, frame: av.VideoFrame, at: float) -> None:
        self.size = (frame.width, frame.height)
        self.first_at = self.first_at or at
        self.came.set()
        if at - self.first_at < SETTLE_S:
            return
        small = luma_of(frame)[::STEP, ::STEP].astype(np.float32)
        self.times.append(at)
        self.luma.append(float(small.mean()))
        self.spread.append(float(small.std()))
        if self._before is not None and self._before.shape == small.shape:
            self.change.append(float(np.abs(small - self._before).mean()))
        self._before = small


def measure_camera(media: LocalMedia, stop: threading.Event) -> CameraMeasured:
    """Blocks for a few seconds; the camera is let go of afterwards unless somebody else has it open."""
    watch = _Watch()
    unlisten = media.add_video_listener(watch)
    media.acquire_camera(OWNER)
    try:
        begun = time.monotonic()
        while not watch.came.wait(0.1) and not stop.is_set():
            waited = time.monotonic() - begun
            if waited > OPEN_S or (waited > GIVE_UP_AFTER_S and media.state.camera in GIVE_UP):
                break
        if watch.came.is_set():
            stop.wait(SETTLE_S + MEASURE_S)
        state = media.state.camera
    finally:
        unlisten()
        media.release_camera(OWNER)
    times = watch.times
    if len(times) < 2:
        return CameraMeasured(state, *(watch.size if watch.came.is_set() else (0, 0)))
    return CameraMeasured(
        state,
        *watch.size,
        frames_per_second=(len(times) - 1) / (times[-1] - times[0]),
        luma=float(np.mean(watch.luma)),
        spread=float(np.mean(watch.spread)),
        change=float(np.max(watch.change)) if watch.change else 0.0,
    )
