"""docs/requirements.md names nothing that is not there, and leaves no rule without code and test.

Its rows are named by the table's word and their first cell: `guide 10.1`, `guide card`, `rule consent`. A test that
keeps a row says so in its docstring, in one line: `Requirements: guide 8; rule consent.`
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`((?:medclient|tests|docs)/[^`]+)`")
KEPT = re.compile(r"^\s*Requirements: (.+)\.$", re.MULTILINE)
TABLES = {
    "The guide": "guide",
    "Video services in statutory care": "rule",
    "What users of such programs suffer from": "pain",
    "What none of them has": "extra",
}
ROWS = {
    "guide": "1 2 3 4 5 6 7 8 9 10.1 10.2 10.3 10.4 10.5 11, card, rules, access, new link, encrypted, no advertising",
    "rule": "register, staff, patients, undisturbed, peer to peer, encrypted, fingerprints, adapts, not stored, "
    "deleted, terms, no advertising, closed room, no recording, consent, line, billing, cover",
    "pain": "device lost, change of device, echo, one-way sound, honest state, endless waiting, proxy, "
    "blocked networks, clicks, load",
    "extra": "mutual view, rehearsal, resume, ladder, capture guard, hints, key, invitations, report",
}
"""Each row of the brief that is not marked as later; the guide's are its numbers and what it says beside them."""


class Row(NamedTuple):
    name: str
    rule: str
    where: tuple[str, ...]
    tests: tuple[str, ...]
    elsewhere: bool
    """Another table says where it is kept."""


def rows() -> Iterator[Row]:
    """All but heads and rulers."""
    table = ""
    for line in (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            table = TABLES.get(line.removeprefix("## "), "")
        elif table and line.startswith("|") and not line.startswith(("|-", "| #")):
            first, rule, where, tests = (cell.strip() for cell in line.strip("|").split("|"))
            name = f"{table} {first.removeprefix('+ ')}"
            yield Row(
                name, rule, tuple(NAMED.findall(where)), tuple(NAMED.findall(tests)), tests == "see the next table"
            )


@cache
def kept_by(file: Path) -> dict[str, frozenset[str]]:
    """The tests of a file, and the rows that each says it keeps."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    functions = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, kinds)]
    return {
        node.name: frozenset(row for line in KEPT.findall(ast.get_docstring(node) or "") for row in line.split("; "))
        for node in functions
        if node.name.startswith("test_")
    }


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: f"{row.name}: {row.rule[:40]}")
def test_a_row_has_code_and_tests_that_name_it(row: Row) -> None:
    assert row.rule
    assert row.where
    assert row.tests or row.elsewhere
    for name in row.where:
        assert (ROOT / name).is_file(), name
    for name in row.tests:
        file, _, test = name.partition("::")
        assert row.name in kept_by(ROOT / file)[test], f"{name} does not say that it keeps {row.name!r}"


def test_what_a_test_says_it_keeps_is_in_the_table() -> None:
    listed = defaultdict(set)
    for row in rows():
        for name in row.tests:
            listed[name].add(row.name)
    for file in (ROOT / "tests").rglob("test_*.py"):
        for test, kept in kept_by(file).items():
            name = f"{file.relative_to(ROOT).as_posix()}::{test}"
            assert kept == listed.get(name, set()), name


def test_every_row_is_there() -> None:
    expected = {
        f"{table} {row}"
        for table, names in ROWS.items()
        for group in names.split(", ")
        for row in (group.split() if group[0].isdigit() else [group])
    }
    assert {row.name for row in rows()} == expected
