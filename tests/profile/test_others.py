"""What is neither number, text nor time: two counts, lengths, or nulls alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from drift.profile.others import NESTED_CELLS, prepare_booleans, prepare_nested, prepare_unknown

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile


def counts(column: ColumnProfile) -> dict[int, int]:
    return dict(zip(column.cells.keys.tolist(), column.cells.counts.tolist(), strict=True))


def test_booleans_are_three_counts() -> None:
    column = prepare_booleans(pl.Series("x", [True, False, None, True])).profile
    assert (column.rows, column.nulls, counts(column)) == (4, 1, {0: 1, 1: 2})
    assert (column.family, column.detail) == ("boolean", None)


def test_lists_are_their_lengths() -> None:
    """A null within a list is one of its values; a list that is null has no length."""
    column = prepare_nested(pl.Series("x", [[1, 2], [], None, [None, 3]])).profile
    assert (column.nulls, counts(column)) == (1, {0: 1, 2: 2})
    assert column.family == "nested"


def test_arrays_have_the_length_of_their_type() -> None:
    rows = pl.Series("x", [[1, 2, 3], None], dtype=pl.Array(pl.Int64, 3))
    assert counts(prepare_nested(rows).profile) == {3: 1}


def test_many_lengths_share_256_cells() -> None:
    column = prepare_nested(pl.Series("x", [[0] * length for length in range(400)])).profile
    assert column.cells.keys.size <= NESTED_CELLS
    assert column.cells.rows == 400


@pytest.mark.parametrize(
    "rows",
    [
        pl.Series("x", [{"a": 1}, None, {"a": 2}]),
        pl.Series("x", [b"one", None, b"two"]),
        pl.Series("x", [object(), None, object()], dtype=pl.Object),
    ],
    ids=["struct", "binary", "object"],
)
def test_what_is_not_looked_into_is_counted_and_its_nulls_are(rows: pl.Series) -> None:
    prepare = prepare_nested if isinstance(rows.dtype, pl.Struct) else prepare_unknown
    column = prepare(rows).profile
    assert (column.rows, column.nulls, counts(column)) == (3, 1, {})


def test_null_false_and_an_empty_list_have_hashes_of_their_own() -> None:
    false, true, null = prepare_booleans(pl.Series("x", [False, True, None])).hashes.tolist()
    empty, missing = prepare_nested(pl.Series("x", [[], None], dtype=pl.List(pl.Int64))).hashes.tolist()
    assert null == missing == 0
    assert len({false, true, null}) == 3
    assert empty != 0
