"""The questions of the account page; none of them blocks anything."""

from enum import StrEnum

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from medclient.ui import tokens, widgets
from medclient.ui.account import texts
from medclient.ui.notice_bar import NoticeBar
from medclient.ui.sign_in.form import Field, NewPasswordFields, PasswordField
from medclient.ui.sign_in.sign_in_page import CODE_CHARS

_WIDTH = 480


class Purpose(StrEnum):
    """What a password confirms."""

    NEW_PASSWORD = "new_password"  # noqa: S105 (the name of a purpose)
    RECOVERY_CODE = "recovery_code"
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    EXPORT = "export"
    DELETION = "deletion"


class _Question(QDialog):
    """A heading, a sentence, a notice, parts, and two buttons."""

    def __init__(self, parent: QWidget, *, dangerous: bool = False) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH)
        self.title = widgets.label(size="heading", wrap=True)
        self.text = widgets.label(tone="muted", wrap=True)
        self.notice = NoticeBar(closable=False)
        self.cancel = widgets.button("")
        self.cancel.clicked.connect(self.reject)
        self.go_on = widgets.button("", "danger" if dangerous else "primary")
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self.submit)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(tokens.SPACE_6, tokens.SPACE_6, tokens.SPACE_6, tokens.SPACE_6)
        self.column.setSpacing(tokens.SPACE_4)
        for each in (self.title, self.text, self.notice):
            self.column.addWidget(each)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.go_on)
        self._buttons = QVBoxLayout()
        self._buttons.addSpacing(tokens.SPACE_2)
        self._buttons.addLayout(buttons)
        self.column.addLayout(self._buttons)

    def add(self, part: QWidget) -> None:
        self.column.insertWidget(self.column.count() - 1, part)

    def set_busy(self, busy: bool) -> None:
        """Nothing can be pressed twice while the service answers."""
        self.go_on.setEnabled(not busy)
        for line in self.findChildren(QLineEdit):
            line.setReadOnly(busy)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text that does not come from data."""

    def submit(self) -> None:
        """The default button was pressed."""


class PasswordDialog(_Question):
    """Asks for the password that an action needs, and for what else belongs to it."""

    confirmed = Signal(str, str, str)
    """Password, code of the second factor, new password; the latter two may be empty."""

    def __init__(self, purpose: Purpose, parent: QWidget) -> None:
        super().__init__(parent, dangerous=purpose is Purpose.DELETION)
        self._purpose = purpose
        self._error = ""
        self.password = PasswordField()
        self.code = Field()
        self.code.line.setMaxLength(CODE_CHARS)
        self.code.setVisible(purpose is Purpose.SECOND_FACTOR_OFF)
        self.new = NewPasswordFields()
        self.new.setVisible(purpose is Purpose.NEW_PASSWORD)
        self.sure = QCheckBox()
        self.sure.setVisible(purpose is Purpose.DELETION)
        self.sure.toggled.connect(self.go_on.setEnabled)
        self.go_on.setEnabled(purpose is not Purpose.DELETION)
        for part in (self.password, self.code, self.new, self.sure):
            self.add(part)
        self.retranslate()
        self.password.line.setFocus()

    def set_error(self, error: str) -> None:
        """Why it did not succeed: `wrong_password`, `wrong_code`, `too_many` or `failed`."""
        self._error = error
        self.retranslate()
        field = self.code if error == "wrong_code" else self.password
        field.line.selectAll()
        field.line.setFocus()

    def retranslate(self) -> None:
        title, text, go_on = {
            Purpose.NEW_PASSWORD: (
                self.tr("Change password"),
                self.tr("You stay signed in here, and are signed out everywhere else."),
                self.tr("Change password"),
            ),
            Purpose.RECOVERY_CODE: (
                self.tr("New recovery code"),
                self.tr("It is shown once. An older code stays good until you have confirmed the new one."),
                self.tr("Continue"),
            ),
            Purpose.SECOND_FACTOR_ON: (
                self.tr("Switch the second factor on"),
                self.tr("You need a telephone with an authenticator app."),
                self.tr("Continue"),
            ),
            Purpose.SECOND_FACTOR_OFF: (
                self.tr("Switch the second factor off"),
                self.tr("From then on your password alone is enough to sign in."),
                self.tr("Switch off"),
            ),
            Purpose.EXPORT: (
                self.tr("Export the practice's data"),
                self.tr("The file holds names and reasons in plain text. Keep it as you keep your patients' files."),
                self.tr("Choose a file …"),
            ),
            Purpose.DELETION: (
                self.tr("Delete the practice?"),
                self.tr(
                    "All accounts, appointments, links and messages are deleted at once, for everybody. "
                    "Running consultations end. Export what you must keep before."
                ),
                self.tr("Delete for good"),
            ),
        }[self._purpose]
        self.setWindowTitle(title)
        self.title.setText(title)
        self.text.setText(text)
        self.go_on.setText(go_on)
        self.cancel.setText(self.tr("Cancel"))
        old = self._purpose is Purpose.NEW_PASSWORD
        self.password.name(self.tr("Present password") if old else self.tr("Password"))
        self.password.name_eye(self.tr("Show password"), self.tr("Hide password"))
        self.code.name(self.tr("Code that the app shows"))
        self.sure.setText(self.tr("I know that nobody can undo this"))
        errors = {
            "wrong_password": self.tr("The password is wrong."),
            "wrong_code": self.tr("This code is not right, or was used already."),
            "too_many": self.tr("Too many attempts. Please wait a few minutes."),
            "failed": self.tr("The practice service cannot be reached, or refuses it. Nothing was changed."),
        }
        if self._error:
            self.notice.show_notice(errors[self._error], "danger")
        else:
            self.notice.clear()

    def submit(self) -> None:
        if not self.password.line.text():
            self.password.set_error(self.tr("Please enter your password."))
            self.password.line.setFocus()
            return
        if self._purpose is Purpose.NEW_PASSWORD and (wrong := self.new.wrong()):
            wrong.line.setFocus()
            return
        code = "".join(self.code.line.text().split())
        self.confirmed.emit(self.password.line.text(), code, self.new.password.line.text())


class InviteDialog(_Question):
    """Asks whom to invite, and then shows the link, once."""

    inviteRequested = Signal(str, str, bool)
    """The colleague's name, role, whether an administrator."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._url = ""
        self._failed = self._copied = False
        self.name = Field()
        self.name.line.setMaxLength(120)
        self.role = QComboBox()
        self.role.addItem("", "practitioner")
        self.role.addItem("", "staff")
        self._role_label = widgets.label(strong=True, size="small")
        self._role_label.setBuddy(self.role)
        self.admin = QCheckBox()
        self.link = QLineEdit(readOnly=True)
        self.copy = widgets.icon_button("", "copy", "")
        self.copy.clicked.connect(self._copy)
        self._link_row = QWidget()
        row = QHBoxLayout(self._link_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE_2)
        row.addWidget(self.link, 1)
        row.addWidget(self.copy)
        self._role_part = QWidget()
        choice = QVBoxLayout(self._role_part)
        choice.setContentsMargins(0, 0, 0, 0)
        choice.setSpacing(tokens.SPACE_1)
        choice.addWidget(self._role_label)
        choice.addWidget(self.role)
        for part in (self.name, self._role_part, self.admin, self._link_row):
            self.add(part)
        self.retranslate()
        self.name.line.setFocus()

    def show_link(self, url: str) -> None:
        """It is made; it can be copied now, and never again."""
        self._url, self._failed = url, False
        self.link.setText(url)
        self.link.setCursorPosition(0)
        self.retranslate()
        self.copy.setFocus()

    def set_failed(self) -> None:
        self._failed = True
        self.retranslate()

    def retranslate(self) -> None:
        made = bool(self._url)
        self.setWindowTitle(self.tr("Invite a colleague"))
        self.title.setText(self.windowTitle())
        self.text.setText(
            self.tr(
                "Send this link to your colleague on a way that you trust; it opens the practice. It is good once, for "
                "seven days. Nobody can show it again, but you can withdraw it."
            )
            if made
            else self.tr("They get a link, choose a password of their own, and see the practice's appointments.")
        )
        self.name.name(self.tr("Name of the colleague"))
        self._role_label.setText(self.tr("Role"))
        self.role.setAccessibleName(self._role_label.text())
        for index in range(2):
            self.role.setItemText(index, texts.role(self.role.itemData(index)))
        self.admin.setText(self.tr("Also manages the practice (administrator)"))
        self.link.setAccessibleName(self.tr("Invitation link"))
        widgets.rename(self.copy, self.tr("Copied") if self._copied else self.tr("Copy link"))
        for part in (self.name, self._role_part, self.admin):
            part.setVisible(not made)
        self._link_row.setVisible(made)
        self.cancel.setVisible(not made)
        self.cancel.setText(self.tr("Cancel"))
        self.go_on.setText(self.tr("Done") if made else self.tr("Make the link"))
        if self._failed:
            self.notice.show_notice(
                self.tr("The practice service cannot be reached, or refuses it. Nothing was changed."), "danger"
            )
        else:
            self.notice.clear()

    def submit(self) -> None:
        name = self.name.line.text().strip()
        if self._url:
            self.accept()
        elif not name:
            self.name.set_error(self.tr("Please enter a name."))
            self.name.line.setFocus()
        else:
            self.inviteRequested.emit(name, self.role.currentData(), self.admin.isChecked())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._url)
        self._copied = True
        self.retranslate()
