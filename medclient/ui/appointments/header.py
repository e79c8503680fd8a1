"""The head of the list: title and what begins something; below, the day, whose appointments, and the search."""

from datetime import date, timedelta

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout

from medclient.practice.colleagues import Colleague
from medclient.ui import icons, tokens, widgets
from medclient.ui.appointments import texts
from medclient.ui.appointments.calendar_popup import CalendarPopup
from medclient.ui.translation import Retranslated

EVERYBODY = ""
"""The choice that shows the appointments of all practitioners."""
SEARCH_PAUSE_MS = 250
"""The search begins when nothing was typed for so long."""
_SEARCH_CHARS = 80
_DAY = timedelta(days=1)


class Header(Retranslated):
    """Knows the day that is shown; tells what is wanted."""

    newRequested = Signal()
    instantRequested = Signal()
    accountRequested = Signal()
    dayChosen = Signal(object)
    """`date`."""
    practitionerChosen = Signal(str)
    """Account id, or `EVERYBODY`."""
    searched = Signal(str)
    """What is looked for; empty when the search is over."""

    def __init__(self, today: date, shortcuts: QObject) -> None:
        super().__init__()
        self._day = self._today_is = today
        self._colleagues: tuple[Colleague, ...] = ()
        self._own_id = ""
        self._title = widgets.label(size="title")
        self.instant = widgets.button("", "", "zap", shrinks=True)
        self.instant.clicked.connect(self.instantRequested)
        self.new = widgets.button("", "", "plus", shrinks=True)
        self.new.clicked.connect(self.newRequested)
        self.account = widgets.icon_button("", "circle-user-round")
        self.account.clicked.connect(self.accountRequested)

        self._previous = widgets.icon_button("", "chevron-left")
        self._previous.clicked.connect(lambda: self.go_to(self._day - _DAY))
        self.day = widgets.button("", "quiet")
        self.day.clicked.connect(self.open_calendar)
        self._following = widgets.icon_button("", "chevron-right")
        self._following.clicked.connect(lambda: self.go_to(self._day + _DAY))
        self.today = widgets.button("", "link")
        self.today.clicked.connect(lambda: self.go_to(self._today_is))
        self.calendar = CalendarPopup(self)
        self.calendar.chosen.connect(self.go_to)
        self.practitioner = QComboBox()
        self.practitioner.activated.connect(
            lambda index: self.practitionerChosen.emit(self.practitioner.itemData(index))
        )
        self.search = SearchField()
        self.search.searched.connect(self.searched)
        self._lay_out()
        self._shortcuts = [
            QShortcut(QKeySequence(keys), shortcuts, action)
            for keys, action in (
                (QKeySequence.StandardKey.New, self.newRequested.emit),
                ("Ctrl+Shift+N", self.instantRequested.emit),
                (QKeySequence.StandardKey.Find, self.focus_search),
                ("Ctrl+G", self.open_calendar),
                ("Alt+Left", self._previous.click),
                ("Alt+Right", self._following.click),
                ("Alt+Home", lambda: self.go_to(self._today_is)),
            )
        ]
        self._show_practitioners()
        self.retranslate()

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(tokens.SPACE_2)
        above.addWidget(self._title)
        above.addStretch()
        for each in (self.instant, self.new, self.account):
            above.addWidget(each)
        below = QHBoxLayout()
        below.setSpacing(tokens.SPACE_1)
        for each in (self._previous, self.day, self._following, self.today):
            below.addWidget(each)
        below.addStretch(1)
        below.addSpacing(tokens.SPACE_2)
        below.addWidget(self.practitioner)
        below.addSpacing(tokens.SPACE_1)
        below.addWidget(self.search, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_3)
        column.addLayout(above)
        column.addLayout(below)

    def set_day(self, day: date, today: date) -> None:
        """Show a day without asking for it."""
        if (day, today) != (self._day, self._today_is):
            self._day, self._today_is = day, today
            self.retranslate()

    def set_practitioners(self, colleagues: tuple[Colleague, ...], own_id: str, chosen: str) -> None:
        """Whose appointments can be chosen; hidden where there is one practitioner only."""
        self._colleagues, self._own_id = colleagues, own_id
        self._show_practitioners()
        self.practitioner.setCurrentIndex(max(0, self.practitioner.findData(chosen)))

    def go_to(self, day: date) -> None:
        if day != self._day:
            self.dayChosen.emit(day)

    def open_calendar(self) -> None:
        self.calendar.open_under(self.day, self._day)

    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Video appointments"))
        self.instant.setText(self.tr("Instant"))
        self.instant.setAccessibleName(self.tr("Instant consultation"))
        self.instant.setToolTip(self.tr("A link that is valid at once"))
        self.new.setText(self.tr("Appointment"))
        self.new.setAccessibleName(self.tr("New appointment"))
        widgets.rename(self.account, self.tr("Account and settings"))
        widgets.rename(self._previous, self.tr("Previous day"))
        widgets.rename(self._following, self.tr("Next day"))
        self.day.setText(texts.day(self._day))
        self.day.setAccessibleName(self.tr("{day}, choose another day").format(day=texts.long_day(self._day)))
        self.day.setToolTip(self.tr("Choose another day"))
        self.today.setText(self.tr("Today"))
        self.today.setVisible(self._day != self._today_is)
        self.practitioner.setAccessibleName(self.tr("Whose appointments"))
        for index in range(self.practitioner.count()):
            self.practitioner.setItemText(index, self._practitioner_text(self.practitioner.itemData(index)))
        self.search.retranslate()

    def _show_practitioners(self) -> None:
        practitioners = [each for each in self._colleagues if each.has_appointments]
        own_first = sorted(practitioners, key=lambda each: each.account_id != self._own_id)
        self.practitioner.clear()
        own = [self._own_id] if any(each.account_id == self._own_id for each in practitioners) else []
        for account_id in (*own, EVERYBODY, *(each.account_id for each in own_first if each.account_id not in own)):
            self.practitioner.addItem(self._practitioner_text(account_id), account_id)
        self.practitioner.setVisible(len(practitioners) > 1)

    def _practitioner_text(self, account_id: str) -> str:
        if account_id == EVERYBODY:
            return self.tr("All practitioners")
        if account_id == self._own_id:
            return self.tr("My appointments")
        return next((each.display_name for each in self._colleagues if each.account_id == account_id), "")


class SearchField(QLineEdit):
    """Tells what to look for once typing pauses, at once on Enter; Escape ends the search."""

    searched = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(_SEARCH_CHARS)
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(150)
        self.setMaximumWidth(260)
        self._glass = self.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        icons.set_icon(self._glass, "search", "muted")
        self._pause = QTimer(self, interval=SEARCH_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._changed)
        self.returnPressed.connect(self._tell)

    def retranslate(self) -> None:
        self.setPlaceholderText(self.tr("Find a patient"))
        self.setAccessibleName(self.placeholderText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def _changed(self, text: str) -> None:
        if text.strip():
            self._pause.start()
        else:
            self._tell()

    def _tell(self) -> None:
        self._pause.stop()
        self.searched.emit(self.text().strip())
