"""What the page says about an action: a sentence, and for some seconds the way back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from medclient.ui.notice_bar import Mood, NoticeBar

UNDO_TIME = timedelta(seconds=8)
"""How long something can be taken back."""
BRIEF_TIME = timedelta(seconds=5)
"""How long good news stays."""


class Notice(StrEnum):
    """Each has its own sentence."""

    LINK_COPIED = "link_copied"
    MESSAGE_SENT = "message_sent"
    MESSAGE_FAILED = "message_failed"
    DELAY_SENT = "delay_sent"
    DELAY_FAILED = "delay_failed"
    SAVED = "saved"
    PROFILE_SAVED = "profile_saved"
    SERIES_SAVED = "series_saved"
    INSTANT_READY = "instant_ready"
    CANCELLED = "cancelled"
    UNDONE = "undone"
    UNDO_FAILED = "undo_failed"
    LINK_REPLACED = "link_replaced"
    SAVE_FAILED = "save_failed"
    CHANGED_MEANWHILE = "changed_meanwhile"
    CANCEL_FAILED = "cancel_failed"
    START_FAILED = "start_failed"
    LINK_CLOSED = "link_closed"
    LINK_UNKNOWN = "link_unknown"
    """A `medclient://` link names an appointment that is not this practice's."""
    FILE_SAVED = "file_saved"
    FILE_FAILED = "file_failed"
    PRINTED = "printed"
    NO_PRINTER = "no_printer"
    MAIL_OPENED = "mail_opened"
    NO_MAIL_PROGRAM = "no_mail_program"
    AUTOSTART_FAILED = "autostart_failed"
    SETTINGS_DAMAGED = "settings_damaged"
    CLOCK_WRONG = "clock_wrong"
    PAGE_CHANGED = "page_changed"
    """The service serves another patient page than this program knows."""
    NO_RECOVERY_CODE = "no_recovery_code"


_WARNINGS = (
    Notice.CANCELLED,
    Notice.CHANGED_MEANWHILE,
    Notice.LINK_CLOSED,
    Notice.LINK_UNKNOWN,
    Notice.NO_PRINTER,
    Notice.NO_MAIL_PROGRAM,
    Notice.SETTINGS_DAMAGED,
    Notice.CLOCK_WRONG,
    Notice.NO_RECOVERY_CODE,
)
_BRIEF = (
    Notice.LINK_COPIED,
    Notice.MESSAGE_SENT,
    Notice.DELAY_SENT,
    Notice.SAVED,
    Notice.PROFILE_SAVED,
    Notice.SERIES_SAVED,
    Notice.INSTANT_READY,
    Notice.UNDONE,
    Notice.LINK_REPLACED,
    Notice.FILE_SAVED,
    Notice.PRINTED,
    Notice.MAIL_OPENED,
)


def mood_of(notice: Notice) -> Mood:
    if notice in _BRIEF:
        return "accent"
    return "warning" if notice in _WARNINGS else "danger"


