"""The one file that reaches into aiortc's inside; `tests/unit/session/rtp/test_seam.py` pins what it touches."""

import asyncio
import contextlib

from aioice import Connection
from aiortc import (
    MediaStreamTrack,
    RTCCertificate,
    RTCConfiguration,
    RTCDtlsTransport,
    RTCPeerConnection,
    RTCRtpSender,
    RTCRtpTransceiver,
)
from aiortc.codecs import CODECS, HEADER_EXTENSIONS, is_rtx
from aiortc.rtcrtpparameters import RTCRtcpFeedback, RTCRtpCodecCapability, RTCRtpHeaderExtensionParameters

from medclient.session import dtls
from medclient.session.dtls import CallCertificate
from medclient.session.rtp import feedback
from medclient.session.rtp.extensions import PLAYOUT_DELAY_URI, TRANSPORT_CC_URI
from medclient.session.rtp.feedback import ArrivalLog
from medclient.session.rtp.outgoing import OutgoingPackets
from medclient.session.rtp.receiver import MediaReceiver
from medclient.session.rtp.sender import MediaSender

TRANSPORT_CC_ID, PLAYOUT_DELAY_ID = 4, 5
"""Only used where we offer; an answer takes the offer's numbers."""
REPEAT_FIRST_S, REPEAT_MOST_S = 0.1, 1.0


def new_certificate() -> CallCertificate:
    """See `CallCertificate`."""
    return CallCertificate.generateCertificate()


def _negotiate() -> None:
    """Let offers and answers carry transport-wide congestion control, and the wish for no delay of the picture."""
    wanted = {"audio": {TRANSPORT_CC_URI: TRANSPORT_CC_ID}}
    wanted["video"] = wanted["audio"] | {PLAYOUT_DELAY_URI: PLAYOUT_DELAY_ID}
    for kind, extensions in wanted.items():
        for uri, number in extensions.items():
            if all(each.uri != uri for each in HEADER_EXTENSIONS[kind]):
                HEADER_EXTENSIONS[kind].append(RTCRtpHeaderExtensionParameters(id=number, uri=uri))
        for codec in CODECS[kind]:
            known = any(feedback.type == "transport-cc" for feedback in codec.rtcpFeedback)
            if not known and not is_rtx(codec) and codec.name in ("opus", "VP8", "H264"):
                codec.rtcpFeedback.append(RTCRtcpFeedback(type="transport-cc"))


_negotiate()


class PeerConnection(RTCPeerConnection):
    """Builds our receivers and senders instead of aiortc's."""

    def __init__(self, configuration: RTCConfiguration) -> None:
        self._arrivals = ArrivalLog()
        self.outgoing = OutgoingPackets()
        self.media_senders: dict[str, MediaSender] = {}
        self.media_receivers: dict[str, MediaReceiver] = {}
        """By kind: a call has one of each."""
        super().__init__(configuration)

    def _RTCPeerConnection__createTransceiver(  # noqa: N802 (the name under which aiortc calls its own method)
        self, direction: str, kind: str, sender_track: MediaStreamTrack | None = None
    ) -> RTCRtpTransceiver:
        build = RTCPeerConnection._RTCPeerConnection__createTransceiver  # type: ignore[attr-defined]
        transceiver: RTCRtpTransceiver = build(self, direction=direction, kind=kind, sender_track=sender_track)
        transport = transceiver.receiver.transport
        _pass_on_feedback(transport, self.outgoing)
        _hurry_handshake(transport)
        dtls.restrict(transport)
        sender = MediaSender(sender_track or kind, transport, self.outgoing)
        sender._stream_id = transceiver.sender._stream_id
        receiver = MediaReceiver(kind, transport, self._arrivals)
        receiver._set_rtcp_ssrc(sender._ssrc)
        receiver.rtt_s = lambda: sender.rtt_s
        self.media_senders[kind], self.media_receivers[kind] = sender, receiver
        if kind == "video":
            receiver.partner = self.media_receivers.get("audio")
        vars(transceiver)["_RTCRtpTransceiver__sender"] = sender
        vars(transceiver)["_RTCRtpTransceiver__receiver"] = receiver
        transceiver.setCodecPreferences(_preferred(kind))
        return transceiver

    async def close(self) -> None:
        """Also after an offer that broke off half-way: aiortc trips over what has got no transport, and never ends."""
        transceivers = vars(self)["_RTCPeerConnection__transceivers"]
        transceivers[:] = [each for each in transceivers if each.receiver.transport]
        await super().close()


