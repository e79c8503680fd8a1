"""The verdict on a line, from figures."""

from dataclasses import replace

import pytest

from medclient.session.events import Quality, Side
from medclient.session.statistics import Inbound, Sample, StatisticsRing

GOOD = Sample(
    at=0.0,
    generation=1,
    audio_in=Inbound(packets_received=1000, total_samples_received=960_000),
    video_in=Inbound(packets_received=3000, frames_decoded=600),
    round_trip_time=0.05,
    available_outgoing_bitrate=2_000_000,
)


def line(**after: object) -> StatisticsRing:
    """Six seconds of a good line, whose last second brings these changes."""
    ring = StatisticsRing()
    for second in range(6):
        sound = replace(
            GOOD.audio_in,
            packets_received=1000 + 50 * second,
            total_samples_received=960_000 + 48_000 * second,
        )
        video = replace(GOOD.video_in, packets_received=3000 + 150 * second, frames_decoded=600 + 30 * second)
        ring.add(replace(GOOD, at=float(second), audio_in=sound, video_in=video))
    last = ring.samples[-1]
    changes: dict[str, object] = {}
    for name, value in after.items():
        changes[name] = replace(getattr(last, name), **value) if isinstance(value, dict) else value
    ring.add(replace(last, at=6.0, **changes))  # type: ignore[arg-type]
    return ring


def test_nothing_is_said_before_something_is_known() -> None:
    ring = StatisticsRing()
    assert ring.judge() == (Quality.UNKNOWN, None)
    ring.add(GOOD)
    assert ring.judge() == (Quality.UNKNOWN, None)


def test_a_good_line_is_good() -> None:
    assert line().judge() == (Quality.GOOD, None)


@pytest.mark.parametrize(
    ("after", "quality", "side"),
    [
        ({"video_in": {"packets_lost": 50}}, Quality.FAIR, Side.OTHER),
        ({"video_in": {"packets_lost": 200}}, Quality.POOR, Side.OTHER),
        ({"audio_in": {"concealed_samples": 12_000}}, Quality.FAIR, Side.OTHER),
        ({"audio_in": {"concealed_samples": 12_000, "silent_concealed_samples": 12_000}}, Quality.GOOD, None),
        ({"video_in": {"total_freezes_duration": 2.0}}, Quality.POOR, Side.OTHER),
        ({"fraction_lost": 0.05}, Quality.FAIR, Side.OWN),
        ({"available_outgoing_bitrate": 100_000}, Quality.POOR, Side.OWN),
        ({"round_trip_time": 0.4}, Quality.FAIR, None),
        ({"fraction_lost": 0.2, "video_in": {"packets_lost": 200}}, Quality.POOR, None),
    ],
)
def test_what_is_weak_is_named(after: dict[str, object], quality: Quality, side: Side | None) -> None:
    """Requirements: guide 2."""
    assert line(**after).judge() == (quality, side)


def test_another_transport_is_judged_by_itself() -> None:
    ring = line(video_in={"packets_lost": 200})
    ring.add(Sample(at=7.0, generation=2))
    assert ring.judge() == (Quality.UNKNOWN, None)


def test_a_long_call_is_remembered_coarsely_and_does_not_grow() -> None:
    ring = StatisticsRing()
    for second in range(6 * 3600):
        ring.add(Sample(at=float(second)))
    times = [sample.at for sample in ring.samples]
    assert times == sorted(times)
    assert times[-900:] == [float(second) for second in range(6 * 3600 - 900, 6 * 3600)]
    assert times[0] <= 3 * 3600
    assert len(times) < 2000
    assert ring.latest
    assert ring.latest.at == times[-1]
