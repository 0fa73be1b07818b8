"""Texts: exact counts of each level while there are few, buckets and a sample of names beyond."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.profile.level_names import NAME_CHARACTERS
from drift.profile.texts import TEXT_CELLS, TEXT_DISTINCT, prepare_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.profile.column import ColumnProfile

MANY: Final = [f"user-{number:05d}@example.org" for number in range(9_000)]


def profile(values: Sequence[str | None], dtype: pl.DataType | None = None) -> ColumnProfile:
    return prepare_texts(pl.Series("x", values, dtype=dtype or pl.String()), None).profile


def levels(column: ColumnProfile) -> dict[str, int]:
    assert column.cells.exact
    counts = zip(column.cells.keys.tolist(), column.cells.counts.tolist(), strict=True)
    return {column.text.names[key]: count for key, count in counts}


def lengths(column: ColumnProfile) -> dict[int, int]:
    found = column.text.lengths
    return dict(zip(found.keys.tolist(), found.counts.tolist(), strict=True))


@given(values=st.lists(st.none() | st.sampled_from(["", "a", "A", " a"]) | st.text(max_size=5)))
def test_levels_and_lengths_are_counted_exactly(values: list[str | None]) -> None:
    """An empty text is a text; a length is in characters."""
    texts = [value for value in values if value is not None]
    column = profile(values)
    assert (column.rows, column.nulls) == (len(values), values.count(None))
    assert levels(column) == dict(Counter(texts))
    assert lengths(column) == dict(Counter(map(len, texts)))
    assert column.text.distinct.estimate == len(set(texts))


@pytest.mark.parametrize("dtype", [pl.Categorical(), pl.Enum(["b", "a", "unused"])])
def test_categories_are_texts(dtype: pl.DataType) -> None:
    """What an enumeration allows and no row has is no level."""
    column = profile(["a", "b", None, "a"], dtype)
    assert levels(column) == {"a": 2, "b": 1}
    assert column.dtypes == ("Categorical" if dtype == pl.Categorical() else "Enum",)


def test_beyond_the_bound_texts_are_counted_by_bucket() -> None:
    """All rows are counted, the sketch says how many levels there are, and has the names of some."""
    column = profile(MANY * 2)
    cells, distinct = column.cells, column.text.distinct
    assert not cells.exact
    assert cells.keys.size <= TEXT_CELLS
    assert cells.rows == 2 * len(MANY)
    assert distinct.estimate == pytest.approx(len(MANY), rel=4 / math.sqrt(TEXT_DISTINCT - 2))
    assert set(distinct.counts.tolist()) == {2}
    assert set(column.text.names) == set(distinct.hashes.tolist())
    assert set(column.text.names.values()) < set(MANY)


def test_exactly_as_many_levels_as_the_bound_are_all_named() -> None:
    column = profile(MANY[:TEXT_CELLS])
    assert levels(column) == dict.fromkeys(MANY[:TEXT_CELLS], 1)
    assert not profile(MANY[: TEXT_CELLS + 1]).cells.exact


def test_a_name_is_cut_and_its_hash_is_not() -> None:
    long = "x" * NAME_CHARACTERS
    column = profile([long + "1", long + "2"])
    assert sorted(column.text.names.values()) == [long, long]
    assert column.cells.keys.size == 2
    assert lengths(column) == {NAME_CHARACTERS + 1: 2}


def test_a_sum_that_goes_beyond_the_bound_keeps_the_names_of_its_sketch() -> None:
    both = profile(MANY[:3_000]) + profile(MANY[2_000:])
    whole = profile(MANY + MANY[2_000:3_000])
    assert both.text.names == whole.text.names
    assert list(both.text.names) == sorted(both.text.names)
    assert (both.cells.keys == whole.cells.keys).all()
    assert (both.cells.counts == whole.cells.counts).all()


def test_what_is_known_changes_no_sum() -> None:
    first = profile(MANY[:6_000])
    rest = pl.Series("x", MANY[3_000:])
    plain, hinted = (first + prepare_texts(rest, known).profile for known in (None, first))
    assert hinted.text.names == plain.text.names
    assert (hinted.cells.keys == plain.cells.keys).all()
    assert (hinted.cells.counts == plain.cells.counts).all()
    assert (hinted.text.distinct.hashes == plain.text.distinct.hashes).all()
    assert (hinted.text.distinct.counts == plain.text.distinct.counts).all()


def test_a_level_that_none_of_the_first_rows_has_is_named_too() -> None:
    common, rare = ["a", "b", None] * 10_000, ["late", "later", "a"]
    found = prepare_texts(pl.Series("x", [*common, *rare]), None).profile.text
    assert sorted(found.names.values()) == ["a", "b", "late", "later"]


def test_nulls_only() -> None:
    column = profile([None, None])
    assert (column.nulls, levels(column), lengths(column)) == (2, {}, {})
    assert np.array_equal(prepare_texts(pl.Series("x", [None], dtype=pl.String), None).hashes, [0])


def test_a_text_that_hashes_to_what_stands_for_null_is_no_null() -> None:
    column = prepare_texts(pl.Series("x", ["a", None]), None, np.zeros(2, np.uint64)).profile
    assert (column.cells.rows, column.nulls, column.text.names) == (1, 1, {0: "a"})
