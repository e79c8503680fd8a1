"""docs/requirements.md names nothing that is not there, and leaves no rule without code and test."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`((?:medclient|tests|docs)/[^`]+)`")


def rows() -> list[list[str]]:
    """The cells of every row, but for heads and rulers."""
    lines = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in cells if row[-1] != "tests" and not set(row[0]) <= {"-"}]


@cache
def functions_in(file: Path) -> frozenset[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, kinds))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[-3][:50])
def test_what_is_named_exists(row: list[str]) -> None:
    *_, rule, where, tests = row
    assert rule
    for name in NAMED.findall(where):
        assert (ROOT / name).is_file(), name
    for name in NAMED.findall(tests):
        file, _, test = name.partition("::")
        assert test.startswith("test_"), name
        assert test in functions_in(ROOT / file), name
    assert NAMED.findall(where), rule
    assert NAMED.findall(tests) or tests == "see the next table", rule


def test_every_rule_is_there() -> None:
    """The numbers of the guide, and as many rules as the brief has."""
    numbers = {row[0] for row in rows() if len(row) == 4}
    assert numbers == {*"123456789", "10.1", "10.2", "10.3", "10.4", "10.5", "11", "+"}
    assert len([row for row in rows() if len(row) == 3]) >= 15 + 9 + 8
