"""`python -m tests.benchmarks.long_call --minutes 60`: does anything grow in a long call?

The program calls the practice patient; each minute memory, threads and handles of each process are written to
build/bench/long-call.jsonl, and at the end what grew, with the latency of each minute from the program's own report.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

OUT = Path("build/bench")
WARM_MINUTES = 5
"""Left out: caches fill, and the line is found."""
ROLES = {"medclient.service": "service", "medclient.session.rehearsal": "patient"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    options = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "medclient", "--demo", "--patient", "robot", "--start"]
        command += ["--duration", str(options.minutes * 60), "--report", str(report)]
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
        program = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        rows: list[dict[str, Any]] = []
        begun = time.monotonic()
        with (OUT / "long-call.jsonl").open("w", encoding="utf-8") as file:
            while program.poll() is None:
                try:
                    program.wait(60)
                except subprocess.TimeoutExpired:
                    row = {"minute": round((time.monotonic() - begun) / 60, 1), **sample(program.pid)}
                    rows.append(row)
                    file.write(json.dumps(row) + "\n")
                    file.flush()
        result = {"samples": rows, "report": json.loads(report.read_text(encoding="utf-8"))}
    result["growth"] = growth(rows, result["report"].get("minutes", []))
    (OUT / "long-call.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result["growth"], indent=2))


def sample(process_id: int) -> dict[str, Any]:
    """Of each process by its role; the program itself is `desktop`. Memory that nobody shares: what others load
    or leave does not move it."""
    program = psutil.Process(process_id)
    result: dict[str, Any] = {}
    for each in (program, *program.children(recursive=True)):
        try:
            words = " ".join(each.cmdline())
            role = "desktop" if each.pid == process_id else "other"
            role = next((name for word, name in ROLES.items() if word in words), role)
            result[role] = {
                "own_mb": round(each.memory_full_info().uss / 1e6, 1),
                "threads": each.num_threads(),
                "handles": each.num_fds(),
                "processor_s": round(sum(each.cpu_times()[:2]), 1),
            }
        except psutil.Error:
            continue
    return result


def growth(rows: list[dict[str, Any]], minutes: list[dict[str, Any]]) -> dict[str, Any]:
    """The median of the last ten minutes against that of the first ten after the beginning."""

    def change(values: list[float]) -> list[float]:
        kept = values[WARM_MINUTES:] if len(values) > 2 * WARM_MINUTES else values
        part = max(1, min(10, len(kept) // 2))
        return [statistics.median(kept[:part]), statistics.median(kept[-part:])] if kept else []

    result: dict[str, Any] = {}
    for role in ("desktop", "service", "patient"):
        kept = [row[role] for row in rows if role in row]
        result[role] = {name: change([each[name] for each in kept]) for name in ("own_mb", "threads", "handles")}
    for name in ("latency_ms_median", "latency_ms_p95"):
        result[name] = change([each[name] for each in minutes if each[name] is not None])
    return result


if __name__ == "__main__":
    main()
