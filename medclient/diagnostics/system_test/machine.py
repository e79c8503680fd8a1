"""Verdicts on the computer itself."""

from dataclasses import dataclass

from medclient.diagnostics.system_test.verdict import Item, Reason, Result, Verdict

RATE = 30
RESERVE = 1.6
"""A call does more than encode and decode."""
GOOD_CORES = 2
GIB = 1024**3
GOOD_MEMORY, LEAST_MEMORY = 3.5 * GIB, 1.8 * GIB
"""A little below the size that is printed on the box: graphics takes some of it."""
GOOD_FREE = 0.4 * GIB
GOOD_SCREEN = (1024, 700)
LEAST_SCREEN = (640, 480)


@dataclass(frozen=True)
class ProcessorMeasured:
    encode_fps: float
    decode_fps: float
    """Pictures of 1280x720 in a second, one after the other."""
    cores: int

    @property
    def both_fps(self) -> float:
        """How many pictures can be encoded and decoded in a second, on one core."""
        if self.encode_fps <= 0 or self.decode_fps <= 0:
            return 0.0
        return 1 / (1 / self.encode_fps + 1 / self.decode_fps)


@dataclass(frozen=True)
class MachineMeasured:
    cores: int = 0
    memory_bytes: int | None = None
    memory_free_bytes: int | None = None
    screens: tuple[tuple[int, int], ...] = ()
    """Size of each in pixels."""
    system: str = ""
    """Name and version."""
    supported: bool | None = None
    """Whether its maker still mends it; None where that is not known."""


def judge_processor(measured: ProcessorMeasured) -> Result:
    figures = {"fps": round(measured.both_fps), "cores": measured.cores}
    if measured.both_fps < RATE:
        return Result(Item.PROCESSOR, Verdict.BAD, Reason.PROCESSOR_SLOW, figures)
    if measured.both_fps < RATE * RESERVE or measured.cores < GOOD_CORES:
        return Result(Item.PROCESSOR, Verdict.FAIR, Reason.PROCESSOR_TIGHT, figures)
    return Result(Item.PROCESSOR, Verdict.GOOD, Reason.PROCESSOR_FINE, figures)


def judge_memory(measured: MachineMeasured) -> Result:
    if measured.memory_bytes is None:
        return Result(Item.MEMORY, Verdict.IMPOSSIBLE, Reason.MEMORY_UNKNOWN)
    figures = {"gib": round(measured.memory_bytes / GIB, 1)}
    if measured.memory_bytes < LEAST_MEMORY:
        return Result(Item.MEMORY, Verdict.BAD, Reason.MEMORY_SMALL, figures)
    free = measured.memory_free_bytes
    if measured.memory_bytes < GOOD_MEMORY or (free is not None and free < GOOD_FREE):
        return Result(Item.MEMORY, Verdict.FAIR, Reason.MEMORY_TIGHT, figures)
    return Result(Item.MEMORY, Verdict.GOOD, Reason.MEMORY_FINE, figures)


def judge_screen(measured: MachineMeasured) -> Result:
    """PRODUCT row 3: at least 640x480."""
    if not measured.screens:
        return Result(Item.SCREEN, Verdict.IMPOSSIBLE, Reason.SCREEN_UNKNOWN)
    width, height = max(measured.screens, key=lambda size: size[0] * size[1])
    figures = {"width": width, "height": height}
    if width < LEAST_SCREEN[0] or height < LEAST_SCREEN[1]:
        return Result(Item.SCREEN, Verdict.BAD, Reason.SCREEN_SMALL, figures)
    if width < GOOD_SCREEN[0] or height < GOOD_SCREEN[1]:
        return Result(Item.SCREEN, Verdict.FAIR, Reason.SCREEN_LOW, figures)
    return Result(Item.SCREEN, Verdict.GOOD, Reason.SCREEN_FINE, figures)


def judge_system(measured: MachineMeasured) -> Result:
    figures = {"system": measured.system}
    if measured.supported is None:
        return Result(Item.SYSTEM, Verdict.IMPOSSIBLE, Reason.SYSTEM_UNKNOWN, figures)
    if not measured.supported:
        return Result(Item.SYSTEM, Verdict.FAIR, Reason.SYSTEM_OLD, figures)
    return Result(Item.SYSTEM, Verdict.GOOD, Reason.SYSTEM_FINE, figures)
