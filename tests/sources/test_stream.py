"""Batches are bounded in rows and cells, and small frames are put together."""

from __future__ import annotations

import polars as pl
import pytest

from drift.errors import InputUnreadableError
from drift.sources.stream import BATCH_CELLS, MIN_BATCH_ROWS, bounded_rows, gather, scan_batches


def test_a_batch_has_fewer_rows_where_there_are_very_many_columns() -> None:
    assert bounded_rows(100_000, 0) == 100_000
    assert bounded_rows(100_000, 50) == 100_000
    assert bounded_rows(100_000, 1_000) * 1_000 == BATCH_CELLS
    assert bounded_rows(100_000, 10**9) == MIN_BATCH_ROWS
    assert bounded_rows(10, 10**9) == 10


def test_small_frames_are_put_together_and_empty_ones_left_out() -> None:
    frames = [pl.DataFrame({"x": list(range(n))}) for n in (2, 0, 2, 2, 9, 1)]
    assert [frame.height for frame in gather(iter(frames), 5)] == [6, 9, 1]
    assert list(gather(iter([pl.DataFrame({"x": []})]), 5)) == []


def test_a_scan_gives_each_row_once() -> None:
    rows = pl.DataFrame({"x": range(10_000)})
    frames = list(scan_batches("rows", rows.lazy(), 1_000))
    assert len(frames) > 1
    assert sorted(pl.concat(frames)["x"]) == list(range(10_000))


def test_a_scan_that_fails_is_told_with_its_name() -> None:
    with pytest.raises(InputUnreadableError, match="rows: cannot be read"):
        list(scan_batches("rows", pl.LazyFrame({"x": ["a"]}).select(pl.col("x").cast(pl.Int8)), 1_000))
