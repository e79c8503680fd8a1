"""What is in a report: sections of plain data, redacted, from facts that are handed in."""

import dataclasses
import os
import platform
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import ifaddr

from medclient.diagnostics import call_statistics, crash, libraries
from medclient.diagnostics.call_statistics import RecordedCall, Second
from medclient.diagnostics.report.redaction import ReportRedactor, short_address
from medclient.diagnostics.system_test import kept
from medclient.diagnostics.system_test.machine_probe import measure_machine
from medclient.diagnostics.system_test.verdict import TestReport
from medclient.media.devices import Devices, list_devices
from medclient.settings import Paths, Settings

SHOWN_SETTINGS = frozenset({"language", "appearance"})
"""Texts that are one of a few words; of every other text it is only said whether there is one."""
MOST_LOG_CHARS = 400_000


class SectionKey(StrEnum):
    PROGRAM = "program"
    COMPUTER = "computer"
    DEVICES = "devices"
    SETTINGS = "settings"
    TEST = "system_test"
    CALLS = "calls"
    CRASHES = "crashes"
    LOG = "log"
    LIBRARIES = "libraries"


@dataclass(frozen=True)
class Facts:
    """What the program knows and a report asks for."""

    paths: Paths
    settings: Settings
    screens: tuple[tuple[int, int], ...] = ()
    graphics: str = ""
    service: str = ""
    """`embedded`, `own`, or empty: never its address."""
    names: tuple[str, ...] = ()
    """Every name that the program knows at this moment: the last redaction looks for them."""
    state: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)
    """Of the running program: page, state of the call, of camera and sound."""
    home: Path | None = None
    devices: Callable[[], Devices] = list_devices


@dataclass(frozen=True)
class Section:
    key: SectionKey
    data: Any
    """As it goes into the JSON."""
    text: str = ""
    """Where the section is a text: log and traces."""


@dataclass(frozen=True)
class Report:
    at: datetime
    sections: tuple[Section, ...]
    calls: tuple[RecordedCall, ...] = ()
    test: TestReport | None = None

    def section(self, key: SectionKey) -> Section:
        return next(each for each in self.sections if each.key is key)


def collect(facts: Facts) -> Report:
    """Read and redact everything; blocks for a second or two: call it in a thread."""
    redact = ReportRedactor(facts.names, facts.home)
    calls = tuple(call_statistics.recorded_calls(facts.paths.diagnostics_dir))
    test = kept.last(facts.paths.diagnostics_dir / kept.FILE_NAME)
    log_text = redact(_log(facts.paths.log_file))
    traces = crash.traces(facts.paths.diagnostics_dir)
    crashes = redact("\n\n".join(f"{name}\n{text}" for name, text in traces.items()))
    sections = (
        Section(SectionKey.PROGRAM, redact.all_of(_program(facts))),
        Section(SectionKey.COMPUTER, redact.all_of(_computer(facts))),
        Section(SectionKey.DEVICES, _devices(facts.devices(), redact)),
        Section(SectionKey.SETTINGS, redact.all_of(_settings(facts.settings))),
        Section(SectionKey.TEST, redact.all_of(test.to_json()) if test else None),
        Section(SectionKey.CALLS, redact.all_of([_call(each) for each in calls])),
        Section(SectionKey.CRASHES, sorted(traces), crashes),
        Section(SectionKey.LOG, {"lines": log_text.count("\n")}, log_text),
        Section(SectionKey.LIBRARIES, {name: redact.names(each) for name, each in libraries.versions().items()}),
    )
    return Report(datetime.now(UTC), sections, calls, test)


def _program(facts: Facts) -> dict[str, Any]:
    own = libraries.versions()
    return {
        "version": own[libraries.ROOT],
        "python": platform.python_version(),
        "qt": own.get("PySide6_Essentials", ""),
        "frozen": bool(getattr(sys, "frozen", False)),
        "service": facts.service,
        **dict(facts.state.items()),
    }


def _computer(facts: Facts) -> dict[str, Any]:
    machine = measure_machine(facts.screens)
    return {
        "system": machine.system,
        "kernel": f"{platform.system()} {platform.release()}",
        "architecture": platform.machine(),
        "cores": machine.cores,
        "memory_mib": machine.memory_bytes and machine.memory_bytes // 2**20,
        "memory_free_mib": machine.memory_free_bytes and machine.memory_free_bytes // 2**20,
        "screens": [f"{width}x{height}" for width, height in facts.screens],
        "graphics": facts.graphics,
        "language": os.environ.get("LANG", ""),
        "networks": _networks(),
    }


def _networks() -> list[str]:
    """Which networks this computer is in, without its own place in them."""
    found = set()
    for adapter in ifaddr.get_adapters():
        for each in adapter.ips:
            text = each.ip if isinstance(each.ip, str) else each.ip[0]
            found.add(short_address(text))
    return sorted(found)


def _devices(devices: Devices, redact: ReportRedactor) -> dict[str, list[str]]:
    kinds: dict[str, Iterable[Any]] = {
        "cameras": devices.cameras,
        "microphones": devices.microphones,
        "speakers": devices.speakers,
    }
    return {kind: [redact.device(each.name) for each in found] for kind, found in kinds.items()}


def _settings(settings: Settings) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for each in dataclasses.fields(settings):
        value = getattr(settings, each.name)
        if isinstance(value, StrEnum) or (isinstance(value, str) and each.name in SHOWN_SETTINGS):
            shown[each.name] = str(value)
        elif isinstance(value, bool | int | float) or value is None:
            shown[each.name] = value
        else:
            shown[each.name] = "set" if value else "not set"
    return shown


def _call(call: RecordedCall) -> dict[str, Any]:
    return {
        "began": call.began.isoformat(),
        "interruptions": call.interruptions,
        "ciphers": list(call.ciphers),
        "summary": summary(call.seconds),
        "columns": list(call_statistics.COLUMNS),
        "seconds": [list(dataclasses.astuple(each)) for each in call.seconds],
    }


def summary(seconds: Sequence[Second]) -> dict[str, float | int | None]:
    """The figures that one looks at first."""

    def mean(value: Callable[[Second], float | None]) -> float | None:
        known = [each for second in seconds if (each := value(second)) is not None]
        return round(sum(known) / len(known), 3) if known else None

    return {
        "seconds": len(seconds),
        "transports": len({each.generation for each in seconds if each.generation is not None}),
        "in_kbps": mean(lambda each: each.in_kbps),
        "out_kbps": mean(lambda each: each.out_kbps),
        "in_loss": mean(lambda each: each.in_loss),
        "out_loss": mean(lambda each: each.out_loss),
        "rtt_ms": mean(lambda each: each.rtt_ms),
        "in_fps": mean(lambda each: each.in_fps),
        "frozen_ms": sum(each.frozen_ms or 0 for each in seconds),
    }


def _log(file: Path) -> str:
    """The end of the log, over its older files; whole lines."""
    files = [file, *(file.with_name(f"{file.name}.{number}") for number in range(1, 5))]
    text = ""
    for each in files:
        if len(text) >= MOST_LOG_CHARS:
            break
        try:
            text = each.read_text(encoding="utf-8", errors="replace") + text
        except OSError:
            continue
    if len(text) > MOST_LOG_CHARS:
        text = text[-MOST_LOG_CHARS:].partition("\n")[2]
    return text
