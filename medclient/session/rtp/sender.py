"""Sends one kind of media: aiortc's sender with encoders that follow the line."""

from aiortc.rtcrtpparameters import RTCRtpSendParameters
from aiortc.rtcrtpsender import RTCRtpSender

from medclient.session.rtp.encoders import FecOpusEncoder, LiveH264Encoder

DEFAULT_RTT_S = 0.1


class MediaSender(RTCRtpSender):
    """What is named with `_RTCRtpSender__` is aiortc's own; `tests/unit/session/rtp/test_seam.py` pins it."""

    @property
    def rtt_s(self) -> float:
        """Round trip time from the other side's reports."""
        measured: float | None = vars(self)["_RTCRtpSender__rtt"]
        return DEFAULT_RTT_S if measured is None else max(0.0, measured)

    async def send(self, parameters: RTCRtpSendParameters) -> None:
        name = parameters.codecs[0].name
        if vars(self)["_RTCRtpSender__encoder"] is None:
            if name == "H264":
                vars(self)["_RTCRtpSender__encoder"] = LiveH264Encoder()
            elif name == "opus":
                vars(self)["_RTCRtpSender__encoder"] = FecOpusEncoder()
        await super().send(parameters)
