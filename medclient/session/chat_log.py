"""The chat of one consultation, without I/O: its lines, how far each has come, what the other end is told of theirs.

Lines stand in the order in which the mailbox numbered them; those that the service does not have yet stand last. One of
an earlier run that it takes while the backlog is still coming finds its place when the backlog brings it. Marks follow
from receipts (`messages.Receipt`), which count: so they are right again after a restart, from the backlog alone.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from medclient.protocol import messages
from medclient.protocol.envelope import Role
from medclient.session.events import ChatEntry, Delivery

RECEIPT_AFTER = timedelta(milliseconds=700)
"""A receipt waits so long for what it can speak for as well: more lines, or that they were read."""


@dataclass
class ChatLog:
    """One end's view; `own` is the role of this end."""

    own: Role
    entries: tuple[ChatEntry, ...] = ()
    brought: set[str] = field(default_factory=set)
    """Ids of those that the mailbox has brought; what this run has posted, it does not."""
    read: int = 0
    """How many of the other end's lines have been on this screen."""
    told: messages.Receipt = field(default_factory=lambda: messages.Receipt(0, 0))
    """The last receipt of ours, by this run or an earlier one."""
    due_at: datetime | None = None

    @property
    def delivered(self) -> int:
        """How many of the other end's lines are here."""
        return sum(entry.sender is not self.own for entry in self.entries)

    def typed(self, entry: ChatEntry) -> None:
        """A line of ours, under a provisional id."""
        self.entries += (entry,)

    def sealed(self, key: str, entry_id: str) -> None:
        """A line has got the id under which it is posted."""
        self._change(key, id=entry_id)

    def posted(self, entry_id: str) -> None:
        """The service has stored it."""
        if any(entry.id == entry_id and entry.delivery is Delivery.SENDING for entry in self.entries):
            self._change(entry_id, delivery=Delivery.SENT)

    def arrived(self, entry: ChatEntry) -> None:
        """The mailbox brought a line, of either end; the same one again changes nothing."""
        self.posted(entry.id)
        if entry.id in self.brought:
            return
        self.brought.add(entry.id)
        known = next((each for each in self.entries if each.id == entry.id), entry)
        others = [each for each in self.entries if each.id != entry.id]
        place = sum(each.delivery is not Delivery.SENDING for each in others)
        self.entries = (*others[:place], known, *others[place:])

    def receipt(self, receipt: messages.Receipt) -> None:
        """The other end says how many of our lines it has; a smaller number than before is an older one."""
        number = 0
        marked = []
        for entry in self.entries:
            if entry.sender is self.own and entry.delivery is not Delivery.SENDING:
                number += 1
                if number <= receipt.read:
                    entry = replace(entry, delivery=Delivery.READ)
                elif number <= receipt.delivered and entry.delivery is Delivery.SENT:
                    entry = replace(entry, delivery=Delivery.DELIVERED)
            marked.append(entry)
        self.entries = tuple(marked)

    def told_before(self, receipt: messages.Receipt) -> None:
        """A receipt of ours, from an earlier run."""
        self.told = receipt
        self.read = max(self.read, min(receipt.read, self.delivered))

    def seen(self, count: int) -> None:
        """So many of the other end's lines have been on the screen."""
        self.read = max(self.read, min(count, self.delivered))

    def due(self, now: datetime) -> messages.Receipt | None:
        """The receipt to send now, if it is time for one."""
        current = messages.Receipt(self.delivered, self.read)
        if current.delivered <= self.told.delivered and current.read <= self.told.read:
            self.due_at = None
            return None
        if self.due_at is None:
            self.due_at = now + RECEIPT_AFTER
        if now < self.due_at:
            return None
        self.due_at = None
        self.told = current
        return current

    def _change(self, entry_id: str, **changes: object) -> None:
        self.entries = tuple(
            replace(entry, **changes) if entry.id == entry_id else entry  # type: ignore[arg-type]
            for entry in self.entries
        )
