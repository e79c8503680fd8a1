"""Parts of the program in processes of their own, and questions answered there: what is tried may hang or crash."""

import json
import subprocess
import sys
from typing import Any


class NoAnswer(Exception):
    """It did not end well, or in time, or said nothing that can be read."""


def command_of(option: str, module: str) -> list[str]:
    """What starts `module` in a process of its own; a frozen program calls itself with `option`."""
    return [sys.executable, option] if getattr(sys, "frozen", False) else [sys.executable, "-m", module]


def answer_of(option: str, module: str, timeout_s: float) -> dict[str, Any]:
    """What `module` prints as JSON when it runs by itself. Blocks.

    Raises:
        NoAnswer
    """
    try:
        done = subprocess.run(
            command_of(option, module),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=timeout_s,
            check=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        answer = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise NoAnswer(type(error).__name__) from None
    if not isinstance(answer, dict):
        raise NoAnswer("no object")
    return answer
