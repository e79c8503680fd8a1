"""What is freed goes back to the system, whichever thread frees it."""

import gc
import subprocess
import sys

import pytest

from medclient import memory

PICTURES = """
import random, threading
import numpy as np, psutil
from medclient import memory
if {sparing}:
    assert memory.be_sparing()

def work(seed):
    dice = random.Random(seed)
    held = []
    for _ in range(400):
        held.append(np.ones(dice.randrange(900_000, 1_500_000), np.uint8))
        if len(held) > 12:
            held.pop(dice.randrange(len(held)))

np.ones(10)
before = psutil.Process().memory_info().rss
for _ in range(3):
    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
print((psutil.Process().memory_info().rss - before) / 1e6)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only this C library keeps what is freed")
def test_pictures_leave_nothing_behind() -> None:
    """Requirements: pain load."""

    def left(sparing: bool) -> float:
        script = PICTURES.format(sparing=sparing)
        return float(subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout)

    assert left(sparing=True) < 8


def test_what_was_loaded_is_not_looked_through_again() -> None:
    """A hundred thousand objects of the libraries: each look through them would take longer than a picture may."""
    gc.unfreeze()
    with memory.loading():
        assert not gc.isenabled()
        kept = [[number] for number in range(1000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= len(kept)
    assert not any(each is kept for each in gc.get_objects())
    gc.unfreeze()
