"""Whether the other end still wants what is sent to it (RFC 7675), asked for as long as a transport lives. No I/O.

Without an answer for half a minute nothing more is sent, as the RFC wants it; but it is asked on, ever more rarely. A
way that was away for minutes is the same way when it is back, and browsers take it up again as soon as they are asked
on it (decision 0030).
"""

import random
import time
from collections.abc import Callable

EVERY_S = 5.0
"""RFC 7675 section 5.1, which wants it varied by a fifth."""
EXPIRES_AFTER_S = 30.0
AGAIN_FIRST_S, AGAIN_MOST_S = 0.2, 2.0
AGAIN_PART = 1 / 1500
"""From question to question while none is answered: this part of the silence, but not less and not more than those."""
HOPELESS_AFTER_S = 3600.0


class Consent:
    """Of one ICE connection, which has just found its way."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._answered_at = clock()
        self._unanswered = False

    @property
    def given(self) -> bool:
        """Whether picture and sound may be sent."""
        return self._silence_s <= EXPIRES_AFTER_S

    @property
    def hopeless(self) -> bool:
        """Whether nobody need be asked any more."""
        return self._silence_s > HOPELESS_AFTER_S

    @property
    def _silence_s(self) -> float:
        return self._clock() - self._answered_at

    def asked(self) -> None:
        self._unanswered = True

    def answered(self) -> None:
        self._answered_at, self._unanswered = self._clock(), False

    def pause_s(self) -> float:
        """How long to wait with the next question."""
        if self._unanswered:
            return min(max(AGAIN_FIRST_S, self._silence_s * AGAIN_PART), AGAIN_MOST_S)
        return EVERY_S * random.uniform(0.8, 1.2)
