"""How a call's transports are, by their reports, and when another one is wanted. No I/O.

Detection in steps: a silence is suspected before it is told, told before it is called a break, and a transport that
was asked for has ever more time before the next is. `doubt.py` knows how much silence is too much; `prepared.py` what
may be expected of a transport while it rings.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from medclient.session.call_events import TransportReport
from medclient.session.doubt import Doubt
from medclient.session.mutual_view import Sides
from medclient.session.prepared import Prepared

UNSTABLE_AFTER = timedelta(seconds=1)
"""Silence of a transport that carried media before the user is told."""
REPLACE_AFTER = timedelta(seconds=1.5)
"""Silence before the user is told that the connection is being restored, and before a new transport is made where only
picture and sound are missing; where nothing at all is heard, `Doubt` makes one sooner."""
REPLACE_AFTER_WITHOUT_MEDIA = timedelta(seconds=8)
"""The same where the patient sends neither picture nor sound, and only reports and checks can be heard."""
IN_NEED_AFTER = timedelta(seconds=0.3)
"""Silence in which a new transport takes the first way that opens and does not wait for a better one, whoever has
wished for it: the patient's end may have heard the silence first."""
NEWS_AFTER = timedelta(seconds=0.3)
"""What is heard of a way that is gone was under way, or waited to be read, for less."""
RETRY_FIRST = timedelta(seconds=4)
RETRY_MOST = timedelta(seconds=15)
"""How long a new transport may take before the next is asked for: growing from the first to the most."""
PREPARED_PATIENCE = timedelta(seconds=1.5)
"""What was connected while it rang, and brings nothing at all for so long after the accept, has died unnoticed."""


@dataclass
class TransportWatch:
    """Of all transports of one call, each known by its generation."""

    random: Random = field(default_factory=Random)
    doubt: Doubt = field(default_factory=Doubt)
    active: int = 0
    """The generation that carries media; 0 if none."""
    opened: set[int] = field(default_factory=set)
    reports: dict[int, TransportReport] = field(default_factory=dict)
    asked_at: datetime | None = None
    """When the newest generation was asked for; None once it carries media."""
    doubted: bool = False
    """The newest generation was asked for because the active one is silent."""
    retry_after: timedelta = RETRY_FIRST

    # What happens to them.

    def asked(self, now: datetime, sides: Sides) -> None:
        """Another one is on its way."""
        self.asked_at, self.doubted = now, self.doubtful(now, sides)

    def asked_in_vain(self) -> None:
        """The next one has longer."""
        self.retry_after = min(self.retry_after * (1.4 + 0.2 * self.random.random()), RETRY_MOST)

    def may_work_again(self) -> None:
        """Something has changed: what is asked for next need not wait for long."""
        self.retry_after = RETRY_FIRST

    def takes_over(self, report: TransportReport, sides: Sides) -> bool:
        """Whether it carries what the active one did, or should."""
        carries = report.connected and (report.rtp_at is not None or not sides.patient_sends)
        return carries and report.generation > self.active

    def use(self, generation: int, now: datetime, *, newest: bool) -> None:
        """It carries the call from now on."""
        if self.active and self.doubted and self.asked_at and self.quiet(now) <= now - self.asked_at:
            self.doubt.was_false(now)
        self.active = generation
        if newest:
            self.asked_at = None
            self.may_work_again()

    def close(self, keep: int = 0) -> list[int]:
        """Forget all but one; returns their generations."""
        closed = sorted(self.opened - {keep})
        self.opened -= set(closed)
        for generation in closed:
            self.reports.pop(generation, None)
        return closed

    # How they are.

    def silence(self, now: datetime, sides: Sides) -> timedelta:
        """For how long the active transport has brought nothing that it should."""
        report = self.reports.get(self.active)
        if report is None:
            return timedelta.max
        heard = report.rtp_at if sides.patient_sends and report.rtp_at else report.heard_at
        if heard is None:
            return timedelta(0)
        return max(now - heard, timedelta(0))

    def quiet(self, now: datetime) -> timedelta:
        """For how long the active transport has brought nothing at all."""
        report = self.reports.get(self.active)
        return max(now - report.heard_at, timedelta(0)) if report and report.heard_at else timedelta(0)

    def doubtful(self, now: datetime, sides: Sides) -> bool:
        """Whether there is reason enough to make a new transport beside the active one."""
        if self.broken(now, sides):
            return True
        # Sound alone may pause by itself, and its reports are rare.
        return bool(self.active) and sides.remote_camera and self.doubt.begins(self.quiet(now), now)

    def wants_another(self, now: datetime, sides: Sides) -> bool:
        """Whether the active one is in doubt; if another was asked for while it was well, that may be lost with it."""
        return (self.asked_at is None or self._doubt_is_news(self.asked_at)) and self.doubtful(now, sides)

    def _doubt_is_news(self, asked_at: datetime) -> bool:
        report = self.reports.get(self.active)
        heard_at = report.heard_at if report else None
        return not self.doubted and heard_at is not None and heard_at - asked_at > NEWS_AFTER

    def broken(self, now: datetime, sides: Sides) -> bool:
        """Whether the active transport has failed, or is silent for so long that a new one is wanted."""
        if not self.active:
            return False
        report = self.reports.get(self.active)
        limit = REPLACE_AFTER if sides.patient_sends else REPLACE_AFTER_WITHOUT_MEDIA
        return (report is not None and report.failed) or self.silence(now, sides) > limit

    def in_need(self, now: datetime) -> bool:
        """Whether nothing carries the call at this moment."""
        return not self.active or self.quiet(now) > IN_NEED_AFTER

    def overdue(self, prepared: Prepared | None, now: datetime) -> bool:
        """Whether what was asked for, or `prepared` and accepted, has had its time."""
        return self.asked_at is not None and now - self.asked_at > self._patience(prepared, self.asked_at)

    def _patience(self, prepared: Prepared | None, asked_at: datetime) -> timedelta:
        """How long to wait for what was asked for: what stood already has to bring something at once."""
        report = self.reports.get(prepared.generation) if prepared else None
        if report is None or not (report.connected or report.failed):
            return self.retry_after
        if report.failed:
            return timedelta(0)
        return self.retry_after if report.heard_at and report.heard_at > asked_at else PREPARED_PATIENCE
