"""The pattern of a text is its classes of characters in order."""

from __future__ import annotations

import string
from itertools import groupby

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.profile.patterns import PATTERN_CHARACTERS, count_patterns, pattern
from drift.profile.texts import prepare_texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ORD-2026-0001234", "A-9-9"),
        ("Ann Lee", "Aa Aa"),
        ("iPhone12", "aAa9"),
        ("", ""),
        ("3f2504e0-4f89-41d3", "9a9a9-9a9-9a9"),
        ("  x", "  a"),  # other characters stand for themselves, each
        ("Ärger", "Aa"),
        ("٣٤", "9"),  # digits of any script
        ("日本", "a"),  # letters without case
        ("a@b.org", "a@a.a"),
    ],
)
def test_patterns_by_hand(text: str, expected: str) -> None:
    assert pattern(text) == expected


def test_a_pattern_is_cut() -> None:
    assert pattern("-" * 99) == "-" * PATTERN_CHARACTERS


def test_patterns_are_counted_by_distinct_text() -> None:
    """A text that many rows have counts once, for rows are counted elsewhere."""
    column = prepare_texts(pl.Series("x", ["A-1"] * 5 + ["B-22", "c", None]), None).profile
    assert count_patterns(column.text) == {"A-9": 2, "a": 1}


def test_of_many_texts_the_sampled_ones_are_counted() -> None:
    column = prepare_texts(pl.Series("x", [f"id-{number}" for number in range(9_000)]), None).profile
    assert count_patterns(column.text) == {"a-9": column.text.distinct.hashes.size}


def one_by_one(text: str) -> str:
    """Return a pattern by hand: each character's class, of a run of letters or digits one."""
    classes = ["9" if c.isdigit() else "A" if c.isupper() else "a" if c.islower() else c for c in text]
    runs = ((one, len(list(run))) for one, run in groupby(classes))
    return "".join(one if one in "Aa9" else one * many for one, many in runs)[:PATTERN_CHARACTERS]


@given(st.text(alphabet=string.printable + "aaAA99", max_size=80))
def test_a_text_of_ascii_has_the_pattern_of_its_characters(text: str) -> None:
    assert pattern(text) == one_by_one(text)
