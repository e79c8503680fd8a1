"""A still as it came from the other end: a JPEG that nobody has vouched for."""

import av
from av.error import FFmpegError

MOST_PIXELS = 16_000_000


class UnreadableStill(ValueError):
    """It is no JPEG, is damaged, or is larger than any still that was asked for."""


def decode_still(data: bytes) -> av.VideoFrame:
    """The picture, YUV 4:2:0 with even sides; takes some 20 ms: call it in a thread.

    Raises:
        UnreadableStill: See there.
    """
    codec = av.CodecContext.create("mjpeg", "r")
    codec.options = {"max_pixels": str(MOST_PIXELS)}
    try:
        frames = [*codec.decode(av.Packet(data)), *codec.decode(None)]
    except (FFmpegError, ValueError) as error:
        raise UnreadableStill(type(error).__name__) from None
    if not frames or frames[0].width < 2 or frames[0].height < 2:
        raise UnreadableStill("no picture")
    frame = frames[0]
    return frame.reformat(frame.width // 2 * 2, frame.height // 2 * 2, "yuv420p")