def _pass_on_feedback(transport: RTCDtlsTransport, outgoing: OutgoingPackets) -> None:
    """aiortc reads every RTPFB packet as a NACK: take transport-wide feedback out before."""
    handle = RTCDtlsTransport._handle_rtcp_data

    async def take(data: bytes) -> None:
        rest, told = feedback.split(data)
        for packet in told:
            outgoing.take_feedback(packet)
        if rest:
            await handle(transport, rest)

    vars(transport)["_handle_rtcp_data"] = take


def _hurry_handshake(transport: RTCDtlsTransport) -> None:
    """Send what was lost of the DTLS handshake again after a tenth of a second: OpenSSL waits for a whole one.

    The other side knows a repeated record by its number.
    """

    async def shake_hands() -> None:
        ice = transport.transport
        send = ice._send
        sent: list[bytes] = []

        async def note_and_send(data: bytes) -> None:
            sent.append(data)
            await send(data)

        async def repeat() -> None:
            pause_s = REPEAT_FIRST_S
            while pause_s < REPEAT_MOST_S:
                before = len(sent)
                await asyncio.sleep(pause_s)
                pause_s = pause_s * 1.5 if len(sent) == before else REPEAT_FIRST_S
                if sent and len(sent) == before:
                    with contextlib.suppress(ConnectionError):
                        await send(sent[-1])

        vars(ice)["_send"] = note_and_send
        repeating = asyncio.create_task(repeat())
        try:
            await RTCDtlsTransport._do_handshake(transport)
        finally:
            vars(ice)["_send"] = send
            repeating.cancel()
            await asyncio.gather(repeating, return_exceptions=True)

    vars(transport)["_do_handshake"] = shake_hands


def create_peer_connection(certificate: RTCCertificate) -> PeerConnection:
    """A peer connection that asks no server: what servers give joins it later (`session.ice`)."""
    peer = PeerConnection(RTCConfiguration(iceServers=[]))
    vars(peer)["_RTCPeerConnection__certificates"] = [certificate]
    return peer


def ice_connection(peer: RTCPeerConnection) -> Connection:
    """What finds the way, once there is a description: picture and sound share one."""
    connection: Connection = peer.getTransceivers()[0].receiver.transport.transport._connection
    return connection


def with_candidates_to_follow(sdp: str) -> str:
    """A description that does not say that its candidates are all (RFC 8840 section 4)."""
    lines = [line for line in sdp.split("\r\n") if line != "a=end-of-candidates"]
    media = next((index for index, line in enumerate(lines) if line.startswith("m=")), len(lines))
    return "\r\n".join([*lines[:media], "a=ice-options:trickle", *lines[media:]])


def _preferred(kind: str) -> list[RTCRtpCodecCapability]:
    """Opus alone; H.264 before VP8: it costs less to encode, and on phones both ways are done in hardware."""
    capabilities: list[RTCRtpCodecCapability] = RTCRtpSender.getCapabilities(kind).codecs
    if kind == "audio":
        return [codec for codec in capabilities if codec.mimeType.lower() == "audio/opus"]
    return sorted(capabilities, key=lambda codec: codec.mimeType.lower() != "video/h264")


def with_start_bitrate(sdp: str, kilobits: int) -> str:
    """An answer that tells Chromium with which bitrate to begin its picture; the others pass it over.

    It would begin with 300 kbit/s, at a quarter of the size, and take many seconds up from there.
    """
    lines = sdp.split("\r\n")
    video = next((index for index, line in enumerate(lines) if line.startswith("m=video ")), None)
    if video is None:
        return sdp
    start = f"x-google-start-bitrate={kilobits}"
    first = lines[video].split()[3]
    for index in range(video, len(lines)):
        if lines[index].startswith(f"a=fmtp:{first} "):
            lines[index] += f";{start}"
            return "\r\n".join(lines)
    after = next(index for index in range(video, len(lines)) if lines[index].startswith(f"a=rtpmap:{first} "))
    lines.insert(after + 1, f"a=fmtp:{first} {start}")
    return "\r\n".join(lines)
