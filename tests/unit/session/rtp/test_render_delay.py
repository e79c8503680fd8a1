"""When pictures are shown: times are numbers here."""

import random
from itertools import pairwise

from medclient.session.rtp.render_delay import MOST_S, RenderDelay

FRAME_S = 1 / 30


def shown(lateness: list[float], first: int = 2**32 - 90000) -> list[float]:
    """Show times of pictures that are whole so much after their own time, less that time; in order as on a line."""
    delay, last, result = RenderDelay(), 0.0, []
    for number, late in enumerate(lateness):
        last = max(last, 100 + number * FRAME_S + late)
        at = delay.arrived((first + number * 3000) % 2**32, last)
        assert at >= last
        result.append(at - 100 - number * FRAME_S)
    return result


def test_on_an_even_line_a_picture_is_shown_at_once() -> None:
    rng = random.Random(1)
    lateness = [0.02 + rng.uniform(0, 0.015) for _ in range(400)]
    assert max(shown(lateness)[5:]) < 0.04


def test_where_pictures_come_late_often_they_are_shown_evenly() -> None:
    rng = random.Random(2)
    lateness = [0.02 + (0.08 if rng.random() < 0.15 else 0.0) for _ in range(600)]
    settled = shown(lateness)[150:]
    uneven = [abs(b - a) for a, b in pairwise(settled)]
    assert sum(each > 0.02 for each in uneven) < 0.03 * len(uneven)
    assert max(settled) < 0.2


def test_the_delay_goes_when_the_line_is_good_again() -> None:
    rng = random.Random(3)
    bad = [0.02 + (0.1 if rng.random() < 0.2 else 0.0) for _ in range(300)]
    settled = shown(bad + [0.02] * 400)
    assert settled[299] > 0.09
    assert max(settled[-50:]) < 0.03


def test_nothing_is_held_for_long() -> None:
    settled = shown([0.0] * 100 + [2.0] * 50 + [0.0] * 300)
    assert max(settled[200:]) <= 2.0 + MOST_S
