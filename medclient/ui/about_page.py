"""About: version, licence, and whose work is inside."""

import medclient
from medclient.ui.reading_page import ReadingPage


class AboutPage(ReadingPage):
    """Says nothing of certificates: those are an operator's."""

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
        self.heading(self.tr("Licence"))
        self.paragraph(
            self.tr(
                "Free software under the GNU General Public License, version 3 or later, without any warranty. "
                "You may use, study, share and improve it."
            )
        )
        self.heading(self.tr("Work of others"))
        self.paragraph(
            self.tr(
                "Qt and PySide (LGPL), FFmpeg through PyAV, aiortc, OpenCV, "
                "LiveKit audio processing, Lucide icons (ISC)."
            )
        )
