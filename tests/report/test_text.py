"""No character of a name can hide, reorder the page, or be taken for markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.report.text import Span, anchor, label, shortened, spans, visible

# Surrogates, too: polars does not hold them, but a path of a source may.
ANY_TEXT = st.text(st.characters(), max_size=300)


@given(ANY_TEXT)
def test_what_is_visible_prints_and_can_be_written(text: str) -> None:
    shown = visible(text)
    assert shown.isprintable()
    assert shown.encode("utf-8").decode("utf-8") == shown


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("a\x00b", r"a\x00b"),
        ("tab\tline\n", r"tab\tline\n"),
        ("abc\u202edef", r"abc\u202edef"),  # right-to-left override
        ("zero\u200bwidth", r"zero\u200bwidth"),
        ("no\xa0break", r"no\xa0break"),
        ("\ud800", r"\ud800"),  # half a pair
        ("naïve 数 😀", "naïve 数 😀"),
    ],
)
def test_hidden_characters_are_written_as_python_writes_them(hidden: str, shown: str) -> None:
    assert visible(hidden) == shown


def test_a_long_name_shows_both_ends_and_says_how_long_it_is() -> None:
    name = "a" * 5_000 + "b" * 5_000
    assert label(name) == f"{'a' * 90}…{'b' * 30} (10,000 characters)"


@given(st.text(max_size=400), st.integers(40, 200))
def test_shortening_never_lengthens(text: str, most: int) -> None:
    assert len(shortened(text, most)) <= max(len(text), most)


def test_a_name_without_characters_is_called_so() -> None:
    assert label("") == "(empty name)"


@given(ANY_TEXT, ANY_TEXT)
def test_anchors_are_safe_and_of_one_column(one: str, other: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_.-]+", anchor(one))
    assert (anchor(one) == anchor(other)) == (one == other)


def test_a_plain_name_is_its_anchor() -> None:
    assert anchor("trip_duration") == "trip_duration"


def test_backticks_part_data_from_prose() -> None:
    assert spans("has `red` and `blue`.") == (
        Span(text="has ", code=False),
        Span(text="red", code=True),
        Span(text=" and ", code=False),
        Span(text="blue", code=True),
        Span(text=".", code=False),
    )


def test_a_column_name_with_backticks_stays_whole() -> None:
    assert spans("`a`b` moved up", "a`b") == (Span(text="a`b", code=True), Span(text=" moved up", code=False))


def test_an_empty_column_name_is_told() -> None:
    assert spans("`` moved up", "")[0] == Span(text="(empty name)", code=True)
