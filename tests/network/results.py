"""What the network tests have measured, written down for docs/performance.md."""

import json
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.network.house import Recovery

FOLDER = Path(__file__).parents[2] / "build" / "network"


class Results:
    """The times of one file of tests; at the end of the block they lie in `build/network/NAME.json`."""

    def __init__(self, name: str) -> None:
        self._file = FOLDER / f"{name}.json"
        self._cases: dict[str, dict[str, float]] = {}

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
