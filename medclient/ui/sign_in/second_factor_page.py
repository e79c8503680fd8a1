"""Setting up the second factor: a code for the telephone to read, and one from the telephone to check."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from medclient.practice.own_account import SecondFactorSecret
from medclient.ui import tokens, widgets
from medclient.ui.appointments.qr_code import QrCode
from medclient.ui.sign_in.form import WIDE_CARD, Field, FormCard
from medclient.ui.sign_in.sign_in_page import CODE_CHARS, CODE_DIGITS
from medclient.ui.translation import Retranslated

_QR_SIDE = 212


class SecondFactorPage(Retranslated):
    """Nothing is on before a right code was typed."""

    codeGiven = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        widgets.as_page(self)
        self._required = self._busy = False
        self._error = ""
        self._card = FormCard(self._submit, "shield-check", WIDE_CARD)
        self._qr = QrCode()
        self._qr.setFixedSize(_QR_SIDE, _QR_SIDE)
        self._by_hand = widgets.label(size="small", tone="muted", wrap=True)
        self._secret = widgets.label(size="small", strong=True, wrap=True)
        self._secret.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._code = Field()
        self._code.line.setMaxLength(CODE_CHARS)
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_4)
        beside = QVBoxLayout()
        beside.addWidget(self._by_hand)
        beside.addWidget(self._secret)
        beside.addStretch()
        row.addWidget(self._qr)
        row.addLayout(beside, 1)
        box = widgets.page()
        box.setProperty("page", False)
        box.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        self._card.add(box)
        self._card.add(self._code)
        self._back = self._card.add_link()
        self._back.clicked.connect(self.closed)
        outer = QVBoxLayout(self)
        outer.addWidget(self._card)
        self.retranslate()

    def begin(self, secret: SecondFactorSecret, *, required: bool) -> None:
        """Show a new secret; `required` where there is no way around it."""
        self._required, self._error = required, ""
        self._qr.set_text(secret.uri)
        self._secret.setText(" ".join(secret.secret[at : at + 4] for at in range(0, len(secret.secret), 4)))
        self._code.line.clear()
        self.retranslate()
        self._code.line.setFocus()

    def forget(self) -> None:
        """The secret is not needed here any more."""
        self._qr.set_text("")
        self._secret.setText("")
        self._code.line.clear()

    def set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._card.set_busy(busy)
        self._label()

    def set_error(self, error: str) -> None:
        """Why it did not succeed: `wrong`, `too_many` or `failed`; nothing where it is empty."""
        self._error = error
        self._label()
        if error:
            self._code.line.selectAll()
            self._code.line.setFocus()

    def retranslate(self) -> None:
        self._card.title.setText(self.tr("Second factor"))
        if self._required:
            introduction = self.tr(
                "Your practice asks everybody for a second factor. Scan this code with an authenticator app "
                "on your telephone."
            )
        else:
            introduction = self.tr(
                "From now on your telephone confirms each sign-in. Scan this code with an authenticator app."
            )
        self._card.introduction.setText(introduction)
        self._by_hand.setText(self.tr("Or type this key into the app:"))
        self._secret.setAccessibleName(self.tr("Key for the app"))
        self._qr.setAccessibleName(self.tr("QR code for the app"))
        self._code.name(
            self.tr("Code that the app shows"), self.tr("If the telephone is lost, your recovery code helps.")
        )
        self._back.setText(self.tr("Sign out") if self._required else self.tr("Cancel"))
        self._label()

    def _label(self) -> None:
        self._card.button.setText(self.tr("One moment …") if self._busy else self.tr("Switch on"))
        texts = {
            "wrong": self.tr("This code is not right. Wait for the next one; the telephone's clock must be right."),
            "too_many": self.tr("Too many attempts. Please wait a few minutes."),
            "failed": self.tr("The practice service cannot be reached. Check the network, then try again."),
        }
        if self._error and not self._busy:
            self._card.notice.show_notice(texts[self._error], "danger")
        else:
            self._card.notice.clear()

    def _submit(self) -> None:
        code = "".join(self._code.line.text().split())
        if self._busy:
            return
        if len(code) != CODE_DIGITS:
            self._code.set_error(self.tr("Please enter the six digits."))
            self._code.line.setFocus()
        else:
            self.codeGiven.emit(code)
