"""How large a picture is sent, for line, processor and the other side's screen."""

import pytest

from medclient.session.rtp.encoders import LEAST_BPS
from medclient.session.rtp.ladder import FULL_BPS, LADDER, MOST_LOAD, SCALES, Ladder, rung, shown_limit

HD = (1280, 720)


@pytest.mark.parametrize("present", SCALES)
def test_the_ladder_is_steady(present: float) -> None:
    scales = [rung(bitrate, present) for bitrate in range(LEAST_BPS, 3_000_000, 10_000)]
    assert scales == sorted(scales)
    assert scales[-1] == 1.0
    for least, scale in LADDER:
        assert rung(least, scale) == scale, "one stays on a rung down to its end"


@pytest.mark.parametrize(
    ("shown", "scale"),
    [
        ((0, 0), 1.0),
        ((1920, 1080), 1.0),
        ((1280, 720), 1.0),
        ((1000, 2000), 0.75),
        ((640, 360), 0.5),
        ((330, 700), 0.25),
        ((1170, 2532), 1.0),
        ((1, 1), 0.25),
    ],
    ids=str,
)
def test_no_more_is_sent_than_is_shown(shown: tuple[int, int], scale: float) -> None:
    """A telephone held upright shows the picture as wide as it is itself; one of 390 CSS pixels has 1170."""
    assert shown_limit(HD, shown) == scale
    width, height = (part * scale for part in HD)
    assert scale == 1.0 or min(shown[0] / width, shown[1] / height) <= 1 / 0.95


def test_a_small_window_takes_less_of_the_line_and_a_large_one_gets_all_again() -> None:
    ladder = Ladder()
    assert ladder.choose(2_000_000, HD) == 1.0
    assert ladder.most_bps() == FULL_BPS
    ladder.shown = (640, 400)
    assert ladder.choose(2_000_000, HD) == 0.5
    assert ladder.most_bps() == FULL_BPS / 2
    ladder.shown = (1600, 900)
    assert ladder.choose(2_000_000, HD) == 1.0
    assert ladder.choose(200_000, HD) == 0.5, "the line has the last word"


def test_a_slow_processor_limits_it_too() -> None:
    ladder = Ladder()
    ladder.judge_load(MOST_LOAD + 0.1)
    ladder.shown = (4000, 3000)
    assert ladder.choose(2_000_000, HD) == 0.75
