"""The facts of past consultations: sealed, whole after a crash, gone when they are deleted.

PRODUCT row "billing needs the facts".
"""

import csv
import io
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medclient.practice.facts import CallFacts, FactsStore
from medclient.practice.facts_csv import FORMULA_STARTS, harmless, table

END = datetime(2026, 11, 26, 8, 15, tzinfo=UTC)
FACTS = CallFacts(
    "Erika Beispiel-Müßig",
    END - timedelta(minutes=14),
    END,
    1,
    END - timedelta(minutes=18),
    None,
    False,
    "link-1",
    "Dr. Anna Arnold",
)
KEY = secrets.token_bytes(32)


@pytest.fixture
def store(tmp_path: Path) -> FactsStore:
    return FactsStore(tmp_path / "consultations.sealed", lambda: KEY)


def test_what_is_kept_comes_back_newest_first(store: FactsStore, tmp_path: Path) -> None:
    later = replace(FACTS, link_id="link-2", ended_at=END + timedelta(hours=1))
    store.add(FACTS)
    store.add(later)
    again = FactsStore(tmp_path / "consultations.sealed", lambda: KEY)
    assert again.all() == (later, FACTS)


def test_the_file_says_nothing_without_the_key(store: FactsStore, tmp_path: Path) -> None:
    """Requirements: rule billing."""
    store.add(FACTS)
    store.note_cover("link-1", END)
    text = (tmp_path / "consultations.sealed").read_bytes()
    for secret in (b"Erika", b"Beispiel", b"2026", b"link-1", b"Arnold", b"cover"):
        assert secret not in text
    assert FactsStore(tmp_path / "consultations.sealed", lambda: secrets.token_bytes(32)).all() == ()


def test_a_line_that_a_crash_cut_off_costs_only_itself(store: FactsStore, tmp_path: Path) -> None:
    file = tmp_path / "consultations.sealed"
    store.add(FACTS)
    with file.open("ab") as stream:
        stream.write(b"half a li\xff")
    store.add(replace(FACTS, link_id="link-2"))
    assert {facts.link_id for facts in store.all()} == {"link-1", "link-2"}


def test_the_cover_outlives_a_crash_and_can_be_taken_back(store: FactsStore) -> None:
    """The tick for the oral confirmation, kept with the facts.

    Requirements: rule cover.
    """
    at = END - timedelta(minutes=5)
    store.note_cover("link-1", at)
    assert store.cover("link-1") == at
    store.add(FACTS)
    assert store.all()[0].cover_at == at
    store.note_cover("link-1", None)
    assert store.cover("link-1") is None
    assert store.all()[0].cover_at is None


def test_one_consultation_is_listed_once(store: FactsStore) -> None:
    store.add(FACTS)
    store.add(replace(FACTS, interruptions=3))
    assert [facts.interruptions for facts in store.all()] == [3]


def test_deleted_is_gone_from_the_file_too(store: FactsStore, tmp_path: Path) -> None:
    file = tmp_path / "consultations.sealed"
    for number in range(3):
        store.add(replace(FACTS, link_id=f"link-{number}"))
    lines = set(file.read_text().splitlines())
    store.note_cover("link-1", END)
    store.delete(["link-1"])
    assert {facts.link_id for facts in store.all()} == {"link-0", "link-2"}
    assert set(file.read_text().splitlines()) < lines
    store.delete_all()
    assert file.read_text() == ""


def test_another_practices_lines_are_left_alone(store: FactsStore, tmp_path: Path) -> None:
    other = FactsStore(tmp_path / "consultations.sealed", lambda: b"k" * 32)
    other.add(FACTS)
    store.add(replace(FACTS, link_id="link-2"))
    store.delete_all()
    assert store.all() == ()
    assert other.all() == (FACTS,)


def test_what_is_past_its_time_is_forgotten(store: FactsStore) -> None:
    store.add(FACTS)
    store.add(replace(FACTS, link_id="link-2", ended_at=END + timedelta(days=40)))
    store.forget_before(END + timedelta(days=10))
    assert [facts.link_id for facts in store.all()] == ["link-2"]


def test_nothing_was_ever_kept(store: FactsStore) -> None:
    assert store.all() == ()
    assert store.cover("link-1") is None
    store.forget_before(END)


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2)))
def test_no_cell_begins_like_a_formula_and_all_come_back(rows: list[list[str]]) -> None:
    for comma in (False, True):
        text = table(rows, decimal_comma=comma)
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if comma else ","))
        assert read == [[harmless(cell) for cell in row] for row in rows]
        assert not any(cell.startswith(FORMULA_STARTS) for row in read for cell in row)


@pytest.mark.parametrize("cell", ["=1+1", "+49 911", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1"])
def test_formulas_become_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


def test_a_name_stays_as_it_is() -> None:
    assert harmless("Müller-Lüdenscheidt, Dr. =") == "Müller-Lüdenscheidt, Dr. ="
