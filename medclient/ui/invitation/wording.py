"""All that an invitation says, in the patient's language, whatever language the program speaks."""

from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import QDate, QLocale, QTime, QTranslator

from medclient.protocol import access_window
from medclient.settings import resources_dir


@dataclass(frozen=True)
class Invitation:
    """What it is about; it is made, handed over and forgotten."""

    link_id: str
    link: str = field(repr=False)
    patient: str = field(repr=False)
    starts_at: datetime
    duration_minutes: int
    language: str
    practice: str = ""
    practitioner: str = ""
    telephone: str = field(default="", repr=False)
    """Of the practice; empty where none is known."""
    address: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    """Of the patient; empty: the mail program asks."""
    version: int = 1


class Wording:
    """The sentences of one invitation."""

    def __init__(self, invitation: Invitation) -> None:
        self._invitation = invitation
        self._translator = QTranslator()
        german = invitation.language == "de"
        if german:
            self._translator.load("medclient_de", (resources_dir() / "translations").as_posix())
        self._locale = QLocale(QLocale.Language.German if german else QLocale.Language.English)

    def translate(self, context: str, text: str) -> str:
        """In the invitation's language; the source where it has no words of its own."""
        return self._translator.translate(context, text) or text

    @property
    def title(self) -> str:
        return self.translate("Invitation", "Your video appointment")

    @property
    def subject(self) -> str:
        text = self.translate("Invitation", "Video appointment on {day} at {time}")
        return text.format(day=self._short_day(), time=self.time(self._invitation.starts_at))

    @property
    def greeting(self) -> str:
        return self.translate("Invitation", "Dear patient,")

    @property
    def when(self) -> str:
        text = self.translate("Invitation", "{day}, {time}")
        return text.format(day=self.day, time=self.time(self._invitation.starts_at))

    @property
    def day(self) -> str:
        local = self._invitation.starts_at.astimezone()
        pattern = self.translate("Invitation", "dddd, d MMMM yyyy")
        return self._locale.toString(QDate(local.year, local.month, local.day), pattern)

    @property
    def with_whom(self) -> str:
        """The practitioner and the practice, each named once."""
        names = (self._invitation.practitioner, self._invitation.practice)
        return ", ".join(dict.fromkeys(name for name in names if name))

    @property
    def access(self) -> str:
        starts_at = self._invitation.starts_at
        text = self.translate("Invitation", "The link is valid on this day from {opens} to {closes}.")
        return text.format(
            opens=self.time(access_window.opens_at(starts_at)), closes=self.time(access_window.closes_at(starts_at))
        )

    @property
    def steps(self) -> tuple[str, ...]:
        """What to do, in few words."""
        return (
            self.translate("Invitation", "Open the link about 5 minutes before your appointment."),
            self.translate("Invitation", "Enter your name and allow camera and microphone."),
            self.translate("Invitation", "Wait in the waiting room until the practice calls you."),
        )

    @property
    def needs(self) -> tuple[str, ...]:
        """What is needed, and what should lie ready."""
        return (
            self.translate("Invitation", "Telephone, tablet or computer with camera and microphone"),
            self.translate("Invitation", "A current Chrome, Edge, Firefox or Safari; nothing to install, no account"),
            self.translate("Invitation", "Your insurance card within reach"),
            self.translate("Invitation", "A quiet room; whoever is there with you introduces themselves"),
        )

    @property
    def secrecy(self) -> str:
        return self.translate(
            "Invitation", "The link is for you alone: please do not pass it on. Picture and sound are encrypted."
        )

    @property
    def call_us(self) -> str:
        """How to reach the practice; empty where it gives no number."""
        if not self._invitation.telephone:
            return ""
        text = self.translate("Invitation", "If something does not work, call us: {telephone}")
        return text.format(telephone=self._invitation.telephone)

    @property
    def steps_heading(self) -> str:
        return self.translate("Invitation", "This is how it works")

    @property
    def needs_heading(self) -> str:
        return self.translate("Invitation", "You need")

    @property
    def scan(self) -> str:
        return self.translate("Invitation", "Point your telephone's camera at the code, or open this link:")

    @property
    def reminder(self) -> str:
        """What the calendar says before the appointment."""
        return self.translate("Invitation", "Video appointment in 15 minutes: have the link ready")

    def time(self, moment: datetime) -> str:
        local = moment.astimezone()
        return self._locale.toString(QTime(local.hour, local.minute), self.translate("Invitation", "h:mm AP"))

    def _short_day(self) -> str:
        local = self._invitation.starts_at.astimezone()
        pattern = self.translate("Invitation", "d MMM yyyy")
        return self._locale.toString(QDate(local.year, local.month, local.day), pattern)
