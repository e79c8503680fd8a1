"""About: version, licence, and whose work is inside."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent

import medclient
from medclient.diagnostics.libraries import Library
from medclient.practice.page_check import PageState, own_digest
from medclient.ui.licences import LicenceBrowser
from medclient.ui.reading_page import ReadingPage


class AboutPage(ReadingPage):
    """Says nothing of certificates: those are an operator's."""

    _page_state: PageState | None = None

    def show_page_state(self, state: PageState) -> None:
        """What was found when the service's patient page was compared with this program's."""
        self._page_state = state
        self.retranslate()

    librariesWanted = Signal()
    """The page is seen for the first time: they are read from many files, which takes a second."""

    _libraries: tuple[Library, ...] = ()

    def show_libraries(self, libraries: tuple[Library, ...]) -> None:
        self._libraries = libraries
        self.licences.show_libraries(libraries)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._libraries:
            self.librariesWanted.emit()

    def write(self) -> None:
        self.title(self.tr("About"))
        self.heading(self.tr("Video consultations"))
        self.paragraph(self.tr("Version {version}").format(version=medclient.__version__))
        self.paragraph(
            self.tr(
                "Picture, sound, names and messages are encrypted between you and the patient. "
                "The practice service stores times and ciphertext only."
            )
        )
        self.heading(self.tr("Patient page"))
        digest = self._page_state.digest if self._page_state else own_digest()
        self.paragraph(self.tr("Check value of the page that belongs to this program: {digest}").format(digest=digest))
        if self._page_state:
            self.paragraph(
                self.tr("The practice service serves another page. Ask your operator why.")
                if self._page_state.differing
                else self.tr("The practice service serves exactly this page.")
            )
        self.heading(self.tr("Licence"))
        self.paragraph(
            self.tr(
                "Free software under the GNU General Public License, version 3 or later, without any warranty. "
                "You may use, study, share and improve it."
            )
        )
        self.heading(self.tr("Work of others"))
        self.paragraph(
            self.tr("Every library in this installation, with its licence, as it came with the library itself.")
        )
        self.licences = LicenceBrowser()
        self.licences.show_libraries(self._libraries)
        self._column.addWidget(self.licences)
