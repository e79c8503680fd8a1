"""Files from one end to the other, without I/O; `service/page/file_transfer.js` is the same on the patient's page.

An offer (`messages.File`) is a line of the chat and names the file by its message id. The content goes over a data
channel of the newest transport, and only when the other end has asked for it: `want` says from which byte on, so that
a new transport, whichever end is the first to use it, goes on where the old one broke off. What has come is
acknowledged (`have`), which paces the sender (`FilePace`) and is its progress. `stop` saves the line what would come
in vain. How a file ended (`messages.FileEnd`) is a message in the mailbox again: it is known after a reload.

Over the channel: JSON texts of `want {file, from}`, `have {file, bytes}`, `stop {file}`; chunks are one byte length
of the file's id, the id in ASCII, the offset in four bytes (big endian), and the content.
"""

import hashlib
import json
import struct
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from medclient.protocol import file_rules, messages
from medclient.session.events import FileEntry, FileState
from medclient.session.file_pace import FilePace

STALLED_AFTER = timedelta(seconds=4)
"""What does not come is asked for again, over the newest channel."""
MOST_CHUNK = 65_536
MOST_HELD = 4 * file_rules.MOST_BYTES
"""Bytes of sent files that are kept for an end that lost what it had got."""


@dataclass(frozen=True)
class Tell:
    """Say this over a transport's channel for files."""

    generation: int
    data: str | bytes


@dataclass(frozen=True)
class Post:
    """Put this into the mailbox."""

    message: messages.FileEnd


FileEffect = Tell | Post


@dataclass
class _File:
    offer: messages.File
    own: bool
    state: FileState = FileState.OFFERED
    content: bytes | None = field(default=None, repr=False)
    """Whole, as we send it, or as it came and was checked."""
    moved: int = 0
    # Of one that we receive:
    buffer: bytearray = field(default_factory=bytearray, repr=False)
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256, repr=False)
    asked_at: datetime | None = None

    def begin_anew(self, state: FileState) -> None:
        """Let go of what has come of it."""
        self.state = state
        self.moved = 0
        self.buffer = bytearray()
        self.digest = hashlib.sha256()

    @property
    def wanted(self) -> bool:
        """Whether we have asked for it and do not have it yet."""
        return not self.own and self.state in (FileState.WAITING, FileState.MOVING)


@dataclass
class _Stream:
    """What is being sent, where, and how quickly."""

    file_id: str
    generation: int
    pace: FilePace


