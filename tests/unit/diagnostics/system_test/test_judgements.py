"""From what was measured to a verdict: every reason can come about, and the limits of PRODUCT.md are kept."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from medclient.diagnostics.system_test import devices, machine, network
from medclient.diagnostics.system_test.devices import CameraMeasured, SoundMeasured
from medclient.diagnostics.system_test.machine import GIB, MachineMeasured, ProcessorMeasured
from medclient.diagnostics.system_test.network import (
    DatagramsMeasured,
    Reach,
    RelayMeasured,
    ServiceMeasured,
    Transport,
)
from medclient.diagnostics.system_test.verdict import Item, Reason, TestReport, Verdict
from medclient.media.camera import CameraState
from medclient.media.sound import SoundState

CAMERA = CameraMeasured(CameraState.ON, 1280, 720, 30.0, 120.0, 50.0, 3.0)
SOUND = SoundMeasured(SoundState.ON, SoundState.ON, -62.0, -24.0, 0.0, True, 120.0, -18.0)
COMPUTER = MachineMeasured(4, 8 * GIB, 3 * GIB, ((1920, 1080),), "System 1", True)
SERVICE = ServiceMeasured(True, False, 40.0, 0.2, False, True, (20.0,) * 15, 20_000.0, 8_000.0)


@pytest.mark.parametrize(
    ("changes", "verdict", "reason"),
    [
        ({}, Verdict.GOOD, Reason.CAMERA_FINE),
        ({"width": 640, "height": 480}, Verdict.GOOD, Reason.CAMERA_FINE),
        ({"width": 640, "height": 478}, Verdict.BAD, Reason.CAMERA_SMALL),
        ({"frames_per_second": 15.0}, Verdict.FAIR, Reason.CAMERA_SLOW),
        ({"frames_per_second": 7.5}, Verdict.BAD, Reason.CAMERA_VERY_SLOW),
        ({"luma": 17.0, "spread": 0.6}, Verdict.BAD, Reason.CAMERA_BLACK),
        ({"luma": 30.0, "spread": 18.0}, Verdict.FAIR, Reason.CAMERA_DARK),
        ({"change": 0.0}, Verdict.BAD, Reason.CAMERA_FROZEN),
        ({"state": CameraState.MISSING, "width": 0}, Verdict.BAD, Reason.CAMERA_MISSING),
        ({"state": CameraState.BUSY, "width": 0}, Verdict.BAD, Reason.CAMERA_BUSY),
        ({"state": CameraState.LOST, "width": 0}, Verdict.BAD, Reason.CAMERA_NO_PICTURE),
    ],
)
def test_camera(changes: dict[str, object], verdict: Verdict, reason: Reason) -> None:
    """Requirements: guide 4; rule line."""
    result = devices.judge_camera(replace(CAMERA, **changes))  # type: ignore[arg-type]
    assert (result.verdict, result.reason) == (verdict, reason)


@pytest.mark.parametrize(
    ("changes", "verdict", "reason"),
    [
        ({}, Verdict.GOOD, Reason.MICROPHONE_FINE),
        ({"speech_dbfs": -40.0}, Verdict.FAIR, Reason.MICROPHONE_QUIET),
        ({"speech_dbfs": -58.0}, Verdict.FAIR, Reason.MICROPHONE_NO_SPEECH),
        ({"speech_dbfs": -100.0, "noise_dbfs": -100.0}, Verdict.BAD, Reason.MICROPHONE_SILENT),
        ({"clipped_share": 0.01}, Verdict.FAIR, Reason.MICROPHONE_CLIPS),
        ({"noise_dbfs": -30.0}, Verdict.FAIR, Reason.MICROPHONE_NOISY),
        ({"microphone": SoundState.MISSING}, Verdict.BAD, Reason.MICROPHONE_MISSING),
        ({"microphone": SoundState.BUSY}, Verdict.BAD, Reason.MICROPHONE_BUSY),
    ],
)
def test_microphone(changes: dict[str, object], verdict: Verdict, reason: Reason) -> None:
    """Requirements: guide 4."""
    result = devices.judge_microphone(replace(SOUND, **changes))  # type: ignore[arg-type]
    assert (result.verdict, result.reason) == (verdict, reason)


def test_speaker_is_heard_asked_about_or_missing() -> None:
    assert devices.judge_speaker(SOUND).reason is Reason.SPEAKER_HEARD
    assert devices.judge_speaker(replace(SOUND, tone_heard=False)).reason is Reason.SPEAKER_ASK
    assert devices.judge_speaker(replace(SOUND, speaker=SoundState.MISSING)).verdict is Verdict.BAD
    assert devices.judge_speaker(replace(SOUND, speaker=SoundState.LOST)).reason is Reason.SPEAKER_BUSY
    assert devices.judge_answer(True).verdict is Verdict.GOOD
    assert devices.judge_answer(False).verdict is Verdict.BAD


@pytest.mark.parametrize(
    ("changes", "verdict", "reason"),
    [
        ({}, Verdict.GOOD, Reason.ECHO_CANCELLED),
        ({"tone_heard": False}, Verdict.GOOD, Reason.ECHO_NONE),
        ({"tone_gain_db": 3.0}, Verdict.FAIR, Reason.ECHO_LOUD),
        ({"tone_delay_ms": 420.0}, Verdict.FAIR, Reason.ECHO_LATE),
        ({"echo_cancellation": False}, Verdict.BAD, Reason.ECHO_NOT_CANCELLED),
        ({"speaker": SoundState.MISSING}, Verdict.IMPOSSIBLE, Reason.ECHO_UNKNOWN),
        ({"speech_dbfs": -100.0, "tone_heard": False}, Verdict.IMPOSSIBLE, Reason.ECHO_UNKNOWN),
    ],
)
def test_echo(changes: dict[str, object], verdict: Verdict, reason: Reason) -> None:
    """Requirements: pain echo."""
    result = devices.judge_echo(replace(SOUND, **changes))  # type: ignore[arg-type]
    assert (result.verdict, result.reason) == (verdict, reason)


@pytest.mark.parametrize(
    ("encode", "decode", "cores", "reason"),
    [
        (200.0, 300.0, 4, Reason.PROCESSOR_FINE),
        (200.0, 300.0, 1, Reason.PROCESSOR_TIGHT),
        (60.0, 90.0, 4, Reason.PROCESSOR_TIGHT),
        (40.0, 60.0, 4, Reason.PROCESSOR_SLOW),
        (0.0, 60.0, 4, Reason.PROCESSOR_SLOW),
    ],
)
def test_processor(encode: float, decode: float, cores: int, reason: Reason) -> None:
    """Both at once, at 30 pictures a second.

    Requirements: guide 3.
    """
    assert machine.judge_processor(ProcessorMeasured(encode, decode, cores)).reason is reason


def test_computer() -> None:
    """Cores, memory, screen (at least 640x480), operating system.

    Requirements: guide 3.
    """

    def reasons(**changes: object) -> tuple[Reason, Reason, Reason]:
        measured = replace(COMPUTER, **changes)  # type: ignore[arg-type]
        judges = (machine.judge_memory, machine.judge_screen, machine.judge_system)
        return tuple(judge(measured).reason for judge in judges)  # type: ignore[return-value]

    assert reasons() == (Reason.MEMORY_FINE, Reason.SCREEN_FINE, Reason.SYSTEM_FINE)
    assert reasons(memory_bytes=GIB)[0] is Reason.MEMORY_SMALL
    assert reasons(memory_bytes=2 * GIB)[0] is Reason.MEMORY_TIGHT
    assert reasons(memory_free_bytes=GIB // 8)[0] is Reason.MEMORY_TIGHT
    assert reasons(memory_bytes=None)[0] is Reason.MEMORY_UNKNOWN
    assert reasons(screens=((640, 480),))[1] is Reason.SCREEN_LOW
    assert reasons(screens=((639, 480),))[1] is Reason.SCREEN_SMALL
    assert reasons(screens=((639, 480), (1920, 1080)))[1] is Reason.SCREEN_FINE
    assert reasons(screens=())[1] is Reason.SCREEN_UNKNOWN
    assert reasons(supported=False)[2] is Reason.SYSTEM_OLD
    assert reasons(supported=None)[2] is Reason.SYSTEM_UNKNOWN


def test_service_and_clock() -> None:
    assert network.judge_service(SERVICE).verdict is Verdict.GOOD
    assert network.judge_service(replace(SERVICE, answer_ms=2000)).reason is Reason.SERVICE_SLOW
    assert network.judge_service(ServiceMeasured(False)).reason is Reason.SERVICE_UNREACHABLE
    assert network.judge_service(ServiceMeasured(False, True)).reason is Reason.SERVICE_UNTRUSTED
    for skew, reason in ((4.0, Reason.CLOCK_FINE), (-30.0, Reason.CLOCK_OFF), (-3600.0, Reason.CLOCK_WRONG)):
        assert network.judge_clock(replace(SERVICE, skew_s=skew)).reason is reason
    assert network.judge_clock(ServiceMeasured(False)).verdict is Verdict.IMPOSSIBLE


@pytest.mark.parametrize("item", [Item.DOWNLOAD, Item.UPLOAD])
@pytest.mark.parametrize(
    ("kbps", "verdict"),
    [(1_999, Verdict.BAD), (2_000, Verdict.FAIR), (3_999, Verdict.FAIR), (4_000, Verdict.GOOD)],
)
def test_line_against_the_least(item: Item, kbps: float, verdict: Verdict) -> None:
    """Requirements: guide 2; rule line."""
    measured = replace(SERVICE, down_kbps=kbps if item is Item.DOWNLOAD else 1e6, up_kbps=kbps)
    assert network.judge_line(item, measured).verdict is verdict


def test_a_line_that_was_not_measured_has_no_verdict() -> None:
    for changes, reason in (
        ({"local": True}, Reason.LINE_LOCAL),
        ({"signed_in": False}, Reason.LINE_SIGNED_OUT),
        ({"up_kbps": None}, Reason.LINE_UNKNOWN),
    ):
        result = network.judge_line(Item.UPLOAD, replace(SERVICE, **changes))
        assert (result.verdict, result.reason) == (Verdict.IMPOSSIBLE, reason)


def test_delay_is_taken_from_datagrams_where_there_are_any() -> None:
    quick = DatagramsMeasured(50, (30.0,) * 50)
    assert network.judge_delay(SERVICE, quick).figures == {"rtt_ms": 30, "jitter_ms": 0}
    assert network.judge_delay(SERVICE, DatagramsMeasured(50, (30.0,) * 3)).figures["rtt_ms"] == 20
    assert network.judge_delay(SERVICE, DatagramsMeasured(50, (200.0,) * 50)).reason is Reason.DELAY_LONG
    assert network.judge_delay(SERVICE, DatagramsMeasured(50, (400.0,) * 50)).reason is Reason.DELAY_VERY_LONG
    uneven = DatagramsMeasured(50, (20.0, 140.0) * 25)
    assert network.judge_delay(SERVICE, uneven).reason is Reason.DELAY_VERY_LONG
    assert network.judge_delay(replace(SERVICE, local=True), None).reason is Reason.LINE_LOCAL


def test_loss() -> None:
    for answers, reason in ((50, Reason.LOSS_NONE), (49, Reason.LOSS_SOME), (45, Reason.LOSS_MUCH)):
        assert network.judge_loss(DatagramsMeasured(50, (1.0,) * answers)).reason is reason
    assert network.judge_loss(None).reason is Reason.LOSS_UNKNOWN
    assert network.judge_loss(DatagramsMeasured(50)).reason is Reason.LOSS_UNKNOWN, "blocked, not lost"


def test_relays_and_firewall() -> None:
    def fine(by: Transport) -> RelayMeasured:
        return RelayMeasured(by, Reach.FINE, 20.0)

    def blocked(by: Transport) -> RelayMeasured:
        return RelayMeasured(by, Reach.BLOCKED)

    def refused(by: Transport) -> RelayMeasured:
        return RelayMeasured(by, Reach.REFUSED)

    udp, tcp, tls = Transport

    def relays(*measured: RelayMeasured) -> list[tuple[Verdict, Reason]]:
        return [(each.verdict, each.reason) for each in network.judge_relays(measured)]

    def firewall(*measured: RelayMeasured, proxy: bool = False) -> Reason:
        return network.judge_firewall(measured, None, proxy=proxy).reason

    assert relays(fine(udp), blocked(udp))[0] == (Verdict.GOOD, Reason.RELAY_FINE), "the best of two counts"
    assert relays(blocked(udp), fine(tls))[0] == (Verdict.FAIR, Reason.RELAY_BLOCKED)
    assert relays(blocked(udp), refused(tcp))[1] == (Verdict.BAD, Reason.RELAY_REFUSED)
    assert relays()[2] == (Verdict.IMPOSSIBLE, Reason.RELAY_NONE)
    assert firewall(fine(udp), blocked(tcp)) is Reason.FIREWALL_OPEN
    assert firewall(refused(udp)) is Reason.FIREWALL_OPEN, "who is refused was heard"
    assert firewall(blocked(udp), fine(tls)) is Reason.FIREWALL_NO_UDP
    assert firewall(blocked(udp), blocked(tls)) is Reason.FIREWALL_CLOSED
    assert firewall() is Reason.FIREWALL_UNKNOWN
    assert firewall(proxy=True) is Reason.FIREWALL_PROXY
    assert network.judge_firewall([], DatagramsMeasured(50, (1.0,)), proxy=True).verdict is Verdict.GOOD


def test_the_worst_counts_and_what_was_not_measured_does_not() -> None:
    good = machine.judge_screen(COMPUTER)
    unknown = machine.judge_screen(MachineMeasured())
    bad = machine.judge_memory(replace(COMPUTER, memory_bytes=1))
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert TestReport(at, (good, unknown)).worst is Verdict.GOOD
    report = TestReport(at, (good, bad))
    assert report.worst is Verdict.BAD
    assert TestReport.from_json(report.to_json()) == report
