"""How pictures pass between threads: a slot that holds the newest one and nothing else."""

import threading
from collections.abc import Callable

import av


class LatestFrame:
    """A one-slot mailbox for video frames (YUV 4:2:0, `av.VideoFrame`): a late frame is replaced, never queued.

    `put` may be called from any thread. Listeners are called in the putting thread and must only wake their own
    (emit a queued signal, `call_soon_threadsafe`); they then `take` what is newest.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._frame: av.VideoFrame | None = None
        self.newest: av.VideoFrame | None = None
        """The last frame that came, taken or not."""
        self._listeners: tuple[Callable[[], None], ...] = ()
        self.replaced = 0
        """Frames that nobody took before a newer one came."""

    def put(self, frame: av.VideoFrame) -> None:
        with self._lock:
            if self._frame is not None:
                self.replaced += 1
            self._frame = self.newest = frame
            listeners = self._listeners
        for wake in listeners:
            wake()

    def take(self) -> av.VideoFrame | None:
        """The newest frame not yet taken, or None."""
        with self._lock:
            frame, self._frame = self._frame, None
        return frame

    def clear(self) -> None:
        """Forget all frames."""
        self.take()
        self.newest = None

    def listen(self, wake: Callable[[], None]) -> Callable[[], None]:
        """Call `wake` on each new frame; returns a function that stops it."""
        with self._lock:
            self._listeners = (*self._listeners, wake)

        def stop() -> None:
            with self._lock:
                self._listeners = tuple(each for each in self._listeners if each is not wake)

        return stop
