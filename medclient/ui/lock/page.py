"""What the screen shows while it is locked: nothing but the way back."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from medclient.ui import widgets
from medclient.ui.sign_in.form import FormCard, PasswordField
from medclient.ui.translation import Retranslated


class LockPage(Retranslated):
    """Asks for the password."""

    unlockRequested = Signal(str)
    signOutRequested = Signal()

    def __init__(self) -> None:
        super().__init__()
        widgets.as_page(self)
        self._name = ""
        self._busy = self._wrong = False
        self._wait_s = 0
        self._card = FormCard(self._submit, "lock")
        self._password = PasswordField()
        self._card.add(self._password)
        self._sign_out = self._card.add_link()
        self._sign_out.clicked.connect(self.signOutRequested)
        outer = QVBoxLayout(self)
        outer.addWidget(self._card)
        self.retranslate()

    def begin(self, display_name: str) -> None:
        """Start empty."""
        self._name, self._wrong, self._wait_s = display_name, False, 0
        self._password.line.clear()
        self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._password.line.setFocus()

    def set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._card.set_busy(busy)
        self._label()

    def set_wrong(self, wrong: bool, wait_s: int = 0) -> None:
        """The password was wrong; `wait_s` is how long the next attempt has to wait."""
        self._wrong, self._wait_s = wrong, wait_s
        self._label()
        if wrong:
            self._password.line.selectAll()
            self._password.line.setFocus()

    def retranslate(self) -> None:
        self._card.title.setText(self.tr("Locked"))
        self._card.introduction.setText(
            self.tr("{name} is signed in. A call that runs goes on.").format(name=self._name or "…")
        )
        self._password.name(self.tr("Password"))
        self._password.name_eye(self.tr("Show password"), self.tr("Hide password"))
        self._sign_out.setText(self.tr("Sign out"))
        self._label()

    def _label(self) -> None:
        self._card.button.setText(self.tr("One moment …") if self._busy else self.tr("Unlock"))
        if self._wait_s:
            self._card.notice.show_notice(
                self.tr("Too many attempts. Please wait {seconds} s.").format(seconds=self._wait_s), "danger"
            )
        elif self._wrong:
            self._card.notice.show_notice(self.tr("The password is wrong."), "danger")
        else:
            self._card.notice.clear()

    def _submit(self) -> None:
        if not self._busy and self._password.line.text():
            self.unlockRequested.emit(self._password.line.text())
