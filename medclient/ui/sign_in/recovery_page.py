"""Password or second factor lost: the recovery code and a new password."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from medclient.protocol.recovery_code import InvalidRecoveryCode, RecoveryCode
from medclient.ui import widgets
from medclient.ui.sign_in.form import WIDE_CARD, Field, FormCard, NewPasswordFields
from medclient.ui.translation import Retranslated


class RecoveryPage(Retranslated):
    """Says plainly what a lost password means, and what helps."""

    recoveryRequested = Signal(str, object, str)
    """Account name, `RecoveryCode`, new password."""
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        widgets.as_page(self)
        self._busy = False
        self._error = ""
        self._minutes = 0
        self._card = FormCard(self._submit, "key-round", WIDE_CARD)
        self._name = Field()
        self._code = Field()
        self._passwords = NewPasswordFields()
        for part in (self._name, self._code, self._passwords):
            self._card.add(part)
        self._back = self._card.add_link()
        self._back.clicked.connect(self.closed)
        outer = QVBoxLayout(self)
        outer.addWidget(self._card)
        self.retranslate()

    def retranslate(self) -> None:
        self._card.title.setText(self.tr("Back into your account"))
        self._card.introduction.setText(
            self.tr(
                "Nobody can reset a password, not even the practice service: only yours opens the patient names. Your "
                "recovery code opens them too. Without it you need a new invitation into the practice; where there is "
                "nobody who could invite, the names are lost."
            )
        )
        self._name.name(self.tr("Account name"))
        self._code.name(self.tr("Recovery code"), self.tr("Seven groups of four, as you wrote them down."))
        self._back.setText(self.tr("Back to sign-in"))
        self._card.button.setText(self.tr("One moment …") if self._busy else self.tr("Set new password"))
        self._show_error()

    def begin(self, account_name: str) -> None:
        """Start empty, but for the name."""
        self._name.line.setText(account_name)
        self._code.line.clear()
        self._passwords.clear()
        self.set_error("")
        (self._code if account_name else self._name).line.setFocus()

    def set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._card.set_busy(busy)
        self.retranslate()

    def set_error(self, error: str, minutes: int = 0) -> None:
        """Why it did not succeed: `wrong`, `too_many`, `unreachable`; nothing where it is empty."""
        self._error, self._minutes = error, minutes
        self._show_error()

    def clear(self) -> None:
        """Forget what was typed."""
        self.begin("")

    def _show_error(self) -> None:
        texts = {
            "wrong": self.tr("Account name and recovery code do not fit together, or the code was used already."),
            "too_many": self.tr("Too many attempts. Please try again in {minutes} min.").format(minutes=self._minutes),
            "unreachable": self.tr("The practice service cannot be reached. Check the network, then try again."),
        }
        if self._error:
            self._card.notice.show_notice(texts[self._error], "danger")
        else:
            self._card.notice.clear()

    def _submit(self) -> None:
        if self._busy:
            return
        name = self._name.line.text().strip()
        wrong = self._passwords.wrong()
        code = None
        try:
            code = RecoveryCode.parse(self._code.line.text())
        except InvalidRecoveryCode:
            self._code.set_error(self.tr("This is no complete recovery code. Please compare it letter by letter."))
            wrong = self._code
        if not name:
            self._name.set_error(self.tr("Please enter your account name."))
            wrong = self._name
        if wrong:
            wrong.line.setFocus()
        else:
            self.recoveryRequested.emit(name, code, self._passwords.password.line.text())
