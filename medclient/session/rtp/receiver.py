"""Receives one kind of media in place of aiortc's receiver; its parts without I/O are this package's other files.

Pictures go to `on_frame` as soon as they are decoded, on the decoding thread; sound waits in `buffer` until the
speaker asks for it.
"""

import asyncio
import contextlib
import logging
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue

import av
from aiortc import RTCStatsReport, clock
from aiortc.codecs import depayload, get_decoder, is_rtx
from aiortc.jitterbuffer import JitterFrame
from aiortc.rate import RemoteBitrateEstimator
from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtcrtpparameters import RTCRtpCodecParameters, RTCRtpReceiveParameters
from aiortc.rtcrtpreceiver import RTCRtpReceiver, StreamStatistics
from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    AnyRtcpPacket,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSrPacket,
    RtpPacket,
    pack_remb_fci,
    unwrap_rtx,
)
from aiortc.stats import RTCInboundRtpStreamStats

from medclient.session import tasks
from medclient.session.rtp.audio_buffer import AudioBuffer, AudioStatistics
from medclient.session.rtp.feedback import ArrivalLog
from medclient.session.rtp.lip_sync import LipSync, SenderClock
from medclient.session.rtp.nack import NackList
from medclient.session.rtp.render_delay import RenderDelay
from medclient.session.rtp.sequence import RestartDetector, Unwrapper
from medclient.session.rtp.video_frames import EncodedFrame, VideoFrames, VideoPacket, begins_key_frame
from medclient.session.statistics import Inbound

log = logging.getLogger("medclient.session.receiver")

TICK_S = 0.01
FEEDBACK_EVERY_S = 0.05
REPORT_EVERY_S = 1.0
SYNCHRONISE_EVERY_S = 0.5
MOST_UNDECODED = 45
"""Pictures that wait for the decoder; a computer that cannot keep up begins again with a key frame."""
PATIENCE_LEAST_S = 0.25
PATIENCE_RTTS = 4.0
OF_NOW_S = 0.25
"""A picture that was shown longer ago is not what is shown now."""


@dataclass
class DecoderStatistics:
    """A freeze is an interval longer than three usual ones, and than a usual one plus 150 ms (W3C webrtc-stats)."""

    frames: int = 0
    width: int = 0
    height: int = 0
    freezes: int = 0
    frozen_s: float = 0.0
    _shown_at: float | None = None
    _usual_s: float = 1 / 30

    def shown(self, width: int, height: int, now: float) -> None:
        self.frames, self.width, self.height = self.frames + 1, width, height
        if self._shown_at is not None:
            interval = now - self._shown_at
            if interval > max(3 * self._usual_s, self._usual_s + 0.15):
                self.freezes += 1
                self.frozen_s += interval
            else:
                self._usual_s += 0.05 * (interval - self._usual_s)
        self._shown_at = now


