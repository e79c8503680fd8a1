"""The system test's page: one button, a verdict for each item, and what to do."""

from collections.abc import Iterable
from enum import StrEnum

from PySide6.QtCore import QDateTime, QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from medclient.diagnostics.system_test.devices import judge_answer
from medclient.diagnostics.system_test.verdict import Item, Reason, Result, TestReport, Verdict
from medclient.ui import icons, tokens, widgets
from medclient.ui.system_test.row import ResultRow
from medclient.ui.translation import Retranslated

_WIDTH = 1080
_GROUPS = (
    (Item.CAMERA, Item.MICROPHONE, Item.SPEAKER, Item.ECHO),
    (Item.PROCESSOR, Item.MEMORY, Item.SCREEN, Item.SYSTEM),
    (
        Item.SERVICE,
        Item.CLOCK,
        Item.DOWNLOAD,
        Item.UPLOAD,
        Item.DELAY,
        Item.LOSS,
        Item.RELAY_UDP,
        Item.RELAY_TCP,
        Item.RELAY_TLS,
        Item.FIREWALL,
    ),
)


class TestState(StrEnum):
    __test__ = False

    READY = "ready"
    RUNNING = "running"
    DONE = "done"


class SystemTestPage(Retranslated):
    """Shows what is handed in; asks for start and cancel."""

    startRequested = Signal()
    cancelRequested = Signal()
    deviceSettingsRequested = Signal()
    answered = Signal(object)
    """`Result` of the loudspeaker, by what the person says."""
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        widgets.as_page(self)
        self._state = TestState.READY
        self._speak = False
        self._report: TestReport | None = None
        self._rows: dict[Item, ResultRow] = {}
        self._titles = [widgets.label(size="heading") for _ in _GROUPS]
        self._cards = [widgets.frame("card") for _ in _GROUPS]
        self._columns = [_column(card, title) for card, title in zip(self._cards, self._titles, strict=True)]
        self._back = widgets.icon_button("", "arrow-left")
        self._title = widgets.label(size="title")
        self.action = widgets.button("", "primary")
        self._summary = widgets.frame("card")
        self._summary_icon = QLabel()
        self._summary_title = widgets.label(size="heading", wrap=True)
        self._summary_text = widgets.label(tone="muted", wrap=True)
        self.progress = QProgressBar()
        self.progress.setRange(0, sum(map(len, _GROUPS)))
        self.progress.setTextVisible(False)
        self._lay_out()
        self._connect()
        self.retranslate()

    # Its rows are made one group at a time: all at once they would keep the window from painting.

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._make_next_group()

    def _make_next_group(self) -> None:
        for column, items in zip(self._columns, _GROUPS, strict=True):
            if items[0] not in self._rows:
                self._make(column, items)
                QTimer.singleShot(0, self, self._make_next_group)
                break

    def _make(self, column: QVBoxLayout, items: tuple[Item, ...]) -> None:
        for item in items:
            self._rows[item] = row = ResultRow(item)
            row.deviceSettingsRequested.connect(self.deviceSettingsRequested)
            row.toneAnswered.connect(self._answer)
            column.addWidget(row)

    @property
    def rows(self) -> dict[Item, ResultRow]:
        """All of them, in the order of the page."""
        while len(self._rows) < self.progress.maximum():
            self._make_next_group()
        return self._rows

    # What is handed in.

    def show_ready(self, last: TestReport | None = None) -> None:
        """Nothing runs; the last test, where there was one."""
        self._state, self._report = TestState.DONE if last else TestState.READY, last
        for row in self.rows.values():
            row.show_waiting()
        for result in last.results if last else ():
            self.rows[result.item].show_result(result)
        self._draw()

    def show_running(self) -> None:
        """A test begins."""
        self._state, self._report, self._speak = TestState.RUNNING, None, False
        for row in self.rows.values():
            row.show_waiting()
        self._draw()

    def show_started(self, items: Iterable[Item]) -> None:
        for item in items:
            self.rows[item].show_running()

    def show_result(self, result: Result) -> None:
        self.rows[result.item].show_result(result)
        self.progress.setValue(sum(row.result is not None for row in self.rows.values()))

    def show_speak(self, now: bool) -> None:
        """Whether the person should say something now."""
        self._speak = now
        self._draw()
        self._announce()

    def show_done(self, report: TestReport) -> None:
        self._state, self._report, self._speak = TestState.DONE, report, False
        for row in self.rows.values():
            if row.result is None:
                row.show_waiting()
        for result in report.results:
            self.rows[result.item].show_result(result)
        self._draw()
        self._announce()

    @property
    def state(self) -> TestState:
        return self._state

    # What it shows.

    def retranslate(self) -> None:
        widgets.rename(self._back, self.tr("Back"))
        self._title.setText(self.tr("System test"))
        self.progress.setAccessibleName(self.tr("Progress of the test"))
        for label, text in zip(
            self._titles, (self.tr("Camera and sound"), self.tr("This computer"), self.tr("Connection")), strict=True
        ):
            label.setText(text)
        for row in self._rows.values():
            row.retranslate()
        self._draw()

    def _draw(self) -> None:
        running = self._state is TestState.RUNNING
        self.action.setText(
            self.tr("Cancel")
            if running
            else self.tr("Test again")
            if self._state is TestState.DONE
            else self.tr("Start the test")
        )
        self.action.setProperty("kind", "" if running else "primary")
        self.action.style().unpolish(self.action)
        self.action.style().polish(self.action)
        self.progress.setVisible(running)
        if not running:
            self.progress.setValue(0)
        icon, title, text = self._words()
        icons.set_pixmap(self._summary_icon, *icon)
        self._summary_title.setText(title)
        self._summary_text.setText(text)

    def _words(self) -> tuple[tuple[str, int, str], str, str]:
        if self._state is TestState.RUNNING:
            if self._speak:
                return (
                    ("mic", 32, "accent_text"),
                    self.tr("Please say a sentence now"),
                    self.tr("For example: “Good morning, this is a test.” Two tones follow."),
                )
            return (
                ("hourglass", 32, "accent_text"),
                self.tr("The test is running"),
                self.tr("It takes some fifteen seconds. Please leave everything as it is in a consultation."),
            )
        if self._report is None:
            return (
                ("activity", 32, "accent_text"),
                self.tr("Is everything ready for a consultation?"),
                self.tr(
                    "Camera, sound, computer and connection are measured. It takes some fifteen seconds; "
                    "you will be asked to say a sentence, and hear two tones."
                ),
            )
        moment = QDateTime.fromSecsSinceEpoch(int(self._report.at.timestamp()))
        at = QLocale().toString(moment, self.tr("d MMMM yyyy, HH:mm"))
        when = self.tr("Tested on {when}.").format(when=at)
        reasons = {row.result.reason for row in self.rows.values() if row.result}
        if Reason.CANCELLED in reasons:
            return (
                ("circle-dashed", 32, "muted"),
                self.tr("The test was ended before everything was measured"),
                when,
            )
        if Reason.SPEAKER_ASK in reasons:
            return (
                ("volume-2", 32, "accent_text"),
                self.tr("One question is left"),
                self.tr("The microphone did not hear the tones, as with a headset. Did you?"),
            )
        worst = self.worst
        if worst is Verdict.BAD:
            return (
                ("circle-x", 32, "danger_text"),
                self.tr("Something should be repaired before the next consultation"),
                when + " " + self.tr("Each red item says what to do."),
            )
        if worst is Verdict.FAIR:
            return (
                ("triangle-alert", 32, "warning_text"),
                self.tr("It works, with something in the way"),
                when + " " + self.tr("Each yellow item says what helps."),
            )
        return (
            ("circle-check", 32, "accent_text"),
            self.tr("Everything is ready for a consultation"),
            when,
        )

    @property
    def worst(self) -> Verdict:
        """Of what the rows show, the person's answers included."""
        verdicts = {row.result.verdict for row in self.rows.values() if row.result}
        return next((each for each in (Verdict.BAD, Verdict.FAIR) if each in verdicts), Verdict.GOOD)

    def _announce(self) -> None:
        QAccessible.updateAccessibility(QAccessibleEvent(self._summary_title, QAccessible.Event.Alert))

    # What is pressed.

    def _connect(self) -> None:
        self._back.clicked.connect(self.closed)
        self.action.clicked.connect(self._pressed)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.closed.emit)

    def _pressed(self) -> None:
        (self.cancelRequested if self._state is TestState.RUNNING else self.startRequested).emit()

    def _answer(self, heard: bool) -> None:
        row = self.rows[Item.SPEAKER]
        if row.result is None or row.result.reason is not Reason.SPEAKER_ASK:
            return
        result = judge_answer(heard)
        row.show_result(result)
        self._draw()
        self.answered.emit(result)

    # Where it stands.

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_2)
        head.addWidget(self._back)
        head.addWidget(self._title, 1)
        head.addWidget(self.action)
        summary = QHBoxLayout(self._summary)
        summary.setContentsMargins(tokens.SPACE_6, tokens.SPACE_4, tokens.SPACE_6, tokens.SPACE_4)
        summary.setSpacing(tokens.SPACE_4)
        summary.addWidget(self._summary_icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(tokens.SPACE_1)
        words.addWidget(self._summary_title)
        words.addWidget(self._summary_text)
        words.addWidget(self.progress)
        summary.addLayout(words, 1)
        columns = QHBoxLayout()
        columns.setSpacing(tokens.SPACE_6)
        left = QVBoxLayout()
        left.setSpacing(tokens.SPACE_4)
        left.addWidget(self._cards[0])
        left.addWidget(self._cards[1])
        left.addStretch()
        right = QVBoxLayout()
        right.addWidget(self._cards[2])
        right.addStretch()
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, tokens.SPACE_3, 0)
        inner.setSpacing(tokens.SPACE_4)
        inner.addWidget(self._summary)
        inner.addLayout(columns)
        inner.addStretch()
        main = QWidget()
        main.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(main)
        column.setContentsMargins(0, tokens.SPACE_6, 0, tokens.SPACE_6)
        column.setSpacing(tokens.SPACE_4)
        column.addLayout(head)
        column.addWidget(widgets.ScrollArea(body), 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(tokens.SPACE_6, 0, tokens.SPACE_6, 0)
        outer.addStretch(1)
        outer.addWidget(main, 1000)
        outer.addStretch(1)


def _column(card: QFrame, title: QLabel) -> QVBoxLayout:
    column = QVBoxLayout(card)
    column.setContentsMargins(tokens.SPACE_4, tokens.SPACE_3, tokens.SPACE_4, tokens.SPACE_3)
    column.setSpacing(tokens.SPACE_1)
    column.addWidget(title)
    return column
