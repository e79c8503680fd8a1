"""What the network tests have measured, written down for docs/performance.md."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.network.house import Recovery

FOLDER = Path(__file__).parents[2] / "build" / "network"
GOAL_S = 1.5
"""From the end of the cause to picture and sound at both ends (ENGINE.md). It is not asserted: on a busy machine the
browser alone takes longer to show what has come. What was measured lies in the file, and is judged in the table."""
BOUND_S = 5.0
"""What is asserted instead: a call that repairs itself is well below, even beside other programs; one that needs its
next attempts, or waits for a silent server, is above."""
TRIES = 3
"""Of which one must be in time: a machine may be busy once and again, and what is broken is so each time."""


class Results:
    """The times of one file of tests; at the end of the block they lie in `build/network/NAME.json`."""

    def __init__(self, name: str) -> None:
        self._file = FOLDER / f"{name}.json"
        self._cases: dict[str, dict[str, float]] = {}

    def in_time(self, case: str, befall: Callable[[], Recovery], bound_s: float = BOUND_S) -> None:
        """Let it befall the call, which must recover within the bound: if need be, at the last of several tries."""
        slow = []
        for _ in range(TRIES):
            recovery = befall()
            self.note(case, recovery)
            if recovery.last < bound_s:
                return
            slow.append(recovery)
        raise AssertionError(f"{case}: each time later than {bound_s} s: {slow}")

    def note(self, case: str, recovery: Recovery) -> None:
        self._cases[case] = asdict(recovery)
        print(f"{case}: {recovery}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps(self._cases, indent=2) + "\n", encoding="utf-8")
