"""Sends one kind of media in place of aiortc's sender: encoders that follow the line, packets that leave in order."""

import asyncio
import contextlib
import logging
import random
import time

import av
from aiortc import RTCStatsReport, clock
from aiortc.codecs import get_encoder, is_rtx
from aiortc.codecs.base import Encoder
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtcrtpparameters import RTCRtpCodecParameters, RTCRtpSendParameters
from aiortc.rtcrtpsender import RTCRtpSender, random_sequence_number
from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_FIR,
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    AnyRtcpPacket,
    HeaderExtensionsMap,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSdesPacket,
    RtcpSenderInfo,
    RtcpSourceInfo,
    RtcpSrPacket,
    RtpPacket,
    compute_audio_level_dbov,
    unpack_remb_fci,
    wrap_rtx,
)
from aiortc.stats import RTCOutboundRtpStreamStats

from medclient.session import tasks
from medclient.session.rtp.encoders import (
    LiveVideoEncoder,
    VideoEncoder,
    VoiceEncoder,
    open_video_encoder,
    voice_settings,
)
from medclient.session.rtp.extensions import AS_NEEDED, AT_ONCE, Extensions
from medclient.session.rtp.outgoing import OutgoingPackets
from medclient.session.rtp.pacer import Urgency
from medclient.session.rtp.x264 import CodecError
from medclient.session.statistics import Outbound

log = logging.getLogger("medclient.session.sender")

DEFAULT_RTT_S = 0.1
RTT_WEIGHT = 0.15
HISTORY_PACKETS = 1024
PADDING_CHOICE = 20
STALE_S = 0.8
"""What is older is not sent again: a picture of now is better than all those between."""
REPORT_EVERY_S = 1.0
KEY_FRAME_EVERY_S = 0.4
"""However often the other side asks."""
REST_S = 0.02
AUDIO_LATENCY_S = 0.02
"""A block of sound began so long before it is handed over."""


