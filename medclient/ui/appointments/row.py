"""One quiet line of the list: time, name, state; a press selects it."""

from datetime import datetime

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from medclient.ui import tokens, widgets
from medclient.ui.appointments import texts
from medclient.ui.appointments.model import AppointmentRow
from medclient.ui.buttons import PushButton
from medclient.ui.elided_label import ElidedLabel
from medclient.ui.translation import Retranslated

_TIME_WIDTH = 56
_DAY_WIDTH = 104
_ROOM_FOR_REASON = 520
_STATUS_CHARS = 16
"""Space kept for the state, so that the columns of all rows stand under each other."""


class RowWidget(Retranslated):
    """Shows one `AppointmentRow`; the same widget lives on while its appointment changes.

    Up and down go to the other rows, Delete cancels, Copy copies the link; the menu key opens the menu.
    """

    selected = Signal(str)
    copyRequested = Signal(str)
    cancelRequested = Signal(str)
    menuRequested = Signal(str, QPoint)
    """Link id, and where on the screen."""
    stepped = Signal(int)
    """To the row before (-1) or after (1)."""

    def __init__(self, row: AppointmentRow, now: datetime, *, with_day: bool = False) -> None:
        super().__init__()
        self.row = row
        self._now = now
        self._with_day = with_day
        self.button = _RowButton()
        self.button.clicked.connect(lambda: self.selected.emit(self.row.link_id))
        self.button.keyPressed.connect(self._press)
        self._day = widgets.label(tone="muted")
        self._day.setMinimumWidth(_DAY_WIDTH)
        self._day.setVisible(with_day)
        self._time = widgets.label(strong=True)
        self._time.setMinimumWidth(_TIME_WIDTH)
        self._name = ElidedLabel()
        self._reason = ElidedLabel(size="small", tone="muted")
        self._whose = ElidedLabel(size="small", tone="muted")
        self._status = widgets.label(size="small", tone="muted")
        self._late = widgets.label(size="small", tone="warning")
        inner = QHBoxLayout(self.button)
        inner.setContentsMargins(tokens.SPACE_4, 0, tokens.SPACE_4, 0)
        inner.setSpacing(tokens.SPACE_4)
        inner.addWidget(self._day)
        inner.addWidget(self._time)
        self._status.setMinimumWidth(self._status.fontMetrics().averageCharWidth() * _STATUS_CHARS)
        for each in (self._status, self._late):
            each.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for column in (self._name, self._reason, self._whose):
            column.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        inner.addWidget(self._name, 5)
        inner.addWidget(self._reason, 4)
        inner.addWidget(self._whose, 4)
        state = QVBoxLayout()
        state.setSpacing(0)
        state.addStretch()
        state.addWidget(self._status)
        state.addWidget(self._late)
        state.addStretch()
        inner.addLayout(state)
        for each in self.button.findChildren(QLabel):
            each.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._copy = widgets.icon_button("", "link")
        self._copy.clicked.connect(lambda: self.copyRequested.emit(self.row.link_id))
        keep = self._copy.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._copy.setSizePolicy(keep)
        self._more = widgets.icon_button("", "ellipsis")
        self._more.clicked.connect(lambda: self._open_menu(self._more.mapToGlobal(QPoint(0, self._more.height()))))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(tokens.SPACE_1)
        outer.addWidget(self.button, 1)
        outer.addWidget(self._copy)
        outer.addWidget(self._more)
        self.retranslate()

    def set_row(self, row: AppointmentRow, now: datetime) -> None:
        """Show the newest state."""
        self.row, self._now = row, now
        self.retranslate()

    def set_chosen(self, chosen: bool) -> None:
        self.button.setChecked(chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is little room, it belongs to the name."""
        self._reason.setVisible(self.width() >= _ROOM_FOR_REASON)
        self._whose.setVisible(bool(self.row.practitioner) and self.width() >= _ROOM_FOR_REASON)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        self._open_menu(event.globalPos() if mouse else self.mapToGlobal(QPoint(tokens.SPACE_12, self.height())))

    def retranslate(self) -> None:
        row, state = self.row, self.row.state(self._now)
        status, tone = texts.status(row, self._now)
        late = texts.overdue(row, self._now)
        name = texts.patient(row)
        self._day.setText(texts.short_day(row.day))
        self._time.setText(texts.clock(row.starts_at))
        self._name.setText(name)
        self._reason.setText(row.reason)
        self._whose.setText(row.practitioner)
        self._fit()
        self._status.setText(status)
        widgets.set_tone(self._status, tone)
        self._late.setText(late)
        self._late.setVisible(bool(late))
        for text in (self._time, self._name):
            widgets.set_tone(text, "muted" if state.finished else "")
        self._copy.setVisible(bool(row.link) and not state.finished)
        widgets.rename(self._copy, self.tr("Copy link for {name}").format(name=name))
        widgets.rename(self._more, self.tr("More for {name}").format(name=name))
        day = self._day.text() if self._with_day else ""
        said = (day, self._time.text(), name, row.reason, row.practitioner, status, late)
        self.button.setAccessibleName(", ".join(filter(None, said)))

    def controls(self) -> tuple[QWidget, ...]:
        """In the order of the keyboard."""
        return (self.button, self._copy, self._more)

    def _open_menu(self, place: QPoint) -> None:
        self.menuRequested.emit(self.row.link_id, place)

    def _press(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_Delete:
            self.cancelRequested.emit(self.row.link_id)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copyRequested.emit(self.row.link_id)
        else:
            event.ignore()


class _RowButton(PushButton):
    """A press on the line; what it does not know of the keyboard, the row does."""

    keyPressed = Signal(QKeyEvent)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "row")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.keyPressed.emit(event)
        if not event.isAccepted():
            super().keyPressEvent(event)
