"""The time for timers: what was promised for later must not move away when the computer's clock is set back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def system_time() -> datetime:
    return datetime.now(UTC)


class ForwardClock:
    """The system's time, but it never goes back. It does leap ahead, as after a sleep: then everything is due."""

    def __init__(self, system: Callable[[], datetime] = system_time) -> None:
        self._system = system
        self._ahead = timedelta(0)
        """By how much the system's clock was set back since."""
        self._last = system()

    def __call__(self) -> datetime:
        now = self._system() + self._ahead
        if now < self._last:
            self._ahead += self._last - now
            now = self._last
        self._last = now
        return now
