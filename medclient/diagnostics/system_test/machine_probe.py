"""What this computer is: the differences between the systems are here and nowhere else."""

import ctypes
import os
import platform
import sys
from pathlib import Path

from medclient.diagnostics.system_test.machine import MachineMeasured

LEAST_WINDOWS_BUILD = 22_000
"""Windows 11; Windows 10 has had no security updates for everybody since October 2025."""
LEAST_MACOS = 13
MEMINFO = Path("/proc/meminfo")


def measure_machine(screens: tuple[tuple[int, int], ...]) -> MachineMeasured:
    memory, free = _memory()
    name, supported = system_name()
    return MachineMeasured(os.cpu_count() or 1, memory, free, screens, name, supported)


def system_name() -> tuple[str, bool | None]:
    """Name and version for people, and whether its maker still mends it."""
    if sys.platform == "win32":
        build = sys.getwindowsversion().build
        return f"Windows {'11' if build >= LEAST_WINDOWS_BUILD else '10'} ({build})", build >= LEAST_WINDOWS_BUILD
    if sys.platform == "darwin":
        version = platform.mac_ver()[0]
        major = version.partition(".")[0]
        return f"macOS {version}", int(major) >= LEAST_MACOS if major.isdigit() else None
    try:
        described = platform.freedesktop_os_release()
    except OSError:
        return f"{platform.system()} {platform.release()}", None
    # Whoever packages a distribution decides how long it is mended: the year is not told by its files everywhere.
    return described.get("PRETTY_NAME", "Linux"), True


def _memory() -> tuple[int | None, int | None]:
    """All memory and what is free of it, in bytes, as far as the system tells."""
    if sys.platform == "win32":
        return _windows_memory()
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return None, None
    free = None
    if MEMINFO.exists():
        for line in MEMINFO.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("MemAvailable:"):
                free = int(line.split()[1]) * 1024
    return whole, free


def _windows_memory() -> tuple[int | None, int | None]:
    class Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *((name, ctypes.c_ulonglong) for name in ("all", "free", "p1", "p2", "v1", "v2", "v3")),
        )

    status = Status()
    status.length = ctypes.sizeof(Status)
    kernel = ctypes.CDLL("kernel32")
    if not kernel.GlobalMemoryStatusEx(ctypes.byref(status)):
        return None, None
    return int(status.all), int(status.free)
