"""Scenes of what looks after the program itself."""

from PySide6.QtWidgets import QWidget

from medclient.diagnostics.call_statistics import RecordedCall, Second
from medclient.diagnostics.libraries import Library
from medclient.diagnostics.report.content import Report, Section, SectionKey
from medclient.diagnostics.system_test.verdict import Item, Reason, Result, TestReport, Verdict
from medclient.ui.about_page import AboutPage
from medclient.ui.checklist import ChecklistDialog
from medclient.ui.report.dialog import ReportDialog
from medclient.ui.rules_page import RulesPage
from medclient.ui.system_test.page import SystemTestPage
from tests.ui.scenes import Scene
from tests.ui.scenes_pages import NOW

GOOD, FAIR, BAD, UNKNOWN = Verdict

FINE = (
    Result(Item.CAMERA, GOOD, Reason.CAMERA_FINE, {"width": 1280, "height": 720, "fps": 29.9}),
    Result(Item.MICROPHONE, GOOD, Reason.MICROPHONE_FINE, {"speech_dbfs": -24, "noise_dbfs": -61}),
    Result(Item.SPEAKER, GOOD, Reason.SPEAKER_HEARD),
    Result(Item.ECHO, GOOD, Reason.ECHO_CANCELLED, {"delay_ms": 92, "gain_db": -21}),
    Result(Item.SERVICE, GOOD, Reason.SERVICE_FINE, {"ms": 38}),
    Result(Item.CLOCK, GOOD, Reason.CLOCK_FINE, {"seconds": 0.3}),
    Result(Item.DOWNLOAD, GOOD, Reason.LINE_FINE, {"kbps": 48_200, "least_kbps": 2_000}),
    Result(Item.UPLOAD, GOOD, Reason.LINE_FINE, {"kbps": 9_600, "least_kbps": 2_000}),
    Result(Item.DELAY, GOOD, Reason.DELAY_FINE, {"rtt_ms": 24, "jitter_ms": 3}),
    Result(Item.LOSS, GOOD, Reason.LOSS_NONE, {"percent": 0.0}),
    Result(Item.RELAY_UDP, GOOD, Reason.RELAY_FINE, {"ms": 52}),
    Result(Item.RELAY_TCP, GOOD, Reason.RELAY_FINE, {"ms": 61}),
    Result(Item.RELAY_TLS, GOOD, Reason.RELAY_FINE, {"ms": 104}),
    Result(Item.FIREWALL, GOOD, Reason.FIREWALL_OPEN),
    Result(Item.PROCESSOR, GOOD, Reason.PROCESSOR_FINE, {"fps": 219, "cores": 8}),
    Result(Item.MEMORY, GOOD, Reason.MEMORY_FINE, {"gib": 15.8}),
    Result(Item.SCREEN, GOOD, Reason.SCREEN_FINE, {"width": 1920, "height": 1080}),
    Result(Item.SYSTEM, GOOD, Reason.SYSTEM_FINE, {"system": "Windows 11 (22631)"}),
)
TROUBLE = (
    Result(Item.CAMERA, BAD, Reason.CAMERA_BLACK, {"width": 1280, "height": 720, "fps": 30.0}),
    Result(Item.SPEAKER, UNKNOWN, Reason.SPEAKER_ASK),
    Result(Item.UPLOAD, BAD, Reason.LINE_NARROW, {"kbps": 1_240, "least_kbps": 2_000}),
    Result(Item.RELAY_UDP, FAIR, Reason.RELAY_BLOCKED),
    Result(Item.FIREWALL, FAIR, Reason.FIREWALL_NO_UDP),
    Result(Item.LOSS, UNKNOWN, Reason.LOSS_UNKNOWN),
)


def with_trouble(*changes: Result) -> tuple[Result, ...]:
    changed = {each.item: each for each in changes}
    return tuple(changed.get(each.item, each) for each in FINE)


def tested(results: tuple[Result, ...]) -> QWidget:
    result = SystemTestPage()
    result.show_ready(TestReport(NOW, results))
    return result


def testing() -> QWidget:
    page = SystemTestPage()
    page.show_running()
    for each in FINE[-3:]:
        page.show_result(each)
    page.show_started([Item.CAMERA, Item.MICROPHONE, Item.SPEAKER, Item.ECHO, *[each.item for each in FINE[4:14]]])
    page.show_result(FINE[0])
    page.show_speak(True)
    return page


