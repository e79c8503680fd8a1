"""Congestion control and pacer on a simulated line: time is a number here."""

import random
from collections import deque
from dataclasses import dataclass, field

import pytest

from medclient.session.rtp.congestion import LEAST_BPS, MOST_BPS, CongestionControl
from medclient.session.rtp.pacer import BACKLOG_S, Pacer, Urgency

PACKET = 1200
FEEDBACK_S = 0.05
STEP_S = 0.001


@dataclass
class Line:
    """A queue that empties at `rate_bps`, a delay each way, and loss."""

    rate_bps: float
    delay_s: float = 0.05
    loss: float = 0.0
    most_queued_s: float = 1.0
    away: bool = False
    dice: random.Random = field(default_factory=lambda: random.Random(3))
    free_at: float = 0.0

    def carry(self, size: int, now: float) -> float | None:
        """When a packet arrives; None where it does not."""
        if self.away or self.dice.random() < self.loss or self.free_at - now > self.most_queued_s:
            return None
        self.free_at = max(self.free_at, now) + size * 8 / self.rate_bps
        return self.free_at + self.delay_s


class Sending:
    """Sends what the control allows, up to `wanted_bps`, and brings the feedback back."""

    def __init__(self, line: Line, wanted_bps: float = MOST_BPS) -> None:
        self.line, self.wanted_bps = line, wanted_bps
        self.control = CongestionControl()
        self.now = 0.0
        self.number = 0
        self.credit = 0.0
        self.arrivals: dict[int, float] = {}
        self.next_told = 0
        self.under_way: deque[tuple[float, int, list[int | None]]] = deque()
        self.feedback_at = FEEDBACK_S
        self.targets: list[int] = []
        self.delays: list[float] = []

    def run(self, seconds: float) -> "Sending":
        end = self.now + seconds
        self.targets, self.delays = [], []
        while self.now < end:
            self.now += STEP_S
            self._send()
            if self.now >= self.feedback_at:
                self.feedback_at += FEEDBACK_S
                self._tell()
            while self.under_way and self.under_way[0][0] <= self.now:
                _, base, told = self.under_way.popleft()
                self.control.feedback(base & 0xFFFF, told, self.now)
            self.control.tick(self.now)
            self.targets.append(self.control.target_bps)
        return self

    def _send(self) -> None:
        rate = 50_000 if self.control.broken else min(self.control.target_bps, self.wanted_bps)
        self.credit += rate / 8 * STEP_S
        while self.credit > PACKET:
            self.credit -= PACKET
            self._packet()
        probe = self.control.probe_bytes(self.now) // PACKET
        numbers = range(self.number, self.number + probe)
        for _ in numbers:
            self.now += PACKET * 8 / (2.5 * self.control.target_bps)
            self._packet()
        if probe:
            self.control.probe_sent(numbers)

    def _packet(self) -> None:
        self.control.sent(self.number, PACKET, self.now)
        arrival = self.line.carry(PACKET, self.now)
        if arrival is not None:
            self.arrivals[self.number] = arrival
            self.delays.append(arrival - self.now - self.line.delay_s)
        self.number += 1

    def _tell(self) -> None:
        come = {number: at for number, at in self.arrivals.items() if at <= self.now}
        if not come or self.line.away:
            return
        for number in come:
            del self.arrivals[number]
        base, end = min(self.next_told, min(come)), max(come)
        self.next_told = end + 1
        told = [int(come[number] * 1e6) if number in come else None for number in range(base, end + 1)]
        self.under_way.append((self.now + self.line.delay_s, base, told))


@pytest.mark.parametrize("rate_bps", [300_000, 500_000, 1_000_000, 2_000_000])
def test_the_rate_finds_the_line(rate_bps: int) -> None:
    sending = Sending(Line(rate_bps)).run(10).run(20)
    mean = sum(sending.targets) / len(sending.targets)
    assert 0.65 * rate_bps < mean < 1.1 * rate_bps
    assert sorted(sending.delays)[int(0.95 * len(sending.delays))] < 0.25, "the queue stays short"


def test_a_wide_line_is_used_within_seconds() -> None:
    assert Sending(Line(20_000_000)).run(4).control.target_bps > 2_000_000


def test_a_picture_that_needs_little_does_not_hide_a_wide_line() -> None:
    """A still face needs 300 kbit/s; when it moves, the rate is known to be there."""
    assert Sending(Line(20_000_000), wanted_bps=300_000).run(10).control.target_bps > 2_000_000


def test_a_probe_does_not_overrate_the_line() -> None:
    sending = Sending(Line(1_000_000), wanted_bps=300_000).run(30)
    assert max(sending.targets[10_000:]) < 1_300_000


