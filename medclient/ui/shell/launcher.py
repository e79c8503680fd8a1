"""How this program is started, in the form that each system writes down."""

import subprocess
import sys
from pathlib import Path


def command(*arguments: str) -> list[str]:
    """The frozen program by itself, else the interpreter with the package."""
    own = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "medclient"]
    return [*own, *arguments]


def working_folder() -> Path | None:
    """Where a checkout must be started; None where the program is installed."""
    if getattr(sys, "frozen", False):
        return None
    folder = Path(__file__).resolve().parents[3]
    return folder if (folder / "pyproject.toml").is_file() else None


def for_desktop_entry(parts: list[str]) -> str:
    """As the `Exec` of a desktop entry; a part that is a field code (`%u`) stays one."""
    return " ".join(part if part == "%u" else _quoted(part) for part in parts)


def for_windows(parts: list[str]) -> str:
    """As a command line in the registry."""
    return subprocess.list2cmdline(parts)


def desktop_entry(name: str, exec_parts: list[str], **more: str) -> str:
    """A desktop entry (freedesktop.org, Desktop Entry Specification 1.5)."""
    folder = working_folder()
    lines = {
        "Type": "Application",
        "Name": name,
        "Exec": for_desktop_entry(exec_parts),
        **({"Path": str(folder)} if folder else {}),
        "Terminal": "false",
        **more,
    }
    return "[Desktop Entry]\n" + "".join(f"{key}={value}\n" for key, value in lines.items())


def _quoted(part: str) -> str:
    escaped = "".join(f"\\{each}" if each in '"`$\\' else each for each in part).replace("%", "%%")
    # The file's own escaping comes on top of the quoting.
    return (
        '"' + escaped.replace("\\", "\\\\") + '"' if any(each in part for each in " \t\n\"'\\><~|&;$*?#()`%") else part
    )
