"""The middle of the page while there is no picture: who is awaited, and the one thing to do."""

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from medclient.session.events import CallSnapshot, CallState, EndedBy, Problem
from medclient.ui import tokens, widgets
from medclient.ui.call.spans import clock, minutes_since
from medclient.ui.translation import Retranslated
from medclient.ui.video.placeholder import paint_initials

AVATAR = 120
WIDTH = 640


class Lobby(Retranslated):
    """A title, a sentence, and the buttons that make sense now."""

    callPressed = Signal()
    messagePressed = Signal()
    leavePressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._call = CallSnapshot()
        self._name = ""
        self._now: datetime | None = None
        self._avatar = _Avatar(self)
        self.title = widgets.label(size="title", tone="stage", wrap=True)
        self.sentence = widgets.label(tone="stage-muted", wrap=True)
        for line in (self.title, self.sentence):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.call = widgets.button("", "primary", "phone")
        self.message = widgets.button("", "stage", "message-square")
        self.leave = widgets.button("", "stage", "arrow-left")
        self.call.clicked.connect(self.callPressed)
        self.message.clicked.connect(self.messagePressed)
        self.leave.clicked.connect(self.leavePressed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(tokens.SPACE_6)
        column.addWidget(self.title)
        column.addSpacing(tokens.SPACE_2)
        column.addWidget(self.sentence)
        column.addSpacing(tokens.SPACE_6)
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_3)
        row.addStretch(1)
        for button in (self.leave, self.message, self.call):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.setFixedWidth(WIDTH)
        self.retranslate()

    def show_call(self, call: CallSnapshot, name: str, now: datetime | None) -> None:
        """Draw the state of the call; `name` is the patient's, never empty."""
        self._call, self._name, self._now = call, name, now
        self._avatar.show_name(name)
        self.retranslate()

    def retranslate(self) -> None:
        self.title.setText(self._title())
        self.sentence.setText(self._sentence())
        self.sentence.setVisible(bool(self.sentence.text()))
        self._avatar.setVisible(self._call.state is not CallState.IDLE)
        self.leave.setText(self.tr("Back to the list"))
        self.message.setText(self.tr("Write a message"))
        self.call.setText(self.tr("Call again") if self._was_declined() else self.tr("Call"))
        self.call.setVisible(self._can_call())
        self.message.setVisible(self._call.state in (CallState.WAITING, CallState.RINGING))
        self.leave.setVisible(self._call.state in (CallState.IDLE, CallState.WAITING, CallState.ENDED))

    def _was_declined(self) -> bool:
        return self._call.problem is Problem.DECLINED

    def _can_call(self) -> bool:
        call = self._call
        return call.state is CallState.WAITING and (self._was_declined() or call.patient_present_since is not None)

    def _title(self) -> str:
        name = self._name
        match self._call.state:
            case CallState.IDLE:
                return self.tr("No consultation is open")
            case CallState.WAITING if self._was_declined():
                return self.tr("{name} did not accept the call").format(name=name)
            case CallState.WAITING if self._call.patient_present_since:
                return self.tr("{name} is in the waiting room").format(name=name)
            case CallState.WAITING:
                return self.tr("{name} is not here yet").format(name=name)
            case CallState.RINGING:
                return self.tr("Calling {name} …").format(name=name)
            case CallState.ENDED:
                return self.tr("The consultation has ended")
        return self.tr("Connecting with {name} …").format(name=name)

    def _sentence(self) -> str:
        call = self._call
        match call.state:
            case CallState.WAITING if self._was_declined():
                return self.tr("Perhaps it was a bad moment. Call again, or write a message.")
            case CallState.WAITING | CallState.RINGING if call.patient_present_since and self._now:
                minutes = minutes_since(call.patient_present_since, self._now)
                waiting = (
                    self.tr("waiting for {minutes} min").format(minutes=minutes)
                    if minutes
                    else self.tr("has just arrived")
                )
                if call.state is CallState.WAITING:
                    return waiting
                return self.tr("The patient page is ringing.") + " · " + waiting
            case CallState.WAITING:
                return self.tr("It rings by itself as soon as the link is opened.")
            case CallState.RINGING:
                return self.tr("The patient page is ringing.")
            case CallState.CONNECTING:
                return self.tr("Picture and sound follow in a moment.")
            case CallState.ENDED:
                return self._ending()
        return ""

    def _ending(self) -> str:
        call = self._call
        parts = [
            {
                EndedBy.PRACTITIONER: self.tr("You hung up."),
                EndedBy.PATIENT: self.tr("{name} hung up.").format(name=self._name),
                EndedBy.SERVICE: self.tr("The access to this consultation is closed."),
                None: "",
            }[call.ended_by]
        ]
        if call.started_at and call.ended_at:
            parts.append(self.tr("Duration {span}.").format(span=clock(call.ended_at - call.started_at)))
        return " ".join(part for part in parts if part)


class _Avatar(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(AVATAR, AVATAR)

    def show_name(self, name: str) -> None:
        if name != self._name:
            self._name = name
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(AVATAR, AVATAR)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_initials(QPainter(self), QRectF(self.rect()), self._name)
