"""What the program is made of: `python packaging/supply_chain.py sbom|licences|audit`.

sbom      writes build/sbom.json (CycloneDX) from the lock file: what runs is "required", what only builds is "optional"
licences  prints what runs, with versions and licences, and fails on one that does not go with GPL-3.0-or-later
audit     asks for known weaknesses of the locked versions; says so where no database can be reached, and goes on
"""

import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
SBOM = ROOT / "build" / "sbom.json"
ASKED_WITHIN_S = 20
COMPATIBLE = (
    r"(MIT|MIT-0|ISC|0BSD|CC0-1.0|Zlib|PSF-2.0|Unlicense|HPND)",
    r"(BSD-[23]-Clause|3-Clause BSD|BSD)",
    r"(Apache-2.0|Apache)",
    r"(MPL-2.0|Mozilla Public 2.0 \(MPL 2.0\))",
    r"(LGPL-(2.1|3.0)-(only|or-later)|GPL-3.0(-or-later|-only)?|GPL-2.0-or-later)",
)
"""Licences under which work may be part of a work under GPL-3.0-or-later (the FSF's list), as packages name them."""


def running() -> list[str]:
    """Names of all packages that the program needs to run on this system, those they need included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [Requirement(each) for each in project["dependencies"] + project["optional-dependencies"]["desktop"]]
    found: dict[str, set[str]] = {}
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name in found and wanted.extras <= found[name]:
            continue
        found[name] = found.get(name, set()) | wanted.extras
        needs = [Requirement(each) for each in importlib.metadata.distribution(name).requires or []]
        waiting += [each for each in needs if _applies(each, found[name])]
    return sorted(found)


def _applies(requirement: Requirement, extras: set[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))


def licence_of(name: str) -> str:
    """As the package itself says."""
    about = importlib.metadata.distribution(name).metadata
    if said := about.get("License-Expression"):
        return str(said)
    classifiers = [each.split("::")[-1].strip() for each in about.get_all("Classifier", []) if each.startswith("Lic")]
    return " OR ".join(classifiers) or str(about.get("License") or "").split("\n")[0]


def is_compatible(licence: str) -> bool:
    """Whether work under it may be part of ours: one of those to choose from, all of those that hold together."""
    plain = re.sub(r" (Software )?License\b", "", licence).strip()
    choices = [[each.strip() for each in choice.split(" AND ")] for choice in plain.split(" OR ")]
    return any(all(any(re.fullmatch(known, each) for known in COMPATIBLE) for each in choice) for choice in choices)


def locked() -> dict[str, str]:
    """Versions in the lock file, by name."""
    lines = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in lines}


def write_sbom() -> dict[str, Any]:
    """Write it; returns it."""
    tool = Path(sys.executable).with_name("cyclonedx-py")
    command = [str(tool), "requirements", "--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible"]
    made = subprocess.run([*command, "--of", "JSON", str(LOCK)], capture_output=True, text=True, check=True)
    bill: dict[str, Any] = json.loads(made.stdout)
    runs = set(running())
    for part in bill["components"]:
        name = canonicalize_name(part["name"])
        part["scope"] = "required" if name in runs else "optional"
        if name in runs:
            part["licenses"] = [{"license": {"name": licence_of(name)}}]
        # Where a package was fetched from is each one's own affair.
        part["externalReferences"] = [
            each for each in part.get("externalReferences", []) if each["type"] != "distribution"
        ]
    SBOM.parent.mkdir(parents=True, exist_ok=True)
    SBOM.write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")
    return bill


def audit() -> int:
    """Exit code 1 where a weakness is known."""
    tool = Path(sys.executable).with_name("pip-audit")
    # OSV alone: the other database that pip-audit knows is a package registry, no place for bulk questions.
    command = [str(tool), "-r", str(LOCK), "--disable-pip", "--require-hashes", "-s", "osv", "--timeout", "4"]
    try:
        done = subprocess.run(
            [*command, "--format", "json"], capture_output=True, text=True, check=False, timeout=ASKED_WITHIN_S
        )
        looked_at = [each for each in json.loads(done.stdout)["dependencies"] if "vulns" in each]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        looked_at = []
    if not looked_at:
        print("pip-audit: skipped, the database of known weaknesses cannot be reached from here")
        return 0
    weak = [(each["name"], each["version"], found["id"]) for each in looked_at for found in each["vulns"]]
    for each in weak:
        print("known weakness:", *each)
    print(f"pip-audit: {len(looked_at)} packages looked at, {len(weak)} known weaknesses")
    return 1 if weak else 0


def print_licences() -> int:
    bad = []
    for name in running():
        licence = licence_of(name)
        print(f"{name:28} {importlib.metadata.version(name):16} {licence}")
        if not is_compatible(licence):
            bad.append(name)
    if bad:
        print("does not go with GPL-3.0-or-later, or says nothing:", ", ".join(bad))
    return 1 if bad else 0


def main() -> int:
    match sys.argv[1:]:
        case ["sbom"]:
            print(f"{len(write_sbom()['components'])} components in {SBOM.relative_to(ROOT)}")
            return 0
        case ["licences"]:
            return print_licences()
        case ["audit"]:
            return audit()
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main())
