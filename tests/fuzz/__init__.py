"""Fuzz targets: each feeds one parser what nobody well-meaning sends, and fails where it does more than refuse.

A target is a function of bytes in a module of `targets/`, registered under a name with some good input to begin with:

    @target("feedback", seeds=[bytes(TransportFeedback(...))])
    def read_feedback(data: bytes) -> None:
        with contextlib.suppress(MalformedFeedback):  # what it may raise
            feedback.parse(data)

`python -m tests.fuzz NAME --seconds 600` looks for input that breaks it, `make fuzz` does so with each of them, and
`make test` tries each for a moment (`test_targets.py`).
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Run = Callable[[bytes], None]


@dataclass(frozen=True)
class Target:
    name: str
    run: Run
    seeds: tuple[bytes, ...]
    """Good input: what is found by changing it goes deeper than what is found from nothing."""


_TARGETS: dict[str, Target] = {}


def target(name: str, seeds: Iterable[bytes] = ()) -> Callable[[Run], Run]:
    """Register a function of bytes that must return, whatever it is given."""

    def register(run: Run) -> Run:
        if name in _TARGETS:
            raise ValueError(f"two targets are called {name}")
        _TARGETS[name] = Target(name, run, tuple(seeds))
        return run

    return register


def all_targets() -> dict[str, Target]:
    """By name."""
    from tests.fuzz import targets

    for module in pkgutil.iter_modules(targets.__path__):
        importlib.import_module(f"{targets.__name__}.{module.name}")
    return dict(sorted(_TARGETS.items()))
