"""German is complete, says Sie, and keeps every placeholder."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication

from medclient.settings import resources_dir
from medclient.ui import translation
from medclient.ui.help_page import HelpPage

SOURCE = resources_dir() / "translations" / "medclient_de.ts"
ROOT = Path(__file__).parents[2]


def messages(file: Path) -> dict[tuple[str, str], ElementTree.Element]:
    root = ElementTree.parse(file).getroot()
    return {
        (context.findtext("name", ""), message.findtext("source", "")): message
        for context in root.iter("context")
        for message in context.iter("message")
    }


def test_every_text_of_the_sources_is_translated(tmp_path: Path) -> None:
    copy = tmp_path / SOURCE.name
    shutil.copy(SOURCE, copy)
    lupdate = Path(sys.executable).with_name("pyside6-lupdate")
    sources = sorted(str(file) for file in (ROOT / "medclient" / "ui").rglob("*.py"))
    options = [
        "-silent",
        "-no-obsolete",
        "-locations",
        "none",
        "-source-language",
        "en",
        "-target-language",
        "de_DE",
    ]
    subprocess.run([str(lupdate), *options, *sources, "-ts", str(copy)], check=True)
    wanted = messages(copy)
    assert len(wanted) > 100
    open_texts = [key for key, each in wanted.items() if _translation(each) == ""]
    assert not open_texts, "run packaging/build-translations --update and translate"
    assert set(messages(SOURCE)) == set(wanted), "run packaging/build-translations --update"


def _translation(message: ElementTree.Element) -> str:
    element = message.find("translation")
    if element is None or element.get("type") is not None:
        return ""
    return element.text or ""


@pytest.mark.parametrize("key", messages(SOURCE), ids=lambda key: f"{key[0]}: {key[1][:40]}")
def test_placeholders_and_address(key: tuple[str, str]) -> None:
    german = _translation(messages(SOURCE)[key])
    assert sorted(re.findall(r"\{\w*\}", german)) == sorted(re.findall(r"\{\w*\}", key[1]))
    assert not re.search(r"\b(du|dein\w*|dir|dich)\b", german, re.IGNORECASE)
    assert key[1].endswith("…") == german.endswith("…")


def test_unknown_choice_follows_the_system() -> None:
    german = QLocale.system().language() is QLocale.Language.German
    assert translation.resolve("system") == translation.resolve("xx") == ("de" if german else "en")


def test_dates_and_qt_itself_speak_the_language(qapp: QApplication) -> None:
    assert translation.install(qapp, "de") == "de"
    assert QLocale().language() is QLocale.Language.German
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    assert translation.install(qapp, "en") == "en"
    assert QLocale().language() is QLocale.Language.English
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_texts_of_a_base_class_are_translated_too() -> None:
    assert HelpPage()._back.accessibleName() == "Zurück"
