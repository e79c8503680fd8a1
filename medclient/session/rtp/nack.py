"""Which packets are missing, and when to ask for them again (RFC 4585 section 6.2.1)."""

from dataclasses import dataclass

AGAIN_LEAST_S = 0.01
AGAIN_SHARE = 0.34
"""Of the round trip time. The request may have been lost itself; a sender that has it answers once in a round trip
(libwebrtc's packet history as well as `sender.py`), so that asking often costs 20 bytes and no picture twice."""
GIVE_UP_LEAST_S = 0.36
GIVE_UP_RTTS = 14.0
MOST_MISSING = 400
"""A larger gap is not filled packet by packet: a key frame is cheaper."""
SILENCE_S = 0.6
"""What was lost while the line was away is old: nobody wants to see it now."""
REORDERING_S = 0.004
"""Packets may overtake each other by so much without being missed."""


@dataclass
class _Missing:
    since: float
    due_at: float


class NackList:
    """Numbers are extended sequence numbers, times seconds."""

    def __init__(self) -> None:
        self._highest: int | None = None
        self._heard_at: float | None = None
        self._missing: dict[int, _Missing] = {}
        self.gave_up = False
        """Something was asked for in vain; the owner puts it back to False."""
        self.hopeless = False
        """So much is missing, or for so long, that none of it is asked for; the owner puts it back to False."""

    def __len__(self) -> int:
        return len(self._missing)

    def add(self, number: int, now: float) -> None:
        """A packet came."""
        if self._highest is None or number > self._highest:
            first = number if self._highest is None else self._highest + 1
            silent = self._heard_at is not None and now - self._heard_at > SILENCE_S
            if number - first > MOST_MISSING or (number > first and silent):
                self._missing.clear()
                self.hopeless = True
            else:
                for each in range(first, number):
                    self._missing[each] = _Missing(now, now + REORDERING_S)
            self._highest = number
        else:
            self._missing.pop(number, None)
        self._heard_at = now

    def forget_before(self, number: int) -> None:
        """What lies before is no longer wanted."""
        for each in [each for each in self._missing if each < number]:
            del self._missing[each]

    def due(self, now: float, rtt_s: float) -> list[int]:
        """What to ask for now, in order."""
        asked = []
        for number, missing in list(self._missing.items()):
            if now < missing.due_at:
                continue
            if now - missing.since > max(GIVE_UP_LEAST_S, GIVE_UP_RTTS * rtt_s):
                del self._missing[number]
                self.gave_up = True
                continue
            missing.due_at = now + max(AGAIN_LEAST_S, AGAIN_SHARE * rtt_s)
            asked.append(number)
        return sorted(asked)