def text_of(notice: Notice) -> str:
    """The sentence in the language in force."""
    translate = QCoreApplication.translate
    return {
        Notice.LINK_COPIED: translate("AppointmentNotices", "Link copied. Give it to this patient only."),
        Notice.MESSAGE_SENT: translate("AppointmentNotices", "Message sent."),
        Notice.DELAY_SENT: translate("AppointmentNotices", "The patient reads how late it will be."),
        Notice.DELAY_FAILED: translate("AppointmentNotices", "The patient was not told. Please try again."),
        Notice.MESSAGE_FAILED: translate(
            "AppointmentNotices", "The message was not sent. Its text is kept; please try again."
        ),
        Notice.SAVED: translate("AppointmentNotices", "Appointment saved."),
        Notice.PROFILE_SAVED: translate("AppointmentNotices", "Saved for the whole practice."),
        Notice.SERIES_SAVED: translate("AppointmentNotices", "Appointments saved, each with its own link."),
        Notice.INSTANT_READY: translate(
            "AppointmentNotices", "The link is copied and valid at once. Give it to this patient only."
        ),
        Notice.CANCELLED: translate("AppointmentNotices", "The appointment is cancelled; its link closes."),
        Notice.UNDONE: translate("AppointmentNotices", "Undone."),
        Notice.UNDO_FAILED: translate("AppointmentNotices", "This can no longer be undone."),
        Notice.LINK_REPLACED: translate(
            "AppointmentNotices", "This is the new link. The old one is void and says so to whoever opens it."
        ),
        Notice.PAGE_CHANGED: translate(
            "AppointmentNotices",
            "The practice service serves another patient page than the one of this program. If program and service "
            "were not updated at different times, ask your operator before you call anybody.",
        ),
        Notice.SAVE_FAILED: translate("AppointmentNotices", "The appointment was not saved. Please try again."),
        Notice.CHANGED_MEANWHILE: translate(
            "AppointmentNotices",
            "Somebody else has changed this meanwhile. Please look at it and change it again.",
        ),
        Notice.CANCEL_FAILED: translate(
            "AppointmentNotices", "The appointment was not cancelled; its link is still valid."
        ),
        Notice.START_FAILED: translate("AppointmentNotices", "The consultation could not be opened. Please try again."),
        Notice.LINK_CLOSED: translate(
            "AppointmentNotices", "This link is closed. Enter a new appointment for the patient."
        ),
        Notice.LINK_UNKNOWN: translate(
            "AppointmentNotices", "The link that was opened is no appointment of this practice."
        ),
        Notice.FILE_SAVED: translate(
            "AppointmentNotices", "File saved. It holds the link: give it to this patient only."
        ),
        Notice.FILE_FAILED: translate(
            "AppointmentNotices", "The file could not be saved. Please choose another place."
        ),
        Notice.PRINTED: translate("AppointmentNotices", "The invitation is being printed."),
        Notice.NO_PRINTER: translate("AppointmentNotices", "No printer was found. You can save the sheet as PDF."),
        Notice.MAIL_OPENED: translate("AppointmentNotices", "The e-mail is ready in your mail program."),
        Notice.NO_MAIL_PROGRAM: translate(
            "AppointmentNotices", "No mail program opens on this computer. You can copy the link instead."
        ),
        Notice.AUTOSTART_FAILED: translate(
            "AppointmentNotices", "The system does not let the program start with the computer."
        ),
        Notice.SETTINGS_DAMAGED: translate(
            "AppointmentNotices", "The settings could not be read and were reset; the old file is kept."
        ),
        Notice.CLOCK_WRONG: translate(
            "AppointmentNotices", "The clock of this computer is wrong. Times follow the practice service."
        ),
        Notice.NO_RECOVERY_CODE: translate(
            "AppointmentNotices",
            "You have no recovery code. If your password is lost, nobody can help: make one under “Practice and "
            "account”.",
        ),
    }[notice]


class NoticeToast(NoticeBar):
    """One notice at a time, at the foot of the list; Ctrl+Z takes back what can be."""

    expired = Signal()
    """The time for taking back has passed, or another notice came."""

    def __init__(self) -> None:
        super().__init__()
        self._notice: Notice | None = None
        self._own_text = ""
        self._until: datetime | None = None
        self._undo: Callable[[], None] | None = None
        self._settled: Callable[[], None] | None = None
        self.actionPressed.connect(self.undo)
        self.dismissed.connect(self.settle)
        self._keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self.undo)

    def say(self, notice: Notice, now: datetime) -> None:
        """Good news goes away by itself."""
        self.settle()
        self._notice = notice
        self._until = now + BRIEF_TIME if notice in _BRIEF else None
        self.retranslate()

    def say_text(self, text: str, mood: Mood) -> None:
        """A sentence of somebody else's, until it is closed or another comes."""
        self.settle()
        self._own_text = text
        self.show_notice(text, mood)

    def offer_undo(
        self, notice: Notice, now: datetime, undo: Callable[[], None], settled: Callable[[], None] | None = None
    ) -> None:
        """Say what was done. Either `undo` is called, or `settled` once it can no longer be taken back."""
        self.settle()
        self._notice, self._until = notice, now + UNDO_TIME
        self._undo, self._settled = undo, settled
        self.retranslate()

    @property
    def can_undo(self) -> bool:
        return self._undo is not None

    def undo(self) -> None:
        undo = self._undo
        if undo is not None:
            self._forget()
            undo()

    def settle(self) -> None:
        """Whatever could be taken back is done for good; the notice goes."""
        settled = self._settled
        self._forget()
        if settled is not None:
            settled()

    def set_now(self, now: datetime) -> None:
        if self._until is not None and now >= self._until:
            self.settle()

    def retranslate(self) -> None:
        super().retranslate()
        if getattr(self, "_notice", None) is not None and self._notice is not None:
            undo = QCoreApplication.translate("AppointmentNotices", "Undo") if self._undo else ""
            self.show_notice(text_of(self._notice), mood_of(self._notice), undo)
            self.action.setToolTip(QKeySequence(QKeySequence.StandardKey.Undo).toString() if undo else "")

    def _forget(self) -> None:
        self._notice = self._until = self._undo = self._settled = None
        self._own_text = ""
        self.clear()
