"""The page of video appointments: the next one large, the day in quiet rows, details at the side."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from medclient.practice.appointments import Way
from medclient.practice.profile import PracticeProfile
from medclient.settings import Appearance
from medclient.ui import tokens, widgets
from medclient.ui.appointments.account_menu import AccountMenu
from medclient.ui.appointments.day_list import SCROLL_BAR, DayList
from medclient.ui.appointments.detail_panel import DetailPanel
from medclient.ui.appointments.editor import EditorDialog, InstantDialog, Practice
from medclient.ui.appointments.header import EVERYBODY, Header
from medclient.ui.appointments.model import AppointmentRow, next_row
from medclient.ui.appointments.notices import Notice, NoticeToast
from medclient.ui.appointments.profile_dialog import ProfileDialog
from medclient.ui.appointments.row_menu import RowMenu
from medclient.ui.appointments.small_dialogs import ReadyTextsDialog, ReplaceDialog
from medclient.ui.notice_bar import NoticeBar
from medclient.ui.state_view import StateView
from medclient.ui.translation import Retranslated

LIST_WIDTH = 860
NARROW = 940


class ListState(StrEnum):
    """How well the list is known."""

    LOADING = "loading"
    READY = "ready"
    OFFLINE = "offline"
    """The service is not reachable; rows shown before stay."""
    ERROR = "error"
    """The service answered, but not with a list."""


class AppointmentsPage(Retranslated):
    """Takes rows and the time, tells what the user wants; holds nothing that the service should hold."""

    startRequested = Signal(str)
    """Link id."""
    messageRequested = Signal(str, str)
    """Link id, text."""
    delayRequested = Signal(str, int)
    """Link id, minutes that it begins later."""
    createRequested = Signal(object)
    """`AppointmentDraft`."""
    instantRequested = Signal(object)
    """`AppointmentDraft` that begins now."""
    changeRequested = Signal(object, object)
    """The `AppointmentRow` as it was opened, `AppointmentDraft`."""
    cancelRequested = Signal(str)
    """Link id; comes when the time for taking it back has passed."""
    replaceRequested = Signal(str)
    """Link id: make a new link, the old one is void."""
    handOverRequested = Signal(str, object, bool)
    """Link id, `Way`, and for a sheet whether it is to be printed."""
    dayRequested = Signal(object)
    """`date`: the rows of another day are wanted."""
    searchRequested = Signal(str)
    """What is looked for; empty when the search is over."""
    refreshRequested = Signal()
    readyTextsChanged = Signal(object)
    """The practice's own ready texts, a tuple."""
    profileChanged = Signal(object)
    """`PracticeProfile`."""

    def __init__(self, now: datetime) -> None:
        super().__init__()
        widgets.as_page(self)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._now = now
        self._day = now.astimezone().date()
        self._rows: tuple[AppointmentRow, ...] = ()
        self._found: tuple[AppointmentRow, ...] = ()
        self._searching = ""
        self._state = self._search_state = ListState.LOADING
        self._can_start = True
        self._practice = Practice()
        self._whose = EVERYBODY
        self._selected = ""
        self._cancelling = ""
        self.dialog: QDialog | None = None
        """Whichever dialog of this page is open."""

        self.header = Header(self._day, self)
        self.header.newRequested.connect(self._create)
        self.header.instantRequested.connect(self._create_instant)
        self.header.dayChosen.connect(self._go_to)
        self.header.practitionerChosen.connect(self._choose_practitioner)
        self.header.searched.connect(self._search)
        self.menu = AccountMenu(self)
        self.header.accountRequested.connect(lambda: self.menu.open_under(self.header.account))

        self.list = DayList()
        self.card = self.list.card
        self.card.startRequested.connect(self.startRequested)
        self.card.detailsRequested.connect(self.select)
        self.card.messageRequested.connect(self._write_to)
        self.found = DayList(with_day=True)
        for each in (self.list, self.found):
            each.copyRequested.connect(self._copy_link)
            each.cancelRequested.connect(self._cancel)
            each.menuRequested.connect(self._open_menu)
        self.list.selected.connect(self._toggle)
        self.found.selected.connect(self._go_to_found)
        self._whole = StateView()
        self._whole.pressed.connect(self._press_state_button)
        self._banner = NoticeBar(closable=False)
        self._banner.actionPressed.connect(self.refreshRequested)
        self.notice = NoticeToast()

        self.panel = DetailPanel()
        self.panel.closed.connect(lambda: self.select(""))
        self.panel.startRequested.connect(self.startRequested)
        self.panel.copyRequested.connect(self._copy_link)
        self.panel.handOverRequested.connect(self.handOverRequested)
        self.panel.replaceRequested.connect(self._ask_replace)
        self.panel.messageRequested.connect(self.messageRequested)
        self.panel.delayRequested.connect(self.delayRequested)
        self.panel.editRequested.connect(self._edit)
        self.panel.followUpRequested.connect(self._follow_up)
        self.panel.cancelRequested.connect(self._cancel)
        self.panel.writing.editTextsRequested.connect(self._edit_texts)

        self._lay_out()
        QShortcut(QKeySequence(QKeySequence.StandardKey.Refresh), self, self.refreshRequested.emit)
        self.retranslate()

    def _lay_out(self) -> None:
        main = QWidget()
        main.setMaximumWidth(LIST_WIDTH)
        self._middle = middle = QVBoxLayout(main)
        middle.setSpacing(tokens.SPACE_4)
        for each in (self.header, self._banner, self.notice):
            each.setContentsMargins(0, 0, SCROLL_BAR, 0)
        middle.addWidget(self.header)
        middle.addWidget(self._banner)
        for filling in (self.list, self.found, self._whole):
            middle.addWidget(filling, 1)
        middle.addWidget(self.notice)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addStretch(1)
        outer.addWidget(main, 1000)
        outer.addStretch(1)
        outer.addWidget(self.panel)
        self._space()

    def _space(self) -> None:
        """Less room round the list where the window is narrow: on a small screen its rows need it."""
        side = tokens.SPACE_4 if self.width() < NARROW else tokens.SPACE_8
        self._middle.setContentsMargins(side, tokens.SPACE_6, side - SCROLL_BAR, tokens.SPACE_4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._space()

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
        self.notice.set_now(now)
        self._refresh()

    def set_rows(self, rows: tuple[AppointmentRow, ...]) -> None:
        """The appointments of the day shown; rows of other days are left out."""
        self._rows = rows
        self._refresh()

    def set_state(self, state: ListState) -> None:
        """How well the list is known; `READY` after every `set_rows` from the service."""
        self._state = state
        self._refresh()

    def set_found(self, query: str, rows: tuple[AppointmentRow, ...], state: ListState) -> None:
        """What a search has found; passed over when something else is looked for meanwhile."""
        if query == self._searching:
            self._found, self._search_state = rows, state
            self._refresh()

    def set_account(self, display_name: str, practice_name: str = "", *, can_start: bool = True) -> None:
        """Who is signed in; `can_start` is false for staff."""
        self._can_start = can_start
        self.card.set_can_start(can_start)
        self.panel.set_can_start(can_start)
        self.menu.set_account(display_name, practice_name, can_start=can_start)

    def set_practice(self, practice: Practice) -> None:
        """The people of the practice; a practitioner sees one's own appointments first, staff those of all."""
        if (practice.own_id, practice.colleagues) != (self._practice.own_id, self._practice.colleagues):
            own = any(each.account_id == practice.own_id for each in practice.practitioners)
            self._whose = practice.own_id if own and len(practice.practitioners) > 1 else EVERYBODY
            self.header.set_practitioners(practice.colleagues, practice.own_id, self._whose)
        self._practice = practice
        self._refresh()

    def set_preferences(self, language: str, appearance: Appearance) -> None:
        self.menu.set_preferences(language, appearance)

    def set_ready_texts(self, own: tuple[str, ...]) -> None:
        """The practice's own ready texts; none leaves the program's."""
        self.panel.writing.set_ready_texts(own)

    def show_notice(self, notice: Notice) -> None:
        """Say what came of an action; good news goes away by itself."""
        self.notice.say(notice, self._now)

    def remind(self, text: str, *, urgent: bool) -> None:
        """Say what is due; `urgent` where something is missing for it."""
        self.notice.say_text(text, "warning" if urgent else "accent")

    def offer_undo(self, notice: Notice, undo: Callable[[], None]) -> None:
        """Say what was done, and for some seconds how to take it back."""
        self.notice.offer_undo(notice, self._now, undo)

    def message_failed(self, link_id: str, text: str) -> None:
        """A message did not get through: its text comes back into the field."""
        if link_id == self.panel.link_id:
            self.panel.message_failed(text)
        self.show_notice(Notice.MESSAGE_FAILED)

    def flush(self) -> None:
        """Do for good what could still be taken back; also before the page is left for good."""
        self.notice.settle()

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

    @property
    def editor(self) -> EditorDialog | None:
        """The editor, while it is open."""
        return self.dialog if isinstance(self.dialog, EditorDialog) else None

    def show_day(self, day: date) -> None:
        """Show another day, without asking for its rows."""
        self._day = day
        self._selected = ""
        self._refresh()

    def select(self, link_id: str) -> None:
        """Show an appointment at the side; an empty id closes the panel and gives the focus back."""
        before, self._selected = self._selected, link_id
        self._refresh()
        if not link_id:
            self.list.focus_row(before)

    def show_appointment(self, row: AppointmentRow) -> None:
        """Go to an appointment's day and show it at the side, whoever's it is."""
        if self._whose not in (EVERYBODY, row.account_id):
            self._whose = EVERYBODY
            self.header.set_practitioners(self._practice.colleagues, self._practice.own_id, EVERYBODY)
        self.header.search.clear()
        if row.day != self._day:
            self._go_to(row.day)
        if all(known.link_id != row.link_id for known in self._rows):
            self._rows = (*self._rows, row)
        self.select(row.link_id)

    # What the user does

    def _go_to(self, day: date) -> None:
        self.header.search.clear()
        if day != self._day:
            self.show_day(day)
            self._rows = ()
            self.set_state(ListState.LOADING)
            self.dayRequested.emit(day)

    def _choose_practitioner(self, account_id: str) -> None:
        self._whose = account_id
        self._refresh()

    def _search(self, query: str) -> None:
        if query == self._searching:
            return
        self._searching, self._found = query, ()
        self._search_state = ListState.LOADING
        self._selected = ""
        self._refresh()
        self.searchRequested.emit(query)

    def _go_to_found(self, link_id: str) -> None:
        row = self._find(link_id)
        if row is not None:
            self.show_appointment(row)

    def _write_to(self, link_id: str) -> None:
        self.select(link_id)
        self.panel.focus_message()

    def _write_about(self, row: AppointmentRow) -> None:
        self.show_appointment(row)
        self.panel.focus_message()

    def _copy_link(self, link_id: str) -> None:
        row = self._find(link_id)
        if row is not None and row.link and not row.state(self._now).finished:
            QGuiApplication.clipboard().setText(row.link)
            self.show_notice(Notice.LINK_COPIED)
            self.handOverRequested.emit(link_id, Way.COPIED, False)

    def _create(self) -> None:
        start = self._now
        if self._day > self._now.astimezone().date():
            local = self._now.astimezone()
            start = local.replace(year=self._day.year, month=self._day.month, day=self._day.day)
        editor = EditorDialog(start, None, self, practice=self._practice, account_id=self._whose)
        editor.saved.connect(self.createRequested)
        self._open(editor)

    def _create_instant(self) -> None:
        dialog = InstantDialog(self._now, self, practice=self._practice, account_id=self._whose)
        dialog.saved.connect(self.instantRequested)
        self._open(dialog)

    def _edit(self, link_id: str) -> None:
        row = self._find(link_id)
        if row is not None:
            editor = EditorDialog(self._now, row, self, practice=self._practice)
            editor.saved.connect(lambda draft: self.changeRequested.emit(row, draft))
            self._open(editor)

    def _follow_up(self, link_id: str) -> None:
        row = self._find(link_id)
        if row is not None:
            editor = EditorDialog(self._now, None, self, practice=self._practice, template=row)
            editor.saved.connect(self.createRequested)
            self._open(editor)

    def _ask_replace(self, link_id: str) -> None:
        dialog = ReplaceDialog(self)
        dialog.accepted.connect(lambda: self.replaceRequested.emit(link_id))
        self._open(dialog)

    def _edit_texts(self) -> None:
        before = self.panel.writing.texts
        dialog = ReadyTextsDialog(before, self)
        dialog.saved.connect(lambda texts: self._save_texts(before, texts))
        self._open(dialog)

    def _save_texts(self, before: tuple[str, ...], texts: tuple[str, ...]) -> None:
        """Who saves what is there already has not made texts of their own."""
        if texts != before:
            self.readyTextsChanged.emit(texts)

    def edit_profile(self, profile: PracticeProfile) -> None:
        """Let what invitations say of the practice be changed."""
        dialog = ProfileDialog(profile, self)
        dialog.saved.connect(self.profileChanged)
        self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        if self.dialog is not None:
            self.dialog.close()
        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._forget_dialog)
        dialog.open()

    def _forget_dialog(self) -> None:
        self.dialog = None

    def _open_menu(self, link_id: str, place: QPoint) -> None:
        row = self._find(link_id)
        if row is None:
            return
        menu = RowMenu(row, self._now, self, can_start=self._can_start)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.startRequested.connect(lambda: self.startRequested.emit(link_id))
        menu.detailsRequested.connect(lambda: self.show_appointment(row))
        menu.copyRequested.connect(lambda: self._copy_link(link_id))
        menu.messageRequested.connect(lambda: self._write_about(row))
        menu.editRequested.connect(lambda: self._edit(link_id))
        menu.followUpRequested.connect(lambda: self._follow_up(link_id))
        menu.cancelRequested.connect(lambda: self._cancel(link_id))
        menu.popup(place)

    def _cancel(self, link_id: str) -> None:
        row = self._find(link_id)
        if row is None or row.state(self._now).finished or row.started_at is not None:
            return
        self.flush()
        self._cancelling = link_id
        self.select("")
        self.notice.offer_undo(Notice.CANCELLED, self._now, self._keep_cancelled, lambda: self._cancel_now(link_id))
        self.notice.action.setFocus()

    def _keep_cancelled(self) -> None:
        self._cancelling = ""
        self._refresh()

    def _cancel_now(self, link_id: str) -> None:
        self._cancelling = ""
        self.cancelRequested.emit(link_id)
        self._refresh()

    def _press_state_button(self) -> None:
        if self._searching and self._search_state is ListState.READY:
            self.header.search.clear()
            self.header.search.setFocus()
        elif self._searching:
            self.searchRequested.emit(self._searching)
        elif self._state is ListState.READY:
            self._create()
        else:
            self.refreshRequested.emit()

    # What is shown

    def retranslate(self) -> None:
        self._refresh()

    def _find(self, link_id: str) -> AppointmentRow | None:
        return next((row for row in (*self._rows, *self._found) if row.link_id == link_id), None)

    def _shown(self, row: AppointmentRow) -> bool:
        return row.link_id != self._cancelling and self._whose in (EVERYBODY, row.account_id)

    def _refresh(self) -> None:
        now, today = self._now, self._now.astimezone().date()
        self.header.set_day(self._day, today)
        if self._searching:
            self.found.show_found(tuple(row for row in self._found if row.link_id != self._cancelling), now)
            self.panel.set_row(None, now)
            self._show_state()
            return
        rows = tuple(row for row in self._rows if row.day == self._day and self._shown(row))
        if self._whose != EVERYBODY:
            rows = tuple(replace(row, practitioner="") for row in rows)
        upcoming = next_row(rows, now) if self._day == today else None
        self.list.show_day(rows, upcoming, now, today=self._day == today)
        chosen = next((row for row in rows if row.link_id == self._selected), None)
        if chosen is None:
            self._selected = ""
        self.list.choose(self._selected)
        self.panel.set_row(chosen, now, is_next=chosen is not None and chosen is upcoming)
        self._show_state(bool(rows))

    def _toggle(self, link_id: str) -> None:
        self.select("" if link_id == self._selected else link_id)

    def _show_state(self, any_rows: bool = False) -> None:
        searching, any_found = bool(self._searching), bool(self._searching and self._found)
        self.list.setVisible(any_rows and not searching)
        self.found.setVisible(any_found)
        self._whole.setVisible(not any_rows and not any_found)
        if any_rows and self._state in (ListState.OFFLINE, ListState.ERROR):
            text = self.tr("The practice service cannot be reached. The list may be out of date.")
            if self._state is ListState.ERROR:
                text = self.tr("The list could not be updated. It may be out of date.")
            if not self._banner.isVisible() or self._banner.text != text:
                self._banner.show_notice(text, "warning", self.tr("Try again"))
        else:
            self._banner.clear()
        if any_rows or any_found:
            return
        state = self._search_state if searching else self._state
        if state is ListState.LOADING:
            heading = self.tr("Looking through the appointments") if searching else self.tr("Appointments are loading")
            self._whole.show_state("search" if searching else "calendar", heading, "", busy=True)
        elif state is ListState.READY and searching:
            self._whole.show_state(
                "search",
                self.tr("Nobody found"),
                self.tr("The names of all appointments are looked through, from three months back to one year ahead."),
                self.tr("Clear the search"),
            )
        elif state is ListState.READY:
            self._show_empty()
        elif state is ListState.OFFLINE:
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

    def _show_empty(self) -> None:
        heading = self.tr("No video appointments on this day")
        if self._day == self._now.astimezone().date():
            heading = self.tr("No video appointments today")
        text = self.tr("Enter an appointment; you get the link for the patient at once.")
        self._whole.show_state("calendar", heading, text, self.tr("Enter appointment"))
