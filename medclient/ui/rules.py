"""What may be done by video: a short list, said once to every practitioner and always in Help."""

from PySide6.QtCore import QObject

KBV_PAGE = "https://www.kbv.de/html/videosprechstunde.php"
"""Opened in the browser, and only when somebody presses it."""


class Rules(QObject):
    """In the language in force."""

    def all(self) -> tuple[str, ...]:
        return (
            self.tr(
                "Whether video is medically sound is your decision, every time anew. "
                "What needs an examination by hand needs an appointment in the practice."
            ),
            self.tr("Severe or sudden complaints belong in the practice, to 116 117 or to 112."),
            self.tr(
                "Not every service may be given and billed by video, and the share of video is limited. "
                "Laboratory medicine, pathology, radiology and nuclear medicine take no part."
            ),
            self.tr("A sick note by video is possible within narrow limits only."),
            self.tr(
                "Who was not seen in this or the last quarter holds the insurance card into the camera "
                "and confirms the cover aloud."
            ),
            self.tr("Nobody records picture or sound. Advertising is not allowed."),
        )
