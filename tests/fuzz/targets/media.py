"""What comes over the media transport, after it was decrypted: RTP, RTCP, payloads, offers and candidates."""

import asyncio
import contextlib
import functools
import struct
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from typing import Any

from aiortc.codecs import depayload
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from aiortc.rtp import (
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    RtcpPsfbPacket,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSenderInfo,
    RtcpSrPacket,
    RtpPacket,
)

from medclient.session import aiortc_seam
from medclient.session.rtp import feedback
from medclient.session.rtp.audio_buffer import AudioBuffer
from medclient.session.rtp.feedback import TransportFeedback
from medclient.session.rtp.opus import open_decoder
from medclient.session.rtp.video_frames import VideoFrames, VideoPacket, begins_key_frame
from medclient.session.transport import OfferError, Transport
from tests.fuzz import target
from tests.relay.no_servers import no_servers

VIDEO = RTCRtpCodecParameters("video/H264", 90000, payloadType=102, parameters={"packetization-mode": "1"})
VP8 = RTCRtpCodecParameters("video/VP8", 90000, payloadType=96)
RTX = RTCRtpCodecParameters("video/rtx", 90000, payloadType=103, parameters={"apt": 102})
AUDIO = RTCRtpCodecParameters("audio/opus", 48000, channels=2, payloadType=111)
SSRC = 7
FEEDBACK = TransportFeedback(1, SSRC, 65530, 3, (1_000_000, None, 1_000_500, 900_000, 1_250_000))
REPORT = RtcpSrPacket(SSRC, RtcpSenderInfo(ntp_timestamp=1 << 40, rtp_timestamp=5, packet_count=9, octet_count=900))
NACK = RtcpRtpfbPacket(fmt=RTCP_RTPFB_NACK, ssrc=1, media_ssrc=SSRC, lost=[4, 5, 70])
PLI = RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=1, media_ssrc=SSRC)
H264_KEY = bytes.fromhex("18000767420c1fda014001000468ce0fc80004658884001f")
H264_PART = bytes.fromhex("7c85888400")
VP8_KEY = bytes.fromhex("90e08001050123103f009d012a80026801")


def in_pieces(data: bytes) -> Iterator[bytes]:
    """Datagrams, each behind a byte that says how long it is."""
    at = 0
    while at < len(data):
        yield data[at + 1 : at + 1 + data[at]]
        at += 1 + data[at]


def pieces(*parts: bytes) -> bytes:
    return b"".join(bytes([len(part)]) + part for part in parts)


@dataclass(frozen=True)
class Bench:
    """A loop and a connection that nobody is at the other end of."""

    loop: asyncio.AbstractEventLoop
    peer: aiortc_seam.PeerConnection

    def run(self, work: Coroutine[Any, Any, object]) -> None:
        self.loop.run_until_complete(work)


@functools.cache
def bench() -> Bench:
    loop = asyncio.new_event_loop()

    async def build() -> aiortc_seam.PeerConnection:
        peer = aiortc_seam.create_peer_connection(aiortc_seam.new_certificate())
        for kind in ("audio", "video"):
            peer.addTransceiver(kind)
        peer.media_receivers["video"]._codecs = {102: VIDEO, 103: RTX, 96: VP8}
        peer.media_receivers["audio"]._codecs = {111: AUDIO}
        return peer

    return Bench(loop, loop.run_until_complete(build()))


@target("feedback", [bytes(FEEDBACK)])
def read_feedback(data: bytes) -> None:
    with contextlib.suppress(feedback.MalformedFeedback):
        told = feedback.parse(data)
        assert len(told.arrivals) <= 0xFFFF
        bench().peer.outgoing.control.feedback(told.base, told.arrivals, 1.0)


@target("rtcp", [bytes(REPORT) + bytes(FEEDBACK), bytes(RtcpRrPacket(SSRC)) + bytes(NACK), bytes(PLI)])
def take_rtcp(data: bytes) -> None:
    """As the transport takes it: feedback out, the rest to the senders and receivers."""
    transport = bench().peer.media_senders["video"].transport
    bench().run(transport._handle_rtcp_data(data))


