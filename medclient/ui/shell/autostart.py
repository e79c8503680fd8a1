"""Starting with the computer: one entry for the person who is signed in, in the system's own place."""

import plistlib
import sys
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSettings

from medclient.ui.shell import launcher

NAME = "medclient"
IN_BACKGROUND = "--background"
LABEL = "org.medclient.desktop"
RUN_KEY = "HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Run"


class Autostart(Protocol):
    """Whether the program starts with the computer."""

    @property
    def is_on(self) -> bool: ...

    def turn(self, on: bool) -> None:
        """Raises: OSError."""


class EntryFile:
    """Where the system starts what lies in a folder: Linux and macOS."""

    def __init__(self, file: Path, content: bytes) -> None:
        self._file = file
        self._content = content

    @property
    def is_on(self) -> bool:
        return self._file.is_file()

    def turn(self, on: bool) -> None:
        if on:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_bytes(self._content)
        else:
            self._file.unlink(missing_ok=True)


class RunKey:
    """Where the system reads its registry: Windows."""

    def __init__(self, registry: QSettings) -> None:
        self._registry = registry

    @property
    def is_on(self) -> bool:
        return self._registry.contains(NAME)

    def turn(self, on: bool) -> None:
        if on:
            self._registry.setValue(NAME, launcher.for_windows(launcher.command(IN_BACKGROUND)))
        else:
            self._registry.remove(NAME)
        self._registry.sync()
        if self._registry.status() is not QSettings.Status.NoError:
            raise OSError("the registry does not take it")


def linux(config_home: Path) -> EntryFile:
    """freedesktop.org, Desktop Application Autostart Specification."""
    entry = launcher.desktop_entry(NAME, launcher.command(IN_BACKGROUND), **{"X-GNOME-Autostart-enabled": "true"})
    return EntryFile(config_home / "autostart" / f"{NAME}.desktop", entry.encode())


def macos(home: Path) -> EntryFile:
    """A launch agent."""
    agent: dict[str, object] = {
        "Label": LABEL,
        "ProgramArguments": launcher.command(IN_BACKGROUND),
        "RunAtLoad": True,
        "ProcessType": "Interactive",
    }
    folder = launcher.working_folder()
    if folder:
        agent["WorkingDirectory"] = str(folder)
    return EntryFile(home / "Library" / "LaunchAgents" / f"{LABEL}.plist", plistlib.dumps(agent))


def for_this_system(config_home: Path, platform: str = sys.platform) -> Autostart:
    if platform == "win32":
        return RunKey(QSettings(RUN_KEY, QSettings.Format.NativeFormat))
    return macos(Path.home()) if platform == "darwin" else linux(config_home)
