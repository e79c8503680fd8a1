"""How memory is handed out and looked through: large pieces straight from the system, and straight back.

By itself glibc keeps what was freed for each thread that ever freed a picture (1.4 MB each, 150 a second): a call grew
from 190 to 300 MB within two minutes on a busy machine. The other systems' libraries do not.
"""

import contextlib
import ctypes
import gc
import sys
from collections.abc import Iterator

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
"""From glibc's malloc.h."""
LARGE_BYTES = 256 * 1024
MOST_ARENAS = 2


def be_sparing() -> bool:
    """Call it before any other thread is started; whether the C library takes it."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):  # another C library
        return False
    mallopt.argtypes = [ctypes.c_int, ctypes.c_int]
    wishes = ((M_MMAP_THRESHOLD, LARGE_BYTES), (M_TRIM_THRESHOLD, 2 * LARGE_BYTES), (M_ARENA_MAX, MOST_ARENAS))
    return all(mallopt(option, value) == 1 for option, value in wishes)


@contextlib.contextmanager
def loading() -> Iterator[None]:
    """While libraries are loaded nothing becomes garbage: it is not looked for then, nor among them ever after."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
