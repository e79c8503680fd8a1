"""The narrow card in the middle of the page that first start and sign-in share."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from medclient.protocol.account import MIN_PASSWORD_CHARS
from medclient.ui import icons, theme, tokens, widgets
from medclient.ui.notice_bar import NoticeBar

CARD_WIDTH = 420
WIDE_CARD = 500
"""Where there is more to read."""


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


class NewPasswordFields(QWidget):
    """A new password, twice; says itself what is wrong with it."""

    def __init__(self, *, first: bool = False) -> None:
        super().__init__()
        self._first = first
        self.password = PasswordField()
        self.again = PasswordField()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_4)
        column.addWidget(self.password)
        column.addWidget(self.again)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        count = MIN_PASSWORD_CHARS
        if self._first:
            hint = self.tr("At least {count} characters. It protects patient names, and nobody can reset it.")
            self.password.name(self.tr("Password"), hint.format(count=count))
        else:
            hint = self.tr("At least {count} characters; several words are easy to keep in mind.")
            self.password.name(self.tr("New password"), hint.format(count=count))
        self.again.name(self.tr("Repeat password"))
        for each in (self.password, self.again):
            each.name_eye(self.tr("Show password"), self.tr("Hide password"))

    def wrong(self) -> Field | None:
        """The field that is wrong, with its error shown; None where both are right."""
        password = self.password.line.text()
        if len(password) < MIN_PASSWORD_CHARS:
            self.password.set_error(
                self.tr("Too short: at least {count} characters are needed.").format(count=MIN_PASSWORD_CHARS)
            )
            return self.password
        if self.again.line.text() != password:
            self.again.set_error(self.tr("The two passwords differ."))
            return self.again
        return None

    def clear(self) -> None:
        """Forget what was typed."""
        self.password.line.clear()
        self.again.line.clear()


class FormCard(QWidget):
    """Title, introduction, notice, the form's own parts, one primary button."""

    def __init__(self, submit: Callable[[], None], mark: str = "video", width: int = CARD_WIDTH) -> None:
        super().__init__()
        self._mark = QLabel()
        icons.set_pixmap(self._mark, mark, 32, "accent_text")
        self.title = widgets.label(size="title")
        self.introduction = widgets.label(tone="muted", wrap=True)
        self.notice = NoticeBar(closable=False)
        self.button = widgets.button("", "primary")
        self.button.setMinimumHeight(tokens.CONTROL_HEIGHT + tokens.SPACE_1)
        self.button.clicked.connect(submit)
        self._submit = submit
        self._last: QWidget = self.notice.action
        self._links: list[QPushButton] = []
        card = widgets.frame("card")
        card.setFixedWidth(width)
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
        inner = QWidget()
        middle = QVBoxLayout(inner)
        middle.addStretch(2)
        middle.addLayout(row)
        middle.addStretch(3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(widgets.ScrollArea(inner))

    def add(self, part: QWidget) -> None:
        """Put a part above the button; Enter in its line submits."""
        self._column.insertWidget(self._column.indexOf(self.button), part)
        fields = [part.password, part.again] if isinstance(part, NewPasswordFields) else [part]
        for each in fields:
            control = each.line if isinstance(each, Field) else each
            QWidget.setTabOrder(self._last, control)
            QWidget.setTabOrder(control, self.button)
            self._last = control
            if isinstance(each, Field):
                each.line.returnPressed.connect(self._submit)

    def add_link(self) -> QPushButton:
        """Put a quiet way to somewhere else under the button."""
        link = widgets.button("", "link")
        if not self._links:
            self._column.addSpacing(tokens.SPACE_1)
        self._column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        QWidget.setTabOrder(self._links[-1] if self._links else self.button, link)
        self._links.append(link)
        return link

    def add_below(self, part: QWidget) -> None:
        """Put something to read under the last link."""
        self._column.addWidget(part)

    def set_busy(self, busy: bool) -> None:
        """Nothing can be pressed twice while the service answers."""
        self.button.setEnabled(not busy)
        for link in self._links:
            link.setEnabled(not busy)
        for line in self.findChildren(QLineEdit):
            line.setReadOnly(busy)
        self.setCursor(Qt.CursorShape.BusyCursor if busy else Qt.CursorShape.ArrowCursor)
