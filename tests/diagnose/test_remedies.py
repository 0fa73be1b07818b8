"""The code of a diagnosis, run: it finds the rows that were broken, and brings their values back.

The generator of faults is the witness of both.
"""

from __future__ import annotations

import sqlite3
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import polars.selectors as cs
import pytest

import drift
from drift.faults import Broken, breaker

if TYPE_CHECKING:
    from collections.abc import Callable

    from drift.diagnose.diagnosis import Diagnosis

ROWS = 3_000
LEAST = 0.93  # of rows: some values are the same in both units, or lie beyond the bound


@cache
def healthy(seed: int) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    minutes = pl.lit(pl.Series(np.sort(random.integers(0, 60_000, ROWS))))
    return pl.select(
        wait=pl.Series(random.lognormal(3, 0.5, ROWS)),
        score=pl.Series(random.normal(50, 10, ROWS).round(2)),
        kelvin=pl.Series(random.normal(15, 8, ROWS)),
        gaps=pl.Series(random.normal(20, 3, ROWS)).set(pl.Series(random.random(ROWS) < 0.2), None),
        city=pl.Series(random.choice(["Porto", "Braga", "Évora"], ROWS, p=[0.5, 0.3, 0.2])),
        member=pl.Series(random.random(ROWS) < 0.3),
        at=pl.datetime(2026, 1, 5) + pl.duration(minutes=minutes),
        epoch=pl.Series(1_767_571_200 + np.sort(random.integers(0, 3_600_000, ROWS))),
    )


@cache
def reference() -> drift.Reference:
    return drift.fit(healthy(1))


def diagnosed(way: str, column: str, share: float) -> tuple[Broken, Diagnosis]:
    broken = breaker(way).breaks(healthy(2), column, np.random.default_rng(5), share=share)
    run = drift.check(broken.frame, reference(), evidence=0)
    told = [one.diagnosis for one in run[column].findings if one.diagnosis is not None]
    return broken, next(one for one in told if one.fault == broken.fault)


def run_code(frame: pl.DataFrame, code: str) -> pl.Series:
    return frame.select(eval(code, {"pl": pl, "cs": cs}).alias("result"))["result"]  # noqa: S307


@pytest.mark.parametrize(
    ("way", "column", "share"),
    [
        ("unit_change: × 1000", "wait", 0.2),
        ("unit_change: ÷ 1000", "wait", 0.2),
        ("sign_flip: negated", "score", 0.2),
        ("sentinel: 999", "score", 0.05),
        ("sentinel: unknown", "city", 0.05),
        ("clipping: upper 5 %", "score", 1.0),
        ("outliers: upper", "score", 0.01),
        ("missing_values: null", "score", 0.2),
        ("missing_values: NaN", "score", 0.2),
        ("missing_values: empty text", "city", 0.2),
        ("new_category: a new level", "city", 0.05),
        ("renamed_category: upper case", "city", 0.2),
        ("epoch_unit: second → millisecond", "epoch", 0.2),
    ],
)
def test_what_finds_the_rows_finds_those_that_were_broken(way: str, column: str, share: float) -> None:
    """SQLite finds the same rows as polars; it has no NaN."""
    broken, diagnosis = diagnosed(way, column, share)
    assert diagnosis.find is not None
    found = run_code(broken.frame, diagnosis.find).fill_null(value=False).to_numpy()
    both = int((found & broken.rows).sum())
    assert both >= LEAST * max(broken.rows.sum(), found.sum())
    if diagnosis.find_sql is None or "NaN" in way:
        return
    with sqlite3.connect(":memory:") as database:
        database.execute(f'CREATE TABLE t (place, "{column}")')
        database.executemany("INSERT INTO t VALUES (?, ?)", list(enumerate(broken.frame[column].to_list())))
        places = database.execute(f"SELECT place FROM t WHERE {diagnosis.find_sql}").fetchall()  # noqa: S608
    assert [place for (place,) in places] == np.flatnonzero(found).tolist()


