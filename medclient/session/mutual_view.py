"""What each end really gets of the other, from the other's own statistics instead of a guess. No I/O.

Each end tells the other in heartbeats what arrives. Together with what this end receives itself, that says of all four
directions (sound and picture, both ways) whether they work, so that one that does not is named and repaired.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from medclient.protocol.messages import Heartbeat

ARRIVES_WITHIN = timedelta(seconds=1.2)
"""What has not come for so long does not come; a voice that is silent sends a packet every 0.4 s."""
SETTLES_IN = timedelta(seconds=1.5)
"""A new transport, or a device just switched on, has so long before it is blamed."""
BEAT_EVERY = timedelta(seconds=1)
BEAT_FRESH_FOR = timedelta(seconds=3)
"""An older word of the other end is no word."""
MAILBOX_BEAT_EVERY = timedelta(seconds=5)
ONE_WAY_AFTER = timedelta(seconds=1)
"""For how long sound or picture is known to stay away in one direction before a new transport is made."""
ONE_WAY_AGAIN_FIRST = timedelta(seconds=6)
ONE_WAY_AGAIN_MOST = timedelta(seconds=60)
"""A device that only pretends to deliver is not mended by new transports."""
ONE_WAY_FORGOTTEN = timedelta(seconds=10)


@dataclass(frozen=True)
class Flow:
    """When what last came and went over one transport; None: never."""

    audio_at: datetime | None = None
    video_at: datetime | None = None
    """A picture that could be decoded."""
    audio_sent_at: datetime | None = None
    video_sent_at: datetime | None = None


NO_FLOW = Flow()


@dataclass(frozen=True)
class Sides:
    """Which devices are on, at both ends."""

    local_microphone: bool
    local_camera: bool
    remote_microphone: bool
    remote_camera: bool

    @property
    def patient_sends(self) -> bool:
        return self.remote_camera or self.remote_microphone


@dataclass(frozen=True)
class Mutual:
    """Whether it arrives; None where nothing is sent, or it is not known yet."""

    hears_patient: bool | None = None
    sees_patient: bool | None = None
    patient_hears: bool | None = None
    patient_sees: bool | None = None

    @property
    def one_way(self) -> bool:
        """Whether something that is sent does not arrive."""
        return False in (self.hears_patient, self.sees_patient, self.patient_hears, self.patient_sees)


NOTHING_KNOWN = Mutual()


def _recent(at: datetime | None, now: datetime) -> bool:
    return at is not None and now - at <= ARRIVES_WITHIN


class MutualView:
    """Of the transport in use; begins anew with each."""

    def __init__(self, generation: int, now: datetime, sides: Sides) -> None:
        self.generation = generation
        self._flow = NO_FLOW
        self._sides = sides
        self._settled_at = now + SETTLES_IN
        self._audio_since: datetime | None = None
        self._video_since: datetime | None = None
        self._theirs: Heartbeat | None = None
        self._theirs_at = now
        self._told: tuple[bool, bool] | None = None
        self._told_at = now
        self._posted_at: datetime | None = None

    # What comes in.

    def flows(self, flow: Flow, now: datetime) -> None:
        self._flow = flow
        self._look(now)

    def told(self, beat: Heartbeat, now: datetime) -> None:
        """A heartbeat of the other end."""
        if beat.generation == self.generation:
            self._theirs, self._theirs_at = beat, now

    def sides(self, sides: Sides, now: datetime) -> None:
        """Devices were switched on or off: what follows takes a moment."""
        if sides != self._sides:
            self._sides = sides
            self._settled_at = now + SETTLES_IN

    def _look(self, now: datetime) -> None:
        flow = self._flow
        self._audio_since = (self._audio_since or now) if _recent(flow.audio_at, now) else None
        self._video_since = (self._video_since or now) if _recent(flow.video_at, now) else None

    # What it means.

    def judge(self, now: datetime) -> Mutual:
        self._look(now)
        sides, flow = self._sides, self._flow
        settled = now >= self._settled_at
        fresh = self._theirs if now - self._theirs_at <= BEAT_FRESH_FOR else None

        def here(on: bool, since: datetime | None) -> bool | None:
            return (True if since else False if settled else None) if on else None

        def there(on: bool, sent_at: datetime | None, arrives_ms: int | None) -> bool | None:
            if not on or arrives_ms is None or not _recent(sent_at, now):
                return None
            return True if arrives_ms else False if settled else None

        return Mutual(
            here(sides.remote_microphone, self._audio_since),
            here(sides.remote_camera, self._video_since),
            there(sides.local_microphone, flow.audio_sent_at, fresh.audio_ms if fresh else None),
            there(sides.local_camera, flow.video_sent_at, fresh.video_ms if fresh else None),
        )

    def confirmed(self, now: datetime) -> bool:
        """Whether both ends have said that they get what is sent; what stays away too long is named instead."""
        if self._theirs is None:
            return False
        if now >= self._settled_at:
            return True
        mutual, sides = self.judge(now), self._sides
        return (
            (mutual.hears_patient is True or not sides.remote_microphone)
            and (mutual.sees_patient is True or not sides.remote_camera)
            and (mutual.patient_hears is True or not sides.local_microphone)
            and (mutual.patient_sees is True or not sides.local_camera)
        )

    # What goes out.

    def due(self, to: str, now: datetime) -> tuple[Heartbeat | None, bool]:
        """The heartbeat to send now, if any, and whether it must go over the mailbox too."""
        self._look(now)
        arrives = (self._audio_since is not None, self._video_since is not None)
        changed = arrives != self._told
        if not changed and now - self._told_at < BEAT_EVERY:
            return None, False
        self._told, self._told_at = arrives, now
        deaf = self._theirs is None or now - self._theirs_at > BEAT_FRESH_FOR
        post = deaf and (changed or self._posted_at is None or now - self._posted_at >= MAILBOX_BEAT_EVERY)
        if post:
            self._posted_at = now
        beat = Heartbeat(to, self.generation, _span_ms(self._audio_since, now), _span_ms(self._video_since, now))
        return beat, post


@dataclass
class OneWay:
    """When a direction that stays silent, while the others work, is worth a new transport: each time later."""

    _since: datetime | None = None
    _seen_at: datetime | None = None
    _pause: timedelta = ONE_WAY_AFTER

    def look(self, one_way: bool, now: datetime) -> None:
        if one_way:
            self._seen_at = now
            self._since = self._since or now
            return
        self._since = None
        if self._seen_at and now - self._seen_at > ONE_WAY_FORGOTTEN:
            self._pause = ONE_WAY_AFTER

    def due(self, now: datetime) -> bool:
        """Whether to make one now; if so, the next must wait."""
        if self._since is None or now - self._since <= self._pause:
            return False
        self._pause = min(max(ONE_WAY_AGAIN_FIRST, self._pause * 2), ONE_WAY_AGAIN_MOST)
        self._since = None
        return True


def _span_ms(since: datetime | None, now: datetime) -> int:
    """At least 1 where it arrives, be it only just."""
    return 0 if since is None else max(1, int((now - since) / timedelta(milliseconds=1)))
