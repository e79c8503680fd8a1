"""One quiet line of the list: time, name, state; a press selects it."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from medclient.ui import tokens, widgets
from medclient.ui.appointments import texts
from medclient.ui.appointments.model import AppointmentRow
from medclient.ui.buttons import PushButton
from medclient.ui.elided_label import ElidedLabel
from medclient.ui.translation import Retranslated

_TIME_WIDTH = 56
_STATUS_CHARS = 16
"""Space kept for the state, so that the columns of all rows stand under each other."""


class RowWidget(Retranslated):
    """Shows one `AppointmentRow`; the same widget lives on while its appointment changes."""

    selected = Signal(str)
    copyRequested = Signal(str)

    def __init__(self, row: AppointmentRow, now: datetime) -> None:
        super().__init__()
        self.row = row
        self._now = now
        self.button = PushButton()
        self.button.setProperty("kind", "row")
        self.button.setCheckable(True)
        self.button.setAutoDefault(False)
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.clicked.connect(lambda: self.selected.emit(self.row.link_id))
        self._time = widgets.label(strong=True)
        self._time.setMinimumWidth(_TIME_WIDTH)
        self._name = ElidedLabel()
        self._reason = ElidedLabel(size="small", tone="muted")
        self._status = widgets.label(size="small", tone="muted")
        inner = QHBoxLayout(self.button)
        inner.setContentsMargins(tokens.SPACE_4, 0, tokens.SPACE_4, 0)
        inner.setSpacing(tokens.SPACE_4)
        inner.addWidget(self._time)
        self._status.setMinimumWidth(self._status.fontMetrics().averageCharWidth() * _STATUS_CHARS)
        self._status.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for column in (self._name, self._reason):
            column.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        inner.addWidget(self._name, 5)
        inner.addWidget(self._reason, 4)
        inner.addWidget(self._status)
        for each in self.button.findChildren(QLabel):
            each.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._copy = widgets.icon_button("", "link")
        self._copy.clicked.connect(lambda: self.copyRequested.emit(self.row.link_id))
        keep = self._copy.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._copy.setSizePolicy(keep)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(tokens.SPACE_1)
        outer.addWidget(self.button, 1)
        outer.addWidget(self._copy)
        self.retranslate()

    def set_row(self, row: AppointmentRow, now: datetime) -> None:
        """Show the newest state."""
        self.row, self._now = row, now
        self.retranslate()

    def set_chosen(self, chosen: bool) -> None:
        self.button.setChecked(chosen)

    def retranslate(self) -> None:
        row, state = self.row, self.row.state(self._now)
        status, tone = texts.status(row, self._now)
        name = texts.patient(row)
        self._time.setText(texts.clock(row.starts_at))
        self._name.setText(name)
        self._reason.setText(row.reason)
        self._status.setText(status)
        widgets.set_tone(self._status, tone)
        for text in (self._time, self._name):
            widgets.set_tone(text, "muted" if state.finished else "")
        self._copy.setVisible(bool(row.link) and not state.finished)
        widgets.rename(self._copy, self.tr("Copy link for {name}").format(name=name))
        self.button.setAccessibleName(", ".join(filter(None, (self._time.text(), name, row.reason, status))))

    def controls(self) -> tuple[QWidget, ...]:
        """In the order of the keyboard."""
        return (self.button, self._copy)
