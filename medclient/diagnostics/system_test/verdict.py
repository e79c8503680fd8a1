"""What is tested, and what a verdict is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self


class Verdict(StrEnum):
    GOOD = "good"
    FAIR = "fair"
    """It works, with little in reserve or not as well as it could."""
    BAD = "bad"
    """A consultation suffers or does not come about."""
    IMPOSSIBLE = "impossible"
    """It could not be measured here."""


class Item(StrEnum):
    """In the order in which they are shown."""

    CAMERA = "camera"
    MICROPHONE = "microphone"
    SPEAKER = "speaker"
    ECHO = "echo"
    SERVICE = "service"
    CLOCK = "clock"
    DOWNLOAD = "download"
    UPLOAD = "upload"
    DELAY = "delay"
    LOSS = "loss"
    RELAY_UDP = "relay_udp"
    RELAY_TCP = "relay_tcp"
    RELAY_TLS = "relay_tls"
    FIREWALL = "firewall"
    PROCESSOR = "processor"
    MEMORY = "memory"
    SCREEN = "screen"
    SYSTEM = "system"


class Reason(StrEnum):
    """Why a verdict is what it is; the user interface has a sentence and an advice for each."""

    FAILED = "failed"
    """The probe itself broke."""
    CANCELLED = "cancelled"
    CAMERA_FINE = "camera_fine"
    CAMERA_SLOW = "camera_slow"
    CAMERA_VERY_SLOW = "camera_very_slow"
    CAMERA_SMALL = "camera_small"
    CAMERA_BLACK = "camera_black"
    CAMERA_DARK = "camera_dark"
    CAMERA_FROZEN = "camera_frozen"
    CAMERA_MISSING = "camera_missing"
    CAMERA_BUSY = "camera_busy"
    CAMERA_NO_PICTURE = "camera_no_picture"
    MICROPHONE_FINE = "microphone_fine"
    MICROPHONE_QUIET = "microphone_quiet"
    MICROPHONE_CLIPS = "microphone_clips"
    MICROPHONE_NOISY = "microphone_noisy"
    MICROPHONE_SILENT = "microphone_silent"
    MICROPHONE_NO_SPEECH = "microphone_no_speech"
    MICROPHONE_MISSING = "microphone_missing"
    MICROPHONE_BUSY = "microphone_busy"
    SPEAKER_HEARD = "speaker_heard"
    SPEAKER_CONFIRMED = "speaker_confirmed"
    SPEAKER_ASK = "speaker_ask"
    """The microphone did not hear the tone: the person is asked."""
    SPEAKER_UNHEARD = "speaker_unheard"
    SPEAKER_MISSING = "speaker_missing"
    SPEAKER_BUSY = "speaker_busy"
    ECHO_NONE = "echo_none"
    ECHO_CANCELLED = "echo_cancelled"
    ECHO_LOUD = "echo_loud"
    ECHO_LATE = "echo_late"
    ECHO_NOT_CANCELLED = "echo_not_cancelled"
    ECHO_UNKNOWN = "echo_unknown"
    SERVICE_FINE = "service_fine"
    SERVICE_SLOW = "service_slow"
    SERVICE_UNREACHABLE = "service_unreachable"
    SERVICE_UNTRUSTED = "service_untrusted"
    CLOCK_FINE = "clock_fine"
    CLOCK_OFF = "clock_off"
    CLOCK_WRONG = "clock_wrong"
    CLOCK_UNKNOWN = "clock_unknown"
    LINE_FINE = "line_fine"
    LINE_TIGHT = "line_tight"
    LINE_NARROW = "line_narrow"
    LINE_LOCAL = "line_local"
    """The service runs on this computer: nothing of the way to the internet is measured."""
    LINE_SIGNED_OUT = "line_signed_out"
    LINE_UNKNOWN = "line_unknown"
    DELAY_FINE = "delay_fine"
    DELAY_LONG = "delay_long"
    DELAY_VERY_LONG = "delay_very_long"
    LOSS_NONE = "loss_none"
    LOSS_SOME = "loss_some"
    LOSS_MUCH = "loss_much"
    LOSS_UNKNOWN = "loss_unknown"
    RELAY_FINE = "relay_fine"
    RELAY_BLOCKED = "relay_blocked"
    RELAY_REFUSED = "relay_refused"
    RELAY_UNTRUSTED = "relay_untrusted"
    RELAY_NONE = "relay_none"
    FIREWALL_OPEN = "firewall_open"
    FIREWALL_PROXY = "firewall_proxy"
    FIREWALL_NO_UDP = "firewall_no_udp"
    FIREWALL_CLOSED = "firewall_closed"
    FIREWALL_UNKNOWN = "firewall_unknown"
    PROCESSOR_FINE = "processor_fine"
    PROCESSOR_TIGHT = "processor_tight"
    PROCESSOR_SLOW = "processor_slow"
    MEMORY_FINE = "memory_fine"
    MEMORY_TIGHT = "memory_tight"
    MEMORY_SMALL = "memory_small"
    MEMORY_UNKNOWN = "memory_unknown"
    SCREEN_FINE = "screen_fine"
    SCREEN_LOW = "screen_low"
    SCREEN_SMALL = "screen_small"
    SCREEN_UNKNOWN = "screen_unknown"
    SYSTEM_FINE = "system_fine"
    SYSTEM_OLD = "system_old"
    SYSTEM_UNKNOWN = "system_unknown"


Figure = float | int | str


@dataclass(frozen=True)
class Result:
    """One item's verdict; `figures` fill the sentence's places, units are in their names."""

    item: Item
    verdict: Verdict
    reason: Reason
    figures: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True)
class TestReport:
    """One whole test."""

    __test__ = False

    at: datetime
    results: tuple[Result, ...]

    @property
    def worst(self) -> Verdict:
        """The worst that was found; what could not be measured does not count."""
        verdicts = {each.verdict for each in self.results}
        return next((each for each in (Verdict.BAD, Verdict.FAIR) if each in verdicts), Verdict.GOOD)

    def to_json(self) -> dict[str, Any]:
        return {
            "at": self.at.isoformat(timespec="seconds"),
            "results": [
                {
                    "item": each.item.value,
                    "verdict": each.verdict.value,
                    "reason": each.reason.value,
                    "figures": dict(each.figures),
                }
                for each in self.results
            ],
        }

    @classmethod
    def from_json(cls, content: Any) -> Self:
        """Raises: ValueError, TypeError, KeyError"""
        results = tuple(
            Result(Item(each["item"]), Verdict(each["verdict"]), Reason(each["reason"]), dict(each["figures"]))
            for each in content["results"]
        )
        return cls(datetime.fromisoformat(content["at"]), results)
