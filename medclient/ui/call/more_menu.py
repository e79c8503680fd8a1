"""The three dots' menu."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from medclient.protocol.messages import PictureSize
from medclient.ui import icons
from medclient.ui.call import shortcuts
from medclient.ui.call.window_modes import has_other_screen
from medclient.ui.capture_guard import Protection


class MoreMenu(QMenu):
    """What is needed less often than the five controls; it opens without stopping anything."""

    deviceSettingsChosen = Signal()
    reportChosen = Signal()
    fullScreenChosen = Signal(bool)
    alwaysOnTopChosen = Signal(bool)
    selfViewHiddenChosen = Signal(bool)
    mirroredChosen = Signal(bool)
    pictureChosen = Signal(object)
    """`protocol.messages.PictureSize`: what a weak line is to carry."""
    telephoneChosen = Signal()
    smallWindowChosen = Signal()
    otherScreenChosen = Signal()
    captureGuardChosen = Signal(bool)
    keysChosen = Signal()
    helpChosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = ""
        self.device_settings = self._add("settings")
        self.report = self._add("file-down")
        self.full_screen = self._add("maximize", checkable=True)
        # Shown with its key; the page's own shortcut does the work.
        self.always_on_top = self._add("pin", checkable=True)
        self.small_window = self._add("picture-in-picture-2")
        self.other_screen = self._add("monitor")
        self.addSeparator()
        self.self_view_hidden = self._add("eye-off", checkable=True)
        self.mirrored = self._add("flip-horizontal-2", checkable=True)
        self.mirrored.setChecked(True)
        self.addSeparator()
        self.weak_line = self.addMenu("")
        icons.set_icon(self.weak_line.menuAction(), "wifi-off")
        self._sizes = QActionGroup(self)
        self.pictures = {size: self._add_size(size) for size in PictureSize}
        self.telephone = self._add("phone")
        self.telephone.setVisible(False)
        self.addSeparator()
        self.capture_guard = self._add("shield-check", checkable=True)
        self._protection = Protection.OFF
        self._before_help = self.addSeparator()
        self.keys = self._add("keyboard")
        self.help = self._add("circle-question-mark")
        self.device_settings.triggered.connect(self.deviceSettingsChosen)
        self.report.triggered.connect(self.reportChosen)
        self.full_screen.triggered.connect(self.fullScreenChosen)
        self.always_on_top.triggered.connect(self.alwaysOnTopChosen)
        self.self_view_hidden.triggered.connect(self.selfViewHiddenChosen)
        self.mirrored.triggered.connect(self.mirroredChosen)
        self.telephone.triggered.connect(self.telephoneChosen)
        self.small_window.triggered.connect(self.smallWindowChosen)
        self.other_screen.triggered.connect(self.otherScreenChosen)
        self.capture_guard.triggered.connect(self.captureGuardChosen)
        self.keys.triggered.connect(self.keysChosen)
        self.aboutToShow.connect(lambda: self.other_screen.setVisible(has_other_screen()))
        self.other_screen.setVisible(has_other_screen())
        self.help.triggered.connect(self.helpChosen)
        self.retranslate()

    def show_call(self, size: PictureSize, *, accepted: bool, telephone: str) -> None:
        """Tick what a weak line carries now; `telephone` is the patient's number, where it is known."""
        self.pictures[size].setChecked(True)
        self.weak_line.setEnabled(accepted)
        self.telephone.setVisible(bool(telephone))
        self._number = telephone
        self.telephone.setText(self.tr("Call the patient: {number}").format(number=telephone))

    def show_protection(self, protection: Protection) -> None:
        """Whether the window is kept out of screen captures, or why not."""
        self._protection = protection
        self.capture_guard.setChecked(protection in (Protection.ON, Protection.REFUSED))
        self.capture_guard.setEnabled(protection is not Protection.UNAVAILABLE)
        self.retranslate()

    def add_before_help(self, action: QAction) -> None:
        """A place for entries of other parts of the program, above Help."""
        self.insertAction(self._before_help, action)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        keys = shortcuts.FULL_SCREEN.toString()
        self.device_settings.setText(self.tr("Device settings"))
        self.report.setText(self.tr("Save system report"))
        self.full_screen.setText(self.tr("Full screen") + f"\t{keys}")
        self.always_on_top.setText(self.tr("Always on top"))
        self.self_view_hidden.setText(self.tr("Hide own picture"))
        self.mirrored.setText(self.tr("Mirror own picture"))
        self.small_window.setText(self.tr("Small window") + f"\t{shortcuts.native(shortcuts.SMALL_WINDOW)}")
        self.other_screen.setText(self.tr("Move to the other screen"))
        self.capture_guard.setText(
            {
                Protection.UNAVAILABLE: self.tr("Screen captures cannot be prevented on this system"),
                Protection.REFUSED: self.tr("Keep out of screen captures (the system refuses)"),
            }.get(self._protection, self.tr("Keep out of screen captures"))
        )
        self.keys.setText(self.tr("Keys") + f"\t{shortcuts.native(shortcuts.KEYS)}")
        self.weak_line.setTitle(self.tr("Weak line"))
        for size, text in (
            (PictureSize.FULL, self.tr("Picture as large as the line allows")),
            (PictureSize.SMALL, self.tr("Smaller picture")),
            (PictureSize.OFF, self.tr("Sound only")),
        ):
            self.pictures[size].setText(text)
        self.telephone.setText(self.tr("Call the patient: {number}").format(number=self._number))
        self.help.setText(self.tr("Help"))

    def _add_size(self, size: PictureSize) -> QAction:
        action = QAction(self, checkable=True)
        action.triggered.connect(lambda: self.pictureChosen.emit(size))
        self._sizes.addAction(action)
        self.weak_line.addAction(action)
        return action

    def _add(self, icon: str, *, checkable: bool = False) -> QAction:
        action = QAction(self, checkable=checkable)
        if not checkable:
            icons.set_icon(action, icon)
        self.addAction(action)
        return action
