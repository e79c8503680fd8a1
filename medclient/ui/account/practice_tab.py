"""The practice, for its administrators: colleagues, rules, audit trail, data."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QMenu, QToolButton, QVBoxLayout, QWidget

from medclient.practice.administration import AuditEntry, OpenInvitation
from medclient.practice.colleagues import Colleague
from medclient.practice.sessions import Session
from medclient.ui import tokens, widgets
from medclient.ui.account import texts
from medclient.ui.account.section import Row, Rows, Section
from medclient.ui.translation import Retranslated

SHOWN_ENTRIES = 50


class PracticeTab(Retranslated):
    """Shows who and what there is; emits what is wanted."""

    inviteRequested = Signal()
    withdrawRequested = Signal(str)
    changeRequested = Signal(object, dict)
    """`Colleague`, and the values to change."""
    requiredChosen = Signal(bool)
    auditRequested = Signal()
    exportRequested = Signal()
    deletionRequested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._session: Session | None = None
        self._colleagues: tuple[Colleague, ...] = ()
        self._invitations: tuple[OpenInvitation, ...] = ()
        self._entries: tuple[AuditEntry, ...] | None = None
        self.invite = widgets.button("", "", "user-plus")
        self.invite.clicked.connect(self.inviteRequested)
        self.required = QCheckBox()
        self.required.clicked.connect(self.requiredChosen)
        self.audit = widgets.button("")
        self.audit.clicked.connect(self.auditRequested)
        self.export = widgets.button("", "", "download")
        self.export.clicked.connect(self.exportRequested)
        self.delete = widgets.button("", "", "trash-2")
        self.delete.clicked.connect(self.deletionRequested)
        self._people, self._trail = Rows(), Rows()
        self._colleagues_section = Section(self.invite)
        self._colleagues_section.add(self._people)
        self._rule = Section()
        self._rule.add(self.required)
        self._audit_section = Section(self.audit)
        self._audit_section.add(self._trail)
        self._export_section = Section(self.export)
        self._deletion = Section(self.delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, tokens.SPACE_4, tokens.SPACE_6)
        column.setSpacing(tokens.SPACE_3)
        sections = (self._colleagues_section, self._rule, self._audit_section, self._export_section, self._deletion)
        for section in sections:
            column.addWidget(section)
        column.addStretch()
        self.retranslate()

    def show_session(self, session: Session) -> None:
        self._session = session
        self.retranslate()

    def show_people(self, colleagues: tuple[Colleague, ...], invitations: tuple[OpenInvitation, ...]) -> None:
        """Who is there, and who is expected."""
        self._colleagues, self._invitations = colleagues, invitations
        self._show_people()

    @property
    def shows_audit(self) -> bool:
        return self._entries is not None

    def show_audit(self, entries: tuple[AuditEntry, ...] | None) -> None:
        """The newest entries; None hides them."""
        self._entries = entries
        self.retranslate()

    def retranslate(self) -> None:
        self._colleagues_section.title.setText(self.tr("Colleagues"))
        self._colleagues_section.text.setText(
            self.tr("Practitioners hold consultations. Staff enters appointments and writes to patients.")
        )
        self.invite.setText(self.tr("Invite …"))
        self._rule.title.setText(self.tr("Second factor for everybody"))
        self._rule.text.setText(self.tr("Who has none sets one up at the next sign-in, and cannot switch it off."))
        self.required.setText(self.tr("Ask everybody for a second factor"))
        self.required.setChecked(bool(self._session and self._session.second_factor_required))
        self._audit_section.title.setText(self.tr("Audit trail"))
        self._audit_section.text.setText(
            self.tr("Who did what, and when. Nothing about patients; deleted with the appointments.")
        )
        self.audit.setText(self.tr("Show") if self._entries is None else self.tr("Hide"))
        self._export_section.title.setText(self.tr("Export"))
        self._export_section.text.setText(
            self.tr("Everything that the service holds for your practice, readable, as a ZIP file.")
        )
        self.export.setText(self.tr("Export …"))
        self._deletion.title.setText(self.tr("Delete the practice"))
        self._deletion.text.setText(self.tr("All accounts, appointments and messages, at once. Nobody can undo it."))
        self.delete.setText(self.tr("Delete …"))
        self._show_people()
        self._trail.show_rows(
            [
                Row(f"{each.display_name} {texts.action(each.action)}", texts.when(each.at))
                for each in (self._entries or ())[:SHOWN_ENTRIES]
            ]
        )

    def _show_people(self) -> None:
        rows: list[QWidget] = [Row(each.display_name, self._about(each), self._menu(each)) for each in self._colleagues]
        for each in self._invitations:
            withdraw = widgets.icon_button(
                self.tr("Withdraw the invitation of {name}").format(name=each.display_name), "x"
            )
            withdraw.clicked.connect(lambda _=False, each=each: self.withdrawRequested.emit(each.invitation_id))
            about = self.tr("{role}, invited; the link is good until {time}").format(
                role=texts.role(each.role), time=texts.when(each.expires_at)
            )
            rows.append(Row(each.display_name, about, withdraw))
        self._people.show_rows(rows)

    def _about(self, colleague: Colleague) -> str:
        parts = [texts.role(colleague.role)]
        if colleague.admin:
            parts.append(self.tr("administrator"))
        if colleague.second_factor:
            parts.append(self.tr("second factor"))
        if not colleague.active:
            parts.append(self.tr("deactivated"))
        return " · ".join(parts)

    def _menu(self, colleague: Colleague) -> QToolButton:
        button = widgets.icon_button(self.tr("Change {name}").format(name=colleague.display_name), "ellipsis")
        menu = QMenu(button)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

        def entry(text: str, **values: bool | str) -> None:
            menu.addAction(text).triggered.connect(lambda: self.changeRequested.emit(colleague, values))

        if colleague.role == "staff":
            entry(self.tr("Make practitioner"), role="practitioner")
        else:
            entry(self.tr("Make staff"), role="staff")
        if colleague.admin:
            entry(self.tr("Administrator no more"), admin=False)
        else:
            entry(self.tr("Make administrator"), admin=True)
        if colleague.second_factor:
            entry(self.tr("Take the second factor away (telephone lost)"), second_factor=False)
        menu.addSeparator()
        if colleague.active:
            entry(self.tr("Deactivate account"), active=False)
        else:
            entry(self.tr("Reactivate account"), active=True)
        return button