@pytest.mark.parametrize(
    ("way", "column", "share"),
    [
        ("unit_change: × 1000", "wait", 1.0),
        ("unit_change: ÷ 60", "wait", 1.0),
        ("unit_change: °C → °F", "kelvin", 1.0),
        ("unit_change: × 1000", "wait", 0.2),
        ("sign_flip: negated", "score", 1.0),
        ("sign_flip: negated", "score", 0.2),
        ("transform: log", "wait", 1.0),
        ("transform: sqrt", "wait", 1.0),
        ("sentinel: nulls are -1", "gaps", 1.0),
        ("type_change: numbers as text", "score", 1.0),
        ("type_change: decimal comma", "score", 1.0),
        ("type_change: booleans as words", "member", 1.0),
        ("type_change: booleans as 0 and 1", "member", 1.0),
        ("type_change: zoned times", "at", 1.0),
        ("renamed_category: upper case", "city", 0.2),
        ("renamed_category: prefix", "city", 1.0),
        ("epoch_unit: second → millisecond", "epoch", 0.2),
        ("renamed_column: suffix", "wait", 1.0),
    ],
)
def test_what_undoes_a_fault_brings_the_values_back(way: str, column: str, share: float) -> None:
    broken, diagnosis = diagnosed(way, column, share)
    assert diagnosis.undo is not None
    undone, before = run_code(broken.frame, diagnosis.undo), healthy(2)[column]
    if before.dtype.is_numeric():
        one, other = (values.cast(pl.Float64).to_numpy() for values in (undone, before))
        same = np.isclose(one, other, rtol=1e-6, equal_nan=True)
    else:
        same = undone.eq_missing(before.cast(undone.dtype)).to_numpy()
    assert same.mean() >= LEAST


@pytest.mark.parametrize(
    ("true", "false"), [("ja", "NEIN"), ("VRAI", "FAUX"), ("1", "0"), (1, 2), (-1, 0), (1.0, 0.0)]
)
def test_booleans_in_any_words_and_numbers_are_brought_back(true: object, false: object) -> None:
    member = healthy(2)["member"]
    written = pl.when(member).then(pl.lit(true)).when(~member).then(pl.lit(false)).alias("member")
    broken = healthy(2).with_columns(written)
    told = drift.check(broken, reference())["member"].diagnosis
    assert told is not None
    assert (told.fault, told.parameters["unreadable"]) == ("type_change", 0)
    assert told.undo is not None
    assert run_code(broken, told.undo).equals(member, null_equal=True)


@pytest.mark.parametrize(
    "written",
    [
        lambda x: f"{x:,.2f}".replace(",", " ").replace(".", ","),
        lambda x: f"{x:,.2f}".replace(",", "_").replace(".", ",").replace("_", "."),
        lambda x: f"{x:,.2f}",
        lambda x: f"{x:,.2f}".replace(",", "\u2019"),
        lambda x: f"{x:,.2f}".replace(",", "'"),
        lambda x: f"{x:,.2f}".replace(",", "\u202f").replace(".", ","),
    ],
    ids=["1 234,50", "1.234,50", "1,234.50", "1\u2019234.50", "1'234.50", "1\u202f234,50"],
)
def test_numbers_in_groups_are_brought_back(written: Callable[[float], str]) -> None:
    before, live = (healthy(seed).select(pl.col("score") * 100 + 0.25) for seed in (1, 2))
    broken = live.with_columns(pl.Series("score", [written(one) for one in live["score"]]))
    told = drift.check(broken, drift.fit(before))["score"].diagnosis
    assert told is not None
    assert (told.fault, told.parameters["unreadable"]) == ("type_change", 0)
    assert told.undo is not None
    assert np.allclose(run_code(broken, told.undo).to_numpy(), live["score"].to_numpy())


