"""Picture and sound wait for each other: a simulated pair of delays that obey the corrections slowly."""

import pytest

from medclient.session.rtp.lip_sync import BEARABLE_S, LipSync, SenderClock


def settle(picture_s: float, sound_s: float, rounds: int = 40) -> tuple[float, LipSync]:
    """How far the sound is behind in the end; the sound follows a correction by half at a time."""
    sync, stretched = LipSync(), 0.0
    for _ in range(rounds):
        stretched += 0.5 * (sync.sound_s - stretched)
        sync.measure(sound_s + stretched - picture_s - sync.picture_s)
    return sound_s + stretched - picture_s - sync.picture_s, sync


@pytest.mark.parametrize(("picture_s", "sound_s"), [(0.02, 0.15), (0.2, 0.05), (0.3, 0.1), (0.02, 0.3)])
def test_they_come_together(picture_s: float, sound_s: float) -> None:
    behind, sync = settle(picture_s, sound_s)
    assert abs(behind) < BEARABLE_S + 0.005
    assert min(sync.picture_s, sync.sound_s) == 0, "only one of them waits"


@pytest.mark.parametrize("behind", [-0.03, 0.0, 0.035])
def test_nobody_waits_for_what_is_not_noticed(behind: float) -> None:
    _, sync = settle(0.05, 0.05 + behind)
    assert (sync.picture_s, sync.sound_s) == (0, 0)


def test_a_wait_that_is_no_longer_needed_ends() -> None:
    sync = LipSync()
    for _ in range(20):
        sync.measure(0.2 - sync.picture_s)
    assert sync.picture_s > 0.1
    for _ in range(40):
        sync.measure(0.01 - sync.picture_s)
    assert sync.picture_s == 0


def test_timestamps_become_the_senders_time_across_the_wrap() -> None:
    clock = SenderClock(90000)
    assert clock.time_of(5) is None
    clock.reported(100 << 32, 2**32 - 45000)
    assert clock.time_of(2**32 - 45000) == 100
    assert clock.time_of(45000) == pytest.approx(101)
    assert clock.time_of(2**32 - 135000) == pytest.approx(99)
