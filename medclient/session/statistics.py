"""What a call's line does, once a second: figures under the names of W3C webrtc-stats, and a verdict in plain words."""

from collections import deque
from dataclasses import dataclass, field

from medclient.session.events import Quality, Side

FINE_SAMPLES = 15 * 60
THINNED = 10
COARSE_SAMPLES = 3 * 3600 // THINNED
"""What is older than a quarter of an hour is kept every ten seconds, for three hours: 3 kB a second would be 11 MB an
hour."""
JUDGED_S = 5.0
"""The verdict is about so long."""
LEAST_S = 1.5

FAIR_LOSS, POOR_LOSS = 0.03, 0.10
FAIR_CONCEALED, POOR_CONCEALED = 0.03, 0.10
FAIR_FROZEN, POOR_FROZEN = 0.04, 0.2
"""Shares of the time."""
FAIR_RTT_S, POOR_RTT_S = 0.3, 0.6
FAIR_BPS, POOR_BPS = 350_000, 150_000
ORDER = (Quality.GOOD, Quality.FAIR, Quality.POOR)


@dataclass(frozen=True)
class Inbound:
    """Of one kind of media since its transport began; times in seconds."""

    packets_received: int = 0
    packets_lost: int = 0
    bytes_received: int = 0
    jitter: float = 0.0
    nack_count: int = 0
    pli_count: int = 0
    frames_decoded: int = 0
    frame_width: int = 0
    frame_height: int = 0
    freeze_count: int = 0
    total_freezes_duration: float = 0.0
    total_samples_received: int = 0
    concealed_samples: int = 0
    silent_concealed_samples: int = 0
    jitter_buffer_delay: float = 0.0
    """At this moment."""


@dataclass(frozen=True)
class Outbound:
    """Of one kind of media since its transport began."""

    packets_sent: int = 0
    bytes_sent: int = 0
    retransmitted_packets_sent: int = 0
    nack_count: int = 0
    pli_count: int = 0
    frames_encoded: int = 0
    key_frames_encoded: int = 0
    frame_width: int = 0
    frame_height: int = 0


@dataclass(frozen=True)
class Sample:
    """One moment of the transport in use. Bits, seconds, shares."""

    at: float
    """Monotonic seconds."""
    generation: int = 0
    audio_in: Inbound = field(default_factory=Inbound)
    video_in: Inbound = field(default_factory=Inbound)
    audio_out: Outbound = field(default_factory=Outbound)
    video_out: Outbound = field(default_factory=Outbound)
    round_trip_time: float | None = None
    fraction_lost: float = 0.0
    """Of what we send."""
    available_outgoing_bitrate: int = 0
    dtls_cipher: str = ""
    srtp_cipher: str = ""


class StatisticsRing:
    """The last hours of a call."""

    def __init__(self) -> None:
        self._samples: deque[Sample] = deque(maxlen=FINE_SAMPLES)
        self._older: deque[Sample] = deque(maxlen=COARSE_SAMPLES)
        self._count = 0

    def add(self, sample: Sample) -> None:
        if len(self._samples) == FINE_SAMPLES and self._count % THINNED == 0:
            self._older.append(self._samples[0])
        self._samples.append(sample)
        self._count += 1

    @property
    def latest(self) -> Sample | None:
        """May be asked from any thread."""
        return self._samples[-1] if self._samples else None

    @property
    def samples(self) -> tuple[Sample, ...]:
        """The last quarter of an hour second by second, after what is older every ten seconds."""
        return (*self._older, *self._samples)

    def judge(self) -> tuple[Quality, Side | None]:
        """How good the line is, and whose is the weak one, where that can be told.

        What arrives badly suffered on the other side's way up, what we send on ours: lines are narrower upwards.
        """
        if not self._samples:
            return Quality.UNKNOWN, None
        now = self._samples[-1]
        before = now
        for sample in reversed(self._samples):
            if sample.generation != now.generation or now.at - sample.at > JUDGED_S:
                break
            before = sample
        if now.at - before.at < LEAST_S:
            return Quality.UNKNOWN, None
        slow = _grade(now.round_trip_time or 0.0, FAIR_RTT_S, POOR_RTT_S)
        received, sent = max(slow, _received(before, now)), max(slow, _sent(now))
        worst = max(received, sent)
        if worst == 0 or received == sent:
            return ORDER[worst], None
        return ORDER[worst], Side.OTHER if received > sent else Side.OWN


def _grade(value: float, fair: float, poor: float) -> int:
    return int(value > fair) + int(value > poor)


def _received(before: Sample, now: Sample) -> int:
    elapsed = now.at - before.at
    grades = [0]
    for then, this in ((before.audio_in, now.audio_in), (before.video_in, now.video_in)):
        lost = max(0, this.packets_lost - then.packets_lost)
        whole = lost + this.packets_received - then.packets_received
        if whole > 0:
            grades.append(_grade(lost / whole, FAIR_LOSS, POOR_LOSS))
        samples = this.total_samples_received - then.total_samples_received
        concealed = this.concealed_samples - then.concealed_samples
        concealed -= this.silent_concealed_samples - then.silent_concealed_samples
        if samples > 0:
            grades.append(_grade(concealed / samples, FAIR_CONCEALED, POOR_CONCEALED))
        frozen = this.total_freezes_duration - then.total_freezes_duration
        grades.append(_grade(frozen / elapsed, FAIR_FROZEN, POOR_FROZEN))
    return max(grades)


def _sent(now: Sample) -> int:
    narrow = 0
    if now.available_outgoing_bitrate:
        narrow = int(now.available_outgoing_bitrate < FAIR_BPS) + int(now.available_outgoing_bitrate < POOR_BPS)
    return max(narrow, _grade(now.fraction_lost, FAIR_LOSS, POOR_LOSS))
