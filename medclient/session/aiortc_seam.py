"""The one file that reaches into aiortc's inside; `tests/unit/session/rtp/test_seam.py` pins what it touches."""

from aiortc import RTCCertificate, RTCConfiguration, RTCIceServer, RTCPeerConnection, RTCRtpSender
from aiortc.rtcrtpparameters import RTCRtpCodecCapability


def new_certificate() -> RTCCertificate:
    """A certificate for one call; kept for all of its transports, so that a reconnect is bound to the call."""
    return RTCCertificate.generateCertificate()


def create_peer_connection(ice_servers: list[RTCIceServer], certificate: RTCCertificate) -> RTCPeerConnection:
    """A peer connection that asks no server but those given."""
    peer = RTCPeerConnection(RTCConfiguration(iceServers=ice_servers))
    vars(peer)["_RTCPeerConnection__certificates"] = [certificate]
    return peer


def prefer_codecs(peer: RTCPeerConnection) -> None:
    """Send H.264 where the other side takes it, VP8 otherwise; to be called between offer and answer."""
    for transceiver in peer.getTransceivers():
        capabilities: list[RTCRtpCodecCapability] = RTCRtpSender.getCapabilities(transceiver.kind).codecs
        ordered = sorted(capabilities, key=lambda codec: codec.mimeType.lower() != "video/h264")
        transceiver.setCodecPreferences(ordered)
