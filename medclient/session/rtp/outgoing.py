"""The way out of one transport: numbers the packets, paces them, and follows what the other side says of them."""

import asyncio
import contextlib
import time
from collections.abc import Callable

from aiortc import clock
from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtp import HeaderExtensionsMap, RtpPacket

from medclient.session import tasks
from medclient.session.rtp import feedback
from medclient.session.rtp.congestion import CongestionControl
from medclient.session.rtp.ladder import LADDER, UP_MARGIN
from medclient.session.rtp.pacer import BACKLOG_S, Pacer, Urgency

SOUND_BPS = 50_000
"""Set aside for sound with its headers, before pictures get anything."""
PAYLOAD_PART = 0.94
FULL_SIZE_BPS = int(LADDER[0][0] * UP_MARGIN)
"""What a picture of full size needs: below that, a larger picture comes before a smoother one."""
OVERHEAD_BYTES = 60
"""Headers of RTP with extensions, SRTP, UDP and IP."""
UDP_BYTES = 38
"""Of those, what is added after serialising."""
TICK_S = 0.1


class OutgoingPackets:
    """Belongs to the engine's loop."""

    def __init__(self) -> None:
        self.control = CongestionControl()
        self._transport: RTCDtlsTransport | None = None
        self._pacer: Pacer[tuple[RtpPacket, HeaderExtensionsMap]] = Pacer()
        self._number = 0
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._senders = 0
        self._probe: list[RtpPacket] = []
        self._probe_numbers: list[int] = []
        self.most_picture_bps: int | None = None
        """However much the line would bear."""
        self.may_send: Callable[[], bool] = lambda: True
        """Whether the other end still wants anything."""
        self.padding: Callable[[], tuple[RtpPacket, HeaderExtensionsMap] | None] = lambda: None
        """Makes a packet that the other side has no need of: one sent before, once more."""

    @property
    def _room_bps(self) -> int:
        return max(1, int((self.control.target_bps - SOUND_BPS) * PAYLOAD_PART))

    @property
    def picture_bps(self) -> int:
        """What pictures may take of the line: on one that loses, half of it, so that they can be sent twice."""
        room = self._room_bps
        if self.control.lossy:
            room = max(room // 2, min(room, FULL_SIZE_BPS))
        return room if self.most_picture_bps is None else min(room, self.most_picture_bps)

    @property
    def twice(self) -> float:
        """The part of the pictures to send twice before anybody misses anything: 0 on a line that does not lose."""
        return min(1.0, self._room_bps / self.picture_bps - 1) if self.control.lossy else 0.0

    @property
    def rests(self) -> bool:
        """No new picture is wanted: the line is away, or what is lined up must leave first."""
        return self.control.broken or self._pacer.backlog_s(self.control.target_bps) > BACKLOG_S

    def start(self, transport: RTCDtlsTransport) -> None:
        """Each sender that starts also stops; all of a connection use one transport."""
        self._senders += 1
        self._transport = transport
        if self._task is None:
            self._task = asyncio.create_task(self._run())
            self._task.add_done_callback(tasks.log_failure)

    async def stop(self) -> None:
        self._senders -= 1
        if self._senders == 0 and self._task:
            task, self._task = self._task, None
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def put(self, urgency: Urgency, packet: RtpPacket, extensions: HeaderExtensionsMap) -> None:
        self._pacer.put(urgency, len(packet.payload) + OVERHEAD_BYTES, (packet, extensions))
        self._wake.set()

    def take_feedback(self, data: bytes) -> None:
        """A transport-wide feedback packet; a malformed one is passed over."""
        try:
            told = feedback.parse(data)
        except feedback.MalformedFeedback:
            return
        self.control.feedback(told.base, told.arrivals, time.monotonic())

    async def _run(self) -> None:
        while True:
            now = time.monotonic()
            self.control.tick(now)
            if self.control.broken:
                self._pacer.clear_pictures()
            self._put_probe(self.control.probe_bytes(now))
            due, next_at = self._pacer.take_due(self.control.target_bps, now)
            for packet, extensions in due:
                await self._send(packet, extensions)
            self._wake.clear()
            with contextlib.suppress(TimeoutError):
                if next_at is None:
                    await asyncio.wait_for(self._wake.wait(), TICK_S)
                else:
                    # Sound that comes meanwhile does not wait for the pictures' turn.
                    await asyncio.wait_for(self._wake.wait(), max(0.0, next_at - time.monotonic()))

    def _put_probe(self, size: int) -> None:
        if size:
            self._probe, self._probe_numbers = [], []
        while size > 0 and (padding := self.padding()):
            packet, extensions = padding
            self._probe.append(packet)
            self.put(Urgency.REPAIR, packet, extensions)
            size -= len(packet.payload) + OVERHEAD_BYTES

    def _note_probe(self, packet: RtpPacket) -> None:
        if any(packet is each for each in self._probe):
            self._probe_numbers.append(self._number)
            if len(self._probe_numbers) == len(self._probe):
                self.control.probe_sent(self._probe_numbers)
                self._probe = []

    async def _send(self, packet: RtpPacket, extensions: HeaderExtensionsMap) -> None:
        packet.extensions.abs_send_time = (clock.current_ntp_time() >> 14) & 0x00FFFFFF
        packet.extensions.transport_sequence_number = self._number & 0xFFFF
        data = packet.serialize(extensions)
        if self._transport is None:
            return
        with contextlib.suppress(ConnectionError):
            await self._transport._send_rtp(data)
            self.control.sent(self._number, len(data) + UDP_BYTES, time.monotonic())
            self._note_probe(packet)
        self._number += 1
