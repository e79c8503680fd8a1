"""The report: redacted at its leaves, readable without scripts, whole or not there."""

import json
import re
import zipfile
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from medclient.diagnostics.call_statistics import CallRecorder, Second
from medclient.diagnostics.report import archive, html
from medclient.diagnostics.report.charts import Line, chart
from medclient.diagnostics.report.content import Facts, Report, SectionKey, collect
from medclient.diagnostics.report.redaction import NAME, ReportRedactor, short_address
from medclient.media.devices import Device, DeviceKind, Devices
from medclient.settings import Paths, Settings
from tests.unit.diagnostics.test_call_statistics import BEGAN, sample

WORDS = {key: f"<{key}> {{when}}" if key in ("made", "call_of") else key for key in html.WORDS}
WORDS |= {"moment": "%d.%m.%Y %H:%M", "decimal_point": ","}
HOME = Path("/home/quittenbaum")


def devices() -> Devices:
    return Devices(
        (Device("a", "Zwetschges iPhone: Kamera von Zacharias", DeviceKind.CAMERA, 0),),
        (Device("b", "USB Headset Model 7", DeviceKind.MICROPHONE, 0),),
        (Device("c", "Zacharias's AirPods", DeviceKind.SPEAKER, 0),),
    )


@pytest.fixture
def report(tmp_path: Path) -> Report:
    paths = Paths(tmp_path)
    paths.create()
    paths.log_file.write_text("12:00 it is Adelheid at 10.1.2.3\n" * 3, encoding="utf-8")
    recorder = CallRecorder(paths.diagnostics_dir)
    recorder.start(BEGAN)
    for at in range(1, 120):
        recorder.add(None if 40 < at < 44 else sample(at), float(at), "in_call")
    recorder.finish(1)
    recorder.close()
    settings = Settings(
        account_name="Zacharias", service_url="https://video.geheim.example", camera="Zwetschges iPhone"
    )
    return collect(
        Facts(paths, settings, ((1280, 800),), names=("Adelheid Zwetschge",), home=HOME, devices=devices, service="own")
    )


def test_sections_hold_what_support_needs(report: Report) -> None:
    data = json.loads(html.as_json(report))
    assert set(data) == {"format", "made", *(each.value for each in SectionKey)}
    assert data["program"]["version"]
    assert data["computer"]["cores"] >= 1
    assert data["computer"]["screens"] == ["1280x800"]
    assert data["devices"]["microphones"] == ["USB Headset Model 7"]
    assert data["settings"]["noise_suppression"] is True
    assert data["settings"]["service_url"] == "set"
    assert data["settings"]["microphone"] == "not set"
    assert data["calls"][0]["summary"]["in_kbps"] == pytest.approx(1000, rel=0.1)
    assert re.fullmatch(r"\d+\.\d+.*", data["libraries"]["numpy"])


def test_names_and_addresses_are_not_in_it(report: Report) -> None:
    """Requirements: extra report."""
    for text in archive.files(report, WORDS).values():
        for secret in ("Zacha", "Adelheid", "Zwetschge", "geheim.example", "10.1.2.3", "quittenbaum"):
            assert secret.casefold() not in text.casefold(), secret


class NoScript(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "link", "img", "iframe", "object"), tag
        assert not [name for name, _ in attrs if name in ("src", "href", "onload", "onclick")]


def test_the_page_stands_alone(report: Report) -> None:
    page = html.page(report, WORDS)
    NoScript().feed(page)
    assert "http" not in page.replace("http-equiv", "")
    assert page.count("<svg") == 5, "bit rate, loss, round trip, pictures, freezes"
    assert "&lt;made&gt;" in page, "every text is escaped"
    for section in report.sections:
        assert html.plain(report, section, WORDS)


def test_dates_and_figures_are_written_as_the_words_say(report: Report) -> None:
    page, data = html.page(report, WORDS), html.as_json(report)
    began = report.calls[0].began.astimezone()
    assert f"<call_of> {began:%d.%m.%Y %H:%M}" in page.replace("&lt;", "<").replace("&gt;", ">")
    mean = str(json.loads(data)["calls"][0]["summary"]["in_kbps"])
    assert "." in mean
    assert f"<td>{mean.replace('.', ',')}</td>" in page
    assert ">2,0 min</text>" in page
    assert began.astimezone(UTC).isoformat()[:16] in data, "what programs read stays as it is"


def test_charts_are_drawings_with_gaps_and_peaks() -> None:
    seconds = [second for second in collected_seconds() for _ in range(8)]
    drawn = chart("a <b>", "kbit/s", seconds, [Line("x", lambda each: each.in_kbps, "a")])
    svg = ElementTree.fromstring(drawn[drawn.index("<svg") : drawn.index("</figure>")])
    lines = svg.findall("polyline")
    assert len(lines) == 2, "nothing is drawn over the gap"
    points = [tuple(map(float, pair.split(","))) for line in lines for pair in line.attrib["points"].split()]
    assert all(0 <= x <= 760 and 0 <= y <= 130 for x, y in points)
    assert len(points) < 800
    assert "<b>" not in drawn
    assert chart("", "", [], [Line("x", lambda each: each.rtt_ms, "a")])


def collected_seconds() -> list[Second]:
    values: list[float | None] = [1000.0] * 60 + [None] * 20 + [50.0] * 60
    return [Second(float(at), "in_call", 1, in_kbps=value) for at, value in enumerate(values)]


def test_saving_is_whole_or_nothing(report: Report, tmp_path: Path) -> None:
    file = tmp_path / "saved.zip"
    archive.save(file, report, WORDS)
    with zipfile.ZipFile(file) as saved:
        assert saved.testzip() is None
        assert {"report.html", "report.json", "log.txt"} <= set(saved.namelist())
    with pytest.raises(OSError):
        archive.save(tmp_path / "missing" / "saved.zip", report, WORDS)
    assert [each.name for each in tmp_path.glob("*.new")] == []


def test_an_empty_installation_gives_a_report_too(tmp_path: Path) -> None:
    report = collect(Facts(Paths(tmp_path / "new"), Settings(), devices=Devices))
    assert report.at <= datetime.now(UTC)
    assert json.loads(html.as_json(report))["calls"] == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("AirPods von Anna Arnold", f"AirPods von {NAME}"),
        ("Anna's AirPods", f"{NAME} AirPods"),
        ("Jonas’ iPhone", f"{NAME} iPhone"),
        ("Logitech BRIO (046d:085e)", "Logitech BRIO (046d:085e)"),
        ("Mikrofon (Jabra EVOLVE 20 SE)", "Mikrofon (Jabra EVOLVE 20 SE)"),
    ],
)
def test_owners_are_taken_out_of_device_names(name: str, shown: str) -> None:
    assert ReportRedactor().device(name) == shown


def test_names_are_words_of_their_own() -> None:
    redact = ReportRedactor(["Dr. med. Anna-Lena Park", "Praxis am Park"], Path("/home/x"))
    assert redact("ANNA-LENA and park, not parking; Praxisdienst") == f"{NAME} and {NAME}, not parking; Praxisdienst"
    assert redact.all_of({"Park": ["park", 5, None]}) == {NAME: [NAME, 5, None]}


def test_addresses_are_shortened_to_their_network() -> None:
    assert short_address("192.168.17.23") == "192.168.17.0/24"
    assert short_address("2001:db8:85a3:8d3:1319:8a2e:370:7348") == "2001:db8:85a3::/48"
    assert short_address("fe80::1%eth0") == "fe80::/48"
    assert short_address("127.0.0.1") == "127.0.0.1"
