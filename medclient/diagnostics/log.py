"""Logging to a rotating file without personal data or secrets, and hooks that let no error vanish.

Categories are children of the logger `medclient`; each part of the program takes its own:
`logging.getLogger("medclient.session")`. What people said or are called, links, secrets, tokens, SDP and addresses
must never be given to a logger; the redaction here is the second line of defence, not the first.
"""

import asyncio
import copy
import ipaddress
import logging
import logging.handlers
import re
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

CATEGORIES = ("app", "ui", "session", "media", "practice", "diagnostics", "qt", "crash")
FILES = 5
FILE_BYTES = 1_000_000
MAX_MESSAGE_CHARS = 8000
"""Longest entry; what is longer is cut, so that one entry can never push the others out."""

_LINK = re.compile(r"https?://[^\s\"'<>]*/v/[^\s\"'<>]*")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,}")
"""Link ids (22 characters), secrets and tokens (43) are base64url; so may be a part of a long one."""
_WORD = re.compile(r"[a-z]+(?:[_-][a-z]+)*|[A-Z]?[a-z]+(?:[A-Z][a-z]+)*")
"""A long identifier or file name of our own, in snake, kebab or camel case, is no secret."""
_IPV4 = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)")
_IPV6 = re.compile(r"(?<![\w:.])\[?(?:[0-9A-Fa-f]{0,4}:){2,7}(?:[0-9A-Fa-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?(?:%\w+)?")


class Redactor:
    """Takes out of a text what must not be kept."""

    def __init__(self, home: Path | None = None) -> None:
        folder = Path.home() if home is None else home
        names = {str(folder), folder.as_posix(), str(folder).replace("\\", "\\\\")}
        self._home = [name for name in sorted(names, key=len, reverse=True) if len(name) > 1]

    def __call__(self, text: str) -> str:
        for name in self._home:
            text = text.replace(name, "~")
        text = _LINK.sub("<link>", text)
        text = _MAIL.sub("<mail>", text)
        text = _IPV4.sub(_short_address, text)
        text = _IPV6.sub(_short_address, text)
        return _TOKEN.sub(_short_token, text)


class RedactingFormatter(logging.Formatter):
    """Writes an entry with its traceback, redacted as a whole."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s %(threadName)s: %(message)s")
        self._redact = redact

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """Types and places only: messages of exceptions repeat what was given to a function, names and secrets too."""
        return trace_of(ei[1]) if ei and ei[1] is not None else ""

    def format(self, record: logging.LogRecord) -> str:
        if record.exc_text:  # another handler's, with the values
            record = copy.copy(record)
            record.exc_text = None
        text = self._redact(super().format(record))
        return text if len(text) <= MAX_MESSAGE_CHARS else text[:MAX_MESSAGE_CHARS] + " ... (cut)"


def start(file: Path, *, verbose: bool = False, home: Path | None = None) -> logging.Handler:
    """Write the program's entries to `file` from now on: five files of at most 1 MB. Returns the handler.

    Raises:
        OSError: The file cannot be opened.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = logging.handlers.RotatingFileHandler(
        file, maxBytes=FILE_BYTES, backupCount=FILES - 1, encoding="utf-8", errors="backslashreplace"
    )
    handler.setFormatter(RedactingFormatter(Redactor(home)))
    logger = logging.getLogger("medclient")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG if verbose else logging.INFO)
    # Foreign libraries know addresses and contents: only what went wrong in them is of use.
    root = logging.getLogger()
    root.addHandler(handler)
    logger.propagate = False
    root.setLevel(logging.WARNING)
    return handler


def formatter(home: Path | None = None) -> logging.Formatter:
    """What `start` writes with, for other files of the same kind."""
    return RedactingFormatter(Redactor(home))


def stop(handler: logging.Handler) -> None:
    """End what `start` began."""
    for logger in (logging.getLogger("medclient"), logging.getLogger()):
        logger.removeHandler(handler)
    logging.getLogger("medclient").propagate = True
    handler.close()


def install_hooks() -> None:
    """Log what nobody caught, in any thread, and what Qt complains about.

    An asyncio loop is given to `watch_loop` by whoever makes it.
    """
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    qInstallMessageHandler(_qt_message)


def watch_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Log what nobody awaits in this loop."""
    loop.set_exception_handler(_uncaught_in_loop)


def trace_of(error: BaseException) -> str:
    """Where an error came about: types and places, without the values in its messages.

    Messages of foreign exceptions repeat their arguments; type and place are enough to find a fault.
    """
    lines: list[str] = []
    chain: BaseException | None = error
    seen: set[int] = set()
    while chain is not None and id(chain) not in seen:
        seen.add(id(chain))
        lines.append(f"{type(chain).__module__}.{type(chain).__qualname__}")
        lines += [
            f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(chain.__traceback__)
        ]
        chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
    return "\n".join(lines)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("medclient.crash").critical("uncaught\n%s", trace_of(error))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
        name = args.thread.name if args.thread is not None else "?"
        logging.getLogger("medclient.crash").critical("uncaught in thread %s\n%s", name, trace_of(args.exc_value))


def _uncaught_in_loop(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    what = str(context.get("message", ""))
    logging.getLogger("medclient.crash").error(
        "uncaught in event loop: %s\n%s", what, trace_of(error) if isinstance(error, BaseException) else ""
    )


_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def _qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    logging.getLogger("medclient.qt").log(_QT_LEVELS.get(kind, logging.WARNING), "%s: %s", context.category, text)


def _short_address(match: re.Match[str]) -> str:
    """Keep what tells one kind of network from another, and nothing of the host."""
    text = match.group().lstrip("[")
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return match.group()
    if address.is_loopback or address.is_unspecified:
        return match.group()
    bracket = "[" if match.group().startswith("[") else ""
    if isinstance(address, ipaddress.IPv4Address):
        return f"{bracket}{text.split('.')[0]}.x.x.x"
    return f"{bracket}{address.exploded.split(':')[0]}:x"


def _short_token(match: re.Match[str]) -> str:
    text = match.group()
    return text if _WORD.fullmatch(text) else "<token>"
