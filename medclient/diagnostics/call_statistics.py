"""What the lines of the last calls did, one row a second: a ring of small files without names, links or addresses."""

import contextlib
import json
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from medclient.session.statistics import Inbound, Outbound, Sample

log = logging.getLogger("medclient.diagnostics.call_statistics")

MOST_CALLS = 10
MOST_SECONDS = 3 * 3600
WRITE_EVERY = 15
"""Rows that a crash may cost."""
GLOB = "call-*.jsonl"


@dataclass(frozen=True)
class Second:
    """One second of a call; None where nothing was measured. Kilobits per second, milliseconds, shares."""

    at_s: float
    state: str
    generation: int | None = None
    in_kbps: float | None = None
    out_kbps: float | None = None
    in_loss: float | None = None
    out_loss: float | None = None
    rtt_ms: float | None = None
    in_fps: float | None = None
    out_fps: float | None = None
    frozen_ms: float | None = None
    in_height: int | None = None
    out_height: int | None = None
    line_kbps: float | None = None
    """What the line is believed to carry."""


COLUMNS = tuple(each.name for each in fields(Second))


@dataclass(frozen=True)
class RecordedCall:
    began: datetime
    seconds: tuple[Second, ...] = ()
    interruptions: int | None = None
    """None where the record broke off."""
    ciphers: tuple[str, ...] = field(default=())


def second_between(before: Sample | None, now: Sample | None, at_s: float, state: str) -> Second:
    """What happened from one sample to the next of the same transport."""
    if now is None:
        return Second(at_s, state)
    if before is None or before.generation != now.generation or now.at <= before.at:
        return Second(at_s, state, now.generation, rtt_ms=_ms(now.round_trip_time))
    elapsed = now.at - before.at
    video_in, video_out = now.video_in, now.video_out
    return Second(
        at_s,
        state,
        now.generation,
        in_kbps=_kbps(before.audio_in, now.audio_in, before.video_in, now.video_in, elapsed),
        out_kbps=_kbps(before.audio_out, now.audio_out, before.video_out, now.video_out, elapsed),
        in_loss=_loss(before, now),
        out_loss=round(now.fraction_lost, 4),
        rtt_ms=_ms(now.round_trip_time),
        in_fps=round((video_in.frames_decoded - before.video_in.frames_decoded) / elapsed, 1),
        out_fps=round((video_out.frames_encoded - before.video_out.frames_encoded) / elapsed, 1),
        frozen_ms=round(max(0.0, video_in.total_freezes_duration - before.video_in.total_freezes_duration) * 1000),
        in_height=video_in.frame_height,
        out_height=video_out.frame_height,
        line_kbps=round(now.available_outgoing_bitrate / 1000),
    )


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 1)


def _bytes(side: Inbound | Outbound) -> int:
    return side.bytes_received if isinstance(side, Inbound) else side.bytes_sent


def _kbps(
    sound_before: Inbound | Outbound,
    sound_now: Inbound | Outbound,
    video_before: Inbound | Outbound,
    video_now: Inbound | Outbound,
    elapsed: float,
) -> float:
    grown = _bytes(sound_now) - _bytes(sound_before) + _bytes(video_now) - _bytes(video_before)
    return round(max(0, grown) * 8 / 1000 / elapsed, 1)


def _loss(before: Sample, now: Sample) -> float | None:
    pairs = ((before.audio_in, now.audio_in), (before.video_in, now.video_in))
    lost = sum(max(0, b.packets_lost - a.packets_lost) for a, b in pairs)
    whole = lost + sum(max(0, b.packets_received - a.packets_received) for a, b in pairs)
    return round(lost / whole, 4) if whole else None


class CallRecorder:
    """Writes one call at a time, behind the scenes; a failure to write is logged and costs only the record."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="call statistics")
        self._file: Path | None = None
        self._rows: list[Second] = []
        self._count = 0
        self._before: Sample | None = None

    @property
    def recording(self) -> bool:
        return self._file is not None

    def start(self, at: datetime) -> None:
        """A call begins; only the minute of it is written down."""
        self.finish(0)
        began = at.astimezone(UTC).replace(second=0, microsecond=0)
        self._file = self._folder / f"call-{at.astimezone(UTC):%Y%m%dT%H%M%S}.jsonl"
        self._rows, self._count, self._before = [], 0, None
        self._submit([{"began": began.isoformat(), "columns": COLUMNS}])

    def add(self, sample: Sample | None, at_s: float, state: str) -> None:
        """Once a second: the newest sample, or None where there is no transport."""
        if self._file is None or self._count >= MOST_SECONDS:
            return
        if sample is not None and self._before is not None and sample.at == self._before.at:
            sample = None
        self._rows.append(second_between(self._before, sample, round(at_s, 1), state))
        self._before = sample or self._before
        self._count += 1
        if len(self._rows) >= WRITE_EVERY:
            self._flush()

    def finish(self, interruptions: int) -> None:
        if self._file is None:
            return
        self._flush()
        last = self._before
        ciphers = [each for each in (last.dtls_cipher, last.srtp_cipher) if each] if last else []
        self._submit([{"interruptions": interruptions, "ciphers": ciphers}])
        self._file = None

    def settle(self) -> None:
        """Wait until all is written."""
        self._writer.submit(lambda: None).result()

    def close(self) -> None:
        self.finish(0)
        self._writer.shutdown()

    def _flush(self) -> None:
        rows, self._rows = self._rows, []
        self._submit([astuple(each) for each in rows])

    def _submit(self, lines: Sequence[Any]) -> None:
        file = self._file
        if file is not None and lines:
            text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
            self._writer.submit(self._write, file, text)

    def _write(self, file: Path, text: str) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not file.exists():
                for old in sorted(self._folder.glob(GLOB))[: -MOST_CALLS + 1]:
                    old.unlink()
            with file.open("a", encoding="utf-8") as stream:
                stream.write(text)
        except OSError as error:
            log.warning("statistics of the call could not be written: %s", type(error).__name__)


def recorded_calls(folder: Path, most: int = MOST_CALLS) -> list[RecordedCall]:
    """The newest calls, the newest first; what cannot be read is passed over."""
    calls = []
    for file in sorted(folder.glob(GLOB), reverse=True)[:most]:
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
            calls.append(_read(file.read_text(encoding="utf-8")))
    return calls


def _read(text: str) -> RecordedCall:
    began = datetime.fromtimestamp(0, UTC)
    seconds: list[Second] = []
    interruptions: int | None = None
    ciphers: tuple[str, ...] = ()
    for line in text.splitlines():
        try:
            content = json.loads(line)
        except ValueError:  # the last line of a crash
            break
        if isinstance(content, list):
            seconds.append(Second(*content[: len(COLUMNS)]))
        elif "began" in content:
            began = datetime.fromisoformat(content["began"])
        else:
            interruptions = int(content["interruptions"])
            ciphers = tuple(str(each) for each in content.get("ciphers", ()))
    return RecordedCall(began, tuple(seconds), interruptions, ciphers)
