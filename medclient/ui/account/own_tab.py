"""One's own account: password, recovery code, second factor, lock, sign-ins."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from medclient.practice.own_account import SignInEntry
from medclient.practice.sessions import Session
from medclient.ui import tokens, widgets
from medclient.ui.account.section import Row, Rows, Section
from medclient.ui.account.texts import when
from medclient.ui.translation import Retranslated

LOCK_MINUTES = (2, 5, 10, 15, 30, 60, 0)


class OwnTab(Retranslated):
    """Shows a session and its siblings; emits what is wanted."""

    passwordRequested = Signal()
    recoveryCodeRequested = Signal()
    secondFactorRequested = Signal(bool)
    """Whether it shall be on."""
    lockMinutesChosen = Signal(int)
    lockRequested = Signal()
    endRequested = Signal(str)
    """Id of a session, or `others`."""

    def __init__(self) -> None:
        super().__init__()
        self._session: Session | None = None
        self._entries: tuple[SignInEntry, ...] = ()
        self.password = widgets.button("")
        self.password.clicked.connect(self.passwordRequested)
        self.recovery = widgets.button("")
        self.recovery.clicked.connect(self.recoveryCodeRequested)
        self.second_factor = widgets.button("")
        self.second_factor.clicked.connect(self._turn)
        self.minutes = QComboBox()
        for each in LOCK_MINUTES:
            self.minutes.addItem("", each)
        self.minutes.activated.connect(lambda: self.lockMinutesChosen.emit(self.minutes.currentData()))
        self.lock_now = widgets.button("", "", "lock")
        self.lock_now.clicked.connect(self.lockRequested)
        self.end_others = widgets.button("")
        self.end_others.clicked.connect(lambda: self.endRequested.emit("others"))
        self._rows = Rows()
        self._password = Section(self.password)
        self._recovery = Section(self.recovery)
        self._second_factor = Section(self.second_factor)
        self._lock = Section()
        self._sign_ins = Section(self.end_others)
        self._sign_ins.add(self._rows)
        self._lock.add(self._lock_row())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, tokens.SPACE_4, tokens.SPACE_6)
        column.setSpacing(tokens.SPACE_3)
        for section in (self._password, self._recovery, self._second_factor, self._lock, self._sign_ins):
            column.addWidget(section)
        column.addStretch()
        self.retranslate()

    def _lock_row(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE_3)
        row.addWidget(self.minutes)
        row.addWidget(self.lock_now)
        row.addStretch()
        return box

    def show_session(self, session: Session) -> None:
        """How it stands with who is signed in."""
        self._session = session
        self.retranslate()

    def show_lock_minutes(self, minutes: int) -> None:
        """What is chosen now; emits nothing."""
        index = self.minutes.findData(minutes)
        self.minutes.setCurrentIndex(max(index, 0))

    def set_can_lock(self, can_lock: bool) -> None:
        """A demonstration has no password that would open the screen again."""
        self._lock.setVisible(can_lock)

    def show_sign_ins(self, entries: tuple[SignInEntry, ...]) -> None:
        """Where the account is signed in."""
        self._entries = entries
        self._show_rows()

    def retranslate(self) -> None:
        session = self._session
        self._password.title.setText(self.tr("Password"))
        self._password.text.setText(
            self.tr("It opens the patient names, and only you know it. A new one signs you out everywhere else.")
        )
        self.password.setText(self.tr("Change password …"))
        has_code = session is not None and session.recovery_code
        self._recovery.title.setText(self.tr("Recovery code"))
        self._recovery.text.setText(
            self.tr("There is one, on your paper. It opens your account when password or telephone are lost.")
            if has_code
            else self.tr("There is none. Without it, nobody can help when your password is lost.")
        )
        widgets.set_tone(self._recovery.text, "muted" if has_code or session is None else "warning")
        self.recovery.setText(self.tr("Make a new one …") if has_code else self.tr("Make a code …"))
        self._retranslate_second_factor()
        self._lock.title.setText(self.tr("Lock screen"))
        self._lock.text.setText(
            self.tr("After a while without a touch of this program, everything is covered but a running call.")
        )
        self.minutes.setAccessibleName(self.tr("Lock after"))
        for index in range(self.minutes.count()):
            minutes = self.minutes.itemData(index)
            text = self.tr("After {minutes} minutes").format(minutes=minutes) if minutes else self.tr("Only by hand")
            self.minutes.setItemText(index, text)
        self.lock_now.setText(self.tr("Lock now (Ctrl+L)"))
        self._sign_ins.title.setText(self.tr("Where you are signed in"))
        self._sign_ins.text.setText(self.tr("End what you do not know, and change your password then."))
        self.end_others.setText(self.tr("End all others"))
        self._show_rows()

    def _retranslate_second_factor(self) -> None:
        session = self._session
        on = session is not None and session.second_factor
        required = session is not None and session.second_factor_required
        self._second_factor.title.setText(self.tr("Second factor"))
        if on and required:
            text = self.tr("On. Your practice asks everybody for it.")
        elif on:
            text = self.tr("On. A code from your telephone confirms each sign-in.")
        else:
            text = self.tr("Off. A code from your telephone could confirm each sign-in.")
        self._second_factor.text.setText(text)
        self.second_factor.setText(self.tr("Switch off …") if on else self.tr("Switch on …"))
        self.second_factor.setVisible(not (on and required))

    def _show_rows(self) -> None:
        rows: list[QWidget] = []
        for entry in self._entries:
            name = entry.device_name or self.tr("Unknown computer")
            about = self.tr("since {created}, last used {used}").format(
                created=when(entry.created_at), used=when(entry.last_used_at)
            )
            if entry.current:
                mark = widgets.label(self.tr("this computer"), size="small", tone="accent", strong=True)
                rows.append(Row(name, about, mark))
                continue
            end = widgets.icon_button(self.tr("End the sign-in on {name}").format(name=name), "log-out")
            end.clicked.connect(lambda _=False, entry=entry: self.endRequested.emit(entry.session_id))
            rows.append(Row(name, about, end))
        self._rows.show_rows(rows)
        self.end_others.setVisible(len(self._entries) > 1)

    def _turn(self) -> None:
        self.secondFactorRequested.emit(not (self._session and self._session.second_factor))
