"""A report is read by people: no name of a program's data stands in it."""

import dataclasses
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from medclient.diagnostics.report import html
from medclient.diagnostics.report.content import Facts, Report, SectionKey, collect
from medclient.diagnostics.system_test.verdict import Item, Reason, Result, TestReport, Verdict
from medclient.media.camera import CameraState
from medclient.media.devices import Device, DeviceKind, Devices
from medclient.media.sound import SoundState
from medclient.session.events import CallState, Quality
from medclient.settings import Paths, Settings
from medclient.ui import translation
from medclient.ui.main_window import Page
from medclient.ui.report.dialog import ReportDialog
from medclient.ui.report.words import ReportWords
from tests.ui.scenes_support import FINE, TROUBLE, a_report

AS_THEY_ARE = (SectionKey.LOG, SectionKey.CRASHES, SectionKey.LIBRARIES)
"""Lines of programs and names of libraries."""
RAW = re.compile(r"[a-z]_[a-z]|\b[a-z]+[A-Z]|\bTrue\b|\bFalse\b")
STATE: dict[str, str | int | float | bool | None] = {
    "page": "system_test",
    "call": "in_call",
    "quality": "fair",
    "transport": 2,
    "camera": "on",
    "camera_fps": 29.9,
    "microphone": "busy",
    "speaker": "lost",
}


def devices() -> Devices:
    return Devices((Device("a", "Logitech BRIO", DeviceKind.CAMERA, 0),))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """As the program collects it, with a call and with a test that found trouble."""
    paths = Paths(tmp_path_factory.mktemp("data"))
    facts = Facts(paths, Settings(account_name="x"), ((1280, 800),), "xcb", "own", state=STATE, devices=devices)
    collected = collect(facts)
    test = TestReport(datetime.now(UTC), (*FINE[5:], *TROUBLE[:3]))
    sections = tuple(
        dataclasses.replace(each, data=test.to_json()) if each.key is SectionKey.TEST else each
        for each in collected.sections
    )
    return dataclasses.replace(collected, sections=sections, calls=a_report().calls, test=test)


def names(lines: str) -> list[str]:
    return [line.partition(": ")[0].strip() for line in lines.splitlines()]


@pytest.mark.parametrize("language", translation.LANGUAGES)
def test_no_name_of_the_data_is_shown(report: Report, language: str, qapp: QApplication, qtbot: QtBot) -> None:
    translation.install(qapp, language)
    dialog = ReportDialog()
    qtbot.addWidget(dialog)
    dialog.show_report(report)
    for row, section in enumerate(report.sections):
        if section.key in AS_THEY_ARE:
            continue
        dialog.sections.setCurrentRow(row)
        shown = dialog.preview.toPlainText()
        assert shown
        # What a computer says of itself is no word of ours: `x86_64`.
        for each in names(shown) if section.key is SectionKey.COMPUTER else [shown]:
            assert not RAW.search(each), each
        if isinstance(section.data, dict):
            assert not set(names(shown)) & set(section.data), "a word stands for each name"


def test_the_preview_changes_its_language(report: Report, qapp: QApplication, qtbot: QtBot) -> None:
    translation.install(qapp, "en")
    dialog = ReportDialog()
    qtbot.addWidget(dialog)
    dialog.show_report(report)
    assert "Page shown: System test" in dialog.preview.toPlainText()
    translation.install(qapp, "de")
    dialog.retranslate()
    assert "Gezeigte Seite: Systemtest" in dialog.preview.toPlainText()
    dialog.sections.setCurrentRow(4)
    assert "Kamera: schlecht, 1280 × 720, 30,0 Bilder/s – Das Bild ist schwarz." in dialog.preview.toPlainText()


@pytest.mark.parametrize("language", translation.LANGUAGES)
def test_the_page_in_the_file_says_the_same(report: Report, language: str, qapp: QApplication) -> None:
    translation.install(qapp, language)
    page = html.page(report, ReportWords().all())
    # A library may be called as a figure is.
    cells = re.findall(r"<th>([^<]*)</th>", page.partition("<h2>" + ReportWords().all()["section_libraries"])[0])
    assert len(cells) > 60
    assert not [each for each in cells if RAW.search(each)]


def test_every_word_that_the_data_can_hold_has_one_for_people(qapp: QApplication) -> None:
    words = ReportWords().all()
    fields = {f"label_{each.name}" for each in dataclasses.fields(Settings)}
    kinds = (Page, CallState, Quality, CameraState, SoundState, Verdict)
    values = {f"value_{each.value}" for kind in kinds for each in kind}
    items = {f"{kind}_{each.value}" for kind in ("label_item", "figures") for each in Item}
    advice = {f"advice_{each.value}" for each in Reason}
    assert not (fields | values | items | advice | set(html.WORDS)) - set(words)


def test_what_has_no_word_is_shown_as_it_is(tmp_path: Path) -> None:
    """A report of tomorrow's data."""
    words = {key: key for key in html.WORDS}
    report = collect(Facts(Paths(tmp_path), Settings(), state={"new_thing": "new_value"}, devices=devices))
    shown = html.plain(report, report.section(SectionKey.PROGRAM), words)
    assert "new_thing: new_value" in shown
    result = Result(Item.CAMERA, Verdict.BAD, Reason.CAMERA_BLACK, {"fps": 3})
    test = dataclasses.replace(report.section(SectionKey.TEST), data=TestReport(datetime.now(UTC), (result,)).to_json())
    assert "item_camera: bad – camera_black" in html.plain(report, test, words)
