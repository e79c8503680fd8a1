"""Work that comes to its end although whoever asked for it is gone."""

import asyncio
import functools
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")


def whole(work: Callable[Given, Coroutine[Any, Any, Result]]) -> Callable[Given, Coroutine[Any, Any, Result]]:
    """Let a transaction end before the cancellation of its caller goes on.

    A connection to SQLite whose statement is cancelled midway may keep its lock until it is collected: one client whose
    line is cut at the wrong moment would keep everybody from writing.
    """

    @functools.wraps(work)
    async def run(*given: Given.args, **named: Given.kwargs) -> Result:
        task = asyncio.ensure_future(work(*given, **named))
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            await asyncio.wait({task})
            if not task.cancelled():
                task.exception()  # nobody is left to be told
            raise

    return run
