"""A colleague who was invited: first the link, then name and password."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from medclient.practice.sessions import OpenedInvitation
from medclient.protocol.invitation_link import InvalidInvitation, InvitationLink
from medclient.ui import widgets
from medclient.ui.sign_in.form import Field, FormCard, NewPasswordFields
from medclient.ui.translation import Retranslated


class InvitationPage(Retranslated):
    """Two steps on one card."""

    linkGiven = Signal(object)
    """`InvitationLink`."""
    accepted = Signal(object, str, str, str)
    """`OpenedInvitation`, the name that others see, account name, password."""
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        widgets.as_page(self)
        self._busy = False
        self._error = ""
        self._opened: OpenedInvitation | None = None
        self._card = FormCard(self._submit, "user-plus")
        self._link = Field()
        self._name = Field()
        self._account = Field()
        self._passwords = NewPasswordFields(first=True)
        for part in (self._link, self._name, self._account, self._passwords):
            self._card.add(part)
        self._back = self._card.add_link()
        self._back.clicked.connect(self.closed)
        outer = QVBoxLayout(self)
        outer.addWidget(self._card)
        self.begin()

    def begin(self) -> None:
        """Ask for the link."""
        self._opened = None
        for field in (self._link, self._name, self._account):
            field.line.clear()
        self._passwords.clear()
        self._error = ""
        self.retranslate()
        self._link.line.setFocus()

    def show_invitation(self, opened: OpenedInvitation) -> None:
        """The link is good: ask who it is."""
        self._opened, self._error = opened, ""
        self._name.line.setText(opened.display_name)
        self._account.line.setText(opened.display_name)
        self.retranslate()
        self._name.line.setFocus()

    def set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._card.set_busy(busy)
        self._label()

    def set_error(self, error: str) -> None:
        """Why it did not succeed: `unknown`, `name_taken`, `unreachable`, `too_many`; nothing where it is empty."""
        self._error = error
        self._label()
        if error == "name_taken":
            self._account.line.setFocus()

    def retranslate(self) -> None:
        opened = self._opened
        self._link.setVisible(opened is None)
        for part in (self._name, self._account, self._passwords):
            part.setVisible(opened is not None)
        if opened is None:
            self._card.title.setText(self.tr("Accept an invitation"))
            self._card.introduction.setText(
                self.tr("Paste the link that your practice has sent you. It is good once, and for seven days.")
            )
        else:
            self._card.title.setText(opened.practice_name)
            role = self.tr("as staff") if opened.role == "staff" else self.tr("as practitioner")
            self._card.introduction.setText(
                self.tr("You join this practice {role}. Choose the password that only you will know.").format(role=role)
            )
        self._link.name(self.tr("Invitation link"))
        self._name.name(self.tr("Your name"), self.tr("Your colleagues see it, and your patients."))
        self._account.name(self.tr("Account name"), self.tr("You sign in with it."))
        self._back.setText(self.tr("Back"))
        self._label()

    def _label(self) -> None:
        if self._busy:
            self._card.button.setText(self.tr("One moment …"))
        else:
            self._card.button.setText(self.tr("Join the practice") if self._opened else self.tr("Continue"))
        texts = {
            "unknown": self.tr("This invitation does not exist, was used already, or has run out. Ask for a new one."),
            "name_taken": self.tr("Somebody has this account name already. Please choose another one."),
            "unreachable": self.tr("The practice service cannot be reached. Check the network, then try again."),
            "too_many": self.tr("Too many attempts. Please wait a few minutes."),
        }
        if self._error and not self._busy:
            self._card.notice.show_notice(texts[self._error], "danger")
        else:
            self._card.notice.clear()

    def _submit(self) -> None:
        if self._busy:
            return
        if self._opened is None:
            try:
                self.linkGiven.emit(InvitationLink.parse(self._link.line.text()))
            except InvalidInvitation:
                self._link.set_error(self.tr("This is no complete invitation link. Please copy it as a whole."))
                self._link.line.setFocus()
            return
        name, account = self._name.line.text().strip(), self._account.line.text().strip()
        wrong = self._passwords.wrong()
        if not account:
            self._account.set_error(self.tr("Please enter an account name."))
            wrong = self._account
        if not name:
            self._name.set_error(self.tr("Please enter your name."))
            wrong = self._name
        if wrong:
            wrong.line.setFocus()
        else:
            self.accepted.emit(self._opened, name, account, self._passwords.password.line.text())
