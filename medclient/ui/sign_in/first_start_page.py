"""First start: a local practice and its first account."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from medclient.ui import widgets
from medclient.ui.sign_in.form import Field, FormCard, NewPasswordFields
from medclient.ui.translation import Retranslated


class FirstStartPage(Retranslated):
    """Asks for a name and a password, and for the practice's name if one likes."""

    systemTestRequested = Signal()
    invitationRequested = Signal()
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
        self._passwords = NewPasswordFields(first=True)
        for part in (self._name, self._practice, self._passwords):
            self._card.add(part)
        self._invited = self._card.add_link()
        self._invited.clicked.connect(self.invitationRequested)
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
        self._invited.setText(self.tr("I was invited into a practice"))
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
        self._passwords.clear()

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
        name = self._name.line.text().strip()
        wrong = self._passwords.wrong()
        if not name:
            self._name.set_error(self.tr("Please enter your name."))
            wrong = self._name
        if wrong:
            wrong.line.setFocus()
        else:
            self.setupRequested.emit(self._practice.line.text().strip(), name, self._passwords.password.line.text())
