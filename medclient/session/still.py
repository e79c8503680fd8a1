"""A sharp still by the patient's camera, asked for by the practitioner, without I/O.

It travels as a file does (`file_transfer.py`: paced, resumed, checked), but is no line of the chat, and is kept in
memory only: here until it is shown, there until it has come.
"""

from datetime import datetime, timedelta

from medclient.protocol import messages
from medclient.session.events import FileState, StillEntry, StillState
from medclient.session.file_transfer import FileEffect, FileTransfers

ANSWERED_WITHIN = timedelta(seconds=12)
"""A camera takes a second or two; a page of an older version never answers."""
MOST_BYTES = 6 * 1024 * 1024
NAME = "still.jpg"
OPEN = frozenset({StillState.ASKED, StillState.MOVING})


class Stills:
    """At most one at a time."""

    def __init__(self, files: FileTransfers) -> None:
        self._files = files
        self.entry: StillEntry | None = None
        self._asked_at: datetime | None = None

    @property
    def busy(self) -> bool:
        return self.entry is not None and self.entry.state in OPEN

    def ask(self, still_id: str, now: datetime) -> bool:
        """Whether it is to be asked for: not while another is under way."""
        if self.busy:
            return False
        self.forget()
        self.entry = StillEntry(still_id)
        self._asked_at = now
        return True

    def ready(self, message: messages.StillReady, now: datetime) -> list[FileEffect]:
        """The patient's end has taken it: fetch it."""
        if self.entry != StillEntry(message.id):
            return []
        if not 0 < message.size <= MOST_BYTES:
            self._end(StillState.FAILED)
            return []
        offer = messages.File(NAME, "image/jpeg", message.size, message.sha256)
        self._files.offered(message.id, offer, own=False)
        self.entry = StillEntry(message.id, StillState.MOVING)
        return self._files.accept(message.id, now)

    def refused(self, message: messages.StillRefused) -> None:
        """There is none: the camera is off, or gave nothing."""
        if self.entry and self.entry.id == message.id and self.busy:
            self._end(StillState.NO_CAMERA if message.reason == messages.CAMERA_OFF else StillState.FAILED)

    def look(self, now: datetime) -> None:
        """How far it is."""
        entry = self.entry
        if entry is None or not self.busy:
            return
        file = self._files.entry(entry.id)
        if file is None:
            if self._asked_at is None or now - self._asked_at > ANSWERED_WITHIN:
                self._end(StillState.FAILED)
        elif file.held:
            self.entry = StillEntry(entry.id, StillState.READY, 100)
        elif file.state in (FileState.WAITING, FileState.MOVING):
            self.entry = StillEntry(entry.id, StillState.MOVING, 100 * file.moved // file.size)
        else:
            self._end(StillState.FAILED)

    def take(self) -> bytes | None:
        """The picture as it came (JPEG), once; it is not kept here any longer."""
        content = self._files.content(self.entry.id) if self.entry else None
        self.forget()
        return content

    def forget(self) -> None:
        if self.entry:
            self._files.files.pop(self.entry.id, None)
        self.entry = None

    def _end(self, state: StillState) -> None:
        if self.entry:
            still_id = self.entry.id
            self.forget()
            self.entry = StillEntry(still_id, state)
