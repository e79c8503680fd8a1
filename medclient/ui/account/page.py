"""The page "Practice & account"."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from medclient.practice.sessions import Session
from medclient.ui import tokens, widgets
from medclient.ui.account.own_tab import OwnTab
from medclient.ui.account.practice_tab import PracticeTab
from medclient.ui.notice_bar import Mood, NoticeBar
from medclient.ui.translation import Retranslated

WIDTH = 760


class AccountPage(Retranslated):
    """One's own account; for administrators, the practice as well."""

    closed = Signal()
    practiceShown = Signal()

    def __init__(self) -> None:
        super().__init__()
        widgets.as_page(self)
        self.own, self.practice = OwnTab(), PracticeTab()
        self.notice = NoticeBar()
        self._back = widgets.icon_button("", "arrow-left")
        self._back.clicked.connect(self.closed)
        self._title = widgets.label(size="title")
        self._tabs = QButtonGroup(self)
        self.own_button, self.practice_button = widgets.button("", "chip"), widgets.button("", "chip")
        for number, button in enumerate((self.own_button, self.practice_button)):
            button.setCheckable(True)
            self._tabs.addButton(button, number)
        self.own_button.setChecked(True)
        self._stack = QStackedWidget()
        for tab in (self.own, self.practice):
            self._stack.addWidget(widgets.ScrollArea(tab))
        self._tabs.idClicked.connect(self._show_tab)
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_2)
        head.addWidget(self._back)
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self.own_button)
        head.addWidget(self.practice_button)
        main = QWidget()
        main.setMaximumWidth(WIDTH)
        column = QVBoxLayout(main)
        column.setContentsMargins(0, tokens.SPACE_6, 0, 0)
        column.setSpacing(tokens.SPACE_4)
        column.addLayout(head)
        column.addWidget(self.notice)
        column.addWidget(self._stack, 1)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(main, 1000)
        outer.addStretch(1)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.closed.emit)
        self.retranslate()

    def show_session(self, session: Session) -> None:
        """How it stands with who is signed in; the practice is its administrators' matter."""
        self.own.show_session(session)
        self.practice.show_session(session)
        self.own_button.setVisible(session.admin)
        self.practice_button.setVisible(session.admin)
        if not session.admin:
            self._show_tab(0)

    def begin(self, session: Session) -> None:
        """Open at the beginning."""
        self.notice.clear()
        self.practice.show_audit(None)
        self.own_button.setChecked(True)
        self._show_tab(0)
        self.show_session(session)

    def say(self, text: str, mood: Mood = "accent") -> None:
        """What came of an action."""
        self.notice.show_notice(text, mood)

    def retranslate(self) -> None:
        self._title.setText(self.tr("Practice and account"))
        widgets.rename(self._back, self.tr("Back"))
        self.own_button.setText(self.tr("My account"))
        self.practice_button.setText(self.tr("Practice"))

    def _show_tab(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        if number:
            self.practiceShown.emit()
