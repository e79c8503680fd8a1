"""What a call is encrypted with: DTLS 1.2 or newer with ECDHE and AES-GCM, SRTP with AES-GCM, and nothing else.

After BSI TR-02102-2 (2025-01), section 3.3. aiortc would also offer CBC with SHA-1, and AES-CM with HMAC-SHA1.
"""

from aiortc import RTCCertificate, RTCDtlsTransport
from aiortc.rtcdtlstransport import SRTP_AEAD_AES_128_GCM, SRTP_AEAD_AES_256_GCM, SRTPProtectionProfile
from OpenSSL import SSL

CIPHERS = b"ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256"
DTLS_1_2 = 0xFEFD
SRTP_PROFILES = [SRTP_AEAD_AES_256_GCM, SRTP_AEAD_AES_128_GCM]


class CallCertificate(RTCCertificate):
    """A certificate for one call; kept for all of its transports, so that a reconnect is bound to the call."""

    def _create_ssl_context(self, srtp_profiles: list[SRTPProtectionProfile]) -> SSL.Context:
        context = super()._create_ssl_context(srtp_profiles)
        context.set_min_proto_version(DTLS_1_2)
        context.set_cipher_list(CIPHERS)
        return context


def restrict(transport: RTCDtlsTransport) -> None:
    """Offer the other side these SRTP profiles alone; to be called before the handshake."""
    transport._srtp_profiles = SRTP_PROFILES


def negotiated(transport: RTCDtlsTransport) -> tuple[str, str]:
    """The names of DTLS's and SRTP's suites, as OpenSSL calls them; empty before the handshake."""
    if not transport.encrypted or transport._ssl is None:
        return "", ""
    return transport._ssl.get_cipher_name() or "", transport._ssl.get_selected_srtp_profile().decode()
