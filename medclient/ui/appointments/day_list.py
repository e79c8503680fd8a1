"""The list itself: the next appointment large, the waiting room, what comes after that, what is done."""

from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from medclient.ui import tokens, widgets
from medclient.ui.appointments.model import AppointmentRow, waiting_rows
from medclient.ui.appointments.next_card import NextCard
from medclient.ui.appointments.row import RowWidget

SCROLL_BAR = 12


@dataclass
class _Group:
    """A heading and the card of its rows."""

    heading: QLabel = field(default_factory=lambda: widgets.label(size="small", tone="muted", strong=True))
    card: "RowCard" = field(default_factory=lambda: RowCard())


class DayList(QScrollArea):
    """Keeps the widgets of rows that stay, and with them the focus."""

    selected = Signal(str)
    copyRequested = Signal(str)
    cancelRequested = Signal(str)
    menuRequested = Signal(str, QPoint)

    def __init__(self, *, with_day: bool = False) -> None:
        super().__init__()
        self._with_day = with_day
        self._widgets: dict[str, RowWidget] = {}
        self._order: list[str] = []
        self.card = NextCard()
        self._waiting, self._later, self._done = (_Group() for _ in range(3))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SCROLL_BAR, tokens.SPACE_6)
        # Where the bar is, it takes the place of the margin: all edges stand under each other.
        self.verticalScrollBar().rangeChanged.connect(
            lambda least, most: column.setContentsMargins(0, 0, 0 if most > least else SCROLL_BAR, tokens.SPACE_6)
        )
        column.setSpacing(tokens.SPACE_2)
        column.addWidget(self.card)
        for group in (self._waiting, self._later, self._done):
            column.addSpacing(tokens.SPACE_4)
            column.addWidget(group.heading)
            column.addWidget(group.card)
        column.addStretch()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)

    def show_day(
        self, rows: tuple[AppointmentRow, ...], upcoming: AppointmentRow | None, now: datetime, *, today: bool
    ) -> None:
        """The rows of one day; on today's, whoever waits comes before what comes later."""
        self.card.set_row(upcoming, now)
        others = sorted((row for row in rows if row is not upcoming), key=lambda row: row.starts_at)
        waiting = waiting_rows(others, now) if today else []
        later = [row for row in others if not row.state(now).finished and row not in waiting]
        done = [row for row in others if row.state(now).finished]
        self._waiting.heading.setText(self.tr("WAITING ROOM"))
        self._later.heading.setText(self.tr("AFTER THAT") if upcoming or waiting else self.tr("APPOINTMENTS"))
        self._done.heading.setText(self.tr("DONE"))
        self._fill(((self._waiting, waiting), (self._later, later), (self._done, done)), now)

    def show_found(self, rows: tuple[AppointmentRow, ...], now: datetime) -> None:
        """What a search has found, in the order given."""
        self.card.set_row(None, now)
        self._later.heading.setText(self.tr("FOUND"))
        self._fill(((self._waiting, []), (self._later, list(rows)), (self._done, [])), now)

    def choose(self, link_id: str) -> None:
        """Mark one row."""
        for each, widget in self._widgets.items():
            widget.set_chosen(each == link_id)

    def focus_row(self, link_id: str) -> None:
        if link_id in self._widgets:
            self._widgets[link_id].button.setFocus()
            self.ensureWidgetVisible(self._widgets[link_id])

    def focus_first(self) -> None:
        if self._order:
            self.focus_row(self._order[0])

    def widget_of(self, link_id: str) -> RowWidget | None:
        return self._widgets.get(link_id)

    def _fill(self, groups: tuple[tuple[_Group, list[AppointmentRow]], ...], now: datetime) -> None:
        wanted = [row for _, rows in groups for row in rows]
        for link_id in set(self._widgets) - {row.link_id for row in wanted}:
            gone = self._widgets.pop(link_id)
            gone.hide()
            gone.deleteLater()
        for group, rows in groups:
            for index, row in enumerate(rows):
                widget = self._widgets.get(row.link_id)
                if widget is None:
                    widget = self._widgets[row.link_id] = self._new(row, now)
                else:
                    widget.set_row(row, now)
                if group.card.column.indexOf(widget) != index:
                    group.card.column.insertWidget(index, widget)
            group.heading.setVisible(bool(rows))
            group.card.setVisible(bool(rows))
        order = [row.link_id for row in wanted]
        if order != self._order:
            self._order = order
            self._order_keyboard()

    def _new(self, row: AppointmentRow, now: datetime) -> RowWidget:
        widget = RowWidget(row, now, with_day=self._with_day)
        widget.selected.connect(self.selected)
        widget.copyRequested.connect(self.copyRequested)
        widget.cancelRequested.connect(self.cancelRequested)
        widget.menuRequested.connect(self.menuRequested)
        widget.stepped.connect(lambda step: self._step(widget.row.link_id, step))
        return widget

    def _step(self, link_id: str, step: int) -> None:
        place = self._order.index(link_id) + step
        if 0 <= place < len(self._order):
            self.focus_row(self._order[place])
        elif place < 0 and self.card.isVisible():
            self.card.last_control.setFocus()

    def _order_keyboard(self) -> None:
        last: QWidget = self.card.last_control
        for link_id in self._order:
            for control in self._widgets[link_id].controls():
                QWidget.setTabOrder(last, control)
                last = control


class RowCard(QFrame):
    """The card that holds quiet rows."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(tokens.SPACE_1, tokens.SPACE_1, tokens.SPACE_1, tokens.SPACE_1)
        self.column.setSpacing(0)