def test_a_line_that_shrinks_is_followed_within_two_seconds() -> None:
    """Requirements: rule adapts."""
    sending = Sending(Line(3_000_000)).run(10)
    sending.line.rate_bps = 500_000
    sending.run(2)
    assert sending.control.target_bps < 550_000
    sending.run(3).run(5)
    assert max(sending.delays) < 0.5


@pytest.mark.parametrize("loss", [0.02, 0.05, 0.1])
def test_loss_of_a_bad_radio_is_borne(loss: float) -> None:
    sending = Sending(Line(3_000_000, loss=loss)).run(20)
    assert sending.control.target_bps > 700_000


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("rate_bps", "loss"), [(8_000_000, 0.1), (1_000_000, 0.1), (500_000, 0.1), (500_000, 0.05)])
def test_a_line_that_loses_is_used_for_as_long_as_the_call_lasts(rate_bps: int, loss: float, seed: int) -> None:
    """Chance alone makes a tenth a sixth every few seconds: a rate that yields each time, and never grows back, ends at
    its least within a minute."""
    sending = Sending(Line(rate_bps, loss=loss, dice=random.Random(seed)), wanted_bps=4_000_000).run(90).run(10)
    assert sum(sending.targets) / len(sending.targets) > 0.7 * min(rate_bps, 1_500_000)


@pytest.mark.parametrize("loss", [0.02, 0.05, 0.1])
def test_a_line_that_loses_is_known_as_one_and_gets_room_to_send_twice(loss: float) -> None:
    sending = Sending(Line(8_000_000, loss=loss), wanted_bps=4_000_000).run(6)
    lossy = []
    for _ in range(20):
        lossy.append(sending.run(0.5).control.lossy)
    assert all(lossy), "no coming and going"
    if loss < 0.1:
        assert sending.control.target_bps > MOST_BPS
    sending.line.loss = 0.0
    assert not sending.run(15).control.lossy
    assert sending.control.target_bps <= MOST_BPS


def test_an_interruption_does_not_make_a_line_one_that_loses() -> None:
    sending = Sending(Line(8_000_000)).run(5)
    sending.line.away = True
    sending.run(3)
    sending.line.away = False
    assert not sending.run(2).control.lossy


def test_loss_of_a_short_queue_is_not() -> None:
    sending = Sending(Line(500_000, most_queued_s=0.01)).run(20)
    assert sending.control.target_bps < 700_000


def test_a_line_that_is_away_gets_no_pictures_and_the_rate_is_back_soon_after() -> None:
    sending = Sending(Line(2_000_000)).run(10)
    sending.line.away = True
    sending.run(5)
    assert sending.control.broken
    sending.line.away = False
    sending.run(0.5)
    assert not sending.control.broken
    sending.run(3)
    assert sending.control.target_bps > 1_000_000


def test_forged_feedback_does_no_harm() -> None:
    control = CongestionControl()
    rng = random.Random(5)
    for number in range(200):
        control.sent(number, PACKET, number / 100)
        arrivals = [rng.choice([None, rng.randrange(-(2**40), 2**40)]) for _ in range(rng.randrange(30))]
        control.feedback(rng.randrange(65536), arrivals, number / 100)
        assert control.target_bps >= LEAST_BPS


def test_the_peers_own_estimate_counts_where_there_is_no_feedback() -> None:
    control = CongestionControl()
    control.limit(250_000)
    assert control.target_bps == 250_000


def test_sound_goes_first_and_pictures_are_spread() -> None:
    """Requirements: rule adapts."""
    pacer: Pacer[str] = Pacer()
    for _ in range(20):
        pacer.put(Urgency.PICTURE, PACKET, "picture")
    pacer.put(Urgency.REPAIR, PACKET, "repair")
    pacer.put(Urgency.SOUND, 100, "sound")
    assert pacer.backlog_s(1_000_000) > BACKLOG_S
    now, order, times = 0.0, [], []
    while True:
        due, next_at = pacer.take_due(1_000_000, now)
        order += due
        times += [now] * len(due)
        if next_at is None:
            break
        assert next_at > now
        now = next_at
    assert order[:2] == ["sound", "repair"]
    assert order.count("picture") == 20
    assert 0.05 < times[-1] < 0.25
    assert pacer.backlog_s(1_000_000) == 0


def test_what_was_lined_up_before_an_interruption_is_dropped_but_for_sound() -> None:
    pacer: Pacer[str] = Pacer()
    pacer.put(Urgency.PICTURE, PACKET, "picture")
    pacer.put(Urgency.SOUND, 100, "sound")
    pacer.clear_pictures()
    assert pacer.take_due(100_000, 0.0) == (["sound"], None)
