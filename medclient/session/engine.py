"""The engine: a thread with an asyncio loop of its own, on which the call lives.

A slow paint or an open menu must never delay a packet. Commands come in from any thread; snapshots go out
through a callback that is called on the engine's thread and must only pass them on (a queued Qt signal).
"""

import asyncio
import contextlib
import logging
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Protocol

import av
import numpy as np

from medclient.media.frames import LatestFrame
from medclient.media.still import UnreadableStill, decode_still
from medclient.network.proxy import Proxies
from medclient.protocol.messages import HintKey, PictureSize
from medclient.session import call_events
from medclient.session.consultation import Consultation
from medclient.session.events import CallSnapshot, ConsultationTicket
from medclient.session.ice.servers import IceServers
from medclient.session.outbox import Outbox
from medclient.session.playout import Playout
from medclient.session.rtp.hardware import THIS_MACHINE
from medclient.session.statistics import Sample
from medclient.session.tracks import AudioFeed, VideoFeed

log = logging.getLogger("medclient.session.engine")

SWITCH_INTERVAL_S = 0.0005
"""Under a busy UI thread the engine's 99th percentile of delay falls from 21 to 7 ms with it (ENGINE.md)."""
START_TIMEOUT_S = 5.0
STOP_TIMEOUT_S = 8.0
REOPEN_FIRST_S = 0.2
REOPEN_MOST_S = 30.0


class CallMedia(Protocol):
    """What the engine needs of the devices (`medclient.media.local_media.LocalMedia`)."""

    def add_video_listener(self, listener: Callable[[av.VideoFrame, float], None]) -> Callable[[], None]: ...
    def set_audio_sink(self, sink: Callable[[np.ndarray], None] | None) -> None: ...
    def set_playout(self, source: Playout | None) -> None: ...
    def set_camera(self, on: bool) -> None: ...
    def set_microphone(self, on: bool) -> None: ...
    def acquire_camera(self, owner: str) -> None: ...
    def release_camera(self, owner: str) -> None: ...
    def acquire_sound(self, owner: str) -> None: ...
    def release_sound(self, owner: str) -> None: ...