class MediaSender(RTCRtpSender):
    """Belongs to the engine's loop."""

    def __init__(
        self, track_or_kind: MediaStreamTrack | str, transport: RTCDtlsTransport, outgoing: OutgoingPackets
    ) -> None:
        super().__init__(track_or_kind, transport)
        self._outgoing = outgoing
        self._media_encoder: Encoder | None = None
        self._extensions = Extensions()
        self._mid: str | None = None
        self._cname = ""
        self._rtx_type: int | None = None
        self._rtx_number = random_sequence_number()
        self._number = random_sequence_number()
        self._timestamp_origin = random.getrandbits(32)
        self._clock_rate = 90000 if self.kind == "video" else 48000
        self._history: dict[int, tuple[RtpPacket, float, float]] = {}
        """With the times of the first and the latest sending."""
        self.shown_there = (0, 0)
        """See `Ladder.shown`."""
        self._twice = 0.0
        """How much of a picture has been saved up for: whole pictures are sent twice, or not."""
        self._key_frame_wanted = False
        self._key_frame_at = 0.0
        self._clock: tuple[float, int] | None = None
        """A moment (monotonic) and the RTP timestamp that belongs to it."""
        self._report_sent: dict[int, float] = {}
        self._rtt_s: float | None = None
        self._packets = self._octets = self._repeated = self._nacks = self._plis = 0
        self._frames = self._key_frames = 0
        self._media: asyncio.Task[None] | None = None
        self._reports: asyncio.Task[None] | None = None

    @property
    def rtt_s(self) -> float:
        """Round trip time from the other side's reports, or a guess."""
        return DEFAULT_RTT_S if self._rtt_s is None else self._rtt_s

    @property
    def measured_rtt_s(self) -> float | None:
        return self._rtt_s

    # What aiortc calls.

    async def send(self, parameters: RTCRtpSendParameters) -> None:
        if self._media:
            return
        codec = parameters.codecs[0]
        self._cname, self._mid = parameters.rtcp.cname or "", parameters.muxId
        self.transport._register_rtp_sender(self, parameters)
        self._extensions.configure(parameters)
        for other in parameters.codecs:
            if is_rtx(other) and other.parameters.get("apt") == codec.payloadType:
                self._rtx_type = other.payloadType
        self._media_encoder = self._open_encoder(codec)
        self._outgoing.start(self.transport)
        if self.kind == "video":
            self._outgoing.padding = self._padding
        self._media = asyncio.create_task(self._run_media(codec))
        self._media.add_done_callback(tasks.log_failure)
        self._reports = asyncio.create_task(self._run_reports())

    async def stop(self) -> None:
        tasks = [task for task in (self._media, self._reports) if task]
        if not tasks:
            return
        self.transport._unregister_rtp_sender(self)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._media = self._reports = None
        await self._outgoing.stop()
        if self.track:
            self.track.stop()

    async def getStats(self) -> RTCStatsReport:  # noqa: N802 (aiortc's name)
        report = RTCStatsReport()
        report.add(
            RTCOutboundRtpStreamStats(
                timestamp=clock.current_datetime(),
                type="outbound-rtp",
                id=f"outbound-rtp_{self._ssrc}",
                ssrc=self._ssrc,
                kind=self.kind,
                transportId=self.transport._stats_id,
                packetsSent=self._packets,
                bytesSent=self._octets,
                trackId=str(id(self.track)),
            )
        )
        report.update(self.transport._get_stats())
        return report

    def statistics(self) -> Outbound:
        """Since it began to send."""
        encoder = self._media_encoder
        width, height = (encoder.width, encoder.height) if isinstance(encoder, LiveVideoEncoder) else (0, 0)
        return Outbound(
            packets_sent=self._packets,
            bytes_sent=self._octets,
            retransmitted_packets_sent=self._repeated,
            nack_count=self._nacks,
            pli_count=self._plis,
            frames_encoded=self._frames,
            key_frames_encoded=self._key_frames,
            frame_width=width,
            frame_height=height,
        )

    async def _handle_rtcp_packet(self, packet: AnyRtcpPacket) -> None:
        if isinstance(packet, RtcpRrPacket | RtcpSrPacket):
            for report in packet.reports:
                if report.ssrc == self._ssrc:
                    self._measure_rtt(report)
        elif isinstance(packet, RtcpRtpfbPacket) and packet.fmt == RTCP_RTPFB_NACK:
            self._nacks += 1
            for number in packet.lost:
                self._send_again(number)
        elif isinstance(packet, RtcpPsfbPacket) and packet.fmt in (RTCP_PSFB_FIR, RTCP_PSFB_PLI):
            self._key_frame_wanted = True
            self._plis += 1
        elif isinstance(packet, RtcpPsfbPacket) and packet.fmt == RTCP_PSFB_APP:
            with contextlib.suppress(ValueError):
                bitrate, ssrcs = unpack_remb_fci(packet.fci)
                if self._ssrc in ssrcs:
                    self._outgoing.control.limit(bitrate)

    # Media.

    def _open_encoder(self, codec: RTCRtpCodecParameters) -> Encoder:
        if self.kind == "video":
            return open_video_encoder(codec)
        return VoiceEncoder() if codec.name == "opus" else get_encoder(codec)

    async def _run_media(self, codec: RTCRtpCodecParameters) -> None:
        with contextlib.suppress(MediaStreamError):
            while True:
                # What nobody gets is not numbered either: SRTP bears no gap of 32,768 packets (RFC 3711, 3.3.1).
                resting = not self._outgoing.may_send() or (self.kind == "video" and self._outgoing.rests)
                if not self.track or resting:
                    await asyncio.sleep(REST_S)
                    continue
                frame = await self.track.recv()
                if self._enabled and isinstance(frame, av.VideoFrame | av.AudioFrame):
                    await self._encode_and_send(codec, frame)

    async def _encode_and_send(self, codec: RTCRtpCodecParameters, frame: av.VideoFrame | av.AudioFrame) -> None:
        encoder = self._media_encoder
        if encoder is None:
            return
        now = time.monotonic()
        level = None
        key_frame = False
        if isinstance(frame, av.AudioFrame):
            level = (False, -compute_audio_level_dbov(frame))
        else:
            if isinstance(encoder, LiveVideoEncoder):
                encoder.ladder.shown = self.shown_there
            if isinstance(encoder, VideoEncoder):
                encoder.target_bitrate = self._outgoing.picture_bps
            key_frame = self._key_frame_wanted and now - self._key_frame_at > KEY_FRAME_EVERY_S
            if key_frame:
                self._key_frame_wanted, self._key_frame_at = False, now
        try:
            if isinstance(encoder, VoiceEncoder):
                encoder.configure(voice_settings(self._outgoing.control.target_bps, self._outgoing.control.loss))
            if isinstance(frame, av.AudioFrame):  # a third of a millisecond: a thread would take longer to wake
                payloads, pts = encoder.encode(frame)
            else:
                run = asyncio.get_running_loop().run_in_executor
                payloads, pts = await run(None, encoder.encode, frame, key_frame)
        except (CodecError, av.FFmpegError) as error:
            log.warning("a frame could not be encoded: %s", type(error).__name__)
            self._media_encoder, self._key_frame_wanted = self._open_encoder(codec), True
            return
        # On a line that loses, the receiver's own buffer makes it smooth; elsewhere it is only in the way.
        self._extensions.playout = AS_NEEDED if self._outgoing.control.lossy else AT_ONCE
        self._frames += bool(payloads)
        self._key_frames += key_frame
        timestamp = (self._timestamp_origin + pts) & 0xFFFFFFFF
        # A picture's pts is its moment on the monotonic clock (tracks.VideoFeed); sound counts its samples.
        self._clock = (pts / self._clock_rate if self.kind == "video" else now - AUDIO_LATENCY_S, timestamp)
        packets = []
        for index, payload in enumerate(payloads):
            packet = RtpPacket(
                payload_type=codec.payloadType or 0,
                sequence_number=self._number,
                timestamp=timestamp,
                ssrc=self._ssrc,
                payload=payload,
                marker=int(self.kind == "video" and index == len(payloads) - 1),
            )
            packet.extensions.mid = self._mid
            packet.extensions.audio_level = level
            self._outgoing.put(Urgency.PICTURE if self.kind == "video" else Urgency.SOUND, packet, self._extensions)
            if self.kind == "video":
                self._history[self._number] = (packet, now, 0.0)
                self._history.pop((self._number - HISTORY_PACKETS) & 0xFFFF, None)
            self._number = (self._number + 1) & 0xFFFF
            self._packets += 1
            self._octets += len(payload)
            packets.append(packet)
        if self.kind == "video" and packets:
            self._send_twice(packets)

    def _send_twice(self, picture: list[RtpPacket]) -> None:
        """On a line that loses: to be asked for a packet takes a round trip, and the picture jerks."""
        self._twice = self._twice + self._outgoing.twice if self._outgoing.twice else 0.0
        if self._twice >= 1.0 and self._rtx_type is not None:
            self._twice -= 1.0
            for packet in picture:
                self._outgoing.put(Urgency.PICTURE, self._as_repair(packet), self._extensions)

    def _send_again(self, number: int) -> None:
        packet, first_at, again_at = self._history.get(number, (None, 0.0, 0.0))
        now = time.monotonic()
        if packet is None or now - again_at < self.rtt_s:
            return
        if now - first_at > STALE_S:
            self._key_frame_wanted = True
            return
        self._history[number] = (packet, first_at, now)
        self._repeated += 1
        self._outgoing.put(Urgency.REPAIR, self._as_repair(packet), self._extensions)

    def _as_repair(self, packet: RtpPacket) -> RtpPacket:
        if self._rtx_type is None:
            return packet
        self._rtx_number = (self._rtx_number + 1) & 0xFFFF
        repair = wrap_rtx(packet, payload_type=self._rtx_type, sequence_number=self._rtx_number, ssrc=self._rtx_ssrc)
        repair.extensions.mid = self._mid
        return repair

    def _padding(self) -> tuple[RtpPacket, HeaderExtensionsMap] | None:
        """The largest of the last packets, once more."""
        if self._rtx_type is None or not self._history:
            return None
        newest = (self._history[number][0] for number in list(self._history)[-PADDING_CHOICE:])
        return self._as_repair(max(newest, key=lambda packet: len(packet.payload))), self._extensions

    # Reports.

    def _measure_rtt(self, report: RtcpReceiverInfo) -> None:
        sent_at = self._report_sent.get(report.lsr)
        if sent_at is None or not report.dlsr:
            return
        rtt_s = max(0.0, time.monotonic() - sent_at - report.dlsr / 65536)
        self._rtt_s = rtt_s if self._rtt_s is None else self._rtt_s + RTT_WEIGHT * (rtt_s - self._rtt_s)

    async def _run_reports(self) -> None:
        """No goodbye at the end: whether the call is over, only the consultation says."""
        await asyncio.sleep(0.05)
        while True:
            if self._clock:
                await self._report()
            await asyncio.sleep(REPORT_EVERY_S * (0.5 + random.random()))

    async def _report(self) -> None:
        if self._clock is None:
            return
        moment, timestamp = self._clock
        now, ntp = time.monotonic(), clock.current_ntp_time()
        info = RtcpSenderInfo(
            ntp_timestamp=ntp,
            rtp_timestamp=(timestamp + int((now - moment) * self._clock_rate)) & 0xFFFFFFFF,
            packet_count=self._packets & 0xFFFFFFFF,
            octet_count=self._octets & 0xFFFFFFFF,
        )
        self._report_sent[ntp >> 16 & 0xFFFFFFFF] = now
        if len(self._report_sent) > 10:
            del self._report_sent[next(iter(self._report_sent))]
        name = RtcpSourceInfo(ssrc=self._ssrc, items=[(1, self._cname.encode())])
        data = bytes(RtcpSrPacket(ssrc=self._ssrc, sender_info=info)) + bytes(RtcpSdesPacket(chunks=[name]))
        with contextlib.suppress(ConnectionError):
            await self.transport._send_rtp(data)