class VideoDecoder:
    """Decodes on a thread of its own."""

    def __init__(self, on_frame: Callable[[av.VideoFrame], None], on_error: Callable[[], None]) -> None:
        self._on_frame = on_frame
        self._on_error = on_error
        self._queue: SimpleQueue[tuple[RTCRtpCodecParameters, EncodedFrame, float] | None] = SimpleQueue()
        self._stopped = threading.Event()
        self.statistics = DecoderStatistics()
        self._thread = threading.Thread(target=self._run, name="video decoder", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        return self._queue.qsize()

    def put(self, codec: RTCRtpCodecParameters, frame: EncodedFrame, show_at: float) -> None:
        """`show_at`: monotonic seconds, not before the one put earlier."""
        self._queue.put((codec, frame, show_at))

    def stop(self) -> None:
        """It ends after what it is doing; nobody waits for it."""
        self._stopped.set()
        self._queue.put(None)

    def _run(self) -> None:
        name, decoder = "", None
        while (task := self._queue.get()) is not None:
            codec, encoded, show_at = task
            if decoder is None or codec.name != name:
                name, decoder = codec.name, get_decoder(codec)
            try:
                frames = decoder.decode(JitterFrame(encoded.data, encoded.timestamp))
            except (av.FFmpegError, ValueError) as error:
                log.info("a picture could not be decoded: %s", type(error).__name__)
                self._on_error()
                continue
            for frame in frames:
                if isinstance(frame, av.VideoFrame) and not self._stopped.wait(max(0.0, show_at - time.monotonic())):
                    self.statistics.shown(frame.width, frame.height, time.monotonic())
                    self._on_frame(frame)


class MediaReceiver(RTCRtpReceiver):
    """Belongs to the engine's loop, but for `buffer` and `on_frame`."""

    def __init__(self, kind: str, transport: RTCDtlsTransport, arrivals: ArrivalLog) -> None:
        super().__init__(kind, transport)
        self._kind = kind
        self._arrivals = arrivals
        self.buffer = AudioBuffer() if kind == "audio" else None
        self.on_frame: Callable[[av.VideoFrame], None] = lambda frame: None
        self.on_first_packet: Callable[[], None] = lambda: None
        self.clock: Callable[[], float] = time.monotonic
        self.rtt_s: Callable[[], float] = lambda: 0.1
        self._codecs: dict[int, RTCRtpCodecParameters] = {}
        self._rtx_ssrcs: dict[int, int] = {}
        self._own_ssrc = 0
        self._media_ssrc: int | None = None
        self._streams: dict[int, StreamStatistics] = {}
        self._reports: dict[int, tuple[int, float]] = {}
        """Of each sender's last report: the middle of its time, and when it came."""
        self._restarts = RestartDetector()
        self._stray: RtpPacket | None = None
        self._unwrap = Unwrapper()
        self._nack = NackList()
        self._frames = VideoFrames()
        self._render_delay = RenderDelay()
        self._shown: tuple[int, float] | None = None
        """Of the last picture: RTP timestamp, and when it is shown."""
        self.partner: MediaReceiver | None = None
        """For pictures: the receiver of the sound that belongs to them."""
        self._sender_clock = SenderClock(48000 if kind == "audio" else 90000)
        self._lip_sync = LipSync()
        self._decoder: VideoDecoder | None = None
        self._bytes = self._nacks = self._plis = 0
        self._estimator = RemoteBitrateEstimator()
        self._task: asyncio.Task[None] | None = None
        self._loop = asyncio.get_running_loop()

    # What aiortc calls.

    def _set_rtcp_ssrc(self, ssrc: int) -> None:
        self._own_ssrc = ssrc

    async def receive(self, parameters: RTCRtpReceiveParameters) -> None:
        if self._task:
            return
        self._codecs = {codec.payloadType or 0: codec for codec in parameters.codecs}
        for encoding in parameters.encodings:
            if encoding.rtx and encoding.rtx.ssrc is not None and encoding.ssrc is not None:
                self._rtx_ssrcs[encoding.rtx.ssrc] = encoding.ssrc
        if self._kind == "video":
            self._decoder = VideoDecoder(lambda frame: self.on_frame(frame), self._undecodable)
        self.transport._register_rtp_receiver(self, parameters)
        self._task = asyncio.create_task(self._tend())
        self._task.add_done_callback(tasks.log_failure)

    async def stop(self) -> None:
        if self._task is None:
            return
        self.transport._unregister_rtp_receiver(self)
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        self._handle_disconnect()

    def _handle_disconnect(self) -> None:
        decoder, self._decoder = self._decoder, None
        if decoder:
            decoder.stop()

    async def getStats(self) -> RTCStatsReport:  # noqa: N802 (aiortc's name)
        report = RTCStatsReport()
        for ssrc, stream in self._streams.items():
            report.add(
                RTCInboundRtpStreamStats(
                    timestamp=clock.current_datetime(),
                    type="inbound-rtp",
                    id=f"inbound-rtp_{ssrc}",
                    ssrc=ssrc,
                    kind=self._kind,
                    transportId=self.transport._stats_id,
                    packetsReceived=stream.packets_received,
                    packetsLost=stream.packets_lost,
                    jitter=stream.jitter,
                )
            )
        report.update(self.transport._get_stats())
        return report

    def statistics(self) -> Inbound:
        """Since it began to receive."""
        streams = self._streams.values()
        decoded = self._decoder.statistics if self._decoder else DecoderStatistics()
        sound = self.buffer.statistics if self.buffer else AudioStatistics()
        return Inbound(
            packets_received=sum(stream.packets_received for stream in streams),
            packets_lost=sum(stream.packets_lost for stream in streams),
            bytes_received=self._bytes,
            jitter=max((stream.jitter for stream in streams), default=0) / (48000 if self.buffer else 90000),
            nack_count=self._nacks,
            pli_count=self._plis,
            frames_decoded=decoded.frames,
            frame_width=decoded.width,
            frame_height=decoded.height,
            freeze_count=decoded.freezes,
            total_freezes_duration=decoded.frozen_s,
            total_samples_received=sound.total_samples_received,
            concealed_samples=sound.concealed_samples,
            silent_concealed_samples=sound.silent_concealed_samples,
            jitter_buffer_delay=self.buffer.delay_s if self.buffer else self._render_delay.delay_s,
        )

    async def _handle_rtcp_packet(self, packet: AnyRtcpPacket) -> None:
        # A BYE is passed over: whether the call is over, only the consultation says.
        if isinstance(packet, RtcpSrPacket):
            self._sender_clock.reported(packet.sender_info.ntp_timestamp, packet.sender_info.rtp_timestamp)
            self._reports[packet.ssrc] = (packet.sender_info.ntp_timestamp >> 16 & 0xFFFFFFFF, time.time())

    async def _handle_rtp_packet(self, packet: RtpPacket, arrival_time_ms: int) -> None:
        if not self._enabled:
            return
        now = self.clock()
        number = packet.extensions.transport_sequence_number
        if number is not None:
            self._arrivals.add(number, packet.ssrc, int(now * 1_000_000))
        elif packet.extensions.abs_send_time is not None:
            await self._estimate(packet, arrival_time_ms)
        codec = self._codecs.get(packet.payload_type)
        if codec is None:
            return
        self._bytes += len(packet.payload)
        if not self._streams:
            asyncio.get_running_loop().call_soon(self.on_first_packet)  # counted by then
        self._streams.setdefault(packet.ssrc, StreamStatistics(codec.clockRate)).add(packet)
        if is_rtx(codec):
            original = self._rtx_ssrcs.get(packet.ssrc)
            apt = codec.parameters.get("apt")
            if original is None or len(packet.payload) < 2 or not isinstance(apt, int) or apt not in self._codecs:
                return
            packet = unwrap_rtx(packet, payload_type=apt, ssrc=original)
            codec = self._codecs[apt]
        for each in self._belonging(packet):
            if self.buffer is not None:
                self.buffer.add(each.sequence_number, each.timestamp, each.payload, now)
            else:
                await self._video(codec, each, now)

    def _belonging(self, packet: RtpPacket) -> list[RtpPacket]:
        """What to take now; another stream, or one that counts anew, makes a fresh start."""
        other = packet.ssrc != self._media_ssrc
        if other:
            self._media_ssrc = packet.ssrc
            self._restarts = RestartDetector()
        counts, anew = self._restarts.judge(packet.sequence_number)
        if other or anew:
            # Nothing of the old stream helps to decode the new one.
            self._unwrap, self._nack, self._frames = Unwrapper(), NackList(), VideoFrames()
            self._render_delay = RenderDelay()
            if self.buffer:
                self.buffer.begin_anew()
        stray, self._stray = self._stray, None
        if not counts:
            self._stray = packet  # the first of a stream that counts anew, if the next one follows it
            return []
        return [stray, packet] if anew and stray else [packet]

    # Pictures.

    async def _video(self, codec: RTCRtpCodecParameters, packet: RtpPacket, now: float) -> None:
        number = self._unwrap(packet.sequence_number)
        try:
            data = depayload(codec, packet.payload) if packet.payload else b""
        except ValueError:
            return
        self._nack.add(number, now)
        if self._nack.hopeless:
            self._nack.hopeless = False
            self._frames.lost()
        begins = begins_key_frame(codec.name, packet.payload)
        self._frames.add(VideoPacket(number, packet.timestamp, bool(packet.marker), data, begins), now)
        self._decode(codec, now)
        if len(self._nack):
            await self._repair(now)  # at once: the next tick may be 10 ms away
        elif self._frames.key_frame_due(now):
            await self._ask_for_key_frame()

    def _undecodable(self) -> None:
        """Called on the decoding thread."""
        self._loop.call_soon_threadsafe(lambda: self._frames.lost())

    def _decode(self, codec: RTCRtpCodecParameters, now: float) -> None:
        decoder = self._decoder
        if decoder is None:
            return
        if decoder.waiting > MOST_UNDECODED:
            self._frames.lost()
        for frame in self._frames.take(now):
            show_at = self._render_delay.arrived(frame.timestamp, now)
            self._shown = (frame.timestamp, show_at)
            decoder.put(codec, frame, show_at)
        if self._frames.next_number is not None:
            self._nack.forget_before(self._frames.next_number)

    async def _repair(self, now: float) -> None:
        if self._media_ssrc is None:
            return
        rtt_s = self.rtt_s()
        self._frames.patience_s = max(PATIENCE_LEAST_S, PATIENCE_RTTS * rtt_s)
        missing = self._nack.due(now, rtt_s)
        if missing:
            packet = RtcpRtpfbPacket(fmt=RTCP_RTPFB_NACK, ssrc=self._own_ssrc, media_ssrc=self._media_ssrc)
            packet.lost = [number & 0xFFFF for number in missing]
            self._nacks += 1
            await self._send(bytes(packet))
        if self._nack.gave_up:
            self._nack.gave_up = False
            self._frames.want_key_frame()
        for _ in self._frames.take(now):  # only its clock goes on: what was whole has been taken
            pass
        if self._frames.key_frame_due(now):
            await self._ask_for_key_frame()

    async def _ask_for_key_frame(self) -> None:
        if self._media_ssrc is not None:
            self._plis += 1
            packet = RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=self._own_ssrc, media_ssrc=self._media_ssrc)
            await self._send(bytes(packet))

    def behind_s(self) -> float | None:
        """How far what is shown or played now is behind its sender's clock, from an origin that both kinds share.

        None where nothing is: in a drop-out, or a pause of the voice, it would seem to fall behind ever more.
        """
        now = self.clock()
        if self.buffer is None:
            timestamp, at = self._shown or (None, now)
            if now - at > OF_NOW_S:
                return None
        else:
            timestamp, at = self.buffer.playing_timestamp, now
        own = None if timestamp is None else self._sender_clock.time_of(timestamp)
        return None if own is None else at - own

    def _synchronise(self) -> None:
        sound = self.partner
        picture_s = self.behind_s()
        sound_s = sound.behind_s() if sound else None
        if sound is None or sound.buffer is None or picture_s is None or sound_s is None:
            return
        self._lip_sync.measure(sound_s - picture_s)
        self._render_delay.extra_s = self._lip_sync.picture_s
        sound.buffer.extra_s = self._lip_sync.sound_s

    # What the sender is told.

    async def _tend(self) -> None:
        feedback_at = report_at = sync_at = time.monotonic()
        while True:
            await asyncio.sleep(TICK_S)
            now = time.monotonic()
            if self._kind == "video":
                await self._repair(now)
            if now >= feedback_at:
                feedback_at = now + FEEDBACK_EVERY_S
                for feedback in self._arrivals.take(self._own_ssrc):
                    await self._send(bytes(feedback))
            if now >= sync_at:
                sync_at = now + SYNCHRONISE_EVERY_S
                self._synchronise()
            if now >= report_at:
                report_at = now + REPORT_EVERY_S * (0.5 + random.random())
                await self._report()

    async def _report(self) -> None:
        reports = []
        for ssrc, stream in self._streams.items():
            middle, came = self._reports.get(ssrc, (0, 0.0))
            delay = time.time() - came
            reports.append(
                RtcpReceiverInfo(
                    ssrc=ssrc,
                    fraction_lost=stream.fraction_lost,
                    packets_lost=stream.packets_lost,
                    highest_sequence=stream.max_seq or 0,
                    jitter=stream.jitter,
                    lsr=middle,
                    dlsr=int(delay * 65536) if middle and 0 < delay < 65536 else 0,
                )
            )
        if reports:
            await self._send(bytes(RtcpRrPacket(ssrc=self._own_ssrc, reports=reports)))

    async def _estimate(self, packet: RtpPacket, arrival_time_ms: int) -> None:
        """For a sender without transport-wide numbers: how much the line bears (REMB)."""
        remb = self._estimator.add(
            abs_send_time=packet.extensions.abs_send_time or 0,
            arrival_time_ms=arrival_time_ms,
            payload_size=len(packet.payload) + packet.padding_size,
            ssrc=packet.ssrc,
        )
        if remb is not None:
            fci = pack_remb_fci(*remb)
            await self._send(bytes(RtcpPsfbPacket(fmt=RTCP_PSFB_APP, ssrc=self._own_ssrc, media_ssrc=0, fci=fci)))

    async def _send(self, data: bytes) -> None:
        with contextlib.suppress(ConnectionError):
            await self.transport._send_rtp(data)
