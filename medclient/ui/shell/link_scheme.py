"""Lets the system open `medclient://` links with this program.

On macOS the scheme belongs into the bundle's property list (`bundle_entry`), and the link comes as an event.
"""

import logging
import sys
from pathlib import Path

from PySide6.QtCore import QSettings

from medclient.protocol.program_link import SCHEME
from medclient.ui.shell import launcher

log = logging.getLogger("medclient.ui.shell.link_scheme")

DESKTOP_FILE = "medclient-link.desktop"
MIME_TYPE = f"x-scheme-handler/{SCHEME}"
CLASSES_KEY = "HKEY_CURRENT_USER\\Software\\Classes"
_SECTION = "[Default Applications]"


def register(config_home: Path, data_home: Path, platform: str = sys.platform) -> None:
    """For the person who is signed in; nothing is written where all is there already. What fails is logged."""
    try:
        if platform == "win32":
            register_on_windows(QSettings(CLASSES_KEY, QSettings.Format.NativeFormat))
        elif platform != "darwin":
            register_on_linux(config_home, data_home)
    except OSError as error:
        log.warning("links cannot be registered: %s", type(error).__name__)


def register_on_linux(config_home: Path, data_home: Path) -> None:
    """A hidden desktop entry, and the choice of it (freedesktop.org, MIME Applications Associations)."""
    entry = launcher.desktop_entry(
        "medclient", launcher.command("%u"), NoDisplay="true", MimeType=f"{MIME_TYPE};", StartupNotify="true"
    )
    _write(data_home / "applications" / DESKTOP_FILE, entry)
    file = config_home / "mimeapps.list"
    before = file.read_text(encoding="utf-8") if file.is_file() else ""
    _write(file, with_default(before))


def with_default(associations: str) -> str:
    """The associations with ours among the defaults; every other line stays as it is."""
    lines = associations.splitlines()
    ours = f"{MIME_TYPE}={DESKTOP_FILE}"
    section = ""
    for place, line in enumerate(lines):
        if line.startswith("["):
            section = line.strip()
        elif section == _SECTION and line.partition("=")[0].strip() == MIME_TYPE:
            lines[place] = ours
            return "\n".join(lines) + "\n"
    if _SECTION in (line.strip() for line in lines):
        lines.insert([line.strip() for line in lines].index(_SECTION) + 1, ours)
    else:
        lines += [_SECTION, ours]
    return "\n".join(lines) + "\n"


def register_on_windows(classes: QSettings) -> None:
    """A URL protocol of the user's own classes."""
    values = {
        f"{SCHEME}/.": f"URL:{SCHEME}",
        f"{SCHEME}/URL Protocol": "",
        f"{SCHEME}/shell/open/command/.": launcher.for_windows(launcher.command()) + ' "%1"',
    }
    for key, value in values.items():
        if classes.value(key) != value:
            classes.setValue(key, value)
    classes.sync()
    if classes.status() is not QSettings.Status.NoError:
        raise OSError("the registry does not take it")


def bundle_entry() -> dict[str, object]:
    """For `Info.plist` of a macOS bundle."""
    return {"CFBundleURLTypes": [{"CFBundleURLName": "org.medclient.desktop", "CFBundleURLSchemes": [SCHEME]}]}


def _write(file: Path, text: str) -> None:
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(file.name + ".medclient-new")
        new.write_text(text, encoding="utf-8")
        new.replace(file)
