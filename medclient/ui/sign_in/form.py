"""The narrow card in the middle of the page that first start and sign-in share."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from medclient.ui import icons, theme, tokens, widgets
from medclient.ui.notice_bar import NoticeBar

CARD_WIDTH = 420


class Field(QWidget):
    """A labelled line, with a hint or what is wrong with it underneath."""

    def __init__(self) -> None:
        super().__init__()
        self._label = widgets.label(strong=True, size="small")
        self.line = QLineEdit()
        self._label.setBuddy(self.line)
        self._hint = ""
        self._below = widgets.label(size="small", tone="muted", wrap=True)
        self._below.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_1)
        column.addWidget(self._label)
        column.addWidget(self.line)
        column.addWidget(self._below)
        self.line.textEdited.connect(lambda: self.set_error(""))

    def name(self, label: str, hint: str = "") -> None:
        """Set the label, which is also the accessible name, and the hint."""
        self._label.setText(label)
        self.line.setAccessibleName(label)
        self._hint = hint
        self.set_error("")

    @property
    def error(self) -> str:
        return self._below.text() if self.line.property("invalid") else ""

    def set_error(self, text: str) -> None:
        """Show what is wrong instead of the hint; an empty text takes it back."""
        self._below.setText(text or self._hint)
        self._below.setVisible(bool(text or self._hint))
        self.line.setAccessibleDescription(self._below.text())
        widgets.set_tone(self._below, "danger" if text else "muted")
        if bool(self.line.property("invalid")) != bool(text):
            self.line.setProperty("invalid", bool(text))
            theme.refresh(self.line)


class PasswordField(Field):
    """A password, hidden until the eye is pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = QAction(self)
        self._eye.triggered.connect(self._turn)
        self.line.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self._show = self._hide = ""

    def name_eye(self, show: str, hide: str) -> None:
        self._show, self._hide = show, hide
        self._label_eye()

    def _turn(self) -> None:
        hidden = self.line.echoMode() is QLineEdit.EchoMode.Password
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._label_eye()

    def _label_eye(self) -> None:
        hidden = self.line.echoMode() is QLineEdit.EchoMode.Password
        icons.set_icon(self._eye, "eye" if hidden else "eye-off", "muted")
        self._eye.setText(self._show if hidden else self._hide)
        self._eye.setToolTip(self._eye.text())


class FormCard(QWidget):
    """Title, introduction, notice, the form's own parts, one primary button."""

    def __init__(self, submit: Callable[[], None]) -> None:
        super().__init__()
        self._mark = QLabel()
        icons.set_pixmap(self._mark, "video", 32, "accent_text")
        self.title = widgets.label(size="title")
        self.introduction = widgets.label(tone="muted", wrap=True)
        self.notice = NoticeBar(closable=False)
        self.button = widgets.button("", "primary")
        self.button.setMinimumHeight(tokens.CONTROL_HEIGHT + tokens.SPACE_1)
        self.button.clicked.connect(submit)
        self._submit = submit
        self._last: QWidget = self.notice.action
        card = widgets.frame("card")
        card.setFixedWidth(CARD_WIDTH)
        self._column = QVBoxLayout(card)
        self._column.setContentsMargins(tokens.SPACE_8, tokens.SPACE_8, tokens.SPACE_8, tokens.SPACE_8)
        self._column.setSpacing(tokens.SPACE_4)
        for each in (self._mark, self.title, self.introduction, self.notice):
            self._column.addWidget(each)
        self._column.addWidget(self.button)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(card)
        row.addStretch()
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(row)
        outer.addStretch(3)

    def add(self, part: QWidget) -> None:
        """Put a part above the button; Enter in its line submits."""
        self._column.insertWidget(self._column.indexOf(self.button), part)
        control = part.line if isinstance(part, Field) else part
        QWidget.setTabOrder(self._last, control)
        QWidget.setTabOrder(control, self.button)
        self._last = control
        if isinstance(part, Field):
            part.line.returnPressed.connect(self._submit)

    def set_busy(self, busy: bool) -> None:
        """Nothing can be pressed twice while the service answers."""
        self.button.setEnabled(not busy)
        for line in self.findChildren(QLineEdit):
            line.setReadOnly(busy)
        self.setCursor(Qt.CursorShape.BusyCursor if busy else Qt.CursorShape.ArrowCursor)
