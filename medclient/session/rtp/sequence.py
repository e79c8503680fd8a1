"""Numbers that wrap, made into numbers that do not."""


class Unwrapper:
    """Extends an unsigned counter of `bits` bits; a step of less than half its range is taken as it is meant."""

    def __init__(self, bits: int = 16) -> None:
        self._range = 1 << bits
        self._last: int | None = None

    def __call__(self, value: int) -> int:
        """The extended value; it may be lower than an earlier one, where packets come out of order."""
        if self._last is None:
            self._last = value
            return value
        step = (value - self._last) % self._range
        if step >= self._range // 2:
            step -= self._range
        result = self._last + step
        self._last = max(self._last, result)
        return result


MOST_AHEAD, MOST_LATE = 3000, 2000
"""Packets by which a number may leap forwards or lag behind in one stream."""


class RestartDetector:
    """Tells a stray packet from a sender that counts anew (RFC 3550 appendix A.1)."""

    def __init__(self) -> None:
        self._highest: int | None = None
        self._expected: int | None = None

    def judge(self, number: int) -> tuple[bool, bool]:
        """For a 16 bit sequence number: whether the packet counts, and whether the stream begins anew with it."""
        ahead = 0 if self._highest is None else (number - self._highest) & 0xFFFF
        if self._highest is None or ahead < MOST_AHEAD:
            self._highest, self._expected = number, None
            return True, False
        if ahead >= 0x10000 - MOST_LATE:
            return True, False
        if number != self._expected:
            self._expected = (number + 1) & 0xFFFF
            return False, False
        self._highest, self._expected = number, None
        return True, True
