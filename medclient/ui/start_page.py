"""While the practice service on this computer starts, and what to do where it does not."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QVBoxLayout

from medclient.ui import tokens, widgets
from medclient.ui.state_view import StateView
from medclient.ui.translation import Retranslated


class StartState(StrEnum):
    STARTING = "starting"
    PORT_IN_USE = "port_in_use"
    DAMAGED_DATABASE = "damaged_database"
    UNWRITABLE_DATABASE = "unwritable_database"
    FAILED = "failed"


class StartPage(Retranslated):
    """One state, one thing to press; with a damaged database also the way to a new one."""

    retryRequested = Signal()
    newDatabaseRequested = Signal()

    def __init__(self) -> None:
        super().__init__()
        widgets.as_page(self)
        self._state = StartState.STARTING
        self._detail = ""
        self.view = StateView()
        self.view.pressed.connect(self.retryRequested)
        self.new_database = widgets.button("", "quiet")
        self.new_database.clicked.connect(self.newDatabaseRequested)
        row = QHBoxLayout()
        row.addWidget(self.new_database, 0, Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self.view)
        column.addLayout(row)
        column.addStretch(3)
        column.setSpacing(tokens.SPACE_2)
        self.retranslate()

    def sizeHint(self) -> QSize:
        return self.view.sizeHint()

    @property
    def state(self) -> StartState:
        return self._state

    def show_start(self, state: StartState, detail: str = "") -> None:
        """`detail` is the address or the file that the state is about."""
        self._state, self._detail = state, detail
        self.retranslate()

    def retranslate(self) -> None:
        detail, retry = self._detail, self.tr("Try again")
        self.new_database.setText(self.tr("Begin with an empty database"))
        self.new_database.setVisible(self._state is StartState.DAMAGED_DATABASE)
        match self._state:
            case StartState.STARTING:
                self.view.show_state("hourglass", self.tr("One moment …"), self.tr("The practice opens."), busy=True)
            case StartState.PORT_IN_USE:
                self.view.show_state(
                    "triangle-alert",
                    self.tr("The address is taken"),
                    self.tr(
                        "Another program uses {address}. Close it, or start with another address (--listen)."
                    ).format(address=detail),
                    retry,
                )
            case StartState.DAMAGED_DATABASE:
                self.view.show_state(
                    "triangle-alert",
                    self.tr("The practice's database cannot be read"),
                    self.tr(
                        "Nothing was changed. If there is a backup, put it in place of {file} and try again. "
                        "With an empty database the damaged one is kept beside it."
                    ).format(file=detail),
                    retry,
                )
            case StartState.UNWRITABLE_DATABASE:
                self.view.show_state(
                    "triangle-alert",
                    self.tr("The practice's database cannot be written"),
                    self.tr(
                        "Nothing is lost. {file} or its folder is write-protected or in use, or the disk is full. "
                        "Put that right and try again."
                    ).format(file=detail),
                    retry,
                )
            case StartState.FAILED:
                self.view.show_state(
                    "triangle-alert",
                    self.tr("The practice does not open"),
                    self.tr("Its service does not start. If trying again does not help, restart the computer."),
                    retry,
                )


def tell_already_running() -> None:
    """A second start finds the first: it says so, and that is all."""
    QMessageBox.information(
        None,
        QCoreApplication.translate("StartPage", "Video appointments"),
        QCoreApplication.translate(
            "StartPage", "The program is running already. You will find its window in the task bar."
        ),
    )
