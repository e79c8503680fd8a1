"""What the program is made of: all of it locked with hashes, under licences that go with ours, and listed."""

import importlib.util
import re
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def chain() -> ModuleType:
    spec = importlib.util.spec_from_file_location("supply_chain", ROOT / "packaging" / "supply_chain.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_everything_is_locked_with_hashes_and_names_no_registry() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) > 50
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_what_runs_is_what_is_locked(chain: ModuleType) -> None:
    locked = chain.locked()
    assert [name for name in chain.running() if name not in locked] == []


def test_all_that_runs_may_be_part_of_ours(chain: ModuleType) -> None:
    licences = {name: chain.licence_of(name) for name in chain.running()}
    assert {name: licence for name, licence in licences.items() if not chain.is_compatible(licence)} == {}


@pytest.mark.parametrize(
    ("licence", "fits"),
    [
        ("MIT", True),
        ("Apache Software License", True),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0", True),
        ("BSD-3-Clause AND MIT", True),
        ("GPL-2.0-only", False),
        ("MIT AND Proprietary", False),
        ("BUSL-1.1", False),
        ("", False),
    ],
)
def test_licences_are_judged(chain: ModuleType, licence: str, fits: bool) -> None:
    assert chain.is_compatible(licence) is fits


def test_the_bill_of_materials_lists_all(chain: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "SBOM", tmp_path / "sbom.json")
    bill = chain.write_sbom()
    parts = {part["name"]: part for part in bill["components"]}
    assert (bill["bomFormat"], len(parts)) == ("CycloneDX", len(chain.locked()))
    assert parts["cryptography"]["scope"] == "required"
    assert parts["pytest"]["scope"] == "optional"
    assert parts["cryptography"]["licenses"]
    assert parts["cryptography"]["purl"].startswith("pkg:pypi/cryptography@")
    assert "index" not in str(parts["cryptography"].get("externalReferences"))


def test_where_no_database_can_be_reached_that_is_said(
    chain: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(text: str) -> None:
        done = subprocess.CompletedProcess([], 1, text, "")
        monkeypatch.setattr(chain.subprocess, "run", lambda *_, **__: done)

    for nothing in ("", '{"dependencies": [{"name": "somelib", "skip_reason": "not found"}]}'):
        answer(nothing)
        assert chain.audit() == 0
        assert "skipped" in capsys.readouterr().out, "what was not looked at is not said to be good"
    answer('{"dependencies": [{"name": "somelib", "version": "1.0", "vulns": [{"id": "GHSA-1"}]}]}')
    assert chain.audit() == 1
    assert "somelib 1.0 GHSA-1" in capsys.readouterr().out
    answer('{"dependencies": [{"name": "somelib", "version": "1.0", "vulns": []}]}')
    assert chain.audit() == 0
    assert "1 packages looked at, 0 known" in capsys.readouterr().out
