"""Offers the next step down a bad line, or back up, and carries out the one that is taken."""

from datetime import datetime

from PySide6.QtCore import QObject, Signal

from medclient.protocol.messages import PictureSize
from medclient.session.events import CallSnapshot
from medclient.ui import telephone
from medclient.ui.call import wording
from medclient.ui.call.ladder import Ladder, Step
from medclient.ui.call.notices import Notice

PICTURES = {
    wording.PICTURE_SMALL: PictureSize.SMALL,
    wording.PICTURE_OFF: PictureSize.OFF,
    wording.PICTURE_FULL: PictureSize.FULL,
}


class Offering(QObject):
    """Of one call page; begins anew with each consultation."""

    changed = Signal()
    """Other lines are to be read."""
    pictureChosen = Signal(object)
    """`protocol.messages.PictureSize`."""
    chatWanted = Signal()
    said = Signal(str, str)
    """What has been done, and an icon."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.telephone = ""
        """The patient's, where it is known."""
        self._ladder = Ladder()
        self._step: Step | None = None
        self._now: datetime | None = None

    def begin(self, number: str) -> None:
        """Another consultation; `number` is its patient's telephone."""
        self.telephone = number
        self._ladder = Ladder()
        self._step = None

    def look(self, call: CallSnapshot, now: datetime | None) -> None:
        """Time has passed, or the call is another."""
        self._now = now
        step = self._ladder.look(call, now) if now else None
        if step is not self._step:
            self._step = step
            self.changed.emit()

    def notices(self, call: CallSnapshot) -> tuple[Notice, ...]:
        """What is offered now."""
        return wording.offers(self._step, call, self.telephone)

    def take(self, key: str) -> None:
        """The offer of this key was pressed; others are not ours."""
        if key in PICTURES:
            self.pictureChosen.emit(PICTURES[key])
        elif key == wording.CHAT:
            self.chatWanted.emit()
        elif key == wording.TELEPHONE:
            self.call_by_telephone()

    def dismiss(self) -> None:
        """Not now."""
        if self._now:
            self._ladder.dismiss(self._now)

    def call_by_telephone(self) -> None:
        """Hand the patient's number to the system's telephone program."""
        if telephone.call(self.telephone):
            self.said.emit(self.tr("Calling {number} …").format(number=self.telephone), "phone")
        else:
            self.said.emit(self.tr("{number} was copied.").format(number=self.telephone), "phone")
