"""`make bench`: our program against Chromium and Chromium against Chromium, in the same run on the same lines.

Writes `build/bench/engine.json` and prints a table of ratios (ours / Chromium's, the median of all repetitions).
"""

import argparse
import functools
import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright, sync_playwright

from tests.benchmarks import firefox_call, start
from tests.benchmarks.calls import Outcome, Scenario, chromes, figures_of, ours
from tests.benchmarks.figures import first_after, first_heard_after
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
    Scenario("away-60s", Conditions(delay_ms=25), away_s=60),
)
MORE = ("cost", "start", "firefox")
QUICK = ("rtt50", "rtt50-loss5", "rtt100-500k")
SPEECH = ("rtt50", "rtt50-loss2", "rtt50-loss5", "rtt50-loss10")
"""Where the voice is judged too."""
WAYS = {"ours": ours, "chrome": chromes}
SHOWN = (
    ("frames_per_second", "frames/s", 1),
    ("latency_ms", "latency ms", 0),
    ("latency_p95_ms", "p95 ms", 0),
    ("frozen_ms_per_s", "frozen ms/s", 0),
    ("width", "width", 0),
    ("ssim", "SSIM", 3),
    ("concealed", "concealed", 3),
    ("speech", "ViSQOL", 2),
)

RECOVERY = (("recovery_ms", "recovery ms", 0), ("sound_recovery_ms", "sound's ms", 0))
"""From the network's return to the first new picture, and to the first sound."""
NEVER_MS = 99999.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three scenarios, once")
    parser.add_argument(
        "--scenarios",
        default="",
        help="names, with commas between: "
        + ", ".join([*(each.name for each in SCENARIOS), *MORE])
        + " (processor and memory; the time until the list)",
    )
    parser.add_argument("--repeat", type=int, default=3, help="the median of so many runs is shown")
    parser.add_argument("--seconds", type=float, default=25, help="of each call")
    parser.add_argument("--minutes", type=float, default=600, help="begin nothing new after so long")
    options = parser.parse_args()
    names = options.scenarios.split(",") if options.scenarios else [*(each.name for each in SCENARIOS), *MORE]
    if options.quick:
        names = options.scenarios.split(",") if options.scenarios else [*QUICK, "cost", "start"]
        options.repeat, options.seconds = 1, 15.0
    if unknown := set(names) - {each.name for each in SCENARIOS} - set(MORE):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        Benchmark(playwright, Path(folder), names, options.seconds).run(options.repeat, 60 * options.minutes)


class Benchmark:
    """One run of everything that was chosen, round by round: what is cut off has been measured less often."""

    def __init__(self, playwright: Playwright, folder: Path, names: list[str], seconds: float) -> None:
        self._playwright = playwright
        self._folder = folder
        self._names = names
        self._seconds = seconds
        self._rows: dict[str, dict[str, list[dict[str, Any]]]] = {}
        self._more: dict[str, Any] = {}

    def run(self, rounds: int, most_s: float) -> None:
        begun = time.monotonic()
        works: list[tuple[str, Callable[[], None]]] = [
            (each.name, functools.partial(self._measure, each)) for each in SCENARIOS
        ]
        works += [("cost", self._cost), ("start", self._start), ("firefox", self._firefox)]
        for number in range(rounds):
            for name, work in works:
                if name not in self._names or (name == "firefox" and number):
                    continue
                if time.monotonic() - begun > most_s:
                    print("the time is over", flush=True)
                    return
                print(f"\nround {number + 1} of {rounds}, {name}", flush=True)
                work()
                save(self.results())

    def results(self) -> dict[str, Any]:
        """So far: the median of what was measured."""
        medians = {
            name: {way: median_of(rows) for way, rows in ways.items()} | {"repetitions": len(ways["ours"])}
            for name, ways in self._rows.items()
        }
        cost = medians.pop("cost", None)
        return {
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.platform()}",
            "python": platform.python_version(),
            "scenarios": medians,
            **({"cost": cost} if cost else {}),
            **{name: median_of(rows) if isinstance(rows, list) else rows for name, rows in self._more.items()},
        }

    def _measure(self, scenario: Scenario) -> None:
        kept = self._rows.setdefault(scenario.name, {way: [] for way in WAYS})
        rows = {}
        for way, call in WAYS.items():
            outcome = call(self._playwright, scenario, self._seconds, self._folder, light=False)
            rows[way] = row_of(outcome, scenario)
        for way, row in rows.items():
            kept[way].append(row)
        print(table(scenario.name, self.results()["scenarios"][scenario.name]), flush=True)

    def _cost(self) -> None:
        kept = self._rows.setdefault("cost", {way: [] for way in WAYS})
        for way, call in WAYS.items():
            kept[way].append(call(self._playwright, SCENARIOS[0], 15, self._folder, light=True).cost)
        print(cost_table(self.results()["cost"]), flush=True)

    def _start(self) -> None:
        self._more.setdefault("start", []).append(start.times(self._folder))
        print("until the list:", json.dumps(self.results()["start"]), flush=True)

    def _firefox(self) -> None:
        self._more["firefox"] = firefox_call.call(self._seconds, self._folder)
        print("ours and Firefox:", json.dumps(self._more["firefox"]), flush=True)


