"""Languages: the source texts are English, German is `resources/translations/medclient_de.ts`.

`packaging/build-translations` compiles it. Widgets that live through a change of language inherit `Retranslated`.
"""

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QWidget

from medclient.settings import resources_dir

LANGUAGES = {"de": "Deutsch", "en": "English"}
"""Codes and the languages' own names."""
SYSTEM = "system"


class Retranslated(QWidget):
    """A widget that sets its texts in `retranslate`, now and after every change of language."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text that does not come from data."""


def resolve(choice: str) -> str:
    """The language for a choice in the settings; `system` is German where the system speaks it, else English."""
    if choice in LANGUAGES:
        return choice
    return "de" if QLocale.system().language() is QLocale.Language.German else "en"


def install(app: QCoreApplication, choice: str) -> str:
    """Speak the chosen language from now on, numbers and dates included; returns its code.

    Shown widgets get a `LanguageChange` event.

    Raises:
        FileNotFoundError: The German texts were not compiled.
    """
    code = resolve(choice)
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    QLocale.setDefault(QLocale(QLocale.Language.German if code == "de" else QLocale.Language.English))
    if code == "de":
        qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        own = resources_dir() / "translations"
        for name, folder, wanted in (("qtbase_de", qt_folder, False), ("medclient_de", own.as_posix(), True)):
            translator = QTranslator(app)
            if translator.load(name, folder):
                app.installTranslator(translator)
            elif wanted:
                raise FileNotFoundError(f"{name}.qm: run packaging/build-translations")
    return code
