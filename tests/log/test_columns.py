"""Rows become frames without a loss, whatever their values are and however they differ."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from drift.log.columns import MAX_COLUMNS, MAX_FRAMES, frames_of
from drift.log.row import Row, row_of

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.characters()),
    st.binary(max_size=5),
    st.decimals(),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.datetimes(timezones=st.one_of(st.none(), st.just(dt.UTC))),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
)
FEATURES = st.dictionaries(st.one_of(st.sampled_from("abc"), st.text(), st.integers()), VALUES, max_size=5)


def made(features: list[dict[Any, Any]]) -> list[Row]:
    """Return a row of each."""
    return [row_of(number * 1_000, number, one, "m", None) for number, one in enumerate(features)]


@given(st.lists(FEATURES, max_size=20))
def test_every_row_is_in_one_frame_that_parquet_holds(features: list[dict[Any, Any]]) -> None:
    rows = made(features)
    ids: list[str] = []
    for frame, held in frames_of(rows) if rows else ():
        assert frame.height == len(held)
        assert frame["request_id"].to_list() == [str(row.request_id) for row in held]
        frame.write_parquet(file := io.BytesIO())
        file.seek(0)
        assert pl.read_parquet(file).equals(frame)
        ids += frame["request_id"].to_list()
    assert sorted(map(int, ids)) == list(range(len(features)))


def test_rows_of_one_schema_are_one_frame() -> None:
    frames = list(frames_of(made([{"a": 1, "b": "x"}, {"b": None}, {"a": 2.5, "c": True}])))
    assert len(frames) == 1
    assert frames[0][0].drop("logged_at", "model", "prediction").to_dicts() == [
        {"request_id": "0", "a": 1.0, "b": "x", "c": None},
        {"request_id": "1", "a": None, "b": None, "c": None},
        {"request_id": "2", "a": 2.5, "b": None, "c": True},
    ]


def test_types_that_change_with_every_row_make_few_frames() -> None:
    values = [
        1,
        "x",
        b"x",
        True,
        dt.date(2026, 1, 1),
        dt.time(1),
        dt.timedelta(1),
        dt.datetime.now(dt.UTC),
        [1],
    ]
    frames = list(frames_of(made([{"x": value} for value in values * 50])))
    assert len(frames) == MAX_FRAMES
    assert frames[-1][0]["x"].dtype == pl.String
    assert frames[0][0]["x"].to_list() == [1] * 50


def test_names_that_change_with_every_row_make_narrow_frames() -> None:
    rows = made([{f"{number}-{column}": 1.0 for column in range(100)} for number in range(100)])
    frames = [frame for frame, _ in frames_of(rows)]
    assert sum(frame.height for frame in frames) == 100
    assert max(frame.width for frame in frames) <= MAX_COLUMNS + 100 + 4


def test_a_wide_model_is_one_frame() -> None:
    rows = made([{f"f{column}": 1.0 for column in range(MAX_COLUMNS + 500)}] * 3)
    assert [frame.height for frame, _ in frames_of(rows)] == [3]
