"""The parts of the side panel: how the link is handed over, a message, and what has happened."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from medclient.practice.appointments import Way
from medclient.protocol.messages import TEXT_CHARS
from medclient.ui import tokens, widgets
from medclient.ui.appointments import history, texts
from medclient.ui.appointments.model import AppointmentRow
from medclient.ui.appointments.qr_code import QrCode
from medclient.ui.buttons import PushButton
from medclient.ui.elided_label import ElidedLabel
from medclient.ui.translation import LANGUAGES, Retranslated

_MESSAGE_HEIGHT = 64
DELAYS_MINUTES = (5, 10, 20)
MOST_READY_TEXTS = 8


class InvitationPart(Retranslated):
    """Link, QR code, and the ways to the patient."""

    copyRequested = Signal()
    handOverRequested = Signal(object, bool)
    """`Way`, and for a sheet whether it is to be printed (else saved)."""
    replaceRequested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._row: AppointmentRow | None = None
        self._heading = widgets.label(strong=True)
        self._link = QLineEdit()
        self._link.setReadOnly(True)
        self._copy = widgets.icon_button("", "copy", "")
        self._copy.clicked.connect(self.copyRequested)
        self._qr = QrCode()
        self._hint = widgets.label(size="small", tone="muted", wrap=True)
        self._replace = widgets.button("", "link")
        self._replace.clicked.connect(self.replaceRequested)
        self.email = widgets.button("", "", "mail")
        self.calendar = widgets.button("", "", "calendar-plus")
        self.print = widgets.button("", "", "printer")
        self.pdf = widgets.button("", "", "file-down")
        for button, way, printed in (
            (self.email, Way.EMAIL, False),
            (self.calendar, Way.CALENDAR, False),
            (self.print, Way.SHEET, True),
            (self.pdf, Way.SHEET, False),
        ):
            button.clicked.connect(lambda _=False, way=way, printed=printed: self.handOverRequested.emit(way, printed))
        link = QHBoxLayout()
        link.setSpacing(tokens.SPACE_2)
        link.addWidget(self._link, 1)
        link.addWidget(self._copy)
        beside = QVBoxLayout()
        beside.setSpacing(tokens.SPACE_2)
        beside.addWidget(self._hint)
        beside.addWidget(self._replace, 0, Qt.AlignmentFlag.AlignLeft)
        beside.addStretch()
        code = QHBoxLayout()
        code.setSpacing(tokens.SPACE_4)
        code.addWidget(self._qr, 0, Qt.AlignmentFlag.AlignTop)
        code.addLayout(beside, 1)
        ways = QGridLayout()
        ways.setSpacing(tokens.SPACE_2)
        for place, button in enumerate((self.email, self.calendar, self.print, self.pdf)):
            ways.addWidget(button, place // 2, place % 2)
        _stack(self, self._heading, link, code, ways)
        self.retranslate()

    def set_row(self, row: AppointmentRow, *, open_still: bool) -> None:
        """`open_still`: the link is good for something, now or later."""
        self._row = row
        self.setVisible(bool(row.link) and open_still)
        self._replace.setVisible(row.started_at is None)
        if self._link.text() != row.link:
            self._link.setText(row.link)
            self._link.setCursorPosition(0)
        self._qr.set_text(row.link)
        self.retranslate()

    def retranslate(self) -> None:
        self._heading.setText(self.tr("Link for the patient"))
        self._link.setAccessibleName(self._heading.text())
        widgets.rename(self._copy, self.tr("Copy link"))
        self._qr.setAccessibleName(self.tr("QR code of the link"))
        self._replace.setText(self.tr("New link …"))
        self._replace.setToolTip(self.tr("Makes another link; the old one is void at once"))
        self.email.setText(self.tr("E-mail"))
        self.calendar.setText(self.tr("Calendar"))
        self.calendar.setAccessibleName(self.tr("Save calendar file"))
        self.print.setText(self.tr("Print"))
        self.print.setAccessibleName(self.tr("Print invitation sheet"))
        self.pdf.setText(self.tr("PDF"))
        self.pdf.setAccessibleName(self.tr("Save invitation sheet as PDF"))
        row = self._row
        if row is None:
            return
        valid = self.tr("Valid from {opens} to {closes}. Only this patient may have it.").format(
            opens=texts.clock(row.opens_at), closes=texts.clock(row.closes_at)
        )
        language = self.tr("Invitation in {language}.").format(language=LANGUAGES.get(row.language, row.language))
        self._hint.setText(f"{valid} {language}")


class MessagePart(Retranslated):
    """A line to a patient who waits or is not there yet: how late one is, a ready text, or one's own words."""

    sent = Signal(str)
    delayed = Signal(int)
    """Minutes that the appointment begins later."""
    editTextsRequested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._own_texts: tuple[str, ...] = ()
        self._heading = widgets.label(strong=True)
        self._late = widgets.label(size="small", tone="muted")
        self.delays = [widgets.button("", "chip") for _ in DELAYS_MINUTES]
        for chip, minutes in zip(self.delays, DELAYS_MINUTES, strict=True):
            chip.clicked.connect(lambda _=False, minutes=minutes: self.delayed.emit(minutes))
        self.message = QPlainTextEdit()
        self.message.setFixedHeight(_MESSAGE_HEIGHT)
        self.message.setTabChangesFocus(True)
        self.message.textChanged.connect(self._enable)
        self.ready_texts: list[ReadyText] = []
        self._chips = QVBoxLayout()
        self._chips.setSpacing(tokens.SPACE_1)
        self.send = widgets.button("", "", "send")
        self.send.clicked.connect(self._send)
        self._edit = widgets.button("", "link")
        self._edit.clicked.connect(self.editTextsRequested)
        late = QHBoxLayout()
        late.setSpacing(tokens.SPACE_1)
        late.addWidget(self._late)
        late.addSpacing(tokens.SPACE_2)
        for chip in self.delays:
            late.addWidget(chip)
        late.addStretch()
        foot = QHBoxLayout()
        foot.addWidget(self.send)
        foot.addStretch()
        foot.addWidget(self._edit)
        _stack(self, self._heading, late, self._chips, self.message, foot)
        self.retranslate()

    def set_ready_texts(self, own: tuple[str, ...]) -> None:
        """The practice's own; none leaves the program's."""
        if own != self._own_texts:
            self._own_texts = own
            self.retranslate()

    @property
    def texts(self) -> tuple[str, ...]:
        """The ready texts in force."""
        return self._own_texts[:MOST_READY_TEXTS] or (
            self.tr("I will be with you shortly."),
            self.tr("Please have your insurance card ready."),
            self.tr("Something has come up. The practice will call you."),
        )

    def clear(self) -> None:
        self.message.clear()

    def failed(self, text: str) -> None:
        """Put a message back that did not get through, unless another is being typed."""
        if not self.message.toPlainText():
            self.message.setPlainText(text)

    def retranslate(self) -> None:
        self._heading.setText(self.tr("Message to the patient"))
        self.message.setAccessibleName(self._heading.text())
        self.message.setPlaceholderText(self.tr("It is there when the patient opens the link."))
        self._late.setText(self.tr("Late by"))
        for chip, minutes in zip(self.delays, DELAYS_MINUTES, strict=True):
            chip.setText(self.tr("{minutes} min").format(minutes=minutes))
            chip.setAccessibleName(self.tr("Tell the patient: {minutes} minutes later").format(minutes=minutes))
        self.send.setText(self.tr("Send"))
        self._edit.setText(self.tr("Edit texts …"))
        self._show_texts()
        self._enable()

    def _show_texts(self) -> None:
        wanted = list(self.texts)
        if [chip.toolTip() for chip in self.ready_texts] == wanted:
            return
        for chip in self.ready_texts:
            self._chips.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.ready_texts = []
        before: QWidget = self.delays[-1]
        for text in wanted:
            chip = ReadyText(text)
            chip.clicked.connect(lambda _=False, text=text: self._use(text))
            self._chips.addWidget(chip)
            QWidget.setTabOrder(before, chip)
            self.ready_texts.append(chip)
            before = chip
        QWidget.setTabOrder(before, self.message)

    def _use(self, text: str) -> None:
        self.message.setPlainText(text)
        self.message.setFocus()

    def _enable(self) -> None:
        self.send.setEnabled(0 < len(self.message.toPlainText().strip()) <= TEXT_CHARS)

    def _send(self) -> None:
        text = self.message.toPlainText().strip()
        if text:
            self.message.clear()
            self.sent.emit(text)


