"""The facts of consultations that are over: what billing and the patient's file need, kept on this computer only.

The file has one sealed line for each fact, so that a crash costs at most the last line. The practice key seals them:
who does not sign in to the practice reads nothing. Lines of another practice on the same computer stay as they are.
"""

import contextlib
import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from medclient.protocol import account
from medclient.whole_file import replaced

log = logging.getLogger("medclient.practice.facts")

PURPOSE = "consultation facts"
COVER = "cover"
"""A line of its own: the confirmation is noted when it is given, and must outlive a crash of the call."""


@dataclass(frozen=True)
class CallFacts:
    """What is known about one consultation when it is over."""

    patient_name: str = field(repr=False)
    started_at: datetime | None
    """When picture or sound first flowed; None when no call came about."""
    ended_at: datetime
    interruptions: int = 0
    consent_at: datetime | None = None
    cover_at: datetime | None = None
    """When the patient confirmed aloud that they are insured."""
    ended_by_patient: bool = False
    link_id: str = ""
    practitioner_name: str = ""

    @property
    def duration(self) -> timedelta:
        return timedelta(0) if self.started_at is None else self.ended_at - self.started_at

    def to_content(self) -> dict[str, Any]:
        moments = ("started_at", "ended_at", "consent_at", "cover_at")
        values = {name: value.isoformat() if (value := getattr(self, name)) else None for name in moments}
        others = ("patient_name", "interruptions", "ended_by_patient", "link_id", "practitioner_name")
        return values | {name: getattr(self, name) for name in others}

    @classmethod
    def from_content(cls, content: dict[str, Any]) -> Self:
        """Raises: KeyError, TypeError, ValueError"""

        def moment(name: str) -> datetime | None:
            return datetime.fromisoformat(content[name]) if content.get(name) else None

        ended_at = moment("ended_at")
        if ended_at is None or ended_at.tzinfo is None:
            raise ValueError("a consultation without its end")
        return cls(
            patient_name=str(content["patient_name"]),
            started_at=moment("started_at"),
            ended_at=ended_at,
            interruptions=int(content["interruptions"]),
            consent_at=moment("consent_at"),
            cover_at=moment("cover_at"),
            ended_by_patient=bool(content["ended_by_patient"]),
            link_id=str(content["link_id"]),
            practitioner_name=str(content["practitioner_name"]),
        )


class FactsStore:
    """Methods take a moment of the disk's time and may be called from any thread.

    `key` gives the practice key of whoever is signed in.
    """

    def __init__(self, file: Path, key: Callable[[], bytes]) -> None:
        self._file = file
        self._key = key
        self._lock = threading.Lock()

    def add(self, facts: CallFacts) -> None:
        """Keep one more; a second one of the same consultation takes the place of the first.

        Raises:
            OSError: It could not be written.
        """
        self._append(facts.to_content())

    def note_cover(self, link_id: str, at: datetime | None) -> None:
        """The cover was confirmed aloud, or that was taken back, in a call that still runs.

        Raises:
            OSError: It could not be written.
        """
        self._append({"kind": COVER, "link_id": link_id, "at": at.isoformat() if at else None})

    def cover(self, link_id: str) -> datetime | None:
        """When the cover was confirmed in this consultation, before a crash or a second start."""
        with self._lock:
            return self._covers(content for _, content in self._read()).get(link_id)

    def all(self) -> tuple[CallFacts, ...]:
        """Newest first. Lines that are damaged are passed over.

        Raises:
            OSError: The file is there and cannot be read.
        """
        with self._lock:
            contents = [content for _, content in self._read()]
        covers = self._covers(contents)
        known: dict[str, CallFacts] = {}
        for content in contents:
            if content.get("kind") != COVER:
                with contextlib.suppress(KeyError, TypeError, ValueError):
                    facts = CallFacts.from_content(content)
                    known[facts.link_id] = replace(facts, cover_at=facts.cover_at or covers.get(facts.link_id))
        return tuple(sorted(known.values(), key=lambda facts: facts.ended_at, reverse=True))

    def delete(self, link_ids: Iterable[str]) -> None:
        """Forget these consultations.

        Raises:
            OSError: Nothing was changed.
        """
        gone = set(link_ids)
        self._keep(lambda content: content.get("link_id") not in gone)

    def delete_all(self) -> None:
        """Forget all of this practice.

        Raises:
            OSError: Nothing was changed.
        """
        self._keep(lambda content: False)

    def forget_before(self, moment: datetime) -> None:
        """Forget what ended before.

        Raises:
            OSError: Nothing was changed.
        """
        old = {facts.link_id for facts in self.all() if facts.ended_at < moment}
        if old:
            self.delete(old)

    @staticmethod
    def _covers(contents: Iterable[dict[str, Any]]) -> dict[str, datetime | None]:
        covers: dict[str, datetime | None] = {}
        for content in contents:
            if content.get("kind") == COVER:
                with contextlib.suppress(KeyError, TypeError, ValueError):
                    covers[content["link_id"]] = datetime.fromisoformat(content["at"]) if content["at"] else None
        return covers

    # The file.

    def _append(self, content: dict[str, Any]) -> None:
        line = account.seal_json(self._key(), PURPOSE, content) + "\n"
        with self._lock:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "r+b") as stream:
                size = stream.seek(0, os.SEEK_END)
                if size:
                    stream.seek(size - 1)
                    # What a crash has cut off must not take the next line with it.
                    line = line if stream.read(1) == b"\n" else "\n" + line
                stream.write(line.encode("ascii"))
                stream.flush()
                os.fsync(stream.fileno())

    def _read(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The lines of this practice, and what is in them."""
        key = self._key()
        for line in self._lines():
            with contextlib.suppress(account.WrongKey):
                yield line, account.unseal_json(key, PURPOSE, line)

    def _lines(self) -> list[str]:
        try:
            return self._file.read_text(encoding="ascii", errors="replace").splitlines()
        except FileNotFoundError:
            return []

    def _keep(self, wanted: Callable[[dict[str, Any]], bool]) -> None:
        """Write the file anew without the lines of this practice that are not wanted."""
        with self._lock:
            gone = {line for line, content in self._read() if not wanted(content)}
            kept = [line for line in self._lines() if line not in gone]
            with replaced(self._file) as stream:
                stream.writelines((line + "\n").encode("ascii", errors="replace") for line in kept)
