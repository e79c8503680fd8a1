"""Which HTTP proxy leads out of this network."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from medclient.network.proxy import Proxy, ProxyChoice, ProxyWay
from medclient.ui import tall_dialog, tokens, widgets
from medclient.ui.notice_bar import NoticeBar
from medclient.ui.sign_in.form import Field, PasswordField

_WIDTH = 480


class NetworkSettings(QDialog):
    """Shows a choice and emits another one when it is saved. It is never modal: open it with `show()`."""

    chosen = Signal(object)
    """A `ProxyChoice`."""

    def __init__(self, parent: QWidget | None = None, *, can_remember: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("network-settings")
        self.setModal(False)
        self._can_remember = can_remember
        self._found: Proxy | None = None
        self._asked = False
        self._title = widgets.label(size="heading")
        self._text = widgets.label(tone="muted", wrap=True)
        self.notice = NoticeBar()
        self._way_label = widgets.label(strong=True, size="small")
        self.way = QComboBox()
        for way in ProxyWay:
            self.way.addItem("", way.value)
        self._way_label.setBuddy(self.way)
        self.found = widgets.label(size="small", tone="muted", wrap=True)
        self.address = Field()
        self.username = Field()
        self.password = PasswordField()
        self.cancel = widgets.button("")
        self.save = widgets.button("", "primary")
        self.save.setDefault(True)
        self._lay_out()
        self.way.currentIndexChanged.connect(lambda index: self._draw())
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        self.retranslate()

    def show_choice(self, choice: ProxyChoice, found: Proxy | None, *, asked: bool = False) -> None:
        """What is set, the proxy that the system knows of, and whether that or the typed one asked for a sign-in."""
        self._found, self._asked = found, asked
        self.choose(choice.way)
        self.address.line.setText(choice.address)
        self.username.line.setText(choice.username)
        self.password.line.setText(choice.password)
        self.retranslate()
        (self.username.line if asked else self.way).setFocus()

    def choose(self, way: ProxyWay) -> None:
        self.way.setCurrentIndex(list(ProxyWay).index(way))

    @property
    def choice(self) -> ProxyChoice:
        way = ProxyWay(self.way.currentData())
        return ProxyChoice(
            way, self.address.line.text().strip(), self.username.line.text().strip(), self.password.line.text()
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Network"))
        self._title.setText(self.windowTitle())
        self._text.setText(
            self.tr("Some networks let programs out through a proxy only. Whoever looks after yours knows its address.")
        )
        self._way_label.setText(self.tr("Proxy"))
        self.way.setAccessibleName(self._way_label.text())
        for index, text in enumerate(
            (self.tr("As this computer is set up"), self.tr("No proxy"), self.tr("An address of your own"))
        ):
            self.way.setItemText(index, text)
        self.address.name(self.tr("Address"), self.tr("For example proxy.practice:8080"))
        self.username.name(self.tr("User name, if the proxy asks for one"))
        self.password.name(
            self.tr("Password"),
            self.tr("Kept in this computer's keyring.")
            if self._can_remember
            else self.tr("This computer has no keyring: kept until the program ends."),
        )
        self.password.name_eye(self.tr("Show password"), self.tr("Hide password"))
        self.cancel.setText(self.tr("Cancel"))
        self.save.setText(self.tr("Save"))
        self._draw()

    def _draw(self) -> None:
        if self._found:
            self.found.setText(self.tr("Proxy found: {address}").format(address=self._found.address))
        else:
            self.found.setText(self.tr("No proxy is set there."))
        way = self.choice.way
        self.address.setVisible(way is ProxyWay.TYPED)
        self.found.setVisible(way is ProxyWay.SYSTEM)
        for field in (self.username, self.password):
            field.setVisible(
                way is ProxyWay.TYPED or (way is ProxyWay.SYSTEM and (self._asked or self._found is not None))
            )
        if self._asked:
            self.notice.show_notice(self.tr("The proxy asks for a user name and a password."), "warning")
        else:
            self.notice.clear()

    def _save(self) -> None:
        choice = self.choice
        if choice.way is ProxyWay.TYPED:
            try:
                Proxy.parse(choice.address)
            except ValueError:
                self.address.set_error(self.tr("Please enter the address and the port, for example proxy:8080."))
                self.address.line.setFocus()
                return
        self.chosen.emit(choice)
        self.accept()

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_3)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addWidget(self.notice)
        way = QVBoxLayout()
        way.setSpacing(tokens.SPACE_1)
        way.addWidget(self._way_label)
        way.addWidget(self.way)
        way.addWidget(self.found)
        column.addLayout(way)
        column.addWidget(self.address)
        column.addWidget(self.username)
        column.addWidget(self.password)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        tall_dialog.lay_out(self, content, buttons, _WIDTH)
