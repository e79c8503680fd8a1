"""A month to choose a day from, under the day's name."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QAbstractSpinBox, QCalendarWidget, QFrame, QTableView, QToolButton, QVBoxLayout, QWidget

from medclient.ui import icons, tokens
from medclient.ui.translation import Retranslated

_SIZE = (336, 288)


class CalendarPopup(Retranslated):
    """Closes when a day is chosen, on Escape, and on a press beside it."""

    chosen = Signal(object)
    """`date`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.calendar = QCalendarWidget()
        self.calendar.setGridVisible(False)
        self.calendar.setMinimumSize(*_SIZE)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        self.calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        self.calendar.activated.connect(self._choose)
        self.calendar.clicked.connect(self._choose)
        self._months: dict[QToolButton, bool] = {}
        for name, icon in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
            button = self.calendar.findChild(QToolButton, name)
            if isinstance(button, QToolButton):
                icons.set_icon(button, icon)
                button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
                self._months[button] = "prev" in name
        for name in ("qt_calendar_monthbutton", "qt_calendar_yearbutton"):
            button = self.calendar.findChild(QToolButton, name)
            if isinstance(button, QToolButton):
                button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        frame = QFrame()
        frame.setProperty("surface", "card")
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(tokens.SPACE_2, tokens.SPACE_2, tokens.SPACE_2, tokens.SPACE_2)
        inner.addWidget(self.calendar)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self._tint()
        self.retranslate()

    def open_under(self, anchor: QWidget, day: date) -> None:
        """Show the month of a day; the arrow keys move, Enter chooses."""
        self.set_day(day)
        self._tint()
        self.move(anchor.mapToGlobal(QPoint(0, anchor.height() + tokens.SPACE_1)))
        self.show()
        view = self.calendar.findChild(QTableView, "qt_calendar_calendarview")
        if isinstance(view, QTableView):
            view.setFocus()

    def _tint(self) -> None:
        """The style sheet does not reach the days of the week: Saturdays and Sundays are red by themselves."""
        for weekday, color in ((Qt.DayOfWeek.Saturday, "muted"), (Qt.DayOfWeek.Sunday, "muted")):
            day_format = QTextCharFormat()
            day_format.setForeground(QColor(tokens.current().colors()[color]))
            self.calendar.setWeekdayTextFormat(weekday, day_format)

    def set_day(self, day: date) -> None:
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Choose a day"))
        self.calendar.setAccessibleName(self.windowTitle())
        # It takes the week's first day and the names from the language in force only when it is told.
        self.calendar.setLocale(QLocale())
        for button, previous in self._months.items():
            name = self.tr("Previous month") if previous else self.tr("Next month")
            button.setAccessibleName(name)
            button.setToolTip(name)
        for name, text in (("qt_calendar_monthbutton", self.tr("Month")), ("qt_calendar_yearbutton", self.tr("Year"))):
            found = self.calendar.findChild(QToolButton, name)
            if isinstance(found, QToolButton):
                found.setAccessibleName(text)
        year = self.calendar.findChild(QAbstractSpinBox, "qt_calendar_yearedit")
        if isinstance(year, QAbstractSpinBox):
            year.setAccessibleName(self.tr("Year"))

    def _choose(self, day: QDate) -> None:
        self.close()
        self.chosen.emit(date(day.year(), day.month(), day.day()))
