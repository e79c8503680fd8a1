"""First start: a local practice and its first account."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from medclient.protocol.account import MIN_PASSWORD_CHARS
from medclient.ui import widgets
from medclient.ui.sign_in.form import Field, FormCard, PasswordField
from medclient.ui.translation import Retranslated


class FirstStartPage(Retranslated):
    """Asks for a name and a password, and for the practice's name if one likes."""

    systemTestRequested = Signal()
    setupRequested = Signal(str, str, str)
    """Practice name (may be empty), the user's name, password."""

    def __init__(self) -> None:
        super().__init__()
        widgets.as_page(self)
        self._busy = False
        self._failed = False
        self._card = FormCard(self._submit)
        self._name = Field()
        self._practice = Field()
        self._password = PasswordField()
        self._again = PasswordField()
        for part in (self._name, self._practice, self._password, self._again):
            self._card.add(part)
        self.system_test = widgets.button("", "link")
        self.system_test.clicked.connect(self.systemTestRequested)
        outer = QVBoxLayout(self)
        outer.addWidget(self._card)
        outer.addWidget(self.system_test, 0, Qt.AlignmentFlag.AlignHCenter)
        self.retranslate()

    def retranslate(self) -> None:
        self._card.title.setText(self.tr("Welcome"))
        self._card.introduction.setText(
            self.tr("Set up your practice on this computer. Nothing leaves it but the calls themselves.")
        )
        self._name.name(self.tr("Your name"), self.tr("Patients see it, for example “Dr. Anna Arnold”."))
        self._practice.name(self.tr("Practice (optional)"))
        self._password.name(
            self.tr("Password"),
            self.tr("At least {count} characters. It protects your appointments and patient names.").format(
                count=MIN_PASSWORD_CHARS
            ),
        )
        self._again.name(self.tr("Repeat password"))
        for each in (self._password, self._again):
            each.name_eye(self.tr("Show password"), self.tr("Hide password"))
        self.system_test.setText(self.tr("Test camera, sound and computer first"))
        self._label()

    def set_busy(self, busy: bool) -> None:
        """While the practice is being made."""
        self._busy = busy
        self._card.set_busy(busy)
        self._label()

    def set_failed(self, failed: bool) -> None:
        """The service did not make the practice; everything typed stays."""
        self._failed = failed
        self._label()

    def clear_passwords(self) -> None:
        """Forget what was typed; called when the practice exists."""
        self._password.line.clear()
        self._again.line.clear()

    def _label(self) -> None:
        self._card.button.setText(self.tr("Setting up …") if self._busy else self.tr("Set up practice"))
        if self._failed and not self._busy:
            self._card.notice.show_notice(
                self.tr("The practice could not be set up. What you typed is kept; please try again."), "danger"
            )
        else:
            self._card.notice.clear()

    def _submit(self) -> None:
        if self._busy:
            return
        name, password = self._name.line.text().strip(), self._password.line.text()
        wrong: list[Field] = []
        if not name:
            self._name.set_error(self.tr("Please enter your name."))
            wrong.append(self._name)
        if len(password) < MIN_PASSWORD_CHARS:
            self._password.set_error(
                self.tr("Too short: at least {count} characters are needed.").format(count=MIN_PASSWORD_CHARS)
            )
            wrong.append(self._password)
        elif self._again.line.text() != password:
            self._again.set_error(self.tr("The two passwords differ."))
            wrong.append(self._again)
        if wrong:
            wrong[0].line.setFocus()
        else:
            self.setupRequested.emit(self._practice.line.text().strip(), name, password)
