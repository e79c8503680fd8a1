"""Sign-in with account name and password."""

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from medclient.ui import widgets
from medclient.ui.sign_in.form import Field, FormCard, PasswordField
from medclient.ui.translation import Retranslated

CODE_DIGITS = 6
CODE_CHARS = 7
"""Some telephones show a space in the middle."""


class SignInError(StrEnum):
    """Why a sign-in did not succeed."""

    WRONG_CREDENTIALS = "wrong_credentials"
    TOO_MANY_ATTEMPTS = "too_many_attempts"
    SERVICE_UNREACHABLE = "service_unreachable"
    CERTIFICATE_REFUSED = "certificate_refused"
    WRONG_CODE = "wrong_code"
    """The code of the second factor."""
    SIGNED_OUT = "signed_out"
    """The session ended; no attempt was made yet."""
    CLOCK_WRONG = "clock_wrong"
    UNEXPECTED = "unexpected"


class SignInPage(Retranslated):
    """Asks for name and password; `signInRequested` also repeats an attempt that did not get through."""

    signInRequested = Signal(str, str, str, bool)
    """Account name, password, code of the second factor (empty where none was asked for), whether to remember."""
    recoveryRequested = Signal(str)
    """Password or second factor are lost; the account name, if one was typed."""
    invitationRequested = Signal()

    networkRequested = Signal()
    """Open the network settings: a proxy may be what is missing."""

    def __init__(self, *, can_remember: bool = False) -> None:
        super().__init__()
        widgets.as_page(self)
        self._error: SignInError | None = None
        self._wait_s = 0
        self._busy = False
        self._card = FormCard(self._submit)
        self._name = Field()
        self._password = PasswordField()
        self._code = Field()
        self._code.line.setMaxLength(CODE_CHARS)
        self._code.hide()
        self._remember = QCheckBox()
        self._can_remember = can_remember
        self._no_keyring = widgets.label(size="small", tone="warning", wrap=True)
        for part in (self._name, self._password, self._code, self._remember, self._no_keyring):
            self._card.add(part)
        self.network = self._card.add_link()
        self.network.hide()
        self.network.clicked.connect(self.networkRequested)
        self._lost = self._card.add_link()
        self._lost.clicked.connect(lambda: self.recoveryRequested.emit(self._name.line.text().strip()))
        self._lost_note = widgets.label(size="small", tone="muted", wrap=True)
        self._card.add_below(self._lost_note)
        self._invited = self._card.add_link()
        self._invited.clicked.connect(self.invitationRequested)
        self._name.line.textEdited.connect(lambda: self.ask_code(False))
        outer = QVBoxLayout(self)
        outer.addWidget(self._card)
        self.retranslate()

    def retranslate(self) -> None:
        self._card.title.setText(self.tr("Sign in"))
        self._card.introduction.setText(self.tr("Your video appointments are one step away."))
        self._name.name(self.tr("Account name"))
        self._password.name(self.tr("Password"))
        self._password.name_eye(self.tr("Show password"), self.tr("Hide password"))
        self._code.name(
            self.tr("Code of the second factor"), self.tr("Six digits that your telephone shows; a new one every 30 s.")
        )
        self._lost.setText(self.tr("Password or telephone lost?"))
        self._lost_note.setText(
            self.tr("Nobody can reset a password. Your recovery code helps, or a new invitation into the practice.")
        )
        self._invited.setText(self.tr("I was invited into a practice"))
        self._show_remember()
        self.network.setText(self.tr("Network settings"))
        self._show_error()
        self._label_button()

    def set_account_name(self, name: str) -> None:
        """Fill in the name; the focus then goes to the password."""
        self._name.line.setText(name)
        self._focus()

    def set_can_remember(self, can_remember: bool) -> None:
        """Whether this computer has a safe place for the sign-in; else a sealed file can be agreed to."""
        self._can_remember = can_remember
        self._show_remember()

    def ask_code(self, asked: bool) -> None:
        """Ask for the second factor as well: name and password were right."""
        if asked == self._code.isVisibleTo(self):
            return
        self._code.setVisible(asked)
        self._invited.setVisible(not asked)
        self._lost_note.setVisible(not asked)
        self._code.line.clear()
        if asked:
            self._code.line.setFocus()

    def set_busy(self, busy: bool) -> None:
        """While the service checks the password."""
        self._busy = busy
        self._card.set_busy(busy)
        self._label_button()

    def set_error(self, error: SignInError | None, wait_s: int = 0) -> None:
        """Say why it did not succeed; `wait_s` is how long the service refuses further attempts."""
        self._error, self._wait_s = error, wait_s
        self._show_error()
        self._label_button()
        if error is SignInError.WRONG_CREDENTIALS:
            self._password.line.selectAll()
            self._password.line.setFocus()
        if error is SignInError.WRONG_CODE:
            self._code.line.selectAll()
            self._code.line.setFocus()

    def clear_password(self) -> None:
        """Forget what was typed; called after a sign-in."""
        self._password.line.clear()
        self.ask_code(False)

    def _show_error(self) -> None:
        self.network.setVisible(self._error is SignInError.SERVICE_UNREACHABLE)
        if self._error is None:
            self._card.notice.clear()
            return
        texts = {
            SignInError.WRONG_CREDENTIALS: self.tr("Account name or password is wrong. Please check both."),
            SignInError.WRONG_CODE: self.tr(
                "This code is not right, or was used already. Wait for the next one; "
                "the telephone's clock must be right."
            ),
            SignInError.TOO_MANY_ATTEMPTS: self.tr("Too many attempts. Please try again in {minutes} min.").format(
                minutes=max(1, -(-self._wait_s // 60))
            ),
            SignInError.SERVICE_UNREACHABLE: self.tr(
                "The practice service cannot be reached. Check the network, then try again."
            ),
            SignInError.CERTIFICATE_REFUSED: self.tr(
                "The practice service cannot prove who it is: its certificate has run out, is for another name, or was "
                "signed by nobody known. Nothing was sent. Please ask your operator."
            ),
            SignInError.SIGNED_OUT: self.tr("Your sign-in has expired. Please sign in again."),
            SignInError.CLOCK_WRONG: self.tr("The clock of this computer is wrong. Please set it, then sign in."),
            SignInError.UNEXPECTED: self.tr("The practice service did not understand the request. Please try again."),
        }
        gentle = (SignInError.SIGNED_OUT, SignInError.SERVICE_UNREACHABLE, SignInError.CLOCK_WRONG)
        self._card.notice.show_notice(texts[self._error], "warning" if self._error in gentle else "danger")

    def _show_remember(self) -> None:
        if self._can_remember:
            self._remember.setText(self.tr("Stay signed in on this computer"))
        else:
            self._remember.setText(self.tr("Remember this computer"))
        self._no_keyring.setVisible(not self._can_remember)
        self._no_keyring.setText(
            self.tr(
                "This computer has no keyring. If you tick this, your sign-in is kept in a file that your password "
                "encrypts: you still type the password, but no code. Whoever copies the file can try passwords on it."
            )
        )

    def _label_button(self) -> None:
        if self._busy:
            self._card.button.setText(self.tr("Signing in …"))
        elif self._error in (SignInError.SERVICE_UNREACHABLE, SignInError.CERTIFICATE_REFUSED):
            self._card.button.setText(self.tr("Try again"))
        else:
            self._card.button.setText(self.tr("Sign in"))

    def _focus(self) -> None:
        (self._password if self._name.line.text() else self._name).line.setFocus()

    def _submit(self) -> None:
        if self._busy:
            return
        name, password = self._name.line.text().strip(), self._password.line.text()
        if not name:
            self._name.set_error(self.tr("Please enter your account name."))
        if not password:
            self._password.set_error(self.tr("Please enter your password."))
        code = "".join(self._code.line.text().split())
        if self._code.isVisibleTo(self) and len(code) != CODE_DIGITS:
            self._code.set_error(self.tr("Please enter the six digits."))
            self._code.line.setFocus()
        elif name and password:
            self.signInRequested.emit(name, password, code, self._remember.isChecked())
        else:
            (self._password if name else self._name).line.setFocus()
