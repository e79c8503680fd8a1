"""Sound from the line to the speaker: packets come when they come, the speaker asks every 10 ms.

The buffer holds as much as the line's jitter asks for and no more. What is lost is taken from the next packet's
in-band FEC, else concealed; what waits too long is shortened, what runs short is lengthened, both at the pitch
of the voice. That the two sound cards run unequally fast is made up for all the time (`drift.py`).
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from medclient.session.rtp import time_stretch
from medclient.session.rtp.drift import DriftMeter, FineResampler
from medclient.session.rtp.opus import OpusDecoder, open_decoder
from medclient.session.rtp.sequence import Unwrapper

log = logging.getLogger("medclient.session.sound")

SAMPLE_RATE = 48000
FRAME = 960
"""20 ms, what nearly every sender uses; others are played all the same."""
MOST_PACKETS = 100
TARGET_LEAST_S = 0.02
TARGET_MOST_S = 0.6
JITTER_SHARE = 0.95
"""The share of packets that must be there in time."""
WINDOW = 250
"""Packets over which the jitter is looked at: 5 s."""
TOO_MUCH_S = 0.03
"""Over the target, before sound is shortened."""
STALE_S = 1.0
"""Sound that has waited longer is not worth hearing: after an interruption one wants to hear the present."""
FADE_AFTER = 6
"""Concealed frames in a row, after which there is silence: the line is away, or the sender has nothing to say."""
STUCK_S = 2.0
"""Packets come for so long, and not one of them can be played: whatever is believed of the stream is wrong."""

Sound = npt.NDArray[np.int16]


@dataclass
class AudioStatistics:
    """Names of W3C webrtc-stats, in samples."""

    total_samples_received: int = 0
    """Those that were made up count too."""
    concealed_samples: int = 0
    silent_concealed_samples: int = 0
    inserted_samples_for_deceleration: int = 0
    removed_samples_for_acceleration: int = 0
    recovered_samples: int = 0
    """From in-band FEC; not counted as concealed."""


class AudioBuffer:
    """`add` on the engine's thread, `pull` on the sound device's. Times are seconds."""

    def __init__(self, make_decoder: Callable[[], OpusDecoder] = open_decoder) -> None:
        self._lock = threading.Lock()
        self._make_decoder = make_decoder
        self._decoder = make_decoder()
        self._unwrap_number = Unwrapper(16)
        self._unwrap_time = Unwrapper(32)
        self._packets: dict[int, tuple[int, bytes]] = {}
        """By extended sequence number: RTP time and payload."""
        self._next_number: int | None = None
        self._next_time = 0
        self._ready: deque[Sound] = deque()
        self._ready_samples = 0
        self._playing = False
        self._concealed_in_row = 0
        self._owed = 0
        """Samples played although their packet had not come: a gap of that length has already been heard."""
        self._made = self._came_at = 0
        """Samples made for the speaker so far, and when the newest packet came by that clock."""
        self._unplayed_since: int | None = None
        """By the same clock, since when packets come and none is played; None where the newest are."""
        self._delays: deque[float] = deque(maxlen=WINDOW)
        self._arrived_at: float | None = None
        self._catching_up = False
        self.target_s = TARGET_LEAST_S
        self.extra_s = 0.0
        """Waited on top of what the line asks for, for the picture."""
        self._meter = DriftMeter()
        self._resampler: FineResampler | None = None
        self.statistics = AudioStatistics()

    @property
    def drift(self) -> float:
        """How much faster the other side's sound card runs, as a share."""
        return self._meter.drift

    def add(self, number: int, timestamp: int, payload: bytes, now: float) -> None:
        """A packet has come."""
        with self._lock:
            if payload and self._stuck():
                log.warning("sound comes and is not played (%d packets wait): it begins anew", len(self._packets))
                self._forget()
                self._decoder = self._make_decoder()
            extended, time = self._unwrap_number(number), self._unwrap_time(timestamp)
            self._learn(now - time / SAMPLE_RATE, now)
            self._meter.arrived(time, now)
            if not payload or (self._next_number is not None and extended < self._next_number):
                return
            self._packets[extended] = (time, payload)
            if len(self._packets) > MOST_PACKETS:
                self._skip_to_the_present()

    def begin_anew(self) -> None:
        """What comes from now on is another stream, with numbers and times of its own."""
        with self._lock:
            self._forget()

    def pull(self, samples: int, now: float | None = None) -> Sound:
        """The next `samples` for the speaker; silence where there is nothing.

        With the time of each request the speaker's clock is known, and the other side's speed is followed.
        """
        with self._lock:
            if now is not None:
                self._meter.pulled(samples, now)
            if self._resampler is None and self._meter.drift:
                self._resampler = FineResampler()
            if self._resampler is None:
                return self._take(samples)
            self._resampler.speed = 1 + self._meter.drift
            return self._resampler(self._take(self._resampler.needed(samples)), samples)

    def _take(self, samples: int) -> Sound:
        while self._ready_samples < samples:
            self._produce()
        if not samples:
            return np.zeros(0, np.int16)
        out = np.concatenate([self._ready.popleft() for _ in range(len(self._ready))])
        rest = out[samples:]
        self._ready_samples = rest.size
        if rest.size:
            self._ready.append(rest)
        return out[:samples]

    @property
    def playing_timestamp(self) -> int | None:
        """The RTP timestamp of what is played next; None where nothing is, or what is played is made up."""
        with self._lock:
            plays = self._playing and not self._concealed_in_row
            return (self._next_time - self._ready_samples) & 0xFFFFFFFF if plays else None

    @property
    def delay_s(self) -> float:
        """How much sound waits."""
        with self._lock:
            return self._waiting() / SAMPLE_RATE

    # All below with the lock held.

    def _forget(self) -> None:
        self._unwrap_number, self._unwrap_time = Unwrapper(16), Unwrapper(32)
        self._packets.clear()
        self._next_number, self._next_time = None, 0
        self._playing = False
        self._delays.clear()
        self._meter = DriftMeter()
        self._unplayed_since = None

    def _stuck(self) -> bool:
        """Whether packets come and are not played; what waits because the speaker does not ask is not meant."""
        paused = self._made - self._came_at > STALE_S * SAMPLE_RATE
        self._came_at = self._made
        if paused or self._unplayed_since is None:
            self._unplayed_since = self._made
        return self._made - self._unplayed_since > STUCK_S * SAMPLE_RATE

    def _learn(self, transit: float, now: float) -> None:
        """The target follows how much later than the quickest packets most others come.

        What an interrupted line brings all at once afterwards says nothing about its jitter.
        """
        silence = 0.0 if self._arrived_at is None else now - self._arrived_at
        self._arrived_at = now
        if silence > TARGET_MOST_S:
            self._catching_up = True
        if self._catching_up and self._delays:
            if transit - min(self._delays) > self.target_s:
                return
            self._catching_up = False
        self._delays.append(transit)
        ordered = sorted(self._delays)
        spread = ordered[int(JITTER_SHARE * (len(ordered) - 1))] - ordered[0]
        self.target_s = self.extra_s + min(TARGET_MOST_S, max(TARGET_LEAST_S, spread + FRAME / SAMPLE_RATE / 2))

    def _waiting(self) -> int:
        if not self._packets:
            return self._ready_samples
        newest = max(time for time, _ in self._packets.values()) + FRAME
        oldest = min(time for time, _ in self._packets.values())
        if self._playing:  # else it will begin with the oldest, whatever came before
            oldest = max(oldest, min(self._next_time, newest))
        return newest - oldest + self._ready_samples

    def _emit(self, sound: Sound) -> None:
        self._ready.append(sound)
        self._ready_samples += sound.size
        self._made += sound.size

    def _produce(self) -> None:
        """Make the next piece of sound, whatever there is to make it of."""
        waiting = self._waiting() / SAMPLE_RATE
        if self._packets and waiting > STALE_S:
            self._skip_to_the_present()
        if not self._playing:
            if waiting < self.target_s or not self._packets:
                self._emit(np.zeros(FRAME // 2, np.int16))
                return
            self._begin()
        first = min(self._packets, default=None)
        if first is None:
            self._run_dry()
        elif first == self._next_number or self._packets[first][0] <= self._next_time:
            self._play(first)
        else:
            self._bridge(first)

    def _skip_to_the_present(self) -> None:
        """Leave out what has waited too long, all at once.

        Not packet by packet: with each that comes the next to be played would go, and none would ever be heard.
        """
        newest = max(time for time, _ in self._packets.values())
        for number in sorted(self._packets):
            if newest - self._packets[number][0] > self.target_s * SAMPLE_RATE:
                del self._packets[number]
        self._playing = False

    def _begin(self) -> None:
        self._next_number = min(self._packets)
        self._next_time = self._packets[self._next_number][0]
        self._playing = True
        self._concealed_in_row = 0
        self._owed = 0

    def _play(self, number: int) -> None:
        time, payload = self._packets.pop(number)
        sound = self._decoder.decode(payload)
        self._next_number = number + 1
        self._next_time = time + (sound.size or FRAME)
        if not sound.size:
            self._conceal(FRAME)
            return
        self._concealed_in_row = 0
        self._owed = 0
        self._unplayed_since = None
        self.statistics.total_samples_received += sound.size
        waiting = self._waiting() / SAMPLE_RATE
        if waiting > self.target_s + TOO_MUCH_S:
            shortened = time_stretch.shorter(sound)
            self.statistics.removed_samples_for_acceleration += sound.size - shortened.size
            sound = shortened
        elif waiting < self.target_s / 2 and not self._packets:
            lengthened = time_stretch.longer(sound)
            self.statistics.inserted_samples_for_deceleration += lengthened.size - sound.size
            sound = lengthened
        self._emit(sound)

    def _run_dry(self) -> None:
        """Nothing has come: the packet may be late, lost, or never sent (DTX). Time stands still meanwhile."""
        self._conceal(FRAME // 2)
        self._owed += FRAME // 2
        if self._concealed_in_row * (FRAME // 2) > STALE_S * SAMPLE_RATE:
            self._playing = False

    def _bridge(self, first: int) -> None:
        """Packets have come, but not the next one: it is lost, or late beyond use."""
        time, payload = self._packets[first]
        gap = time - self._next_time
        if self._owed:
            # So much of the gap has been heard already while nothing had come.
            heard = min(self._owed, gap)
            self._owed = 0
            self._next_time += heard
            gap -= heard
        if gap <= 0:
            self._next_number, self._next_time = first, time
            return
        if gap > STALE_S * SAMPLE_RATE:
            self._next_number, self._next_time = first, time
            return
        if gap <= FRAME:
            recovered = self._decoder.recover(payload, max(120, gap - gap % 120))
            self._next_number, self._next_time = first, time
            if recovered.size:
                self.statistics.total_samples_received += recovered.size
                self.statistics.recovered_samples += recovered.size
                self._emit(recovered)
            return
        self._conceal(FRAME)
        self._next_time += FRAME

    def _conceal(self, samples: int) -> None:
        self._concealed_in_row += 1
        silent = self._concealed_in_row > FADE_AFTER
        sound = np.zeros(samples, np.int16) if silent else self._decoder.conceal(samples)
        if not sound.size:
            sound = np.zeros(samples, np.int16)
        self.statistics.total_samples_received += sound.size
        self.statistics.concealed_samples += sound.size
        if silent:
            self.statistics.silent_concealed_samples += sound.size
        self._emit(sound)
