"""How much the line bears: congestion control of the sending side from transport-wide feedback.

After draft-ietf-rmcat-gcc-02: the trend of the delay says when a queue builds up, the loss says when one overflows, and
the rate rises gently while neither does. Three things are ours: at the start and after an interruption the rate rises
quickly until the line objects, loss without delay is borne where it may well be the line's own (a bad radio, not a full
queue: the lower the rate, the likelier), and short probes at twice the rate show what the line bears when the picture
does not use it.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from medclient.session.rtp.sequence import Unwrapper

LEAST_BPS, MOST_BPS, MOST_LOSSY_BPS = 60_000, 2_500_000, 4_000_000
"""A line that loses gets each packet of a picture twice, where it bears that."""
START_BPS = 800_000

GROUP_S = 0.005
"""Packets sent within this time count as one."""
TREND_GROUPS = 20
SMOOTHING = 0.9
TREND_GAIN = 4.0
THRESHOLD_S, LEAST_THRESHOLD_S, MOST_THRESHOLD_S = 0.0125, 0.006, 0.6
THRESHOLD_UP, THRESHOLD_DOWN = 0.0087, 0.039
OUTLIER_S = 0.015
OVERUSE_S = 0.01

RATE_WINDOW_S = 0.5
BACKOFF = 0.85
BACKOFF_EVERY_S = 0.2
GROWTH_PER_S, KNOWN_GROWTH_PER_S = 1.08, 1.5
"""Towards the unknown, and up to `KNOWN_PART` of what the line was seen to bear."""
KNOWN_PART = 0.9
SATURATED = 0.95
"""Where so much of what is sent per second arrives per second, it is not our packets that fill the queue."""
RAMP_PER_S = 3.0
"""Growth while nothing has objected yet."""
HEADROOM = 1.5
"""The rate may exceed what arrives by so much: it is not known that the line bears more."""
HEADROOM_BPS = 50_000

LOSS_WINDOW_S = 2.0
LOSS_LEAST_PACKETS = 20
BORNE_LOSS, BORNE_LOSS_BPS = 0.05, 75_000
"""What may be the line's own: so much, and this rate's part of the target (the bound of WebRTC's loss-based estimator,
version 2). Less is sent only where more is lost for certain."""
MOST_BORNE_LOSS = 0.5
"""However low the rate."""
CERTAIN = 2.0
"""Standard deviations."""
GROWING_PART = 0.5
"""Of what is borne: while less is lost, the rate may grow."""

LONG_LOSS_PACKETS = 1000
LOSSY_FROM, LOSSY_UNTIL = 0.01, 0.003
"""A line that loses now and then does not come and go as one."""
MOST_LOST_IN_ROW = 10
"""More is an interruption, and says nothing of what follows it."""

HISTORY_PACKETS = 4000
SILENCE_S = 1.0
"""Without feedback for so long the line is taken for broken."""
BROKEN_FACTOR = 0.5

PROBE_FACTOR = 2.0
PROBE_S = 0.06
PROBE_LEAST_PACKETS = 5
PROBE_EVERY_S, FIRST_PROBE_AFTER_S = 3.0, 0.3
PROBE_PATIENCE_S = 1.0
PROBE_CALM_S = 5.0
"""After an overuse nothing is probed for so long."""
PROBE_COMPLETE = 0.9
WANTED_PART = 0.88
"""Of the most: more is of no use."""


@dataclass(frozen=True)
class _Sent:
    at: float
    size: int


class DelayTrend:
    """Whether the queue on the line grows: the slope of the delay over the last packet groups."""

    def __init__(self) -> None:
        self._group: tuple[float, float, float] | None = None
        """Of the packets of the present group: first sent, last sent, last arrived."""
        self._previous: tuple[float, float] | None = None
        self._accumulated = self._smoothed = 0.0
        self._first_arrival: float | None = None
        self._points: deque[tuple[float, float]] = deque(maxlen=TREND_GROUPS)
        self._count = 0
        self._threshold = THRESHOLD_S
        self._updated: float | None = None
        self._over_s, self._over_count = 0.0, 0
        self._last_trend = 0.0
        self.overused = self.underused = False

    def add(self, sent: float, arrived: float) -> None:
        """A packet that came; both in seconds, each of its own clock, in the order of sending."""
        if self._group is None:
            self._group = (sent, sent, arrived)
        elif sent - self._group[0] <= GROUP_S:
            self._group = (self._group[0], sent, max(arrived, self._group[2]))
        else:
            if self._previous is not None:
                between_sent = self._group[1] - self._previous[0]
                between_arrived = self._group[2] - self._previous[1]
                self._point(between_arrived - between_sent, between_sent, self._group[2])
            self._previous = (self._group[1], self._group[2])
            self._group = (sent, sent, arrived)

    def _point(self, variation: float, between_sent: float, arrived: float) -> None:
        self._first_arrival = arrived if self._first_arrival is None else self._first_arrival
        self._accumulated += variation
        self._smoothed = SMOOTHING * self._smoothed + (1 - SMOOTHING) * self._accumulated
        self._points.append((arrived - self._first_arrival, self._smoothed))
        self._count += 1
        trend = min(self._count, 60) * _slope(self._points) * TREND_GAIN / 1000 if len(self._points) > 1 else 0.0
        self._judge(trend, between_sent, arrived)

    def _judge(self, trend: float, between_sent: float, arrived: float) -> None:
        if trend > self._threshold:
            self._over_s += max(0.0, between_sent)
            self._over_count += 1
            if self._over_s > OVERUSE_S and self._over_count > 1 and trend >= self._last_trend:
                self.overused = True
            self.underused = False
        else:
            self._over_s, self._over_count = 0.0, 0
            self.overused = False
            self.underused = trend < -self._threshold
        self._last_trend = trend
        self._adapt(trend, arrived)

    def _adapt(self, trend: float, arrived: float) -> None:
        size = abs(trend)
        if self._updated is not None and size <= self._threshold + OUTLIER_S:
            gain = THRESHOLD_DOWN if size < self._threshold else THRESHOLD_UP
            elapsed_ms = min(max(0.0, arrived - self._updated), 0.1) * 1000
            self._threshold += gain * (size - self._threshold) * elapsed_ms
            self._threshold = min(max(self._threshold, LEAST_THRESHOLD_S), MOST_THRESHOLD_S)
        self._updated = arrived


def _slope(points: Iterable[tuple[float, float]]) -> float:
    xs, ys = zip(*points, strict=True)
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - middle_x) ** 2 for x in xs)
    return sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True)) / spread if spread else 0.0


class CongestionControl:
    """Tell it what was sent and what feedback came; it says how much to send. Times are monotonic seconds."""

    def __init__(self) -> None:
        self.target_bps = START_BPS
        self.loss = 0.0
        """The part of the packets that was lost of late."""
        self.lossy = False
        """It loses packets for longer than a moment."""
        self._long_loss = 0.0
        self._lost_in_row = 0
        self._sent: dict[int, _Sent] = {}
        self._unwrap = Unwrapper()
        self._trend = DelayTrend()
        self._arrived: deque[tuple[float, float, int]] = deque()
        """Sent, arrived on the receiver's clock, and size."""
        self._borne_bps = float(MOST_BPS)
        """What arrived when the line was last full."""
        self._told: deque[tuple[float, bool]] = deque()
        """When it was told, and whether it came."""
        self._ramping = True
        self._increased_at: float | None = None
        self._backed_off_at = self._loss_backed_off_at = -1e9
        self._feedback_at: float | None = None
        self._highest_told = -1
        self._broken = False
        self._probe: set[int] = set()
        self._probe_arrived: list[tuple[float, float, int]] = []
        self._probe_size = 0
        self._probed_at: float | None = None

    @property
    def most_bps(self) -> int:
        """More is never sent."""
        return MOST_LOSSY_BPS if self.lossy else MOST_BPS

    @property
    def broken(self) -> bool:
        """Packets go out and nothing is heard of them: only sound is worth sending."""
        return self._broken

    def sent(self, number: int, size: int, now: float) -> None:
        """A packet of so many bytes left with this transport-wide number (not wrapped)."""
        self._sent[number] = _Sent(now, size)
        if len(self._sent) > HISTORY_PACKETS:
            del self._sent[next(iter(self._sent))]
        if self._feedback_at is None:
            self._feedback_at = now

    def limit(self, bitrate: int) -> None:
        """The other side's own estimate (REMB), for those who send nothing better."""
        if self._highest_told < 0:
            self.target_bps = min(max(LEAST_BPS, bitrate), self.most_bps)

    def feedback(self, base: int, arrivals: Iterable[int | None], now: float) -> None:
        """For each packet from `base` (16 bits) on when it came, in microseconds of any clock, or None."""
        first = self._unwrap(base)
        news: list[tuple[_Sent, float]] = []
        for number, at_us in enumerate(arrivals, first):
            sent = self._sent.get(number)
            if sent is None:
                continue
            if at_us is not None:
                del self._sent[number]
                news.append((sent, at_us / 1e6))
                if number in self._probe:
                    self._probe_arrived.append((sent.at, at_us / 1e6, sent.size))
                self._told.append((now, True))
                self._judge_loss()
            elif number > self._highest_told:
                self._told.append((now, False))
                self._lost_in_row += 1
            self._highest_told = max(self._highest_told, number)
        if self._broken and news:
            self._begin_again()
        self._feedback_at = now
        for sent, arrived in sorted(news, key=lambda each: each[0].at):
            self._trend.add(sent.at, arrived)
            self._arrived.append((sent.at, arrived, sent.size))
        self._forget(now)
        self._control(now)
        self._judge_probe(now)

    def tick(self, now: float) -> None:
        """To be called now and then while packets go out."""
        waiting = bool(self._sent) and self._highest_told >= 0
        if waiting and self._feedback_at is not None and now - self._feedback_at > SILENCE_S and not self._broken:
            newest = next(reversed(self._sent.values()))
            if newest.at > self._feedback_at:
                self._broken = True

    def arriving_bps(self) -> float:
        """What came of late, by the receiver's clock."""
        return self._rate(1)

    def _rate(self, clock: int) -> float:
        if len(self._arrived) < 2:
            return 0.0
        times = [each[clock] for each in self._arrived]
        size = sum(each[2] for each in self._arrived) - self._arrived[0][2]
        return size * 8 / max(max(times) - min(times), 0.1)

    def probe_bytes(self, now: float) -> int:
        """How much padding to send now, as fast as the pacer lets it, to learn what the line bears; mostly 0."""
        if self._probed_at is None:
            self._probed_at = now - PROBE_EVERY_S + FIRST_PROBE_AFTER_S
        calm = now - max(self._backed_off_at, self._loss_backed_off_at) > PROBE_CALM_S
        heard = self._highest_told >= 0 and not self._broken
        if (
            now - self._probed_at < PROBE_EVERY_S
            or not (calm and heard)
            or self.target_bps >= WANTED_PART * self.most_bps
        ):
            return 0
        self._probed_at = now
        return int(PROBE_FACTOR * self.target_bps * PROBE_S / 8)

    def probe_sent(self, numbers: Iterable[int]) -> None:
        """The numbers under which the padding left."""
        self._probe, self._probe_arrived = set(numbers), []
        self._probe_size = len(self._probe)

    def _judge_probe(self, now: float) -> None:
        arrived = self._probe_arrived
        if not self._probe or self._probed_at is None:
            return
        if len(arrived) < self._probe_size and now - self._probed_at < PROBE_PATIENCE_S:
            return
        self._probe = set()
        if len(arrived) < max(PROBE_LEAST_PACKETS, PROBE_COMPLETE * (1 - self._long_loss) * self._probe_size):
            return
        size = sum(each[2] for each in arrived) - arrived[0][2]
        sent_s, arrived_s = (
            max(each[clock] for each in arrived) - min(each[clock] for each in arrived) for clock in (0, 1)
        )
        if sent_s <= 0 or arrived_s <= 0:
            return
        sent_bps, arrived_bps = size * 8 / sent_s, size * 8 / arrived_s
        # Slower in than out: that is the line's rate; otherwise it bears at least what was sent.
        borne = BACKOFF * arrived_bps if arrived_bps < 0.9 * sent_bps else min(sent_bps, arrived_bps)
        if not self._trend.overused:
            wanted = WANTED_PART * self.most_bps
            self.target_bps = int(min(max(self.target_bps, min(borne, wanted)), self.most_bps))
            self._borne_bps = max(self._borne_bps, borne)

    def _begin_again(self) -> None:
        self._broken = False
        self._trend = DelayTrend()
        self._arrived.clear()
        self._told.clear()
        self.target_bps = max(LEAST_BPS, int(self.target_bps * BROKEN_FACTOR))
        self._ramping = True

    def _judge_loss(self) -> None:
        """A packet came, and those before it did or did not."""
        lost = self._lost_in_row if self._lost_in_row <= MOST_LOST_IN_ROW else 0
        self._lost_in_row = 0
        self._long_loss += (lost - self._long_loss * (lost + 1)) / LONG_LOSS_PACKETS
        self.lossy = self._long_loss > (LOSSY_UNTIL if self.lossy else LOSSY_FROM)

    @property
    def _borne_loss(self) -> float:
        return BORNE_LOSS + BORNE_LOSS_BPS / self.target_bps

    def _loses_too_much(self) -> bool:
        """Also for chance: a line that loses a tenth now and then loses a fifth."""
        count, borne = len(self._told), min(self._borne_loss, MOST_BORNE_LOSS)
        if count < LOSS_LEAST_PACKETS:
            return False
        return self.loss > borne + CERTAIN * sqrt(borne * (1 - borne) / count)

    def _forget(self, now: float) -> None:
        while self._arrived and self._arrived[-1][1] - self._arrived[0][1] > RATE_WINDOW_S:
            self._arrived.popleft()
        while self._told and now - self._told[0][0] > LOSS_WINDOW_S:
            self._told.popleft()
        if len(self._told) >= LOSS_LEAST_PACKETS:
            self.loss = sum(not came for _, came in self._told) / len(self._told)

    def _control(self, now: float) -> None:
        arriving = self.arriving_bps()
        elapsed = min(1.0, now - self._increased_at) if self._increased_at is not None else 0.0
        self._increased_at = now
        target = float(self.target_bps)
        if self._trend.overused:
            self._ramping = False
            if now - self._backed_off_at > BACKOFF_EVERY_S:
                self._backed_off_at = now
                if arriving < SATURATED * self._rate(0):
                    self._borne_bps = arriving
                    target = min(target, BACKOFF * arriving)
                else:
                    target *= BACKOFF
        elif self._loses_too_much():
            self._ramping = False
            self._loss_backed_off_at = now
            target *= 1 - 0.5 * self.loss
            self._told.clear()
        elif not self._trend.underused:
            known = target < KNOWN_PART * self._borne_bps
            growth = RAMP_PER_S if self._ramping else KNOWN_GROWTH_PER_S if known else GROWTH_PER_S
            if self._ramping or self.loss < GROWING_PART * self._borne_loss:
                grown = target * growth**elapsed
                # What is not sent cannot be known to arrive: no growing beyond that.
                target = max(target, min(grown, HEADROOM * arriving + HEADROOM_BPS))
        self.target_bps = int(min(max(target, LEAST_BPS), self.most_bps))
