"""Each kind of column has its picture, or words in its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from drift.report.html.picture import Picture, draw
from drift.report.html.sides import Sides
from made_runs import make_finding, make_record

ROWS = 100
FIRST = datetime(2026, 11, 22, tzinfo=UTC)
COLUMNS = {
    "number": pl.Series([float(i % 7) for i in range(ROWS)]),
    "category": pl.Series([f"level {i % 3}" for i in range(ROWS)]),
    "identifier": pl.Series([f"ORD-{i:06}" for i in range(ROWS)]),
    "boolean": pl.Series([i % 3 == 0 for i in range(ROWS)]),
    "time": pl.Series([FIRST + timedelta(hours=i) for i in range(ROWS)]),
    "list": pl.Series([[1] * (i % 4) for i in range(ROWS)]),
    "struct": pl.Series([{"a": i} for i in range(ROWS)]),
    "running": pl.Series(list(range(ROWS))),
    "null": pl.Series([None] * ROWS, dtype=pl.Int64),
    "infinite": pl.Series([float("inf")] * ROWS),
}


def picture(values: pl.Series) -> Picture:
    record = make_record(pl.DataFrame({"x": values}), pl.DataFrame({"x": values}))
    return draw(
        record["x"],
        Sides(reference=record.reference_profile.columns["x"], live=record.live_profile.columns["x"]),
    )


@pytest.mark.parametrize("name", ["number", "identifier", "time", "list"])
def test_what_has_an_order_is_a_histogram(name: str) -> None:
    assert picture(COLUMNS[name]).histogram is not None


@pytest.mark.parametrize("name", ["category", "boolean"])
def test_what_has_levels_is_bars(name: str) -> None:
    assert picture(COLUMNS[name]).levels is not None


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("struct", "What these values hold is not read: only missing ones count."),
        ("running", "Times and running numbers are always later live: they are not drawn."),
        ("null", "There are no values to draw."),
        ("infinite", "There are no finite values to draw."),
    ],
)
def test_what_is_not_drawn_says_why(name: str, reason: str) -> None:
    found = picture(COLUMNS[name])
    assert found.spark == ()
    assert found.notes == (reason,)


def test_a_running_number_with_a_finding_is_drawn() -> None:
    frame = pl.DataFrame({"x": COLUMNS["running"]})
    record = make_record(frame, frame, (make_finding("x"),))
    profile = record.live_profile.columns["x"]
    assert draw(record["x"], Sides(reference=profile, live=profile)).histogram is not None


def test_of_several_findings_the_one_that_can_be_shown_is() -> None:
    """A shift comes first, and has no line; the flipped signs have one."""
    frame = pl.DataFrame({"x": [float(i) for i in range(1, ROWS)]})
    findings = (make_finding("x"), make_finding("x", "sign_flip", share=1.0))
    record = make_record(frame, frame.select(-pl.col("x")), findings)
    sides = Sides(reference=record.reference_profile.columns["x"], live=record.live_profile.columns["x"])
    histogram = draw(record["x"], sides).histogram
    assert histogram is not None
    assert [curve.role for curve in histogram.curves] == ["reference", "live", "undone"]


@pytest.mark.parametrize("name", COLUMNS)
def test_a_side_may_be_absent(name: str) -> None:
    """A lost or a new column has one side, whatever it holds."""
    frame = pl.DataFrame({"x": COLUMNS[name]})
    record = make_record(frame, frame)
    profile = record.live_profile.columns["x"]
    for sides in (Sides(reference=profile, live=None), Sides(reference=None, live=profile)):
        assert draw(replace(record["x"]), sides).notes
