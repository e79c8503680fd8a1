"""The menu behind the account button."""

from PySide6.QtCore import QEvent, QPoint, Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from medclient.settings import Appearance
from medclient.ui import icons
from medclient.ui.translation import LANGUAGES, SYSTEM


class AccountMenu(QMenu):
    """Everything that is not today's work: what is wanted most days at once, the rest one step further."""

    accountRequested = Signal()
    lockRequested = Signal()
    rehearsalRequested = Signal()
    deviceSettingsRequested = Signal()
    systemTestRequested = Signal()
    historyRequested = Signal()
    reportRequested = Signal()
    networkRequested = Signal()
    languageRequested = Signal(str)
    """A code from `translation.LANGUAGES`, or `system`."""
    appearanceRequested = Signal(object)
    """`settings.Appearance`."""
    termsRequested = Signal()
    profileRequested = Signal()
    """What invitations say of the practice."""
    autostartChosen = Signal(bool)
    stayInTrayChosen = Signal(bool)
    rulesRequested = Signal()
    helpRequested = Signal()
    aboutRequested = Signal()
    signOutRequested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._account = QAction(self)
        self._account.setEnabled(False)
        self.addAction(self._account)
        self.addSeparator()
        self.rehearsal = self._entry(self, "bot", self.rehearsalRequested)
        self._devices = self._entry(self, "video", self.deviceSettingsRequested)
        self._system_test = self._entry(self, "activity", self.systemTestRequested)
        self._history = self._entry(self, "history", self.historyRequested)
        self.addSeparator()
        self._practice_menu = self._submenu(self, "users")
        self._own = self._entry(self._practice_menu, "circle-user-round", self.accountRequested)
        self._profile = self._entry(self._practice_menu, "mail", self.profileRequested)
        self._settings_menu = self._submenu(self, "settings")
        self._language_menu = self._submenu(self._settings_menu, "languages")
        self._languages = self._choices(self._language_menu, [SYSTEM, *LANGUAGES])
        self._languages.triggered.connect(lambda action: self.languageRequested.emit(action.data()))
        self._appearance_menu = self._submenu(self._settings_menu, "sun")
        self._appearances = self._choices(self._appearance_menu, [each.value for each in Appearance])
        self._appearances.triggered.connect(lambda action: self.appearanceRequested.emit(Appearance(action.data())))
        self._start_menu = self._submenu(self._settings_menu, "power")
        self.autostart = QAction(self)
        self.stay_in_tray = QAction(self)
        for action, chosen in ((self.autostart, self.autostartChosen), (self.stay_in_tray, self.stayInTrayChosen)):
            action.setCheckable(True)
            action.triggered.connect(chosen)
            self._start_menu.addAction(action)
        self._network = self._entry(self._settings_menu, "globe", self.networkRequested)
        self._help_menu = self._submenu(self, "circle-question-mark")
        self._help = self._entry(self._help_menu, "book-open", self.helpRequested)
        self._rules = self._entry(self._help_menu, "shield-check", self.rulesRequested)
        self._terms = self._entry(self._help_menu, "file-text", self.termsRequested)
        self._report = self._entry(self._help_menu, "file-down", self.reportRequested)
        self._about = self._entry(self._help_menu, "info", self.aboutRequested)
        self.addSeparator()
        self._lock = self._entry(self, "lock", self.lockRequested)
        self._sign_out = self._entry(self, "log-out", self.signOutRequested)
        self.retranslate()

    def set_account(self, display_name: str, practice_name: str, *, can_start: bool) -> None:
        """Who is signed in; staff have no calls, so no rehearsal and no devices."""
        text = f"{display_name} · {practice_name}" if practice_name else display_name
        self._account.setText(text.replace("&", "&&"))
        self.rehearsal.setVisible(can_start)
        self._devices.setVisible(can_start)
        self._system_test.setVisible(can_start)
        self._history.setVisible(can_start)

    def set_can_lock(self, can_lock: bool) -> None:
        """A demonstration has no password that would open the screen again."""
        self._lock.setVisible(can_lock)

    def set_preferences(self, language: str, appearance: Appearance) -> None:
        """Tick what is in force."""
        for group, value in ((self._languages, language), (self._appearances, appearance.value)):
            for action in group.actions():
                action.setChecked(action.data() == value)

    def set_start(self, *, autostart: bool, stays: bool, tray: bool) -> None:
        """Tick how the program comes and goes; without a tray, a hidden window would not be found again."""
        self.autostart.setChecked(autostart)
        self.stay_in_tray.setChecked(stays and tray)
        self.stay_in_tray.setEnabled(tray)

    def open_under(self, button: QWidget) -> None:
        """Show the menu with its right edge at the button's."""
        corner = button.mapToGlobal(QPoint(button.width(), button.height()))
        self.popup(corner - QPoint(self.sizeHint().width(), -4))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        self._practice_menu.setTitle(self.tr("Practice"))
        self._settings_menu.setTitle(self.tr("Settings"))
        self._help_menu.setTitle(self.tr("Help"))
        self._own.setText(self.tr("Practice and account"))
        self._lock.setText(self.tr("Lock screen (Ctrl+L)"))
        self.rehearsal.setText(self.tr("Rehearsal call"))
        self._devices.setText(self.tr("Device settings"))
        self._system_test.setText(self.tr("System test"))
        self._network.setText(self.tr("Network"))
        self._history.setText(self.tr("Past consultations"))
        self._report.setText(self.tr("Save system report"))
        self._language_menu.setTitle(self.tr("Language"))
        self._appearance_menu.setTitle(self.tr("Appearance"))
        self._profile.setText(self.tr("Details for invitations"))
        self._start_menu.setTitle(self.tr("Start and background"))
        self.autostart.setText(self.tr("Start with the computer"))
        self.stay_in_tray.setText(self.tr("Go on in the tray when the window is closed"))
        self._terms.setText(self.tr("Terms of use"))
        self._rules.setText(self.tr("What may be done by video"))
        self._help.setText(self.tr("Instructions and keys"))
        self._about.setText(self.tr("About"))
        self._sign_out.setText(self.tr("Sign out"))
        own_names = {SYSTEM: self.tr("As the system"), **LANGUAGES}
        for action in self._languages.actions():
            action.setText(own_names[action.data()])
        appearances = {
            Appearance.SYSTEM: self.tr("As the system"),
            Appearance.LIGHT: self.tr("Light"),
            Appearance.DARK: self.tr("Dark"),
        }
        for action in self._appearances.actions():
            action.setText(appearances[Appearance(action.data())])

    def _entry(self, menu: QMenu, icon: str, signal: SignalInstance) -> QAction:
        action = QAction(self)
        icons.set_icon(action, icon, "muted")
        action.triggered.connect(lambda: signal.emit())
        menu.addAction(action)
        return action

    def _submenu(self, menu: QMenu, icon: str) -> QMenu:
        made = menu.addMenu("")
        icons.set_icon(made.menuAction(), icon, "muted")
        return made

    def _choices(self, menu: QMenu, values: list[str]) -> QActionGroup:
        group = QActionGroup(self)
        for value in values:
            action = QAction(self)
            action.setCheckable(True)
            action.setData(value)
            group.addAction(action)
            menu.addAction(action)
        return group
