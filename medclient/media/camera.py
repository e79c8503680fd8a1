"""The camera: a capture thread of its own that hands on the newest picture and lets go of the device at once.

A thread belongs to one opening. Closing only tells it to stop, so that a driver that hangs in a read blocks nobody.
"""

import logging
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import av
import cv2
import numpy as np

from medclient.media import devices
from medclient.media.test_pattern import RATE, Luma, TestPicture

log = logging.getLogger("medclient.media.camera")

WIDTH, HEIGHT = 1280, 720
RETRY_S = 1.5
"""Between two attempts to open a camera that is wanted and not to be had."""

Size = tuple[int, int]
"""Width and height."""


class CameraState(StrEnum):
    OFF = "off"
    STARTING = "starting"
    ON = "on"
    MISSING = "missing"
    BUSY = "busy"
    """It is there, and something else uses it, or the system forbids it."""
    LOST = "lost"
    """It was on, and stopped delivering."""


class CameraSource(Protocol):
    """An open camera. `read` blocks until the next picture; None means that there will be no more."""

    def read(self) -> av.VideoFrame | None: ...
    def release(self) -> None: ...


class PatternSource:
    """The test picture in real time."""

    def __init__(self, size: Size = (WIDTH, HEIGHT)) -> None:
        self._picture = TestPicture(*size)
        self._next = time.monotonic()

    def read(self) -> av.VideoFrame | None:
        self._next = max(self._next + 1 / RATE, time.monotonic() - 1 / RATE)
        time.sleep(max(0.0, self._next - time.monotonic()))
        return self._picture.draw(self._next)

    def release(self) -> None:
        """Nothing is held."""


class CaptureSource:
    """A camera or a file through OpenCV."""

    def __init__(self, capture: cv2.VideoCapture, *, paced: bool = False, loops: bool = False) -> None:
        self._capture = capture
        self._period = 1 / (capture.get(cv2.CAP_PROP_FPS) or RATE) if paced else 0.0
        self._loops = loops
        self._next = time.monotonic()

    def read(self) -> av.VideoFrame | None:
        fine, picture = self._capture.read()
        if not fine and self._loops:
            self._capture.set(cv2.CAP_PROP_POS_FRAMES, 0)
            fine, picture = self._capture.read()
        if not fine:
            return None
        if self._period:
            self._next = max(self._next + self._period, time.monotonic() - self._period)
            time.sleep(max(0.0, self._next - time.monotonic()))
        height, width = picture.shape[:2]
        if height % 2 or width % 2:
            picture = picture[: height - height % 2, : width - width % 2]
        planes: Luma = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420), np.uint8)
        return av.VideoFrame.from_ndarray(planes, format="yuv420p")

    def release(self) -> None:
        self._capture.release()


class CameraUnavailable(Exception):
    """The camera cannot be opened now; `state` says why."""

    def __init__(self, state: CameraState) -> None:
        super().__init__(state.value)
        self.state = state


def open_source(spec: str, size: Size = (WIDTH, HEIGHT)) -> CameraSource:
    """Open what a specification names: `test-pattern`, `file:PATH`, a camera's id, or nothing for the best one.

    Raises:
        CameraUnavailable: It is missing or busy.
    """
    if spec == devices.TEST_PATTERN:
        return PatternSource(size)
    if spec.startswith(devices.FILE_PREFIX):
        path = Path(spec.removeprefix(devices.FILE_PREFIX))
        if not path.exists():
            raise CameraUnavailable(CameraState.MISSING)
        capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
        if not capture.isOpened():
            raise CameraUnavailable(CameraState.BUSY)
        regular = path.is_file()
        return CaptureSource(capture, paced=regular, loops=regular)
    device = devices.pick(devices.list_cameras(), spec)
    if device is None:
        raise CameraUnavailable(CameraState.MISSING)
    capture = cv2.VideoCapture(device.index, device.backend)
    if not capture.isOpened():
        capture.release()
        raise CameraUnavailable(CameraState.BUSY)
    capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, size[0])
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, size[1])
    capture.set(cv2.CAP_PROP_FPS, RATE)
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return CaptureSource(capture)


class Camera:
    """One camera, open or not. Methods return at once; callbacks come on the capture thread."""

    def __init__(
        self,
        on_frame: Callable[[av.VideoFrame, float], None],
        on_state: Callable[[CameraState], None],
        open_source: Callable[[str, Size], CameraSource] = open_source,
    ) -> None:
        self._on_frame = on_frame
        self._on_state = on_state
        self._open_source = open_source
        self._lock = threading.Lock()
        self._stop: threading.Event | None = None
        self._thread: threading.Thread | None = None
        self.frames_per_second = 0.0
        """Measured over the last second."""

    def open(self, spec: str, size: Size = (WIDTH, HEIGHT)) -> None:
        """Use this camera from now on, instead of the one before; tries again until `close`."""
        self.close()
        with self._lock:
            self._stop = stop = threading.Event()
            self._thread = threading.Thread(target=self._run, args=(spec, size, stop), name="camera", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Let go of the device; its light goes out as soon as the driver returns."""
        with self._lock:
            stop, self._stop = self._stop, None
        if stop:
            stop.set()
            self._on_state(CameraState.OFF)

    def wait_closed(self, timeout_s: float) -> bool:
        """Whether the capture thread has ended; for tests and for the program's end."""
        if self._thread:
            self._thread.join(timeout_s)
            return not self._thread.is_alive()
        return True

    def _run(self, spec: str, size: Size, stop: threading.Event) -> None:
        self._say(stop, CameraState.STARTING)
        while not stop.is_set():
            try:
                source = self._open_source(spec, size)
            except CameraUnavailable as error:
                self._say(stop, error.state)
            else:
                try:
                    self._capture(source, stop)
                finally:
                    source.release()
                self._say(stop, CameraState.LOST)
            stop.wait(RETRY_S)

    def _capture(self, source: CameraSource, stop: threading.Event) -> None:
        frames, since = 0, time.monotonic()
        shown = False
        while not stop.is_set():
            frame = source.read()
            if frame is None:
                return
            if stop.is_set():
                return
            if not shown:
                shown = True
                self._say(stop, CameraState.ON)
            at = time.monotonic()
            self._on_frame(frame, at)
            frames += 1
            if at - since >= 1:
                self.frames_per_second = frames / (at - since)
                frames, since = 0, at

    def _say(self, stop: threading.Event, state: CameraState) -> None:
        with self._lock:
            if stop.is_set() or stop is not self._stop:
                return
        log.info("camera: %s", state.value)
        self._on_state(state)
