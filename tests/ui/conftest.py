"""Widgets are tested without a screen, dressed and in German, as a practice sees them."""

import os
import subprocess
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from medclient.ui import theme, tokens, translation

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session", autouse=True)
def compiled_translations() -> None:
    """The German texts as the program loads them."""
    subprocess.run([ROOT / "packaging" / "build-translations"], check=True)


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, compiled_translations: None) -> None:
    """Light and German before every test, and nothing left of the tests before: each would be dressed again."""
    for widget in qapp.topLevelWidgets():
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if tokens.current().dark or not qapp.styleSheet():
        theme.apply(qapp, False)
    if QLocale().language() is not QLocale.Language.German or not qapp.findChildren(QTranslator):
        translation.install(qapp, "de")


@pytest.fixture
def english(qapp: QApplication, dressed: None) -> None:
    """The source texts."""
    translation.install(qapp, "en")