class Engine:
    """Runs one consultation at a time. Public methods may be called from any thread and return at once."""

    def __init__(
        self,
        media: CallMedia,
        fetch_ice_servers: Callable[[ConsultationTicket], Awaitable[IceServers]],
        on_snapshot: Callable[[CallSnapshot], None],
        proxies: Proxies | None = None,
        outbox: Outbox | None = None,
    ) -> None:
        self._proxies = proxies
        self._outbox = outbox
        self.remote_video = LatestFrame()
        self._media = media
        self._fetch_ice_servers = fetch_ice_servers
        self._on_snapshot = on_snapshot
        self.playout = Playout()
        self._video_feeds: tuple[VideoFeed, ...] = ()
        self._audio_feeds: tuple[AudioFeed, ...] = ()
        self._consultation: Consultation | None = None
        self._running: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ticket: ConsultationTicket | None = None
        """Of the consultation that is open."""
        self._ring = False
        self._failures = 0
        self._stopped = False
        self._started = threading.Event()
        # A daemon: where the display is gone nobody is left to stop it, and the process must end all the same.
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)
        self.camera_on = True
        self.microphone_on = True
        self._picture_area = (0, 0)

    def start(self) -> None:
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        self._thread.start()
        if not self._started.wait(START_TIMEOUT_S):
            raise RuntimeError("the engine did not start")

    def stop(self) -> None:
        """Leave the consultation (without hanging up), end the thread."""
        self._stopped = True
        if self._loop and self._thread.is_alive():
            with contextlib.suppress(RuntimeError):  # between two loops
                self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join(STOP_TIMEOUT_S)

    # Commands.

    @property
    def latest_sample(self) -> Sample | None:
        """What the call's transport did in the last second."""
        consultation = self._consultation
        return consultation.statistics.latest if consultation else None

    def open(self, ticket: ConsultationTicket, *, ring: bool) -> None:
        """Join a consultation; with `ring`, call the patient as soon as they are there."""
        self._post(lambda: self._open(ticket, ring))

    def leave(self) -> None:
        """Leave the consultation without hanging up: it stays valid."""
        self._post(self._leave)

    def ring(self) -> None:
        self._ring = True
        self._tell(call_events.CallPressed())

    def set_camera(self, on: bool) -> None:
        self.camera_on = on
        self._media.set_camera(on)
        self._tell(call_events.CameraSwitched(on))

    def set_microphone(self, on: bool) -> None:
        self.microphone_on = on
        self._media.set_microphone(on)
        self._tell(call_events.MicrophoneSwitched(on))

    def reconnect(self) -> None:
        self._tell(call_events.ReconnectPressed())

    def set_picture_area(self, width: int, height: int) -> None:
        """The patient is shown in an area of so many device pixels: a larger picture need not be sent."""
        self._picture_area = (width, height)

        def tell() -> None:
            if self._consultation:
                self._consultation.picture_area = self._picture_area

        self._post(tell)

    def network_changed(self) -> None:
        """The system says that the network is another, or is there again."""

        def tell() -> None:
            if self._consultation:
                self._consultation.network_changed()

        self._post(tell)

    def hang_up(self) -> None:
        self._tell(call_events.HangUpPressed())

    def send_chat(self, text: str) -> None:
        self._tell(call_events.ChatTyped(text))

    def send_hint(self, hint: HintKey) -> None:
        self._tell(call_events.HintPressed(hint))

    def chat_seen(self, count: int) -> None:
        """So many of the patient's lines have been on the screen."""
        self._tell(call_events.ChatSeen(count))

    def offer_file(self, name: str, kind: str, content: bytes, sha256: str) -> None:
        """Offer the patient a file that `protocol.file_rules` allows; `sha256` is its content's, in hexadecimal."""
        self._tell(call_events.FileChosen(name, kind, content, sha256))

    def accept_file(self, file_id: str) -> None:
        """Fetch a file that the patient offers."""
        self._tell(call_events.FileAccepted(file_id))

    def cancel_file(self, file_id: str) -> None:
        self._tell(call_events.FileCancelled(file_id))

    def file_content(self, file_id: str) -> bytes | None:
        """A received file, whole and checked; None where there is none of this id."""
        consultation = self._consultation
        return consultation.file_content(file_id) if consultation else None

    def ask_for_still(self) -> None:
        """Ask the patient's camera for a sharp still."""
        self._tell(call_events.StillPressed())

    def take_still(self, done: Callable[[av.VideoFrame | None], None]) -> None:
        """Hand over the still that has come, once; `done` is called on a thread of its own, with None for a
        picture that cannot be read."""

        def take() -> None:
            data = self._consultation.take_still() if self._consultation else None
            if data is not None:
                asyncio.get_running_loop().run_in_executor(None, decode, data)

        def decode(data: bytes) -> None:
            try:
                done(decode_still(data))
            except UnreadableStill as error:
                log.warning("a still cannot be read: %s", error)
                done(None)

        self._post(take)

    def choose_picture(self, size: PictureSize) -> None:
        """Let both pictures be smaller, or have them back at full size."""
        self._tell(call_events.PictureChosen(size))

    # On the engine's thread.

    def _run(self) -> None:
        """The thread: should its loop break, another takes over and goes on with the consultation."""
        while not self._stopped:
            try:
                # A selector loop: on Windows, the proactor loop's UDP can stop after a packet to a closed port.
                with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
                    runner.run(self._main())
            except BaseException as error:  # Even what should end the program must not end the call.
                log.critical("the engine's loop failed and is started again", exc_info=error)
                self._running = self._leaving = self._consultation = None
                time.sleep(REOPEN_FIRST_S)

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        if self._stopped:
            return
        stop_listening = self._media.add_video_listener(self._camera_frame)
        self._started.set()
        if self._ticket:
            self._open(self._ticket, self._ring)
        try:
            await self._stopping.wait()
        finally:
            stop_listening()
        self._leave()
        if self._leaving:
            await self._leaving

    def _post(self, work: Callable[[], None]) -> None:
        if self._loop is None:
            raise RuntimeError("the engine is not running")
        with contextlib.suppress(RuntimeError):  # its loop has just broken; the next one goes on with the consultation
            self._loop.call_soon_threadsafe(work)

    def _tell(self, event: call_events.Event) -> None:
        def tell() -> None:
            if self._consultation:
                self._consultation.tell(event)

        self._post(tell)

    _leaving: "asyncio.Task[None] | None" = None

    def _open(self, ticket: ConsultationTicket, ring: bool) -> None:
        self._leave()
        THIS_MACHINE.look()
        self._ticket, self._ring = ticket, ring
        self.remote_video.clear()
        self.playout.use(None)
        self._consultation = consultation = Consultation(
            ticket,
            self._fetch_ice_servers,
            self._on_snapshot,
            self.remote_video.put,
            self.playout.use,
            self._feeds_changed,
            camera=self.camera_on,
            microphone=self.microphone_on,
            proxies=self._proxies,
            outbox=self._outbox,
        )
        consultation.picture_area = self._picture_area
        self._media.acquire_camera("call")
        self._media.acquire_sound("call")
        self._media.set_audio_sink(self._microphone_block)
        self._media.set_playout(self.playout)
        self._running = asyncio.ensure_future(consultation.run())
        self._running.add_done_callback(self._report_failure)
        if ring:
            consultation.tell(call_events.CallPressed())

    def _leave(self) -> None:
        running, self._running, self._consultation = self._running, None, None
        self._ticket = None
        if running is None:
            return
        self._media.set_playout(None)
        self._media.set_audio_sink(None)
        self._media.release_camera("call")
        self._media.release_sound("call")
        running.cancel()
        self._leaving = asyncio.ensure_future(self._await_end(running, self._leaving))

    async def _await_end(self, running: "asyncio.Task[None]", earlier: "asyncio.Task[None] | None") -> None:
        if earlier:
            await earlier
        with contextlib.suppress(asyncio.CancelledError, Exception):  # reported by _report_failure
            await running

    def _report_failure(self, task: "asyncio.Task[None]") -> None:
        if task.cancelled() or not (error := task.exception()):
            return
        log.critical("the consultation failed", exc_info=error)
        ticket = self._ticket
        if task is self._running and ticket and self._loop:
            # Its mailbox knows where it was: open it again, ever more patiently.
            self._failures += 1
            pause = min(REOPEN_FIRST_S * 2 ** (self._failures - 1), REOPEN_MOST_S)
            self._loop.call_later(pause, self._reopen, ticket)

    def _reopen(self, ticket: ConsultationTicket) -> None:
        if self._ticket is ticket:
            self._open(ticket, self._ring)

    def _feeds_changed(self, video: list[VideoFeed], audio: list[AudioFeed]) -> None:
        self._video_feeds, self._audio_feeds = tuple(video), tuple(audio)

    # From the devices' threads.

    def _camera_frame(self, frame: av.VideoFrame, at: float) -> None:
        for feed in self._video_feeds:
            feed.put(frame, at)

    def _microphone_block(self, block: np.ndarray) -> None:
        for feed in self._audio_feeds:
            feed.put(block)
