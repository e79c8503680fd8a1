"""`python -m tests.fuzz [NAME ...] --seconds N`: look for input that breaks a target; without a name, in each in turn.

What was tried and led further is kept in build/fuzz/NAME for the next time; what broke it is written beside it and
named at the end. Exit code 1: something broke.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

import atheris

FOLDER = Path("build/fuzz")
ONE_INPUT_S = 10
MOST_MB = 2048


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    options.add_argument("names", nargs="*", metavar="NAME")
    options.add_argument("--seconds", type=int, default=60, help="for each target")
    options.add_argument("--list", action="store_true", help="name the targets")
    options.add_argument("--input", type=Path, help="try only this file, as it was written when something broke")
    given = options.parse_args()
    from tests.fuzz import all_targets

    if len(given.names) == 1 and "MEDCLIENT_FUZZ" in os.environ:
        _fuzz(given.names[0], given.seconds)
    known = all_targets()
    if given.list:
        print("\n".join(known))
        return 0
    if unknown := set(given.names) - set(known):
        options.error(f"no such target: {', '.join(sorted(unknown))}")
    if given.input:
        for name in given.names:
            known[name].run(given.input.read_bytes())
        return 0
    broken = [name for name in given.names or known if not _survives(name, given.seconds)]
    print("broken:", ", ".join(broken) or "none")
    return 1 if broken else 0


def _survives(name: str, seconds: int) -> bool:
    """Fuzz it in a process of its own: libFuzzer ends the one that it runs in."""
    print(f"{name}, {seconds} s", flush=True)
    command = [sys.executable, "-m", "tests.fuzz", name, "--seconds", str(seconds)]
    return subprocess.run(command, env=os.environ | {"MEDCLIENT_FUZZ": "1"}, check=False).returncode == 0


def _fuzz(name: str, seconds: int) -> None:
    """Does not return."""
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    with atheris.instrument_imports(include=["medclient", "aiortc"]):
        from tests.fuzz import all_targets

        chosen = all_targets()[name]
    for number, seed in enumerate(chosen.seeds):
        (folder / f"seed-{number}").write_bytes(seed)
    arguments = [
        sys.argv[0],
        f"-max_total_time={seconds}",
        f"-timeout={ONE_INPUT_S}",
        f"-rss_limit_mb={MOST_MB}",
        f"-artifact_prefix={FOLDER}/{name}-",
        "-print_final_stats=1",
        "-verbosity=0",
        str(folder),
    ]
    atheris.Setup(arguments, chosen.run)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
