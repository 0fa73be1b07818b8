"""A row's hash tells rows apart by name and value, whatever the order of columns."""

from __future__ import annotations

import numpy as np
import polars as pl

from drift.profile.prepare import RowHashes, prepare_columns, row_hashes

FRAME = pl.DataFrame({"a": [1, 1, 2, None], "b": [2, 1, 1, None], "*": ["x", "x", None, None]})


def hashes_of(frame: pl.DataFrame) -> list[int]:
    return [int(one) for one in _hashes(frame).whole]


def _hashes(frame: pl.DataFrame, counted: frozenset[str] | None = None) -> RowHashes:
    return row_hashes(prepare_columns(frame, {}), frame.height, frame.columns, counted)


def test_columns_come_in_their_order_under_their_names() -> None:
    assert [one.profile.name for one in prepare_columns(FRAME, {})] == ["a", "b", "*"]


def test_equal_rows_have_equal_hashes_and_others_do_not() -> None:
    rows = pl.concat([FRAME, FRAME])
    hashes = hashes_of(rows)
    assert hashes[:4] == hashes[4:]
    assert len(set(hashes)) == rows.n_unique()


def test_neither_the_order_of_columns_nor_one_of_nulls_changes_a_hash() -> None:
    other = FRAME.select(pl.col("b"), pl.lit(None).alias("new"), pl.col("a"), pl.nth(2))
    assert np.array_equal(hashes_of(FRAME), hashes_of(other))


def test_rows_are_counted_by_some_columns_as_if_they_had_no_others() -> None:
    more = FRAME.with_columns(pl.Series("new", ["p", "q", "r", "s"]))
    some = _hashes(more, frozenset(FRAME.columns))
    assert some.counted.tolist() == hashes_of(FRAME)
    assert some.whole.tolist() == hashes_of(more)
    all_of_them = _hashes(FRAME, frozenset(FRAME.columns))
    assert all_of_them.whole is all_of_them.counted
