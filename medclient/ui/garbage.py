"""Garbage in cycles is looked for on the widgets' thread alone, between two of its events.

Python looks for it in whichever thread makes the next object, most often the engine's: what a closed dialog left would
be taken apart beside the widgets' thread. And where it looks in the midst of a piece of work, Qt may be in the midst of
one, too. Either can end the process, and a call with it (docs/decisions/0028).
"""

import contextlib
import gc
from collections.abc import Iterator

from PySide6.QtCore import QTimer

LOOK_EVERY_MS = 1000


@contextlib.contextmanager
def looked_for_here() -> Iterator[None]:
    """While the block runs, by a timer of the calling thread's Qt loop; afterwards as Python does it."""
    timer = QTimer(interval=LOOK_EVERY_MS)
    timer.timeout.connect(_look)
    gc.disable()
    timer.start()
    try:
        yield
    finally:
        timer.stop()
        gc.enable()


def _look() -> None:
    """Through the oldest generation that is due by Python's own thresholds, and so through those that are younger."""
    due = [count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)]
    if any(due):
        gc.collect(max(generation for generation, is_due in enumerate(due) if is_due))
