"""The transport that is connected while it rings: how it is, and when another is wanted in its place. No I/O.

It carries neither sound nor picture. A word over its channel each second, and the other side's receipt for it, show
that it still lives; the patient may take minutes to answer, and change the network meanwhile.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from medclient.session.call_events import TransportReport

CONNECTS_WITHIN = timedelta(seconds=4)
BEAT_EVERY = timedelta(seconds=1)
QUIET_FOR = timedelta(seconds=3.5)
"""Three words and their receipts are missing."""


@dataclass
class Prepared:
    """Of one ring; its transport may be replaced by another."""

    generation: int
    since: datetime
    offered: bool = True
    """The patient's page has offered it; False while another one is asked for."""
    pause: timedelta = CONNECTS_WITHIN
    """From one transport to the next: each time longer, since who rings in vain should not fill the mailbox."""
    beat_at: datetime | None = None

    def asked_anew(self, generation: int) -> None:
        self.generation, self.offered = generation, False
        self.pause *= 2

    def offered_anew(self, now: datetime) -> None:
        self.since, self.offered = now, True

    def may_ask_anew(self, now: datetime) -> bool:
        return now - self.since > self.pause

    def hopeless(self, report: TransportReport | None, now: datetime) -> bool:
        """Whether it has not come about, or died meanwhile."""
        if report is None or not report.connected:
            return now - self.since > CONNECTS_WITHIN or (report is not None and report.failed)
        return now - max(self.since, report.heard_at or self.since) > QUIET_FOR

    def beat_due(self, now: datetime) -> bool:
        due = self.beat_at is None or now - self.beat_at >= BEAT_EVERY
        if due:
            self.beat_at = now
        return due
