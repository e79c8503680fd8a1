"""After the call: the facts that billing and the patient's file need, ready to be copied."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from medclient.practice.facts import CallFacts
from medclient.ui import icons, tokens, widgets
from medclient.ui.call.chat_panel import ChatPanel
from medclient.ui.elided_label import ElidedLabel
from medclient.ui.history import wording
from medclient.ui.translation import Retranslated

_CARD_WIDTH = 520
MOST_FACTS = 6


class SummaryPage(Retranslated):
    """Shows `CallFacts`."""

    closed = Signal()
    """Back to the list."""
    historyRequested = Signal()

    def __init__(self) -> None:
        super().__init__()
        widgets.as_page(self)
        self._facts: CallFacts | None = None
        self._copied = False
        self._mark = QLabel()
        icons.set_pixmap(self._mark, "circle-check", 32, "accent_text")
        self._title = widgets.label(size="title", wrap=True)
        self._patient = ElidedLabel(tone="muted")
        self._names = [widgets.label(tone="muted") for _ in range(MOST_FACTS)]
        self._values = [widgets.label(strong=True) for _ in range(MOST_FACTS)]
        for value in self._values:
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._local = widgets.label(size="small", tone="muted", wrap=True)
        self.back = widgets.button("", "primary")
        self.back.clicked.connect(self.closed)
        self.copy = widgets.button("", "", "copy")
        self.copy.clicked.connect(self._copy)
        self.history = widgets.button("", "link")
        self.history.clicked.connect(self.historyRequested)
        self.chat = ChatPanel()
        """What was written and sent, to be read and saved once more."""
        self.chat.set_read_only(True)
        self.chat.hide()
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        card = widgets.frame("card")
        card.setFixedWidth(_CARD_WIDTH)
        column = QVBoxLayout(card)
        column.setContentsMargins(tokens.SPACE_8, tokens.SPACE_8, tokens.SPACE_8, tokens.SPACE_8)
        column.setSpacing(tokens.SPACE_2)
        for each in (self._mark, self._title, self._patient):
            column.addWidget(each)
        column.addSpacing(tokens.SPACE_4)
        column.addWidget(widgets.frame("line"))
        column.addSpacing(tokens.SPACE_4)
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.SPACE_6)
        grid.setVerticalSpacing(tokens.SPACE_3)
        grid.setColumnStretch(1, 1)
        for index, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            grid.addWidget(name, index, 0)
            grid.addWidget(value, index, 1)
        column.addLayout(grid)
        column.addSpacing(tokens.SPACE_6)
        buttons = QHBoxLayout()
        buttons.setSpacing(tokens.SPACE_3)
        buttons.addWidget(self.back)
        buttons.addWidget(self.copy)
        buttons.addStretch()
        column.addLayout(buttons)
        column.addSpacing(tokens.SPACE_2)
        column.addWidget(self._local)
        column.addWidget(self.history, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(card)
        row.addStretch()
        inner = QWidget()
        middle = QVBoxLayout(inner)
        middle.addStretch(2)
        middle.addLayout(row)
        middle.addStretch(3)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(widgets.ScrollArea(inner), 1)
        outer.addWidget(self.chat)

    def set_facts(self, facts: CallFacts) -> None:
        """Show one consultation."""
        self._facts = facts
        self._copied = False
        self.retranslate()
        self.back.setFocus()

    def text(self) -> str:
        """What is copied: one line for each fact, without the patient's name."""
        return wording.note(self._facts) if self._facts else ""

    def retranslate(self) -> None:
        self.back.setText(self.tr("Back to the list"))
        self.copy.setText(self.tr("Copied") if self._copied else self.tr("Copy"))
        self.history.setText(self.tr("Past consultations"))
        self._local.setText(self.tr("These facts are kept on this computer only. The patient's name is not copied."))
        facts = self._facts
        if facts is None:
            return
        took_place = facts.started_at is not None
        icons.set_pixmap(self._mark, "circle-check" if took_place else "phone-off", 32, "accent_text")
        self._title.setText(self.tr("The consultation is over") if took_place else self.tr("No call came about"))
        patient = facts.patient_name
        if facts.ended_by_patient:
            patient = self.tr("{name} has hung up").format(name=patient)
        self._patient.setText(patient)
        pairs = wording.pairs(facts)
        for index, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            shown = index < len(pairs)
            name.setVisible(shown)
            value.setVisible(shown)
            if shown:
                name.setText(pairs[index][0])
                value.setText(pairs[index][1])

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
        self._copied = True
        self.retranslate()
