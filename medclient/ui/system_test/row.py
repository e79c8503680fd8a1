"""One item of the test: its verdict in form, colour and word, what was found, and a way to repair it."""

from functools import cached_property

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from medclient.diagnostics.system_test.verdict import Item, Reason, Result, Verdict
from medclient.ui import icons, tokens, widgets
from medclient.ui.system_test.texts import DEVICE_REASONS, ResultTexts

_FORMS = {
    Verdict.GOOD: ("circle-check", "accent_text"),
    Verdict.FAIR: ("triangle-alert", "warning_text"),
    Verdict.BAD: ("circle-x", "danger_text"),
    Verdict.IMPOSSIBLE: ("circle-dashed", "muted"),
}
_TONES: dict[Verdict, widgets.Tone] = {
    Verdict.GOOD: "accent",
    Verdict.FAIR: "warning",
    Verdict.BAD: "danger",
    Verdict.IMPOSSIBLE: "muted",
}
_ICON = 20


class RowButtons(QWidget):
    """What can be pressed about a result: the way to repair it, or the answer to a question."""

    def __init__(self) -> None:
        super().__init__()
        self.repair = widgets.button("", "link")
        self.yes = widgets.button("", "chip")
        self.no = widgets.button("", "chip")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(tokens.SPACE_2)
        for each in (self.repair, self.yes, self.no):
            line.addWidget(each)
        line.addStretch()

    def show_for(self, name: str, *, repairs: bool, asks: bool) -> None:
        """`name` is the item's."""
        self.repair.setText(self.tr("Open device settings"))
        self.repair.setAccessibleName(f"{self.repair.text()}: {name}")
        self.yes.setText(self.tr("Yes, I heard them"))
        self.no.setText(self.tr("No"))
        self.no.setAccessibleName(self.tr("No, I heard nothing"))
        self.repair.setVisible(repairs)
        self.yes.setVisible(asks)
        self.no.setVisible(asks)
        self.setVisible(asks or repairs)


class ResultRow(QWidget):
    """Waits, is being measured, or has a result."""

    deviceSettingsRequested = Signal()
    toneAnswered = Signal(bool)
    """Whether the person heard the tone."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self.item = item
        self._result: Result | None = None
        self._running = False
        self._texts = ResultTexts(self)
        self._form = QLabel()
        self._form.setFixedSize(_ICON, _ICON)
        self._title = widgets.label(strong=True)
        self._word = widgets.label()
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_3)
        head.addWidget(self._form)
        head.addWidget(self._title, 1)
        head.addWidget(self._word)
        self._below = below = QVBoxLayout()
        below.setContentsMargins(_ICON + tokens.SPACE_3, 0, 0, 0)
        below.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, tokens.SPACE_1, 0, tokens.SPACE_1)
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(below)
        self.retranslate()

    # What a row has under its name is made when there is something to say: eighteen rows appear at once.

    @cached_property
    def _finding(self) -> QLabel:
        made = widgets.label(size="small", tone="muted", wrap=True)
        self._below.insertWidget(0, made)
        return made

    @cached_property
    def _advice(self) -> QLabel:
        made = widgets.label(size="small", wrap=True)
        self._below.insertWidget(1 if self._has("_finding") else 0, made)
        return made

    def _has(self, part: str) -> bool:
        """Whether a part was made already."""
        return part in self.__dict__

    @cached_property
    def buttons(self) -> RowButtons:
        """Most rows never need any."""
        made = RowButtons()
        made.repair.clicked.connect(self.deviceSettingsRequested)
        made.yes.clicked.connect(lambda: self.toneAnswered.emit(True))
        made.no.clicked.connect(lambda: self.toneAnswered.emit(False))
        self._below.addWidget(made)
        return made

    @property
    def result(self) -> Result | None:
        return self._result

    def show_waiting(self) -> None:
        self._result, self._running = None, False
        self.retranslate()

    def show_running(self) -> None:
        self._result, self._running = None, True
        self.retranslate()

    def show_result(self, result: Result) -> None:
        self._result, self._running = result, False
        self.retranslate()

    def retranslate(self) -> None:
        """The page calls it when the language is another."""
        result = self._result
        name = self._texts.item(self.item)
        finding = advice = word = ""
        if result is not None:
            icons.set_pixmap(self._form, *_named(*_FORMS[result.verdict]))
            word = self._texts.verdict(result.verdict)
            widgets.set_tone(self._word, _TONES[result.verdict])
            finding, advice = self._texts.finding(result), self._texts.advice(result)
        else:
            form = ("hourglass", "accent_text") if self._running else ("circle-dashed", "border")
            icons.set_pixmap(self._form, *_named(*form))
            word = self.tr("is measured …") if self._running else ""
            widgets.set_tone(self._word, "muted")
        self._title.setText(name)
        self._word.setText(word)
        for part, text in (("_finding", finding), ("_advice", advice)):
            if text or self._has(part):
                label: QLabel = getattr(self, part)
                label.setText(text)
                label.setVisible(bool(text))
        asks = result is not None and result.reason is Reason.SPEAKER_ASK
        repairs = result is not None and result.reason in DEVICE_REASONS
        if asks or repairs or self._has("buttons"):
            self.buttons.show_for(name, repairs=repairs, asks=asks)
        self.setAccessibleName(": ".join(part for part in (name, word) if part))
        self.setAccessibleDescription(" ".join(part for part in (finding, advice) if part))


def _named(name: str, color: str) -> tuple[str, int, str]:
    return name, _ICON, color
