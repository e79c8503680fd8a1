"""RTP header extensions beyond those that aiortc knows."""

from aiortc.rtcrtpparameters import RTCRtpParameters
from aiortc.rtp import HeaderExtensions, HeaderExtensionsMap

TRANSPORT_CC_URI = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
PLAYOUT_DELAY_URI = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"
ONE_BYTE_PROFILE = 0xBEDE
AT_ONCE, AS_NEEDED = bytes(3), bytes([0, 0, 60])
"""Least and most delay, 12 bits each in 10 ms: both 0 asks the receiver to show a picture as soon as it is whole.
Without a bound Chromium once kept pictures for 3 to 7 s after a stall on a line that loses a tenth; with one of up to
0.5 s it would smooth nothing."""


class Extensions(HeaderExtensionsMap):
    """Adds the playout delay to every packet where it was negotiated (browsers offer it for pictures only)."""

    def __init__(self) -> None:
        self.playout = AT_ONCE
        super().__init__()
        self._playout_delay: int | None = None

    def configure(self, parameters: RTCRtpParameters) -> None:
        super().configure(parameters)
        for extension in parameters.headerExtensions:
            if extension.uri == PLAYOUT_DELAY_URI:
                self._playout_delay = extension.id

    def set(self, values: HeaderExtensions) -> tuple[int, bytes]:
        profile, value = super().set(values)
        if self._playout_delay and self._playout_delay < 15 and (not value or profile == ONE_BYTE_PROFILE):
            header = bytes([self._playout_delay << 4 | len(self.playout) - 1])
            profile, value = ONE_BYTE_PROFILE, value + header + self.playout
        return profile, value