@dataclass
class FileTransfers:
    """All files of one consultation, as one end sees them."""

    files: dict[str, _File] = field(default_factory=dict)
    channels: set[int] = field(default_factory=set)
    """The generations whose channel is open."""
    streams: list[_Stream] = field(default_factory=list)
    """The first is being sent, the others wait for it."""

    @property
    def busy(self) -> bool:
        """Whether something is being sent: `pump` wants to be called often."""
        return bool(self.streams)

    def entry(self, file_id: str) -> FileEntry | None:
        """The file as it is shown."""
        file = self.files.get(file_id)
        if file is None:
            return None
        offer = file.offer
        return FileEntry(
            offer.name, offer.kind, offer.size, file.state, file.moved, file.content is not None and not file.own
        )

    def content(self, file_id: str) -> bytes | None:
        """A received file, whole and checked."""
        file = self.files.get(file_id)
        return file.content if file and not file.own else None

    # What we offer, and what the mailbox brings.

    def offer(self, key: str, name: str, kind: str, content: bytes, sha256: str) -> messages.File:
        """Offer a file under a provisional key; `sha256` is its content's, in hexadecimal.

        Raises:
            ValueError: It is empty, too large, or of a kind that is not taken.
        """
        name = file_rules.clean_name(name)
        if not 0 < len(content) <= file_rules.MOST_BYTES or file_rules.is_refused(name):
            raise ValueError("not a file that may be sent")
        offer = messages.File(name, kind[: messages.KIND_CHARS], len(content), sha256)
        self.files[key] = _File(offer, own=True, content=content)
        self._forget_oldest()
        return offer

    def sealed(self, key: str, file_id: str) -> None:
        """An offer has got the id under which it is posted."""
        if key in self.files:
            self.files[file_id] = self.files.pop(key)

    def offered(self, file_id: str, offer: messages.File, *, own: bool) -> None:
        """The mailbox brought an offer; the same one again changes nothing."""
        if file_id in self.files:
            return
        name = file_rules.clean_name(offer.name)
        offer = messages.File(name, offer.kind, offer.size, offer.sha256)
        allowed = 0 < offer.size <= file_rules.MOST_BYTES and not file_rules.is_refused(name)
        self.files[file_id] = _File(offer, own, FileState.OFFERED if allowed or own else FileState.REFUSED)

    def ended(self, end: messages.FileEnd, *, own: bool) -> None:
        """One of the two ends says how it ended; `own` if this end did, in an earlier run."""
        file = self.files.get(end.file)
        if file is None or end.how not in _ENDS:
            return
        # Only who receives it knows that it came or was spoilt; only who sends it that it is gone.
        by_sender = own == file.own
        if by_sender and end.how in (messages.RECEIVED, messages.FAILED):
            return
        if not by_sender and end.how == messages.GONE:
            return
        if file.content is not None and not file.own:
            return
        self._stop(end.file)
        file.begin_anew(_ENDS[end.how])
        file.moved = file.offer.size if file.state is FileState.DONE else 0
        if file.state is FileState.CANCELLED:
            file.content = None

    def caught_up(self) -> list[FileEffect]:
        """The backlog is read: what an earlier run of ours offered and cannot send any more is withdrawn."""
        effects: list[FileEffect] = []
        for file_id, file in self.files.items():
            if file.own and file.content is None and file.state is FileState.OFFERED:
                file.state = FileState.GONE
                effects.append(Post(messages.FileEnd(file_id, messages.GONE)))
        return effects

    # What the user does.

    def accept(self, file_id: str, now: datetime) -> list[FileEffect]:
        """Fetch a file; also one that was received before a restart, or came spoilt."""
        file = self.files.get(file_id)
        again = (FileState.OFFERED, FileState.DONE, FileState.FAILED)
        if file is None or file.own or file.content is not None or file.state not in again:
            return []
        file.begin_anew(FileState.WAITING)
        return self._ask(file_id, file, now)

    def cancel(self, file_id: str) -> list[FileEffect]:
        """Neither fetch nor send it any more; either end may."""
        file = self.files.get(file_id)
        open_ = (FileState.OFFERED, FileState.WAITING, FileState.MOVING)
        if file is None or file.state not in open_:
            return []
        file.begin_anew(FileState.CANCELLED)
        file.content = None
        self._stop(file_id)
        newest = max(self.channels, default=0)
        stop: list[FileEffect] = [_stop_word(newest, file_id)] if newest else []
        return [*stop, Post(messages.FileEnd(file_id, messages.CANCELLED))]

    def over(self) -> None:
        """The consultation has ended: what has not come by now never will. What has come stays."""
        for file in self.files.values():
            if file.state in (FileState.OFFERED, FileState.WAITING, FileState.MOVING):
                file.begin_anew(FileState.CANCELLED)
        self.streams.clear()

    # The channels.

    def opened(self, generation: int, now: datetime) -> list[FileEffect]:
        """A transport's channel is open: go on over it with what is wanted."""
        self.channels.add(generation)
        return [
            effect for file_id, file in self.files.items() if file.wanted for effect in self._ask(file_id, file, now)
        ]

    def closed(self, generation: int) -> None:
        self.channels.discard(generation)
        self.streams = [stream for stream in self.streams if stream.generation != generation]
        for file_id, file in self.files.items():
            if file.state is FileState.MOVING and (not self.channels or file.own) and not self._streamed(file_id):
                file.state = FileState.WAITING

    def heard(self, generation: int, data: str | bytes, now: datetime) -> list[FileEffect]:
        """Something came over a channel; what is malformed or unexpected is passed over."""
        if isinstance(data, bytes):
            return self._chunk(generation, data, now)
        try:
            word = json.loads(data)
            kind, file_id = word["type"], word["file"]
            file = self.files.get(file_id)
            if kind == "want":
                return self._wanted(generation, file_id, file, word["from"])
            if kind == "have":
                self._have(generation, file_id, word["bytes"], now)
            elif kind == "stop" and file:
                self._stopped(file_id, file)
        except (ValueError, KeyError, TypeError, RecursionError):
            return []
        return []

    def pump(self, now: datetime) -> list[FileEffect]:
        """What can be sent now. Call it when something was heard, and often while `busy`."""
        effects: list[FileEffect] = []
        while self.streams:
            stream = self.streams[0]
            content = self.files[stream.file_id].content or b""
            if stream.pace.acknowledged >= len(content):
                self.streams.pop(0)
                continue
            length = stream.pace.room(now)
            chunk = content[stream.pace.sent : stream.pace.sent + length]
            if not chunk:
                break
            effects.append(Tell(stream.generation, pack(stream.file_id, stream.pace.sent, chunk)))
            stream.pace.went(len(chunk), now)
        return effects

    def tick(self, now: datetime) -> list[FileEffect]:
        """Time has passed: what stalls is asked for again."""
        effects: list[FileEffect] = []
        for file_id, file in self.files.items():
            if file.wanted and file.asked_at and now - file.asked_at > STALLED_AFTER:
                effects += self._ask(file_id, file, now)
        return [*effects, *self.pump(now)]

    # Receiving.

    def _ask(self, file_id: str, file: _File, now: datetime) -> list[FileEffect]:
        newest = max(self.channels, default=0)
        if not newest:
            file.state = FileState.WAITING
            return []
        file.state = FileState.MOVING
        file.asked_at = now
        return [Tell(newest, json.dumps({"type": "want", "file": file_id, "from": len(file.buffer)}))]

    def _chunk(self, generation: int, data: bytes, now: datetime) -> list[FileEffect]:
        unpacked = unpack(data)
        if unpacked is None:
            return []
        file_id, offset, chunk = unpacked
        file = self.files.get(file_id)
        if file is None or not file.wanted or offset > len(file.buffer):
            return []
        if offset + len(chunk) > file.offer.size:
            return self._spoilt(generation, file_id, file)
        # Of what was asked for twice, only what is not here yet.
        fresh = chunk[len(file.buffer) - offset :]
        file.buffer += fresh
        file.digest.update(fresh)
        file.moved = len(file.buffer)
        file.state = FileState.MOVING
        file.asked_at = now
        effects: list[FileEffect] = [
            Tell(generation, json.dumps({"type": "have", "file": file_id, "bytes": file.moved}))
        ]
        if file.moved < file.offer.size:
            return effects
        if file.digest.hexdigest() != file.offer.sha256:
            return self._spoilt(generation, file_id, file)
        content = bytes(file.buffer)
        file.begin_anew(FileState.DONE)
        file.content, file.moved = content, len(content)
        return [*effects, Post(messages.FileEnd(file_id, messages.RECEIVED))]

    def _spoilt(self, generation: int, file_id: str, file: _File) -> list[FileEffect]:
        file.begin_anew(FileState.FAILED)
        return [_stop_word(generation, file_id), Post(messages.FileEnd(file_id, messages.FAILED))]

    # Sending.

    def _wanted(self, generation: int, file_id: str, file: _File | None, offset: object) -> list[FileEffect]:
        if not isinstance(offset, int) or isinstance(offset, bool) or offset < 0:
            return []
        if file is None or not file.own or file.content is None:
            return [_stop_word(generation, str(file_id)[: messages.ID_CHARS])]
        if offset >= len(file.content):
            return []
        self._stop(file_id)
        self.streams.append(_Stream(file_id, generation, FilePace.starting_at(offset)))
        if file.state is not FileState.DONE:
            file.state = FileState.MOVING
            file.moved = offset
        return []

    def _have(self, generation: int, file_id: str, offset: int, now: datetime) -> None:
        for stream in self.streams:
            if stream.file_id == file_id and stream.generation == generation:
                stream.pace.arrived(offset, now)
                self.files[file_id].moved = stream.pace.acknowledged

    def _stopped(self, file_id: str, file: _File) -> None:
        self._stop(file_id)
        if file.wanted:
            file.begin_anew(FileState.GONE)
        elif file.own and file.state is FileState.MOVING:
            file.begin_anew(FileState.OFFERED)

    def _stop(self, file_id: str) -> None:
        self.streams = [stream for stream in self.streams if stream.file_id != file_id]

    def _streamed(self, file_id: str) -> bool:
        return any(stream.file_id == file_id for stream in self.streams)

    def _forget_oldest(self) -> None:
        held = [file for file in self.files.values() if file.own and file.content is not None]
        too_much = sum(len(file.content or b"") for file in held) - MOST_HELD
        for file in held:
            if too_much > 0 and file.state is FileState.DONE:
                too_much -= len(file.content or b"")
                file.content = None


_ENDS = {
    messages.RECEIVED: FileState.DONE,
    messages.FAILED: FileState.FAILED,
    messages.CANCELLED: FileState.CANCELLED,
    messages.GONE: FileState.GONE,
}


def pack(file_id: str, offset: int, chunk: bytes) -> bytes:
    """A chunk as it travels."""
    name = file_id.encode("ascii")
    return struct.pack(f"!B{len(name)}sI", len(name), name, offset) + chunk


def unpack(data: bytes) -> tuple[str, int, bytes] | None:
    """File, offset and content of a chunk; None where it is none."""
    if not data or len(data) > MOST_CHUNK or len(data) <= 1 + data[0] + 4:
        return None
    start = 1 + data[0]
    try:
        name = data[1:start].decode("ascii")
    except UnicodeDecodeError:
        return None
    return name, int.from_bytes(data[start : start + 4]), data[start + 4 :]


def _stop_word(generation: int, file_id: str) -> Tell:
    return Tell(generation, json.dumps({"type": "stop", "file": file_id}))
