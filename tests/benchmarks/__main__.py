"""`make bench`: our program against Chromium and Chromium against Chromium, in the same run on the same lines.

Writes `build/bench/engine.json` and prints a table of ratios (ours / Chromium's, the median of all repetitions).
"""

import argparse
import json
import os
import platform
import statistics
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.benchmarks import firefox_call
from tests.benchmarks.calls import Outcome, Scenario, chromes, figures_of, ours
from tests.benchmarks.figures import first_after
from tests.network.conditions import Conditions

OUT = Path("build/bench")
SCENARIOS = (
    Scenario("loopback", Conditions()),
    Scenario("rtt50", Conditions(delay_ms=25)),
    Scenario("rtt50-loss2", Conditions(delay_ms=25, loss=0.02)),
    Scenario("rtt50-loss5", Conditions(delay_ms=25, loss=0.05)),
    Scenario("rtt50-loss10", Conditions(delay_ms=25, loss=0.1)),
    Scenario("rtt100-1000k", Conditions(delay_ms=50, rate_kbps=1000)),
    Scenario("rtt100-500k", Conditions(delay_ms=50, rate_kbps=500)),
    Scenario("away-2s", Conditions(delay_ms=25), away_s=2),
    Scenario("away-5s", Conditions(delay_ms=25), away_s=5),
    Scenario("away-15s", Conditions(delay_ms=25), away_s=15),
)
QUICK = ("rtt50", "rtt50-loss5", "rtt100-500k")
WAYS = {"ours": ours, "chrome": chromes}
SHOWN = (
    ("frames_per_second", "frames/s", 1),
    ("latency_ms", "latency ms", 0),
    ("latency_p95_ms", "p95 ms", 0),
    ("frozen_ms_per_s", "frozen ms/s", 0),
    ("width", "width", 0),
    ("ssim", "SSIM", 3),
    ("concealed", "concealed", 3),
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three scenarios, once")
    parser.add_argument(
        "--scenarios", default="", help="names, with commas between; 'firefox', and 'cost' for processor and memory"
    )
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=25)
    options = parser.parse_args()
    names = options.scenarios.split(",") if options.scenarios else None
    if options.quick:
        names, options.repeat, options.seconds = names or [*QUICK, "cost"], 1, 15.0
    chosen = [each for each in SCENARIOS if names is None or each.name in names]
    results: dict[str, Any] = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.platform()}",
        "python": platform.python_version(),
        "repetitions": options.repeat,
        "scenarios": {},
    }
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        for scenario in chosen:
            runs: dict[str, list[dict[str, Any]]] = {way: [] for way in WAYS}
            for _ in range(options.repeat):
                for way, call in WAYS.items():
                    outcome = call(playwright, scenario, options.seconds, Path(folder), light=False)
                    runs[way].append(row_of(outcome, scenario))
            results["scenarios"][scenario.name] = {way: median_of(rows) for way, rows in runs.items()}
            print(table(scenario.name, results["scenarios"][scenario.name]), flush=True)
            save(results)
        if names is None or "firefox" in names:
            results["firefox"] = firefox_call.call(options.seconds, Path(folder))
            print("\nours and Firefox:", json.dumps(results["firefox"]), flush=True)
            save(results)
        if names is None or "cost" in names:
            results["cost"] = {
                way: median_of(
                    [call(playwright, SCENARIOS[0], 15, Path(folder), light=True).cost for _ in range(options.repeat)]
                )
                for way, call in WAYS.items()
            }
            print(cost_table(results["cost"]), flush=True)
            save(results)


def row_of(outcome: Outcome, scenario: Scenario) -> dict[str, Any]:
    row: dict[str, Any] = dict(figures_of(outcome))
    row["connect_ms"] = round(outcome.connect_ms)
    if scenario.away_s:
        for direction in ("to_practitioner", "to_patient"):
            back = first_after(getattr(outcome, direction)["pictures"], outcome.back_at_ms)
            row[direction]["recovery_ms"] = back if back is not None else 99999.0
    return row


def median_of(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Figure by figure."""
    return {
        name: median_of([row[name] for row in rows])
        if isinstance(value, dict)
        else round(statistics.median(row[name] for row in rows), 4)
        for name, value in rows[0].items()
    }


def table(name: str, result: dict[str, Any]) -> str:
    lines = [
        f"\n{name}: accept to connected {result['ours']['connect_ms']} ms, Chromium {result['chrome']['connect_ms']}"
    ]
    for direction in ("to_practitioner", "to_patient"):
        mine, theirs = result["ours"][direction], result["chrome"][direction]
        parts = [
            f"{label} {cell(mine, theirs, key, digits)}"
            for key, label, digits in (*SHOWN, ("recovery_ms", "recovery ms", 0))
            if key in mine
        ]
        lines.append(f"  {direction:15} " + ", ".join(parts))
    return "\n".join(lines)


def cost_table(cost: dict[str, Any]) -> str:
    mine, theirs = cost["ours"], cost["chrome"]
    return "\ncost of one end: " + ", ".join(
        f"{key} {mine[key]:.2f}/{theirs[key]:.2f} ({ratio(mine[key], theirs[key])})" for key in mine
    )


def cell(mine: dict[str, float], theirs: dict[str, float], key: str, digits: int) -> str:
    return f"{mine[key]:.{digits}f} / {theirs[key]:.{digits}f} ({ratio(mine[key], theirs[key])})"


def ratio(mine: float, theirs: float) -> str:
    return f"{mine / theirs:.2f}" if theirs else ("1.00" if not mine else "-")


def markdown(results: dict[str, Any]) -> str:
    """The table as docs/performance.md shows it: ours / Chromium's (ratio)."""
    columns = [*SHOWN, ("recovery_ms", "recovery ms", 0)]
    head = ["line", "direction", *(label for _, label, _ in columns)]
    rows = [head, ["---"] * len(head)]
    for name, result in results["scenarios"].items():
        for direction in ("to_practitioner", "to_patient"):
            mine, theirs = result["ours"][direction], result["chrome"][direction]
            cells = [
                f"{mine[key]:.{digits}f} / {theirs[key]:.{digits}f} ({ratio(mine[key], theirs[key])})"
                if key in mine
                else ""
                for key, _, digits in columns
            ]
            rows.append([name, direction.replace("_", " "), *cells])
    text = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    if "cost" in results:
        text += "\n" + cost_table(results["cost"])
    return text + "\n"


def save(results: dict[str, Any]) -> None:
    (OUT / "engine.md").write_text(markdown(results), encoding="utf-8")
    (OUT / "engine.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
