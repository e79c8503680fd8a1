"""The tracks that feed a sender: never ending, newest first, filled from threads of their own.

One track belongs to one sender; the same source may fill several at once while a transport is being replaced.
"""

import asyncio
from collections import deque
from fractions import Fraction

import av
import numpy as np
from aiortc import MediaStreamTrack

VIDEO_CLOCK_RATE = 90000
SAMPLE_RATE = 48000
BLOCK_SAMPLES = 960
"""20 ms, as Opus likes it."""
MOST_BLOCKS = 5
"""Sound that waits longer than 100 ms for its sender is dropped, oldest first."""


class VideoFeed(MediaStreamTrack):
    """Delivers the newest picture; while there is none, the sender rests."""

    kind = "video"

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._engine_loop = loop
        self._frame: av.VideoFrame | None = None
        self._arrived = asyncio.Event()

    def put(self, frame: av.VideoFrame, at: float) -> None:
        """Hand over a picture (YUV 4:2:0) taken at `at` (monotonic seconds); from any thread."""
        self._engine_loop.call_soon_threadsafe(self._put, frame, at)

    def _put(self, frame: av.VideoFrame, at: float) -> None:
        frame.pts = int(at * VIDEO_CLOCK_RATE)
        frame.time_base = Fraction(1, VIDEO_CLOCK_RATE)
        self._frame = frame
        self._arrived.set()

    async def recv(self) -> av.VideoFrame:
        while self._frame is None:
            self._arrived.clear()
            await self._arrived.wait()
        frame, self._frame = self._frame, None
        return frame


class AudioFeed(MediaStreamTrack):
    """Delivers 20 ms of mono sound at 48 kHz at a time, in order."""

    kind = "audio"

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._engine_loop = loop
        self._blocks: deque[np.ndarray] = deque(maxlen=MOST_BLOCKS)
        self._arrived = asyncio.Event()
        self._samples = 0

    def put(self, block: np.ndarray) -> None:
        """Hand over 960 samples of int16; from any thread."""
        self._engine_loop.call_soon_threadsafe(self._put, block)

    def _put(self, block: np.ndarray) -> None:
        self._blocks.append(block)
        self._arrived.set()

    async def recv(self) -> av.AudioFrame:
        while not self._blocks:
            self._arrived.clear()
            await self._arrived.wait()
        block = self._blocks.popleft()
        frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        frame.pts = self._samples
        frame.time_base = Fraction(1, SAMPLE_RATE)
        self._samples += block.size
        return frame
