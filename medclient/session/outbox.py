"""What a person has typed and the service has not taken yet, kept so that a crash of the program does not lose it.

The file holds the sealed posts as they would go out: the link's secret opens them, and that is not in it. A line goes
when the service has taken it, and everything of a consultation when that is over or a day has passed.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from medclient.whole_file import replaced

log = logging.getLogger("medclient.session.outbox")

KEPT_FOR_S = 24 * 3600.0


class Outbox:
    """Of all consultations, in one small file. Methods take a moment of the disk's time, on any thread."""

    def __init__(self, file: Path, now_s: Callable[[], float] = time.time) -> None:
        self._file = file
        self._now_s = now_s
        self._lock = threading.Lock()

    def read(self, link_id: str) -> list[str]:
        """The posts of a consultation that an earlier run could not get rid of."""
        with self._lock:
            frames = self._known().get(link_id, {}).get("frames", [])
        return [each for each in frames if isinstance(each, str)]

    def keep(self, link_id: str, frames: Sequence[str]) -> None:
        """These are all that are left of it now; none: it is forgotten."""
        with self._lock:
            known = self._known()
            if frames:
                known[link_id] = {"at": self._now_s(), "frames": list(frames)}
            elif known.pop(link_id, None) is None:
                return
            try:
                self._write(known)
            except OSError as error:
                log.warning("what is typed could not be kept: %s", type(error).__name__)

    def _known(self) -> dict[str, Any]:
        try:
            known = json.loads(self._file.read_text(encoding="ascii"))
            oldest = self._now_s() - KEPT_FOR_S
            return {link_id: each for link_id, each in known.items() if each["at"] > oldest}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def _write(self, known: dict[str, Any]) -> None:
        if not known:
            self._file.unlink(missing_ok=True)
            return
        with replaced(self._file) as stream:
            stream.write(json.dumps(known).encode())