class HistoryPart(Retranslated):
    """When what happened."""

    def __init__(self) -> None:
        super().__init__()
        self._row: AppointmentRow | None = None
        self._today: date | None = None
        self._shown: list[tuple[str, str]] = []
        self._heading = widgets.label(strong=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(tokens.SPACE_4)
        self._grid.setVerticalSpacing(tokens.SPACE_1)
        self._grid.setColumnStretch(1, 1)
        self._labels: list[QLabel] = []
        _stack(self, self._heading, self._grid)
        self.retranslate()

    def set_row(self, row: AppointmentRow, today: date) -> None:
        self._row, self._today = row, today
        self.retranslate()

    def retranslate(self) -> None:
        self._heading.setText(self.tr("History"))
        shown = history.lines(self._row, self._today) if self._row and self._today else []
        self.setVisible(bool(shown))
        if shown == self._shown:
            return
        self._shown = shown
        for label in self._labels:
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._labels = []
        for place, (when, what) in enumerate(shown):
            cells = (widgets.label(when, size="small", tone="muted"), widgets.label(what, size="small", wrap=True))
            for column, cell in enumerate(cells):
                self._grid.addWidget(cell, place, column, Qt.AlignmentFlag.AlignTop)
            self._labels.extend(cells)


class ReadyText(PushButton):
    """A text to press; a long one ends in an ellipsis and is whole in the tooltip."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setProperty("kind", "chip")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setToolTip(text)
        self.setAccessibleName(text)
        label = ElidedLabel(text, size="small")
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inner = QHBoxLayout(self)
        inner.setContentsMargins(tokens.SPACE_3, 0, tokens.SPACE_3, 0)
        inner.addWidget(label)


def _stack(target: QWidget, *contents: QWidget | QLayout) -> None:
    """A thin line, then one below the other."""
    column = QVBoxLayout(target)
    column.setContentsMargins(0, tokens.SPACE_4, 0, 0)
    column.setSpacing(tokens.SPACE_2)
    column.addWidget(widgets.frame("line"))
    column.addSpacing(tokens.SPACE_2)
    for each in contents:
        if isinstance(each, QWidget):
            column.addWidget(each)
        else:
            column.addLayout(each)