def every_advice() -> QWidget:
    """Each item at its longest: nothing may be cut off."""
    return tested(
        (
            Result(Item.CAMERA, BAD, Reason.CAMERA_VERY_SLOW, {"width": 1920, "height": 1080, "fps": 7.4}),
            Result(Item.MICROPHONE, FAIR, Reason.MICROPHONE_NO_SPEECH, {"speech_dbfs": -58, "noise_dbfs": -61}),
            Result(Item.SPEAKER, BAD, Reason.SPEAKER_UNHEARD),
            Result(Item.ECHO, FAIR, Reason.ECHO_LOUD, {"delay_ms": 310, "gain_db": 6}),
            Result(Item.SERVICE, BAD, Reason.SERVICE_UNTRUSTED),
            Result(Item.CLOCK, BAD, Reason.CLOCK_WRONG, {"seconds": 3605.2}),
            Result(Item.DOWNLOAD, BAD, Reason.LINE_NARROW, {"kbps": 900, "least_kbps": 2_000}),
            Result(Item.UPLOAD, UNKNOWN, Reason.LINE_LOCAL),
            Result(Item.DELAY, BAD, Reason.DELAY_VERY_LONG, {"rtt_ms": 812, "jitter_ms": 120}),
            Result(Item.LOSS, FAIR, Reason.LOSS_SOME, {"percent": 3.5}),
            Result(Item.RELAY_UDP, FAIR, Reason.RELAY_BLOCKED),
            Result(Item.RELAY_TCP, BAD, Reason.RELAY_REFUSED),
            Result(Item.RELAY_TLS, BAD, Reason.RELAY_UNTRUSTED),
            Result(Item.FIREWALL, BAD, Reason.FIREWALL_CLOSED),
            Result(Item.PROCESSOR, BAD, Reason.PROCESSOR_SLOW, {"fps": 18, "cores": 2}),
            Result(Item.MEMORY, BAD, Reason.MEMORY_SMALL, {"gib": 1.0}),
            Result(Item.SCREEN, UNKNOWN, Reason.SCREEN_UNKNOWN),
            Result(Item.SYSTEM, FAIR, Reason.SYSTEM_OLD, {"system": "Windows 10 (19045)"}),
        )
    )


def about() -> QWidget:
    page = AboutPage()
    page.show_libraries(
        (
            Library("aiortc", "1.16.0", "BSD-3-Clause", texts=("Copyright (c) Jeremy Lainé.",)),
            Library("av", "18.1.0", "BSD-3-Clause", (("FFmpeg", "LGPL-2.1-or-later"), ("x264", "GPL-2.0-or-later"))),
            Library("Lucide", "", "ISC", texts=("ISC License",)),
        )
    )
    page.licences.list.setCurrentRow(1)
    return page


def a_report() -> Report:
    """As support gets it, with a call in it."""
    call = RecordedCall(
        NOW,
        tuple(
            Second(float(at), "in_call", 1, 900.0, 700.0, 0.01, 0.0, 31.0, 29.5, 30.0, 0, 720, 720, 1800)
            for at in range(60)
        ),
        1,
        ("AEAD_AES_128_GCM",),
    )
    log_text = "2026-11-26 09:01:12,345 INFO    medclient.media.camera camera: camera: on\n" * 40
    return Report(
        NOW,
        (
            Section(SectionKey.PROGRAM, {"version": "0.1.0", "python": "3.11.7", "qt": "6.11.3", "call": "in_call"}),
            Section(SectionKey.COMPUTER, {"system": "Windows 11 (22631)", "cores": 8, "networks": ["192.168.1.0/24"]}),
            Section(SectionKey.DEVICES, {"cameras": ["Logitech BRIO"], "microphones": ["Jabra EVOLVE 20"]}),
            Section(SectionKey.SETTINGS, {"language": "de", "noise_suppression": True, "account_name": "set"}),
            Section(SectionKey.TEST, TestReport(NOW, FINE).to_json()),
            Section(SectionKey.CALLS, []),
            Section(SectionKey.CRASHES, []),
            Section(SectionKey.LOG, {}, log_text),
            Section(SectionKey.LIBRARIES, {"aiortc": "1.16.0", "av": "18.1.0"}),
        ),
        (call,),
    )


def report_dialog(row: int = 0, *, saved: str = "", failed: bool = False) -> QWidget:
    dialog = ReportDialog()
    dialog.show_report(a_report())
    dialog.sections.setCurrentRow(row)
    if saved:
        dialog.show_saved(saved)
    if failed:
        dialog.show_failed()
    return dialog


def report_making() -> QWidget:
    dialog = ReportDialog()
    dialog.show_making()
    return dialog


SCENES: tuple[Scene, ...] = (
    Scene("checklist", lambda: ChecklistDialog(), 0, 0),
    Scene("checklist-with-rules", lambda: ChecklistDialog(with_rules=True), 0, 0),
    Scene("rules", RulesPage),
    Scene("about-licences", about),
    Scene("report-making", report_making, 860, 600),
    Scene("report", report_dialog, 860, 600),
    Scene("report-log", lambda: report_dialog(7), 860, 600),
    Scene("report-saved", lambda: report_dialog(5, saved="medclient-2026-11-26-0915.zip"), 860, 600),
    Scene("report-failed", lambda: report_dialog(4, failed=True), 860, 600),
    Scene("system-test", SystemTestPage),
    Scene("system-test-running", testing),
    Scene("system-test-fine", lambda: tested(FINE)),
    Scene("system-test-trouble", lambda: tested(with_trouble(TROUBLE[0], *TROUBLE[2:]))),
    Scene("system-test-asks", lambda: tested(with_trouble(TROUBLE[1]))),
    Scene("system-test-every-advice", every_advice, 900, 600),
)
