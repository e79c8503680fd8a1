"""Widgets are tested without a screen, dressed and in German, as a practice sees them."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtWidgets import QApplication

from medclient.ui import theme, translation

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session", autouse=True)
def compiled_translations() -> None:
    """The German texts as the program loads them."""
    subprocess.run([ROOT / "packaging" / "build-translations"], check=True)


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, compiled_translations: None) -> Iterator[None]:
    """Light and German before every test."""
    theme.apply(qapp, False)
    translation.install(qapp, "de")
    yield
    for widget in qapp.topLevelWidgets():
        widget.close()


@pytest.fixture
def english(qapp: QApplication, dressed: None) -> None:
    """The source texts."""
    translation.install(qapp, "en")
