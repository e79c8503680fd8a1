"""What becomes of a task that fails while nobody awaits it yet."""

import asyncio
import logging
from typing import Any

log = logging.getLogger("medclient.session")


def log_failure(task: "asyncio.Task[Any]") -> None:
    """For `add_done_callback`: a failure is in the log at once, not only when the owner awaits the task."""
    if not task.cancelled() and (error := task.exception()):
        log.error("a task of the call failed", exc_info=error)
