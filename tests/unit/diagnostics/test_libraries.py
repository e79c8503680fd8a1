"""Whose work is inside, read from what is installed."""

import pytest

from medclient import __version__
from medclient.diagnostics import libraries
from medclient.diagnostics.libraries import Library
from medclient.settings import resources_dir


@pytest.fixture(scope="module")
def installed() -> dict[str, Library]:
    return {each.name: each for each in libraries.installed(resources_dir())}


def test_what_the_program_needs_is_there_and_what_only_the_tests_need_is_not(installed: dict[str, Library]) -> None:
    needed = {"aiortc", "av", "PySide6_Essentials", "PySide6_Addons", "numpy", "livekit", "cryptography", "fastapi"}
    assert needed <= set(installed)
    assert "aioice" in installed, "what a library needs belongs to it"
    assert not {"pytest", "mypy", "ruff", "hypothesis"} & set(installed)


def test_everything_has_a_licence(installed: dict[str, Library]) -> None:
    assert [name for name, each in installed.items() if not each.licence] == []
    assert "Permission to use, copy, modify" in installed["Lucide"].text
    with_text = [each for each in installed.values() if each.text]
    assert len(with_text) > 0.8 * len(installed)


def test_libraries_inside_wheels_are_named(installed: dict[str, Library]) -> None:
    """PyAV's wheel is why the program is under the GPL."""
    inside = dict(installed["av"].inside)
    assert inside["x264"] == "GPL-2.0-or-later"
    assert "FFmpeg" in inside
    assert "Opus" in inside
    assert dict(installed["PySide6_Essentials"].inside)["Qt"] == "LGPL-3.0-only"
    assert "OpenSSL" in dict(installed["cryptography"].inside)


def test_versions() -> None:
    versions = libraries.versions()
    assert versions["medclient"] == __version__
    assert versions["aiortc"].startswith("1.16")