def test_codes_that_came_for_levels_are_brought_back_from_numbers() -> None:
    """The levels map by their frequency; what came is a number, so it is read as text before."""
    live = healthy(2)
    codes = {"Porto": 1, "Braga": 2, "Évora": 3}
    broken = live.with_columns(pl.col("city").replace_strict(codes, return_dtype=pl.Int64()))
    told = [one.diagnosis for one in drift.check(broken, reference())["city"].findings if one.diagnosis]
    mapped = next(one for one in told if one.fault == "renamed_category")
    assert mapped.undo is not None
    assert mapped.find is not None
    assert run_code(broken, mapped.undo).equals(live["city"])
    assert run_code(broken, mapped.find).all()


@pytest.mark.parametrize("written", [lambda x: f"{x} %", lambda x: f"{x}".replace(".", ",")])
def test_a_unit_beside_another_type_is_undone_from_what_came_or_not_at_all(
    written: Callable[[float], str],
) -> None:
    before, live = (healthy(seed).select(pl.col("wait").round(2) / 100) for seed in (1, 2))
    broken = live.with_columns(pl.Series("wait", [written(round(100 * one, 2)) for one in live["wait"]]))
    told = [one.diagnosis for one in drift.check(broken, drift.fit(before))["wait"].findings if one.diagnosis]
    unit = next(one for one in told if one.fault == "unit_change")
    if unit.undo is not None:
        assert np.allclose(run_code(broken, unit.undo).to_numpy(), live["wait"].to_numpy())
    assert (unit.undo is None) == any(one.undo is None for one in told if one.fault == "type_change")


def test_sql_brings_values_back_as_polars_does() -> None:
    broken, diagnosis = diagnosed("unit_change: × 1000", "wait", 0.2)
    assert diagnosis.undo is not None
    with sqlite3.connect(":memory:") as database:
        database.execute('CREATE TABLE t ("wait")')
        database.executemany("INSERT INTO t VALUES (?)", [(value,) for value in broken.frame["wait"]])
        rows = database.execute(f"SELECT {diagnosis.undo_sql} FROM t").fetchall()  # noqa: S608
    assert np.allclose([value for (value,) in rows], run_code(broken.frame, diagnosis.undo).to_numpy())


def test_exchanged_columns_are_put_back() -> None:
    live = healthy(2).with_columns(pl.col("wait").alias("kelvin"), pl.col("kelvin").alias("wait"))
    (finding,) = drift.check(live, reference()).findings
    assert finding.diagnosis is not None
    assert finding.diagnosis.undo is not None
    back = live.with_columns(*eval(f"[{finding.diagnosis.undo}]", {"pl": pl}))  # noqa: S307
    assert back.equals(healthy(2))


@pytest.mark.parametrize("name", ["^a.*$", "*", 'a"b', "a'b", "a\\", "a\u202eb", ""])
def test_whatever_a_column_is_called_its_code_is_about_it_alone(name: str) -> None:
    before, live = (
        healthy(seed).select(pl.col("wait").alias(name), pl.col("score").alias("abc")) for seed in (1, 2)
    )
    values = live[name].alias("values")
    broken = live.with_columns((values * 1000).alias(name)) if name else live.rename({"": "x"})
    if not name:
        broken = broken.with_columns(pl.col("x") * 1000).rename({"x": ""})
    (finding,) = drift.check(broken, drift.fit(before))[name].findings
    assert finding.diagnosis is not None
    assert finding.diagnosis.undo is not None
    assert finding.diagnosis.undo.isprintable()
    assert np.allclose(run_code(broken, finding.diagnosis.undo).to_numpy(), live[name].to_numpy())


def test_where_a_bound_finds_few_of_the_rows_no_code_is_told() -> None:
    """Of a Cauchy column, a fifth of the rows × 1000 lies within the tails of the others."""
    random = np.random.default_rng(3)
    before, now = (pl.DataFrame({"x": random.standard_cauchy(ROWS)}) for _ in range(2))
    broken = breaker("unit_change: × 1000").breaks(now, "x", random, share=0.2)
    run = drift.check(broken.frame, drift.fit(before), evidence=0)
    told = [one.diagnosis for one in run["x"].findings if one.diagnosis is not None]
    (diagnosis,) = [one for one in told if one.fault == "unit_change"]
    assert (diagnosis.find, diagnosis.undo) == (None, None)
