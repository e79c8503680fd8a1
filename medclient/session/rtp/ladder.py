"""How large a picture is sent: as large as the line bears, the processor manages and the other side shows. No I/O."""

LADDER = ((500_000, 1.0), (300_000, 0.75), (90_000, 0.5), (0, 0.25))
"""From which bitrate on which part of the width and height is sent: where SSIM, at full size, of the larger picture is
no worse than that of the next smaller one (libx264, the benchmark's scene, 100 to 700 kbit/s)."""
SCALES = tuple(scale for _, scale in LADDER)
UP_MARGIN = 1.2
"""The bitrate must be so much above a rung before it is climbed: no going up and down."""
FULL_BPS = 1_800_000
"""More than this makes no picture of a talking person visibly better."""
MOST_LOAD, LEAST_LOAD = 0.7, 0.2
"""Of a frame's time that encoding takes."""
SHOWN_TOLERANCE = 0.95
"""A picture that is shown a little larger than it was sent looks the same."""


def rung(bitrate: int, present: float) -> float:
    """The part of the full size to send at a bitrate."""
    for least, scale in LADDER:
        if bitrate >= least * (UP_MARGIN if scale > present else 1.0):
            return scale
    return SCALES[-1]


def next_load_limit(load: float, limit: float) -> float:
    """The part of the full size that the processor bears, from the part of a frame's time that encoding took."""
    place = SCALES.index(limit)
    if load > MOST_LOAD:
        return SCALES[min(place + 1, len(SCALES) - 1)]
    return SCALES[max(place - 1, 0)] if load < LEAST_LOAD else limit


def shown_limit(size: tuple[int, int], shown: tuple[int, int]) -> float:
    """The part of the full size that is worth sending to where it is shown, whole, in an area of so many device pixels.

    Nothing is known of an empty area: it may be shown at any moment.
    """
    if 0 in shown or 0 in size:
        return 1.0
    needed = min(there / here for there, here in zip(shown, size, strict=True)) * SHOWN_TOLERANCE
    return min((scale for scale in SCALES if scale >= needed), default=1.0)


class Ladder:
    """Stands on the rung of one encoder."""

    def __init__(self) -> None:
        self.shown = (0, 0)
        """Width and height of the area in which the other side shows the picture, in its device pixels."""
        self.scale = 1.0
        self._load_limit = 1.0
        self._shown_limit = 1.0

    def choose(self, bitrate: int, size: tuple[int, int]) -> float:
        """The part of a picture's size to send now."""
        self._shown_limit = shown_limit(size, self.shown)
        self.scale = min(rung(bitrate, self.scale), self._load_limit, self._shown_limit)
        return self.scale

    def most_bps(self) -> int:
        """What a picture of the size that is shown is worth: its clearness grows slower than its area."""
        return int(FULL_BPS * self._shown_limit)

    def judge_load(self, load: float) -> None:
        """Encoding took this part of a frame's time."""
        self._load_limit = next_load_limit(load, self._load_limit)
