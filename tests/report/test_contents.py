"""What a file holds is described by facts: counts of the rows, units of names, movement as judged."""

from __future__ import annotations

import json
from datetime import timedelta

import polars as pl

import drift
from drift.report.contents import LEVELS_SHOWN, ColumnContents, Contents
from runs import WHEN, training


def of(contents: Contents, name: str) -> ColumnContents:
    return next(column for column in contents.columns if column.name == name)


def test_columns_are_described_in_the_order_of_the_data() -> None:
    contents = drift.fit(training(), created_at=WHEN).describe()
    assert [column.name for column in contents.columns] == training().columns
    assert (contents.kind, contents.rows, contents.created_at) == ("reference", 600, WHEN)
    assert contents.sample_rows == 600


def test_ends_nulls_and_levels_are_those_of_the_rows() -> None:
    frame = training()
    contents = drift.fit(frame).describe()
    count, note, city = (of(contents, name) for name in ("count", "note", "city"))
    assert (count.lowest, count.highest) == (frame["count"].min(), frame["count"].max())
    assert count.distinct == frame["count"].n_unique()
    assert note.nulls == frame["note"].null_count()
    assert set(city.levels) == set(frame["city"])
    assert of(contents, "big").lowest == str(frame["big"].min())
    assert of(contents, "started_at").lowest == "2026-01-01T00:00:00"


def test_the_most_frequent_levels_come_first() -> None:
    """Letter n stands n times; the last letters are the most frequent."""
    rows = [letter for place, letter in enumerate("abcdefgh", start=1) for _ in range(place)]
    (column,) = drift.fit(pl.DataFrame({"letter": rows})).describe().columns
    assert "".join(column.levels) == "hgfedcba"[:LEVELS_SHOWN]


def test_a_unit_is_the_configs_or_the_names() -> None:
    frame = pl.DataFrame({"trip_ms": [1.5, 2.5], "price": [1.0, 2.0], "plain": [1.0, 2.0]})
    contents = drift.fit(frame, config={"columns": {"price": {"unit": "cent"}}}).describe()
    said = [(column.unit, column.unit_reason) for column in contents.columns]
    assert said == [("millisecond", "its name"), ("cent", "the config"), (None, None)]


def test_movement_is_what_a_check_would_tolerate() -> None:
    rows = 4000
    frame = pl.DataFrame(
        {
            "at": [WHEN + timedelta(minutes=30 * i) for i in range(rows)],
            "value": [float(i % 97 + i // 500 * 20) for i in range(rows)],
        }
    )
    learned = drift.fit(frame, time="at")
    movement = of(learned.describe(), "value").movement
    by_span = {
        one.span_hours: max(0.02, one.value) for one in learned.tolerances["value"] if one.statistic == "ks"
    }
    assert {one.span_hours: one.tolerance for one in movement} == by_span
    assert len(by_span) > 1


def test_a_profile_is_described_without_movement() -> None:
    contents = drift.profile(
        training(), time="started_at", config={"columns": {"count": {"kind": "category"}}}
    ).describe()
    assert (contents.kind, contents.created_at, contents.time) == ("profile", None, "started_at")
    assert contents.sources == ("<polars.DataFrame>",)
    assert {column.movement for column in contents.columns} == {()}
    assert (of(contents, "count").kind, of(contents, "count").kind_reason) == (
        "category",
        "the config says so",
    )


def test_json_holds_all_of_it() -> None:
    contents = drift.fit(training(), created_at=WHEN).describe()
    document = json.loads(json.dumps(contents.to_dict(), allow_nan=False))
    assert document["created_at"] == "2026-11-22T06:30:00Z"
    assert [column["name"] for column in document["columns"]] == training().columns


def test_times_beyond_the_calendar_of_python_are_told_as_numbers() -> None:
    frame = pl.DataFrame({"at": pl.Series([2**62, 0]).cast(pl.Datetime("us"))})
    (column,) = drift.fit(frame).describe().columns
    assert (column.lowest, column.highest) == ("1970-01-01T00:00:00", str(2**62))


def test_without_a_time_column_the_floor_is_what_a_check_tolerates() -> None:
    """0.02 of a KS distance, as docs/decision.md says; a profile alone is judged by nothing."""
    frame = pl.DataFrame({"value": [place % 37 / 7 for place in range(400)]})
    movement = of(drift.fit(frame).describe(), "value").movement
    assert [(one.span_hours, one.tolerance) for one in movement] == [(0, 0.02)]
