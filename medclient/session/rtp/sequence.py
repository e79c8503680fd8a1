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