def _rtp(kind: int, number: int, payload: bytes) -> bytes:
    return RtpPacket(kind, 1, number, 3000 * number, SSRC, payload).serialize()


@target(
    "rtp",
    [
        pieces(_rtp(102, 1, H264_KEY), _rtp(102, 3, H264_PART), _rtp(103, 9, b"\0\2" + H264_PART)),
        pieces(_rtp(96, 65535, VP8_KEY), _rtp(96, 0, VP8_KEY[:9])),
    ],
)
def take_pictures(data: bytes) -> None:
    """Packets of one peer, in any order, of any stream."""
    receiver = bench().peer.media_receivers["video"]
    transport = receiver.transport
    for piece in in_pieces(data):
        with contextlib.suppress(ValueError):
            packet = RtpPacket.parse(piece, transport._rtp_header_extensions_map)
            bench().run(receiver._handle_rtp_packet(packet, arrival_time_ms=0))
    for _ in receiver._arrivals.take(1):
        pass


@target("sound", [pieces(*(struct.pack("!HL", number, 960 * number) + b"\xf8\xff\xfe" for number in range(5)))])
def play_sound(data: bytes) -> None:
    """Numbers, times and packets of any kind; the speaker gets what it asks for, always."""
    buffer = AudioBuffer()
    for place, piece in enumerate(in_pieces(data)):
        if len(piece) >= 6:
            number, timestamp = struct.unpack_from("!HL", piece)
            buffer.add(number, timestamp, piece[6:], place * 0.02)
        assert buffer.pull(480).size == 480


@target("opus", [b"\xf8\xff\xfe", b"\x78\x01\x02\x03\x04"])
def decode_sound(data: bytes) -> None:
    decoder = open_decoder()
    assert decoder.decode(data).size <= 5760
    assert decoder.recover(data, 960).size <= 5760
    decoder.conceal(960)


@target("payloads", [b"H" + pieces(H264_KEY, H264_PART), b"V" + pieces(VP8_KEY, VP8_KEY[:5])])
def put_pictures_together(data: bytes) -> None:
    codec = VIDEO if data[:1] == b"H" else VP8
    frames = VideoFrames()
    for number, piece in enumerate(in_pieces(data[1:])):
        begins = begins_key_frame(codec.name, piece)
        with contextlib.suppress(ValueError):
            frames.add(VideoPacket(number, number // 3, number % 3 == 2, depayload(codec, piece), begins), number / 100)
    for frame in frames.take(1.0):
        assert frame.first <= frame.last


@functools.cache
def certificate() -> Any:
    return aiortc_seam.new_certificate()


def _offer() -> bytes:
    async def make() -> str:
        peer = aiortc_seam.create_peer_connection(certificate())
        for kind in ("audio", "video"):
            peer.addTransceiver(kind)
        offer = await peer.createOffer()
        await peer.close()
        return offer.sdp

    return asyncio.run(make()).encode()


@target("offer", [_offer()])
def answer_offer(data: bytes) -> None:
    async def answer() -> None:
        transport = Transport(1, no_servers(), certificate(), lambda frame: None, lambda: None, print, print)
        with contextlib.suppress(OfferError):
            await transport.answer(data.decode(errors="replace"))
        await transport.close()

    asyncio.run(answer())


@target("candidate", [b"candidate:1 1 UDP 2130706431 192.0.2.1 3478 typ host generation 0 ufrag abc"])
def take_candidate(data: bytes) -> None:
    async def add() -> None:
        transport = Transport(1, no_servers(), certificate(), lambda frame: None, lambda: None, print, print)
        transport._described.set()
        await transport.add_candidate(data.decode(errors="replace"), "0")
        await transport.close()

    asyncio.run(add())
