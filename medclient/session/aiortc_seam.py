"""The one file that reaches into aiortc's inside; `tests/unit/session/rtp/test_seam.py` pins what it touches."""

from aiortc import (
    MediaStreamTrack,
    RTCCertificate,
    RTCConfiguration,
    RTCIceServer,
    RTCPeerConnection,
    RTCRtpSender,
    RTCRtpTransceiver,
)
from aiortc.codecs import CODECS, HEADER_EXTENSIONS, is_rtx
from aiortc.rtcrtpparameters import RTCRtcpFeedback, RTCRtpCodecCapability, RTCRtpHeaderExtensionParameters

from medclient.session.rtp.feedback import ArrivalLog
from medclient.session.rtp.receiver import MediaReceiver
from medclient.session.rtp.sender import MediaSender

TRANSPORT_CC_URI = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
TRANSPORT_CC_ID = 4
"""Only used where we offer; an answer takes the offer's number."""


def new_certificate() -> RTCCertificate:
    """A certificate for one call; kept for all of its transports, so that a reconnect is bound to the call."""
    return RTCCertificate.generateCertificate()


def _negotiate_feedback() -> None:
    """Let offers and answers carry transport-wide congestion control."""
    for kind in ("audio", "video"):
        if all(each.uri != TRANSPORT_CC_URI for each in HEADER_EXTENSIONS[kind]):
            HEADER_EXTENSIONS[kind].append(RTCRtpHeaderExtensionParameters(id=TRANSPORT_CC_ID, uri=TRANSPORT_CC_URI))
        for codec in CODECS[kind]:
            known = any(feedback.type == "transport-cc" for feedback in codec.rtcpFeedback)
            if not known and not is_rtx(codec) and codec.name in ("opus", "VP8", "H264"):
                codec.rtcpFeedback.append(RTCRtcpFeedback(type="transport-cc"))


_negotiate_feedback()


class PeerConnection(RTCPeerConnection):
    """Builds our receivers and senders instead of aiortc's."""

    def __init__(self, configuration: RTCConfiguration) -> None:
        self._arrivals = ArrivalLog()
        super().__init__(configuration)

    def _RTCPeerConnection__createTransceiver(  # noqa: N802 (the name under which aiortc calls its own method)
        self, direction: str, kind: str, sender_track: MediaStreamTrack | None = None
    ) -> RTCRtpTransceiver:
        build = RTCPeerConnection._RTCPeerConnection__createTransceiver  # type: ignore[attr-defined]
        transceiver: RTCRtpTransceiver = build(self, direction=direction, kind=kind, sender_track=sender_track)
        transport = transceiver.receiver.transport
        sender = MediaSender(sender_track or kind, transport)
        sender._stream_id = transceiver.sender._stream_id
        receiver = MediaReceiver(kind, transport, self._arrivals)
        receiver._set_rtcp_ssrc(sender._ssrc)
        receiver.rtt_s = lambda: sender.rtt_s
        vars(transceiver)["_RTCRtpTransceiver__sender"] = sender
        vars(transceiver)["_RTCRtpTransceiver__receiver"] = receiver
        return transceiver


def create_peer_connection(ice_servers: list[RTCIceServer], certificate: RTCCertificate) -> PeerConnection:
    """A peer connection that asks no server but those given."""
    peer = PeerConnection(RTCConfiguration(iceServers=ice_servers))
    vars(peer)["_RTCPeerConnection__certificates"] = [certificate]
    return peer


def prefer_codecs(peer: RTCPeerConnection) -> None:
    """Opus, and H.264 where the other side takes it, VP8 otherwise; to be called between offer and answer."""
    for transceiver in peer.getTransceivers():
        capabilities: list[RTCRtpCodecCapability] = RTCRtpSender.getCapabilities(transceiver.kind).codecs
        if transceiver.kind == "audio":
            preferred = [codec for codec in capabilities if codec.mimeType.lower() == "audio/opus"]
        else:
            preferred = sorted(capabilities, key=lambda codec: codec.mimeType.lower() != "video/h264")
        transceiver.setCodecPreferences(preferred)
