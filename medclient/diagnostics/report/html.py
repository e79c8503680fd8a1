"""A report as one page to read: no script, nothing from elsewhere, printable."""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any

from medclient.diagnostics.call_statistics import RecordedCall
from medclient.diagnostics.report.charts import Line, chart
from medclient.diagnostics.report.content import Report, Section, SectionKey, summary
from medclient.settings import resources_dir

Words = Mapping[str, str]
"""What the page says, in the language of whoever saves it: a key of `WORDS` to its text. Beside them `label_NAME` is
what a figure is called and `value_NAME` a value in words; for the system test `label_item_NAME`, `figures_NAME` and
`advice_NAME`. What has no word is shown as the data has it. `moment` is how a point in time is written (as for
`strftime`), `decimal_point` what stands before the decimals."""

WORDS = (
    "moment",
    "decimal_point",
    "title",
    "introduction",
    "made",
    "nothing",
    "call_of",
    "bitrate",
    "loss",
    "rtt",
    "fps",
    "freezes",
    "received",
    "sent",
    "section_program",
    "section_computer",
    "section_devices",
    "section_settings",
    "section_system_test",
    "section_calls",
    "section_crashes",
    "section_log",
    "section_libraries",
)


def page(report: Report, words: Words) -> str:
    """The whole page."""
    parts = [
        f"<h1>{escape(words['title'])}</h1>",
        f"<p class=muted>{escape(words['made'].format(when=_when(report.at, words)))}</p>",
        f"<p>{escape(words['introduction'])}</p>",
    ]
    for section in report.sections:
        body = _calls(report, words) if section.key is SectionKey.CALLS else _body(section, words)
        parts.append(f"<section><h2>{escape(words['section_' + section.key.value])}</h2>{body}</section>")
    style = (resources_dir() / "styles" / "report.css").read_text(encoding="utf-8")
    return (
        "<!doctype html><html><head><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(words['title'])}</title><style>{style}</style></head><body><main>"
        + "".join(parts)
        + "</main></body></html>"
    )


def plain(report: Report, section: Section, words: Words) -> str:
    """A section as text, for looking at it before it is saved."""
    if section.key is SectionKey.CALLS:
        lines = []
        for call in report.calls:
            lines.append(words["call_of"].format(when=_when(call.began, words)))
            lines += [
                f"    {_label(name, words)}: {_shown(value, words)}" for name, value in summary(call.seconds).items()
            ]
        return "\n".join(lines) or words["nothing"]
    if section.text:
        return section.text
    rows = _rows(section, words)
    return "\n".join(f"{name}: {value}" for name, value in rows) or words["nothing"]


def as_json(report: Report) -> str:
    content = {
        "format": 1,
        "made": report.at.isoformat(timespec="seconds"),
        **{each.key.value: each.data for each in report.sections},
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _body(section: Section, words: Words) -> str:
    if section.text:
        return f"<pre>{escape(section.text)}</pre>"
    rows = _rows(section, words)
    if not rows:
        return f"<p class=muted>{escape(words['nothing'])}</p>"
    return "<table>" + "".join(f"<tr><th>{escape(a)}</th><td>{escape(b)}</td></tr>" for a, b in rows) + "</table>"


def _rows(section: Section, words: Words) -> list[tuple[str, str]]:
    data = section.data
    if section.key is SectionKey.TEST:
        return _test_rows(data, words) if data else []
    if not isinstance(data, dict):
        return []
    in_words = section.key in (SectionKey.PROGRAM, SectionKey.SETTINGS)
    return [
        (_label(name, words), _value(value, words) if in_words else _shown(value, words))
        for name, value in data.items()
        if name != "lines"
    ]


def _test_rows(data: Any, words: Words) -> list[tuple[str, str]]:
    rows = [(_label("at", words), _when(datetime.fromisoformat(data["at"]), words))]
    for each in data["results"]:
        figures = words.get(f"figures_{each['item']}", "") if each["figures"] else ""
        found = figures.format_map(
            defaultdict(str, {name: _shown(value, words) for name, value in each["figures"].items()})
        )
        verdict = ", ".join(part for part in (_value(each["verdict"], words), found) if part)
        advice = words.get(f"advice_{each['reason']}", each["reason"])
        rows.append((_label(f"item_{each['item']}", words), " – ".join(part for part in (verdict, advice) if part)))
    return rows


def _label(name: str, words: Words) -> str:
    return words.get(f"label_{name}", name)


def _value(value: Any, words: Words) -> str:
    """One of a few values, in words."""
    return (
        words.get(f"value_{str(value).lower()}", _shown(value, words))
        if isinstance(value, str | bool)
        else _shown(value, words)
    )


def _shown(value: Any, words: Words) -> str:
    if isinstance(value, list):
        return ", ".join(_shown(each, words) for each in value)
    if isinstance(value, float):
        return str(value).replace(".", words["decimal_point"])
    return "" if value is None else str(value)


def _calls(report: Report, words: Words) -> str:
    if not report.calls:
        return f"<p class=muted>{escape(words['nothing'])}</p>"
    return "".join(_one_call(call, words) for call in report.calls)


def _one_call(call: RecordedCall, words: Words) -> str:
    received, sent = words["received"], words["sent"]
    seconds = call.seconds
    rows = [*summary(seconds).items(), ("interruptions", call.interruptions), ("ciphers", list(call.ciphers))]
    table = "".join(
        f"<tr><th>{escape(_label(name, words))}</th><td>{escape(_shown(value, words))}</td></tr>"
        for name, value in rows
    )
    point = words["decimal_point"]
    charts = (
        chart(
            words["bitrate"],
            "kbit/s",
            seconds,
            [Line(received, lambda each: each.in_kbps, "a"), Line(sent, lambda each: each.out_kbps, "b")],
            point,
        ),
        chart(
            words["loss"],
            "%",
            seconds,
            [
                Line(received, lambda each: None if each.in_loss is None else each.in_loss * 100, "a"),
                Line(sent, lambda each: None if each.out_loss is None else each.out_loss * 100, "b"),
            ],
            point,
        ),
        chart(words["rtt"], "ms", seconds, [Line("RTT", lambda each: each.rtt_ms, "a")], point),
        chart(
            words["fps"],
            "1/s",
            seconds,
            [Line(received, lambda each: each.in_fps, "a"), Line(sent, lambda each: each.out_fps, "b")],
            point,
        ),
        chart(words["freezes"], "ms/s", seconds, [Line(received, lambda each: each.frozen_ms, "a")], point),
    )
    heading = escape(words["call_of"].format(when=_when(call.began, words)))
    return f"<h3>{heading}</h3><table>{table}</table>{''.join(charts)}"


def _when(moment: datetime, words: Words) -> str:
    return moment.astimezone().strftime(words["moment"])
