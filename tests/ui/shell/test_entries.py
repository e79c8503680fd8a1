"""What is written down for each system: start with the computer, and links of the program."""

import configparser
import plistlib
import shlex
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from medclient.ui.shell import autostart, launcher, link_scheme


def entry(file: Path) -> dict[str, str]:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(file, encoding="utf-8")
    return dict(parser["Desktop Entry"])


def test_linux_starts_it_with_the_computer(tmp_path: Path) -> None:
    here = autostart.for_this_system(tmp_path, "linux")
    assert not here.is_on
    here.turn(True)
    written = entry(tmp_path / "autostart" / "medclient.desktop")
    assert (written["Type"], written["Terminal"]) == ("Application", "false")
    assert shlex.split(written["Exec"]) == [sys.executable, "-m", "medclient", "--background"]
    assert Path(written["Path"], "medclient").is_dir()
    assert here.is_on
    here.turn(False)
    here.turn(False)
    assert not here.is_on


def test_macos_starts_it_with_the_computer(tmp_path: Path) -> None:
    here = autostart.macos(tmp_path)
    here.turn(True)
    written = plistlib.loads((tmp_path / "Library" / "LaunchAgents" / "org.medclient.desktop.plist").read_bytes())
    assert written["ProgramArguments"] == [sys.executable, "-m", "medclient", "--background"]
    assert (written["Label"], written["RunAtLoad"]) == ("org.medclient.desktop", True)
    here.turn(False)
    assert not here.is_on


def test_windows_starts_it_with_the_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "C:\\Program Files\\medclient\\medclient.exe")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    registry = QSettings(str(tmp_path / "run.ini"), QSettings.Format.IniFormat)
    here = autostart.RunKey(registry)
    assert not here.is_on
    here.turn(True)
    assert registry.value("medclient") == '"C:\\Program Files\\medclient\\medclient.exe" --background'
    here.turn(False)
    assert not here.is_on


def test_a_desktop_entry_survives_odd_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    """Desktop Entry Specification: quoted, with the file's own escaping on top; `%` stands for itself twice."""
    monkeypatch.setattr(sys, "executable", '/home/a b/100%/$x"\\py')
    line = launcher.for_desktop_entry([sys.executable, "%u"])
    assert line == '"/home/a b/100%%/\\\\$x\\\\"\\\\\\\\py" %u'


def test_linux_opens_links_with_it(tmp_path: Path) -> None:
    config, data = tmp_path / "config", tmp_path / "data"
    config.mkdir()
    chosen = "[Added Associations]\ntext/html=browser.desktop;\n\n[Default Applications]\ntext/html=browser.desktop\n"
    (config / "mimeapps.list").write_text(chosen, encoding="utf-8")
    for _ in range(2):
        link_scheme.register(config, data, "linux")
    written = entry(data / "applications" / "medclient-link.desktop")
    assert shlex.split(written["Exec"])[-1] == "%u"
    assert (written["MimeType"], written["NoDisplay"]) == ("x-scheme-handler/medclient;", "true")
    after = (config / "mimeapps.list").read_text(encoding="utf-8")
    assert after.replace("x-scheme-handler/medclient=medclient-link.desktop\n", "", 1) == chosen
    assert list(config.iterdir()) == [config / "mimeapps.list"]


@pytest.mark.parametrize(
    "before",
    [
        "",
        "[Added Associations]\nx=y\n",
        "[Default Applications]\n",
        "[Default Applications]\nx-scheme-handler/medclient=other.desktop\na=b\n",
    ],
)
def test_our_links_become_the_default_once(before: str) -> None:
    once = link_scheme.with_default(before)
    assert link_scheme.with_default(once) == once
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(once)
    assert parser["Default Applications"]["x-scheme-handler/medclient"] == "medclient-link.desktop"
    assert [line for line in before.splitlines() if "medclient" not in line] == [
        line for line in once.splitlines() if "medclient" not in line and (before or not line.startswith("["))
    ] or "[Default Applications]" not in before


def test_a_place_that_cannot_be_written_hinders_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    link_scheme.register(tmp_path / "file", tmp_path / "file", "linux")


def test_windows_opens_links_with_it(tmp_path: Path) -> None:
    classes = QSettings(str(tmp_path / "classes.ini"), QSettings.Format.IniFormat)
    link_scheme.register_on_windows(classes)
    assert classes.value("medclient/.") == "URL:medclient"
    assert classes.contains("medclient/URL Protocol")
    assert str(classes.value("medclient/shell/open/command/.")).endswith('-m medclient "%1"')


def test_macos_knows_the_links_from_the_bundle() -> None:
    written = plistlib.loads(plistlib.dumps(link_scheme.bundle_entry()))
    assert written["CFBundleURLTypes"][0]["CFBundleURLSchemes"] == ["medclient"]
