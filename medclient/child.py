"""Questions that are answered in a process of its own, because what is tried there may hang or crash."""

import json
import subprocess
import sys
from typing import Any


class NoAnswer(Exception):
    """It did not end well, or in time, or said nothing that can be read."""


def answer_of(option: str, module: str, timeout_s: float) -> dict[str, Any]:
    """What `module` prints as JSON when it runs by itself, which a frozen program does with `option`. Blocks.

    Raises:
        NoAnswer
    """
    own = [sys.executable, option] if getattr(sys, "frozen", False) else [sys.executable, "-m", module]
    try:
        done = subprocess.run(
            own,
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
