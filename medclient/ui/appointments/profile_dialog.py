"""What invitations say of the practice: its telephone number and address, for all who work there."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from medclient.practice.profile import CHARS, PracticeProfile
from medclient.ui import tokens
from medclient.ui.appointments.small_dialogs import SmallDialog
from medclient.ui.sign_in.form import Field


class ProfileDialog(SmallDialog):
    """`saved` carries the changed profile."""

    saved = Signal(object)
    """`PracticeProfile`."""

    def __init__(self, profile: PracticeProfile, parent: QWidget | None = None) -> None:
        self._profile = profile
        self.telephone = Field()
        self.telephone.line.setText(profile.telephone)
        self.address = Field()
        self.address.line.setText(profile.address)
        fields = QWidget()
        column = QVBoxLayout(fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_3)
        for field in (self.telephone, self.address):
            field.line.setMaxLength(CHARS)
            column.addWidget(field)
        super().__init__(parent, fields)
        self.setObjectName("profile")
        self.accepted.connect(lambda: self.saved.emit(self.profile()))
        self.retranslate()
        self.telephone.line.setFocus()

    def profile(self) -> PracticeProfile:
        """What is entered at the moment."""
        return replace(
            self._profile, telephone=self.telephone.line.text().strip(), address=self.address.line.text().strip()
        )

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Details for invitations"))
        self._title.setText(self.windowTitle())
        self._text.setText(
            self.tr(
                "They stand on invitations, so that patients can call when something does not work. "
                "The practice service cannot read them."
            )
        )
        self.telephone.name(self.tr("Telephone of the practice"))
        self.address.name(self.tr("Address, on one line"))
        self._no.setText(self.tr("Discard"))
        self.yes.setText(self.tr("Save"))
