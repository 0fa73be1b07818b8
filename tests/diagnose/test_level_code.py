"""Code of a level, run by polars and by SQLite: it finds that level's rows, and leaves the others alone."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import polars as pl
import pytest

from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.level_code import OfLevel, in_level

FRAME = pl.DataFrame(
    {
        "city": ["Porto", "O'Porto", "", None, 'a"b', "Faro"],
        "store": [1, 2, 3, None, 5, 6],
        "gift": [True, False, True, None, True, False],
        "amount": [10.0, 20.0, 30.0, 40.0, 50.0, 60.0],
    }
)
LEVELS = [("city", value) for value in FRAME["city"]] + [("store", 2), ("store", None), ("gift", None)]


def diagnosis(share: float | None = 1.0) -> Diagnosis:
    return Diagnosis(fault="unit_change", story="", advice="", share=share)


def run_code(code: str) -> list[object]:
    return FRAME.select(eval(code, {"pl": pl}).alias("result"))["result"].to_list()  # noqa: S307


def run_sql(code: str) -> list[object]:
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE t (city TEXT, store INTEGER, gift BOOLEAN, amount REAL)")
        database.executemany("INSERT INTO t VALUES (?, ?, ?, ?)", FRAME.rows())
        return [row[0] for row in database.execute(f"SELECT {code} FROM t")]  # noqa: S608 - code is what is tested


@pytest.mark.parametrize(("column", "value"), LEVELS)
def test_the_rows_of_a_level_are_found(column: str, value: str | int | None) -> None:
    wanted = [one == value for one in FRAME[column]]
    level = OfLevel.of(column, value)
    assert [bool(one) for one in run_code(level.polars)] == wanted
    assert [bool(one) for one in run_sql(level.sql)] == wanted


def test_other_levels_are_left_alone() -> None:
    told = replace(diagnosis(), undo='pl.col("amount") / 10', undo_sql='"amount" / 10')
    inside = in_level(told, "amount", OfLevel.of("city", "Faro"))
    wanted = [10.0, 20.0, 30.0, 40.0, 50.0, 6.0]
    assert run_code(inside.undo or "") == wanted
    assert run_sql(inside.undo_sql or "") == wanted


def test_what_finds_rows_finds_those_of_the_level() -> None:
    told = replace(diagnosis(0.3), find='pl.col("amount") > 15', find_sql='"amount" > 15')
    inside = in_level(told, "amount", OfLevel.of("gift", False))  # noqa: FBT003 - a level
    assert run_code(inside.find or "") == [False, True, False, None, False, True]
    assert [bool(one) for one in run_sql(inside.find_sql or "")] == [False, True, False, False, False, True]


def test_a_part_of_a_level_that_no_expression_finds_is_not_taken_for_all_of_it() -> None:
    level = OfLevel.of("city", "Faro")
    assert in_level(diagnosis(0.3), "amount", level).find is None
    assert in_level(diagnosis(None), "amount", level).find == level.polars


def test_without_a_condition_there_is_no_code() -> None:
    told = replace(diagnosis(), find="x", undo="y", find_sql="z", undo_sql="w")
    inside = in_level(told, "amount", None)
    assert (inside.find, inside.undo, inside.find_sql, inside.undo_sql) == (None, None, None, None)
