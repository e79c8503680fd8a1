"""Before the first call of the day: a closed room, who is in it, a headset; and once, what may be done by video."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from medclient.ui import icons, tall_dialog, tokens, widgets
from medclient.ui.rules import KBV_PAGE, Rules

_WIDTH = 600
_INNER = _WIDTH - 2 * tokens.SPACE_6
_ICONS = ("hand", "users", "headphones", "bell", "camera-off")


class ChecklistDialog(QDialog):
    """`accepted` goes on into the call, `rejected` back to the list."""

    linkRequested = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, with_rules: bool = False) -> None:
        super().__init__(parent)
        self._with_rules = with_rules
        self._title = widgets.label(size="heading")
        self._points = [widgets.label(wrap=True) for _ in _ICONS]
        self._rules_title = widgets.label(size="heading")
        self._rules = [widgets.label(size="small", tone="muted", wrap=True) for _ in Rules().all()]
        self.link = widgets.button("", "link")
        self.link.clicked.connect(lambda: self.linkRequested.emit(KBV_PAGE))
        self.not_today = QCheckBox()
        self.not_today.setChecked(True)
        self.go = widgets.button("", "primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self.accept)
        self._back = widgets.button("")
        self._back.clicked.connect(self.reject)
        # Only a label whose width is known says how high it is.
        for label in self._points:
            label.setFixedWidth(_INNER - 20 - tokens.SPACE_3)
        for label in self._rules:
            label.setFixedWidth(_INNER)
        self._lay_out()
        self.retranslate()
        self.go.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Before the first call of the day"))
        self._title.setText(self.windowTitle())
        points = (
            self.tr("The room is closed and quiet; nobody walks in."),
            self.tr("Whoever is in the room is introduced to the patient, on both sides."),
            self.tr("A headset keeps others from listening, and echo away."),
            self.tr("Telephone and other programs are silent. This one stays silent during a call."),
            self.tr("Nobody records picture or sound; this program cannot."),
        )
        for label, text in zip(self._points, points, strict=True):
            _say(label, text)
        self._rules_title.setText(self.tr("Not everything may be done by video"))
        for label, rule in zip(self._rules, Rules().all(), strict=True):
            _say(label, rule)
        self.link.setText(self.tr("The rules in full, at the KBV (opens your browser)"))
        self.not_today.setText(self.tr("Do not show again today"))
        self.go.setText(self.tr("To the call"))
        self._back.setText(self.tr("Back"))

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_3)
        column.addWidget(self._title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.SPACE_3)
        grid.setVerticalSpacing(tokens.SPACE_2)
        grid.setColumnStretch(1, 1)
        for row, (icon, label) in enumerate(zip(_ICONS, self._points, strict=True)):
            picture = QLabel()
            icons.set_pixmap(picture, icon, 20, "accent_text")
            grid.addWidget(picture, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label, row, 1)
        column.addLayout(grid)
        shown = (self._rules_title, *self._rules, self.link)
        if self._with_rules:
            column.addSpacing(tokens.SPACE_2)
            for part in shown:
                column.addWidget(part)
        else:
            for part in shown:
                part.setParent(self)
                part.hide()
        foot = QHBoxLayout()
        foot.addWidget(self.not_today, 1)
        foot.addWidget(self._back)
        foot.addWidget(self.go)
        tall_dialog.lay_out(self, content, foot, _WIDTH)


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.ensurePolished()
    label.setFixedHeight(label.heightForWidth(label.width()))
