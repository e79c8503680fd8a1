"""What Qt made is taken apart where Qt made it."""

import gc
import threading

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from medclient.ui import garbage


class Cycle:
    """What no reference count frees."""

    def __init__(self, ended_on: list[int]) -> None:
        self._self = self
        self._ended_on = ended_on
        self.clock = QTimer(interval=10_000)
        self.clock.start()

    def __del__(self) -> None:
        self._ended_on.append(threading.get_ident())


def objects_made_elsewhere() -> list[list[int]]:
    made: list[list[int]] = []
    thread = threading.Thread(target=lambda: made.extend([number] for number in range(10_000)))
    thread.start()
    thread.join()
    return made


def test_garbage_is_looked_for_on_the_thread_of_the_widgets(qtbot: QtBot) -> None:
    """Python would look for it in the other one, which makes the objects."""
    gc.collect()
    ended_on: list[int] = []
    with garbage.looked_for_here():
        Cycle(ended_on)
        kept = objects_made_elsewhere()
        assert not ended_on
        assert not gc.isenabled()
        qtbot.waitUntil(lambda: bool(ended_on), timeout=10 * garbage.LOOK_EVERY_MS)
    assert ended_on == [threading.get_ident()]
    assert kept
    assert gc.isenabled()


def test_where_nothing_is_due_nothing_is_looked_through(qtbot: QtBot) -> None:
    looks: list[str] = []

    def looked(phase: str, details: dict[str, int]) -> None:
        looks.append(phase)

    gc.collect()
    gc.callbacks.append(looked)
    try:
        garbage._look()
    finally:
        gc.callbacks.remove(looked)
    assert not looks
