"""A note of the call that is running, so that the program finds its way back after a crash.

It holds the link's id, which opens nothing, and goes when the call ends or is left on purpose. How old it is, is told
by when it was last touched.
"""

import contextlib
import json
import logging
import threading
import time
from pathlib import Path

from medclient.whole_file import replaced

log = logging.getLogger("medclient.practice.open_call")

RESUMES_WITHIN_S = 120.0
"""After a crash not longer ago than this, the program goes back into the call by itself."""


class OpenCallNote:
    """Kept in one small file. Methods take a moment of the disk's time."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self.link_id = ""
        """Of the call that is running; set it before `write`, empty when it is over."""

    def write(self) -> None:
        """The call is running, now. May be called from any thread."""
        with self._lock:
            if not self.link_id:
                return
            try:
                with replaced(self._file) as stream:
                    stream.write(json.dumps({"link_id": self.link_id}).encode())
            except OSError as error:
                log.warning("the running call could not be noted: %s", type(error).__name__)

    def clear(self) -> None:
        """It is over, or was left on purpose."""
        self.link_id = ""
        with self._lock, contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)

    def read(self) -> str | None:
        """The link's id of a call that was running a short while ago."""
        try:
            age_s = time.time() - self._file.stat().st_mtime
            link_id = json.loads(self._file.read_text(encoding="utf-8"))["link_id"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return link_id if isinstance(link_id, str) and age_s <= RESUMES_WITHIN_S else None
