"""The page of video appointments: the next one large, the day in quiet rows, details at the side."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from medclient.settings import Appearance
from medclient.ui import tokens, widgets
from medclient.ui.appointments import texts
from medclient.ui.appointments.account_menu import AccountMenu
from medclient.ui.appointments.detail_panel import DetailPanel
from medclient.ui.appointments.editor import EditorDialog
from medclient.ui.appointments.model import AppointmentRow, next_row
from medclient.ui.appointments.next_card import NextCard
from medclient.ui.appointments.row import RowWidget
from medclient.ui.notice_bar import Mood, NoticeBar
from medclient.ui.state_view import StateView
from medclient.ui.translation import Retranslated

UNDO_TIME = timedelta(seconds=6)
"""How long a cancellation can be taken back before it is sent."""
LIST_WIDTH = 860
_SCROLL_BAR = 12
_DAY = timedelta(days=1)


class ListState(StrEnum):
    """How well the list is known."""

    LOADING = "loading"
    READY = "ready"
    OFFLINE = "offline"
    """The service is not reachable; rows shown before stay."""
    ERROR = "error"
    """The service answered, but not with a list."""


class Notice(StrEnum):
    """What the page says about an action; each has its own sentence."""

    LINK_COPIED = "link_copied"
    MESSAGE_SENT = "message_sent"
    MESSAGE_WAITS = "message_waits"
    """It goes out as soon as the service is reachable."""
    MESSAGE_FAILED = "message_failed"
    SAVED = "saved"
    SAVE_FAILED = "save_failed"
    CHANGED_MEANWHILE = "changed_meanwhile"
    CANCEL_FAILED = "cancel_failed"
    START_FAILED = "start_failed"
    LINK_CLOSED = "link_closed"
    SETTINGS_DAMAGED = "settings_damaged"
    CLOCK_WRONG = "clock_wrong"


_MOODS: dict[Notice, Mood] = {
    Notice.LINK_COPIED: "accent",
    Notice.MESSAGE_SENT: "accent",
    Notice.SAVED: "accent",
    Notice.MESSAGE_WAITS: "warning",
    Notice.CHANGED_MEANWHILE: "warning",
    Notice.LINK_CLOSED: "warning",
    Notice.SETTINGS_DAMAGED: "warning",
    Notice.CLOCK_WRONG: "warning",
}
_BRIEF = (Notice.LINK_COPIED, Notice.MESSAGE_SENT, Notice.SAVED)
_BRIEF_TIME = timedelta(seconds=5)


class AppointmentsPage(Retranslated):
    """Takes rows and the time, tells what the user wants; holds nothing that the service should hold."""

    startRequested = Signal(str)
    """Link id."""
    messageRequested = Signal(str, str)
    """Link id, text."""
    createRequested = Signal(object)
    """`AppointmentDraft`."""
    changeRequested = Signal(str, int, object)
    """Link id, version, `AppointmentDraft`."""
    cancelRequested = Signal(str)
    """Link id; comes when the time for taking it back has passed."""
    dayRequested = Signal(object)
    """`date`: the rows of another day are wanted."""
    refreshRequested = Signal()

    def __init__(self, now: datetime) -> None:
        super().__init__()
        widgets.as_page(self)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._now = now
        self._day = now.astimezone().date()
        self._rows: tuple[AppointmentRow, ...] = ()
        self._state = ListState.LOADING
        self._can_start = True
        self._selected = ""
        self._to_cancel: tuple[str, datetime] | None = None
        self._notice: Notice | None = None
        self._notice_until: datetime | None = None
        self._row_widgets: dict[str, RowWidget] = {}
        self.editor: EditorDialog | None = None

        self._title = widgets.label(size="title")
        self._previous = widgets.icon_button("", "chevron-left")
        self._previous.clicked.connect(lambda: self._go_to(self._day - _DAY))
        self._day_label = widgets.label(strong=True)
        self._following = widgets.icon_button("", "chevron-right")
        self._following.clicked.connect(lambda: self._go_to(self._day + _DAY))
        self._today = widgets.button("", "link")
        self._today.clicked.connect(lambda: self._go_to(self._now.astimezone().date()))
        self._new = widgets.button("", "", "plus")
        self._new.clicked.connect(self._create)
        self._account = widgets.icon_button("", "circle-user-round")
        self.menu = AccountMenu(self)
        self._account.clicked.connect(lambda: self.menu.open_under(self._account))

        self.card = NextCard()
        self.card.startRequested.connect(self.startRequested)
        self.card.detailsRequested.connect(self.select)
        self.card.messageRequested.connect(self._write_to)
        self._later_heading = widgets.label(size="small", tone="muted", strong=True)
        self._later = _RowCard()
        self._done_heading = widgets.label(size="small", tone="muted", strong=True)
        self._done = _RowCard()
        self._whole = StateView()
        self._whole.pressed.connect(self._press_state_button)
        self._banner = NoticeBar(closable=False)
        self._banner.actionPressed.connect(self.refreshRequested)
        self.notice = NoticeBar()
        self.notice.actionPressed.connect(self.undo_cancel)
        self.notice.dismissed.connect(self.flush)

        self.panel = DetailPanel()
        self.panel.closed.connect(lambda: self.select(""))
        self.panel.startRequested.connect(self.startRequested)
        self.panel.copyRequested.connect(self._copy_link)
        self.panel.messageRequested.connect(self.messageRequested)
        self.panel.editRequested.connect(self._edit)
        self.panel.cancelRequested.connect(self._cancel)

        self._lay_out()
        for keys, action in (
            (QKeySequence.StandardKey.New, self._create),
            (QKeySequence.StandardKey.Refresh, self.refreshRequested.emit),
        ):
            QShortcut(QKeySequence(keys), self, action)
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_2)
        head.setContentsMargins(0, 0, _SCROLL_BAR, 0)
        head.addWidget(self._title)
        head.addSpacing(tokens.SPACE_4)
        for each in (self._previous, self._day_label, self._following, self._today):
            head.addWidget(each)
        head.addStretch()
        head.addWidget(self._new)
        head.addWidget(self._account)

        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, _SCROLL_BAR, tokens.SPACE_6)
        column.setSpacing(tokens.SPACE_2)
        column.addWidget(self.card)
        for heading, rows in ((self._later_heading, self._later), (self._done_heading, self._done)):
            column.addSpacing(tokens.SPACE_4)
            column.addWidget(heading)
            column.addWidget(rows)
        column.addStretch()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)

        main = QWidget()
        main.setMaximumWidth(LIST_WIDTH)
        middle = QVBoxLayout(main)
        middle.setContentsMargins(tokens.SPACE_8, tokens.SPACE_6, tokens.SPACE_8 - _SCROLL_BAR, tokens.SPACE_4)
        middle.setSpacing(tokens.SPACE_4)
        middle.addLayout(head)
        for bar in (self._banner, self.notice):
            bar.setContentsMargins(0, 0, _SCROLL_BAR, 0)
        middle.addWidget(self._banner)
        middle.addWidget(self._scroll, 1)
        middle.addWidget(self._whole, 1)
        middle.addWidget(self.notice)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addStretch(1)
        outer.addWidget(main, 1000)
        outer.addStretch(1)
        outer.addWidget(self.panel)

    # What comes in

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for first in (self.card.start, self._whole.button, self):
            if first.isVisible() and first.isEnabled():
                first.setFocus()
                return

    def set_now(self, now: datetime) -> None:
        """The service's time, about once a second."""
        before, self._now = self._now, now
        if before.astimezone().date() != now.astimezone().date() and self._day == before.astimezone().date():
            self._go_to(now.astimezone().date())
        if self._to_cancel is not None and now >= self._to_cancel[1]:
            self.flush()
        elif self._notice_until is not None and now >= self._notice_until:
            self._clear_notice()
        self._refresh()

    def set_rows(self, rows: tuple[AppointmentRow, ...]) -> None:
        """The appointments of the day shown; rows of other days are left out."""
        self._rows = rows
        self._refresh()

    def set_state(self, state: ListState) -> None:
        """How well the list is known; `READY` after every `set_rows` from the service."""
        self._state = state
        self._refresh()

    def set_account(self, display_name: str, practice_name: str = "", *, can_start: bool = True) -> None:
        """Who is signed in; `can_start` is false for staff."""
        self._can_start = can_start
        self.card.set_can_start(can_start)
        self.panel.set_can_start(can_start)
        self.menu.set_account(display_name, practice_name, can_start=can_start)

    def set_preferences(self, language: str, appearance: Appearance) -> None:
        self.menu.set_preferences(language, appearance)

    def show_notice(self, notice: Notice) -> None:
        """Say what came of an action; good news goes away by itself."""
        self.flush()
        self._notice = notice
        self._notice_until = self._now + _BRIEF_TIME if notice in _BRIEF else None
        self._show_notice()

    def message_failed(self, link_id: str, text: str) -> None:
        """A message did not get through: its text comes back into the field."""
        if link_id == self.panel.link_id:
            self.panel.message_failed(text)
        self.show_notice(Notice.MESSAGE_FAILED)

    def flush(self) -> None:
        """Send a cancellation that could still be taken back; also before the page is left for good."""
        pending, self._to_cancel = self._to_cancel, None
        self._clear_notice()
        if pending is not None:
            self.cancelRequested.emit(pending[0])
            self._refresh()

    @property
    def rows(self) -> tuple[AppointmentRow, ...]:
        """What is known of the day."""
        return self._rows

    @property
    def state(self) -> ListState:
        return self._state

    @property
    def day(self) -> date:
        return self._day

    def show_day(self, day: date) -> None:
        """Show another day, without asking for its rows."""
        self._day = day
        self._selected = ""
        self._refresh()

    def select(self, link_id: str) -> None:
        """Show an appointment at the side; an empty id closes the panel and gives the focus back."""
        before, self._selected = self._selected, link_id
        self._refresh()
        if not link_id and before in self._row_widgets:
            self._row_widgets[before].button.setFocus()

    # What the user does

    def undo_cancel(self) -> None:
        """Take a cancellation back that was not sent yet."""
        self._to_cancel = None
        self._clear_notice()
        self._refresh()

    def _go_to(self, day: date) -> None:
        if day != self._day:
            self.show_day(day)
            self._rows = ()
            self.set_state(ListState.LOADING)
            self.dayRequested.emit(day)

    def _write_to(self, link_id: str) -> None:
        self.select(link_id)
        self.panel.focus_message()

    def _copy_link(self, link_id: str) -> None:
        row = self._find(link_id)
        if row is not None and row.link:
            QGuiApplication.clipboard().setText(row.link)
            self.show_notice(Notice.LINK_COPIED)

    def _create(self) -> None:
        start = self._now
        if self._day > self._now.astimezone().date():
            local = self._now.astimezone()
            start = local.replace(year=self._day.year, month=self._day.month, day=self._day.day)
        self._open_editor(EditorDialog(start, None, self), self.createRequested.emit)

    def _edit(self, link_id: str) -> None:
        row = self._find(link_id)
        if row is not None:
            self._open_editor(
                EditorDialog(self._now, row, self),
                lambda draft: self.changeRequested.emit(row.link_id, row.version, draft),
            )

    def _open_editor(self, editor: EditorDialog, save: object) -> None:
        if self.editor is not None:
            self.editor.close()
        self.editor = editor
        editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        editor.saved.connect(save)
        editor.finished.connect(self._forget_editor)
        editor.open()

    def _forget_editor(self) -> None:
        self.editor = None

    def _cancel(self, link_id: str) -> None:
        self.flush()
        self._to_cancel = (link_id, self._now + UNDO_TIME)
        self.select("")
        self._show_notice()
        self.notice.action.setFocus()

    def _press_state_button(self) -> None:
        if self._state is ListState.READY:
            self._create()
        else:
            self.refreshRequested.emit()

    # What is shown

    def retranslate(self) -> None:
        self._title.setText(self.tr("Video appointments"))
        widgets.rename(self._previous, self.tr("Previous day"))
        widgets.rename(self._following, self.tr("Next day"))
        self._today.setText(self.tr("Today"))
        self._new.setText(self.tr("Appointment"))
        self._new.setAccessibleName(self.tr("New appointment"))
        widgets.rename(self._account, self.tr("Account and settings"))
        self._show_notice()
        self._refresh()

    def _find(self, link_id: str) -> AppointmentRow | None:
        return next((row for row in self._rows if row.link_id == link_id), None)

    def _refresh(self) -> None:
        now, today = self._now, self._now.astimezone().date()
        hidden = self._to_cancel[0] if self._to_cancel else ""
        rows = tuple(row for row in self._rows if row.day == self._day and row.link_id != hidden)
        upcoming = next_row(rows, now) if self._day == today else None
        self._day_label.setText(texts.day(self._day))
        self._day_label.setAccessibleName(texts.long_day(self._day))
        self._today.setVisible(self._day != today)
        self.card.set_row(upcoming, now)
        others = sorted((row for row in rows if row is not upcoming), key=lambda row: row.starts_at)
        later = [row for row in others if not row.state(now).finished]
        done = [row for row in others if row.state(now).finished]
        self._fill(later, done)
        self._later_heading.setText(self.tr("AFTER THAT") if upcoming else self.tr("APPOINTMENTS"))
        self._done_heading.setText(self.tr("DONE"))
        chosen = next((row for row in rows if row.link_id == self._selected), None)
        if chosen is None:
            self._selected = ""
        for link_id, widget in self._row_widgets.items():
            widget.set_chosen(link_id == self._selected)
        self.panel.set_row(chosen, now, is_next=chosen is not None and chosen is upcoming)
        self._show_state(bool(rows))

    def _fill(self, later: list[AppointmentRow], done: list[AppointmentRow]) -> None:
        """Bring the row widgets in line with the rows, keeping those that stay, and with them the focus."""
        wanted = [*later, *done]
        for link_id in set(self._row_widgets) - {row.link_id for row in wanted}:
            gone = self._row_widgets.pop(link_id)
            gone.hide()
            gone.deleteLater()
        for heading, frame, rows in (
            (self._later_heading, self._later, later),
            (self._done_heading, self._done, done),
        ):
            for index, row in enumerate(rows):
                widget = self._row_widgets.get(row.link_id)
                if widget is None:
                    widget = self._row_widgets[row.link_id] = RowWidget(row, self._now)
                    widget.selected.connect(self._toggle)
                    widget.copyRequested.connect(self._copy_link)
                else:
                    widget.set_row(row, self._now)
                if frame.column.indexOf(widget) != index:
                    frame.column.insertWidget(index, widget)
            heading.setVisible(bool(rows))
            frame.setVisible(bool(rows))
        self._order_keyboard(wanted)

    def _order_keyboard(self, rows: list[AppointmentRow]) -> None:
        last: QWidget = self.card.last_control
        for row in rows:
            for control in self._row_widgets[row.link_id].controls():
                QWidget.setTabOrder(last, control)
                last = control

    def _toggle(self, link_id: str) -> None:
        self.select("" if link_id == self._selected else link_id)

    def _show_state(self, any_rows: bool) -> None:
        offline = self._state is ListState.OFFLINE
        self._scroll.setVisible(any_rows)
        self._whole.setVisible(not any_rows)
        if any_rows and self._state in (ListState.OFFLINE, ListState.ERROR):
            text = self.tr("The practice service cannot be reached. The list may be out of date.")
            if not offline:
                text = self.tr("The list could not be updated. It may be out of date.")
            if not self._banner.isVisible() or self._banner.text != text:
                self._banner.show_notice(text, "warning", self.tr("Try again"))
        else:
            self._banner.clear()
        if any_rows:
            return
        if self._state is ListState.LOADING:
            self._whole.show_state("calendar", self.tr("Appointments are loading"), "", busy=True)
        elif self._state is ListState.READY:
            heading = self.tr("No video appointments on this day")
            if self._day == self._now.astimezone().date():
                heading = self.tr("No video appointments today")
            text = self.tr("Enter an appointment; you get the link for the patient at once.")
            self._whole.show_state("calendar", heading, text, self.tr("Enter appointment"))
        elif offline:
            self._whole.show_state(
                "wifi-off",
                self.tr("The practice service cannot be reached"),
                self.tr("Patients keep their place. Check the network of this computer, then try again."),
                self.tr("Try again"),
            )
        else:
            self._whole.show_state(
                "circle-alert",
                self.tr("The list could not be loaded"),
                self.tr("The practice service gave an answer that this program does not understand."),
                self.tr("Try again"),
            )

    def _show_notice(self) -> None:
        if self._to_cancel is not None:
            self.notice.show_notice(
                self.tr("The appointment is cancelled; its link closes."), "warning", self.tr("Undo")
            )
            return
        if self._notice is None:
            return
        texts_by_notice = {
            Notice.LINK_COPIED: self.tr("Link copied. Give it to this patient only."),
            Notice.MESSAGE_SENT: self.tr("Message sent."),
            Notice.MESSAGE_WAITS: self.tr("The message is sent as soon as the practice service can be reached."),
            Notice.MESSAGE_FAILED: self.tr("The message was not sent. Its text is kept; please try again."),
            Notice.SAVED: self.tr("Appointment saved."),
            Notice.SAVE_FAILED: self.tr("The appointment was not saved. Please try again."),
            Notice.CHANGED_MEANWHILE: self.tr(
                "Somebody else changed this appointment meanwhile. Please look at it and change it again."
            ),
            Notice.CANCEL_FAILED: self.tr("The appointment was not cancelled; its link is still valid."),
            Notice.START_FAILED: self.tr("The consultation could not be opened. Please try again."),
            Notice.LINK_CLOSED: self.tr("This link is closed. Enter a new appointment for the patient."),
            Notice.SETTINGS_DAMAGED: self.tr("The settings could not be read and were reset; the old file is kept."),
            Notice.CLOCK_WRONG: self.tr("The clock of this computer is wrong. Times follow the practice service."),
        }
        self.notice.show_notice(texts_by_notice[self._notice], _MOODS.get(self._notice, "danger"))

    def _clear_notice(self) -> None:
        self._notice = self._notice_until = None
        self.notice.clear()


class _RowCard(QFrame):
    """The card that holds quiet rows."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(tokens.SPACE_1, tokens.SPACE_1, tokens.SPACE_1, tokens.SPACE_1)
        self.column.setSpacing(0)
