"""Frames in memory are sources like any other: polars, pandas, and whatever speaks Arrow."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from drift.errors import InputUnreadableError, InputUnsupportedError
from drift.sources.frames import frame_name, open_frame

ROWS = {"a": [1, 2, None], "s": ["x", None, "y"]}
TABLE = pa.table(ROWS)


def rows(data: object) -> dict[str, list[object]]:
    """Return all rows of a frame as lists, after a check of each batch's schema."""
    stream = open_frame(data)
    frames = list(stream.read(2))
    assert all(dict(frame.schema) == stream.schema for frame in frames)
    return pl.concat(frames).to_dict(as_series=False)


@pytest.mark.parametrize(
    "data",
    [
        pl.DataFrame(ROWS),
        pl.LazyFrame(ROWS),
        pd.DataFrame({"a": pd.array([1, 2, None], dtype="Int64"), "s": ["x", None, "y"]}),
        TABLE,
        pa.RecordBatchReader.from_batches(TABLE.schema, TABLE.to_batches(2)),
        TABLE.to_batches()[0],
    ],
    ids=frame_name,
)
def test_each_kind_of_frame_gives_its_rows(data: object) -> None:
    assert rows(data) == ROWS


def test_a_frame_is_named_by_its_library_and_class() -> None:
    assert frame_name(pl.DataFrame()) == "<polars.DataFrame>"
    assert frame_name(pd.DataFrame()) == "<pandas.DataFrame>"
    assert frame_name(TABLE) == "<pyarrow.Table>"


def test_a_polars_frame_is_cut_into_batches() -> None:
    stream = open_frame(pl.DataFrame({"x": range(10)}))
    assert [frame.height for frame in stream.read(4)] == [4, 4, 2]


@pytest.mark.parametrize("data", [pl.DataFrame(ROWS), pl.LazyFrame(ROWS), TABLE], ids=frame_name)
def test_a_frame_is_read_as_often_as_asked(data: object) -> None:
    stream = open_frame(data)
    assert [sum(frame.height for frame in stream.read(2)) for _ in range(2)] == [3, 3]


def test_a_stream_that_runs_once_is_no_empty_table_the_second_time() -> None:
    stream = open_frame(pa.RecordBatchReader.from_batches(TABLE.schema, TABLE.to_batches()))
    assert sum(frame.height for frame in stream.read(2)) == 3
    with pytest.raises(InputUnreadableError, match="a stream that runs once was read again"):
        list(stream.read(2))


def test_nan_in_a_polars_frame_stays_nan() -> None:
    (frame,) = open_frame(pl.DataFrame({"x": [float("nan"), None]})).read(10)
    assert (frame["x"].is_nan().sum(), frame["x"].null_count()) == (1, 1)


def test_a_query_that_fails_is_told() -> None:
    with pytest.raises(InputUnreadableError, match=r"<polars\.LazyFrame>: cannot be read") as caught:
        open_frame(pl.LazyFrame({"a": [1]}).select(pl.col("b")))
    assert caught.value.mend == "the query fails by itself: try .collect() on it"


@pytest.mark.parametrize("data", [pl.Series([1]), pa.table([[1], [2]], names=["a", "a"])], ids=frame_name)
def test_an_arrow_stream_that_is_no_table_is_unreadable(data: object) -> None:
    with pytest.raises(InputUnreadableError, match="cannot be read"):
        list(open_frame(data).read(2))


@pytest.mark.parametrize("data", [5, None, {"a": [1]}, pa.array([1])], ids=["int", "None", "dict", "array"])
def test_what_is_no_frame_is_refused(data: object) -> None:
    with pytest.raises(InputUnsupportedError, match="is not data that drift reads"):
        open_frame(data)
