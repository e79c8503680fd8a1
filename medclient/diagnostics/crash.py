"""Notices a crash: what the interpreter says as it dies, errors that nobody caught, and an end that was none.

While the program runs there is a file `running`; whoever starts and finds one knows that the last run did not end by
itself. Traces hold types and places, never values (`log.trace_of`); they are kept for the system report.
"""

import contextlib
import faulthandler
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

log = logging.getLogger("medclient.diagnostics.crash")

RUNNING = "running"
FAULT, ERROR = "fault", "error"
KEPT = 6
MOST_BYTES = 256 * 1024
"""Of one file; what comes later in one run is more of the same."""


class ErrorTraces(logging.Handler):
    """Writes what `log.install_hooks` and the parts' owners report as uncaught; the file is made with the first."""

    def __init__(self, file: Path) -> None:
        super().__init__(logging.ERROR)
        self._file = file
        self._written = 0

    def emit(self, record: logging.LogRecord) -> None:
        text = self.format(record) + "\n"
        if self._written + len(text) > MOST_BYTES:
            return
        self._written += len(text)
        with contextlib.suppress(OSError), self._file.open("a", encoding="utf-8") as stream:
            stream.write(text)


@contextlib.contextmanager
def watched(folder: Path, formatter: logging.Formatter) -> Iterator[bool]:
    """While the program runs; gives whether the run before crashed. Only one program at a time uses the folder."""
    marker = folder / RUNNING
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        crashed = marker.exists()
        _forget_old(folder)
        marker.write_text(stamp, encoding="ascii")
        fault = (folder / f"{FAULT}-{stamp}.txt").open("w", encoding="utf-8")
    except OSError as error:
        log.warning("crashes cannot be watched for: %s", type(error).__name__)
        yield False
        return
    errors = ErrorTraces(folder / f"{ERROR}-{stamp}.txt")
    errors.setFormatter(formatter)
    logging.getLogger("medclient.crash").addHandler(errors)
    was_on = faulthandler.is_enabled()
    faulthandler.enable(fault)
    if crashed:
        log.warning("the last run did not end by itself")
    try:
        yield crashed
    finally:
        faulthandler.disable()
        if was_on:
            faulthandler.enable()
        fault.close()
        logging.getLogger("medclient.crash").removeHandler(errors)
        with contextlib.suppress(OSError):
            marker.unlink()
            if not Path(fault.name).stat().st_size:
                Path(fault.name).unlink()


def traces(folder: Path) -> dict[str, str]:
    """The kept traces by file name, the oldest first."""
    found = {}
    for file in _files(folder):
        with contextlib.suppress(OSError):
            text = file.read_text(encoding="utf-8", errors="replace")[:MOST_BYTES]
            if text:
                found[file.name] = text
    return found


def _files(folder: Path) -> list[Path]:
    found = [*folder.glob(f"{FAULT}-*.txt"), *folder.glob(f"{ERROR}-*.txt")]
    return sorted(found, key=lambda file: file.stem.partition("-")[2])


def _forget_old(folder: Path) -> None:
    files = _files(folder)
    for file in files:
        if not file.stat().st_size:
            file.unlink()
    for file in _files(folder)[:-KEPT]:
        file.unlink()
