"""Conditions on a column: the same rows by the expression, by its code, and by SQL."""

from __future__ import annotations

import math
import sqlite3
from datetime import datetime

import polars as pl
import pytest

from drift.diagnose.condition import Condition

NUMBERS = pl.Series("x", [None, -5.0, 0.0, 2.0, 7.0])
TEXTS = pl.Series("x", [None, "a", "b'c", 'd"e', "$^"])


@pytest.mark.parametrize(
    ("condition", "column", "places"),
    [
        (Condition(missing=True), NUMBERS, {0}),
        (Condition(known=True), NUMBERS, {1, 2, 3, 4}),
        (Condition(values=(2.0,)), NUMBERS, {3}),
        (Condition(values=(2.0, -5)), NUMBERS.cast(pl.Int64), {1, 3}),
        (Condition(below=0.0, above=2.0), NUMBERS, {1, 4}),
        (Condition(at_most=0.0, at_least=7.0), NUMBERS, {1, 2, 4}),
        (Condition(off=2.0), NUMBERS, {1, 4}),
        (Condition(off=0.1), pl.Series("x", [0.1 * 3, 0.31, None, -0.7]), {1}),
        (Condition(values=("a", "b'c", 'd"e')), TEXTS, {1, 2, 3}),
    ],
)
@pytest.mark.parametrize("name", ["x", 'a"b', "^a$", "*"])
def test_expression_code_and_sql_find_the_same_rows(
    condition: Condition, column: pl.Series, places: set[int], name: str
) -> None:
    """Polars runs the one, SQLite the other."""
    assert set(condition.mask(column).arg_true().to_list()) == places
    code, clause = condition.polars("x"), condition.sql(name)
    assert code is not None
    assert clause is not None
    frame = column.to_frame().with_row_index("place")
    found = frame.filter(eval(code, {"pl": pl}))  # noqa: S307
    assert set(found["place"].to_list()) == places
    with sqlite3.connect(":memory:") as database:
        quoted = '"' + name.replace('"', '""') + '"'
        database.execute(f"CREATE TABLE t (place, {quoted})")
        database.executemany("INSERT INTO t VALUES (?, ?)", list(enumerate(column.to_list())))
        rows = database.execute(f"SELECT place FROM t WHERE {clause}").fetchall()  # noqa: S608
    assert {place for (place,) in rows} == places


def test_nan_and_empty_text_are_missing_and_nothing_else() -> None:
    numbers, texts = pl.Series([math.nan, 9.0, None]), pl.Series(["", "a", None])
    assert Condition(missing=True).mask(numbers).to_list() == [True, False, True]
    assert Condition(above=1.0).mask(numbers).to_list() == [False, True, False]
    assert Condition(missing=True).mask(texts).to_list() == [True, False, True]
    assert Condition(known=True).mask(texts).to_list() == [False, True, False]


def test_times_are_found_and_not_written_as_code() -> None:
    """Code would have to know their zone."""
    noon = datetime(2026, 1, 1, 12)  # noqa: DTZ001 - a clock
    condition = Condition(values=(noon,))
    assert condition.mask(pl.Series([noon, None])).to_list() == [True, False]
    assert (condition.polars("at"), condition.sql("at")) == (None, None)


def test_no_condition_holds_for_no_row() -> None:
    assert Condition().mask(pl.Series([1, 2])).to_list() == [False, False]
    assert Condition().polars("x") is None


@pytest.mark.parametrize("dtype", [pl.Date, pl.Datetime("ms"), pl.Datetime("ns"), pl.Datetime("us", "UTC")])
def test_a_time_is_found_in_columns_of_any_type_of_time(dtype: pl.DataType) -> None:
    times = pl.Series("x", [None, datetime(1970, 1, 1), datetime(2026, 3, 1)])  # noqa: DTZ001 - clocks
    column = times.dt.replace_time_zone("UTC") if dtype == pl.Datetime("us", "UTC") else times.cast(dtype)
    found = Condition(values=(datetime(1970, 1, 1),)).mask(column)  # noqa: DTZ001
    assert found.to_list() == [False, True, False]