def row_of(outcome: Outcome, scenario: Scenario) -> dict[str, Any]:
    row: dict[str, Any] = dict(figures_of(outcome, speech_too=scenario.name in SPEECH))
    row["connect_ms"] = round(outcome.connect_ms)
    if scenario.away_s:
        for direction in ("to_practitioner", "to_patient"):
            side = getattr(outcome, direction)
            for key, back in (
                ("recovery_ms", first_after(side["pictures"], outcome.back_at_ms)),
                ("sound_recovery_ms", first_heard_after(side["heard"], outcome.back_at_ms)),
            ):
                row[direction][key] = back if back is not None else NEVER_MS
    return row


def median_of(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Figure by figure."""
    return {
        name: median_of([row[name] for row in rows if name in row])
        if isinstance(value, dict)
        else round(statistics.median(row[name] for row in rows if name in row), 4)
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
            for key, label, digits in (*SHOWN, *RECOVERY)
            if key in mine and key in theirs
        ]
        lines.append(f"  {direction:15} " + ", ".join(parts))
    return "\n".join(lines)


def cost_table(cost: dict[str, Any]) -> str:
    mine, theirs = cost["ours"], cost["chrome"]
    lines = ["| cost of one end, 720p30 both ways | ours | Chromium's | ratio |", "|---|---|---|---|"]
    lines += [f"| {key} | {mine[key]:.2f} | {theirs[key]:.2f} | {ratio(mine[key], theirs[key])} |" for key in mine]
    return "\n".join(lines)


def cell(mine: dict[str, float], theirs: dict[str, float], key: str, digits: int) -> str:
    return f"{mine[key]:.{digits}f} / {theirs[key]:.{digits}f} ({ratio(mine[key], theirs[key])})"


def ratio(mine: float, theirs: float) -> str:
    return f"{mine / theirs:.2f}" if theirs else ("1.00" if not mine else "-")


def markdown(results: dict[str, Any]) -> str:
    """The table as docs/performance.md shows it: ours / Chromium's (ratio)."""
    columns = [*SHOWN, *RECOVERY]
    head = ["line", "direction", *(label for _, label, _ in columns)]
    rows = [head, ["---"] * len(head)]
    for name, result in results["scenarios"].items():
        for direction in ("to_practitioner", "to_patient"):
            mine, theirs = result["ours"][direction], result["chrome"][direction]
            cells = [
                f"{mine[key]:.{digits}f} / {theirs[key]:.{digits}f} ({ratio(mine[key], theirs[key])})"
                if key in mine and key in theirs
                else ""
                for key, _, digits in columns
            ]
            rows.append([name, direction.replace("_", " "), *cells])
    text = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    if "cost" in results:
        text += "\n\n" + cost_table(results["cost"])
    connect = [
        (name, each["ours"]["connect_ms"], each["chrome"]["connect_ms"]) for name, each in results["scenarios"].items()
    ]
    text += "\n\nAccept to the call, ms: " + ", ".join(
        f"{name} {mine:.0f} / {theirs:.0f}" for name, mine, theirs in connect
    )
    for name in ("start", "firefox"):
        if name in results:
            text += f"\n\n{name}: " + json.dumps(results[name])
    return text + "\n"


def save(results: dict[str, Any]) -> None:
    (OUT / "engine.md").write_text(markdown(results), encoding="utf-8")
    (OUT / "engine.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
