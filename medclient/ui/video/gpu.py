"""Whether moving pictures are painted by the graphics processor: only where there is a real one that paints truly."""

import logging
import os
import sys
import threading
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from medclient import child

log = logging.getLogger("medclient.ui.video")

CHILD_OPTION = "--child-painting-check"
CHECK_TIMEOUT_S = 30.0
VARIABLE = "MEDCLIENT_PAINTING"
SOFTWARE = (
    "llvmpipe",
    "softpipe",
    "swrast",
    "swiftshader",
    "lavapipe",
    "software rasterizer",
    "software renderer",
    "basic render",
    "gdi generic",
    "warp",
    "virgl",
    "svga3d",
)
"""Drivers that only pretend, or reach a graphics processor through a virtual machine's host, which is no quicker."""
NO_SCREEN = frozenset({"offscreen", "minimal", "vnc", "linuxfb"})
"""Qt platforms without a graphics system."""


class Painting(StrEnum):
    """Who paints; the environment variable `MEDCLIENT_PAINTING` forces either."""

    AUTO = "auto"
    GPU = "gpu"
    PROCESSOR = "processor"

    @classmethod
    def chosen(cls, environment: Mapping[str, str] = os.environ) -> "Painting":
        try:
            return cls(environment.get(VARIABLE, "auto").strip().casefold())
        except ValueError:
            return cls.AUTO


def is_real(driver: str, *, on_processor: bool = False) -> bool:
    """Whether a driver of this name has a graphics processor of its own."""
    return bool(driver) and not on_processor and not any(word in driver.casefold() for word in SOFTWARE)


def may_be_there(platform: str) -> bool:
    """Whether it is worth to look, by Qt's platform; on Linux a graphics card has a device file."""
    if platform in NO_SCREEN:
        return False
    return not sys.platform.startswith("linux") or any(Path("/dev/dri").glob("renderD*"))


def ask_child() -> dict[str, Any]:
    return child.answer_of(CHILD_OPTION, "medclient.ui.video.gpu_check", CHECK_TIMEOUT_S)


class Gpu:
    """What this machine has. Belongs to the widgets' thread, except for the look itself."""

    def __init__(self, painting: Painting, ask: Callable[[], dict[str, Any]] = ask_child) -> None:
        self.usable = painting is Painting.GPU
        """Whether pictures may be painted by it from now on."""
        self._painting = painting
        self._ask = ask
        self._asked = False

    def look(self, platform: str) -> threading.Thread | None:
        """Find out, once, behind the scenes and in another process: a driver may hang or crash."""
        if self._asked or self._painting is not Painting.AUTO or not may_be_there(platform):
            return None
        self._asked = True
        thread = threading.Thread(target=self._look, name="painting check", daemon=True)
        thread.start()
        return thread

    def give_up(self, why: str) -> None:
        """It has failed: it is not used again."""
        log.warning("the processor paints from now on: %s", why)
        self.usable = False

    def _look(self) -> None:
        try:
            told = self._ask()
        except child.NoAnswer as error:
            log.info("the processor paints: the check of the graphics failed with %s", error)
            return
        driver, fault = str(told.get("driver", "")), str(told.get("fault", "unknown"))
        if fault or not is_real(driver, on_processor=bool(told.get("on_processor", True))):
            log.info("the processor paints: %s", fault or f"{driver} is no graphics processor")
            return
        log.info("pictures are painted by %s", driver)
        self.usable = True
