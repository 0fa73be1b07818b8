"""What of types and missing values changed, most first; the others in a sentence."""

from __future__ import annotations

import math

import polars as pl

import drift
from drift.report.html.quality import MAX_ROWS, Quality, quality
from drift.report.html.sides import Sides
from made_runs import make_record

MANY = 1_000  # times as many rows: of a few, chance explains any share


def of(reference: pl.DataFrame, live: pl.DataFrame) -> Quality:
    record = make_record(pl.concat([reference] * MANY), pl.concat([live] * MANY))
    sides = {
        column.name: Sides(
            reference=record.reference_profile.columns.get(column.name),
            live=record.live_profile.columns.get(column.name),
        )
        for column in record.columns
    }
    return quality(record, sides)


BEFORE = pl.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "b": ["x", "y", "z", ""], "c": [1, 2, 3, 4]})


def test_what_did_not_change_is_a_sentence() -> None:
    found = of(BEFORE, BEFORE)
    assert found.rows == ()
    assert found.others == "All 3 columns have the type and the missing values that training had."


def test_each_way_to_be_missing_has_its_share() -> None:
    """By hand: of four rows one is null, one NaN, one infinite; two texts are empty."""
    live = pl.DataFrame({"a": [None, math.nan, math.inf, 4.0], "b": ["x", "", "", "z"], "c": [1, 2, 3, 4]})
    first, second = of(BEFORE, live).rows
    assert (first.name, first.nulls, first.nans, first.infinities) == (
        "a",
        "0% → 25%",
        "0% → 25%",
        "0% → 25%",
    )
    assert (second.name, second.empties, second.nulls) == ("b", "25% → 50%", "0%")


def test_types_and_lost_columns_are_told() -> None:
    found = of(BEFORE, BEFORE.select("b", pl.col("c").cast(pl.String)))
    assert {row.name: row.types for row in found.rows} == {"a": "Float64 → absent", "c": "Int64 → String"}
    assert found.others == "The other column has the type and the missing values that training had."


def test_what_chance_explains_is_counted_and_not_listed() -> None:
    """Of 2,000 rows 40 and 46 have no value: a difference of 0.3 %, by hand far within chance."""
    before, live = (
        pl.DataFrame({"a": [None] * gone + [float(i) for i in range(2_000 - gone)], "b": [1.5] * 2_000})
        for gone in (40, 46)
    )
    run = drift.compare(before, live)
    sides = {
        name: Sides(reference=run.reference_profile.columns[name], live=run.live_profile.columns[name])
        for name in before.columns
    }
    found = quality(run, sides)
    assert found.rows == ()
    assert found.others == (
        "In 1 column the missing values differ by no more than chance explains."
        " The other column has the type and the missing values that training had."
    )


def test_of_many_the_most_changed_are_told() -> None:
    names = [f"c{place}" for place in range(MAX_ROWS + 10)]
    before = pl.DataFrame({name: [1] * 100 for name in names})
    live = pl.DataFrame(
        {name: [None] * (place + 1) + [1] * (99 - place) for place, name in enumerate(names)},
        schema=dict.fromkeys(names, pl.Int64),
    )
    found = of(before, live)
    assert [row.name for row in found.rows] == names[::-1][:MAX_ROWS]
    assert found.others == "10 more changed less."
