"""The order and the moments in which packets leave: sound at once, then what was asked for again, then pictures.

Pictures leave spread over their frame's time, so that a key frame does not fill the queues of the line.
"""

from collections import deque
from enum import IntEnum
from typing import Generic, TypeVar

PACE = 2.5
"""Times the target rate."""
MOST_WAIT_S = 0.25
"""The queue is emptied within this time, whatever the target."""
BURST_S, MIN_SLEEP_S = 0.005, 0.001
BACKLOG_S = 0.1
"""Where so much waits, no new picture is taken."""


Item = TypeVar("Item")


class Urgency(IntEnum):
    """The lower goes first."""

    SOUND = 0
    REPAIR = 1
    PICTURE = 2


class Pacer(Generic[Item]):
    """Times are monotonic seconds."""

    def __init__(self) -> None:
        self._queues: dict[Urgency, deque[tuple[int, Item]]] = {urgency: deque() for urgency in Urgency}
        self._waiting_bytes = 0
        self._debt_bytes = 0.0
        self._paid_at: float | None = None

    def put(self, urgency: Urgency, size: int, item: Item) -> None:
        """Line up a packet of about `size` bytes."""
        self._queues[urgency].append((size, item))
        self._waiting_bytes += size

    def backlog_s(self, target_bps: int) -> float:
        """How long the target rate would take for what waits."""
        return self._waiting_bytes * 8 / target_bps

    def clear_pictures(self) -> None:
        """Nobody will miss them: the line was away."""
        for urgency in (Urgency.REPAIR, Urgency.PICTURE):
            self._waiting_bytes -= sum(size for size, _ in self._queues[urgency])
            self._queues[urgency].clear()

    def take_due(self, target_bps: int, now: float) -> tuple[list[Item], float | None]:
        """What may leave now, and when there is more to do: None where nothing waits."""
        rate = max(PACE * target_bps / 8, self._waiting_bytes / MOST_WAIT_S)
        if self._paid_at is not None:
            self._debt_bytes = max(0.0, self._debt_bytes - (now - self._paid_at) * rate)
        self._paid_at = now
        due: list[Item] = []
        while (urgency := self._most_urgent()) is not None:
            if urgency != Urgency.SOUND and self._debt_bytes > rate * BURST_S:
                return due, now + max(MIN_SLEEP_S, self._debt_bytes / rate - BURST_S)
            size, item = self._queues[urgency].popleft()
            self._waiting_bytes -= size
            self._debt_bytes += size
            due.append(item)
        return due, None

    def _most_urgent(self) -> Urgency | None:
        return next((urgency for urgency in Urgency if self._queues[urgency]), None)
