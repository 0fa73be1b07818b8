"""A row of the table has the verdict, the distance beside its limit, and all that was measured."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest

from drift.compare.statistic import Measurement
from drift.judge.result import Judged
from drift.report.html.rows import Row, row_of
from drift.report.html.sides import Sides
from made_runs import make_finding, make_record

if TYPE_CHECKING:
    from drift.record.record import Record

FRAME = pl.DataFrame({"a": [1.0, 2.0, None, float("nan")]})


def judged(statistic: str, value: float, *, margin: float = 0.1, tolerance: float | None = 0.1) -> Judged:
    measurement = Measurement(
        statistic=statistic, value=value, error=0.0, margin=margin, p_value=0.0, decides=tolerance is not None
    )
    return Judged(measurement=measurement, tolerance=tolerance)


def row(record: Record, *measurements: Judged) -> Row:
    column = record.columns[0]
    sides = Sides(
        reference=record.reference_profile.columns.get(column.name),
        live=record.live_profile.columns.get(column.name),
    )
    return row_of(replace(column, measurements=measurements) if measurements else column, sides, None)


def test_a_distance_stands_beside_its_limit() -> None:
    """The limit of 0.2 is at two thirds of the meter, so 0.1 of chance at one, and 0.25 beyond it."""
    meter = row(make_record(FRAME, FRAME), judged("ks", 0.25)).meter
    assert meter is not None
    assert (meter.statistic, meter.value, meter.margin, meter.tolerance) == (
        "KS distance",
        "0.25",
        "0.1",
        "0.1",
    )
    assert (meter.margin_width, meter.limit, meter.value_width) == ("33.33%", "66.67%", "83.33%")
    assert meter.over


def test_a_distance_at_its_limit_is_within() -> None:
    """A breach is beyond chance and tolerance, not at them."""
    meter = row(make_record(FRAME, FRAME), judged("ks", 0.2)).meter
    assert meter is not None
    assert not meter.over


def test_the_deciding_measurement_is_the_main_one() -> None:
    measured = tuple(judged(name, 0.2) for name in ("null_share", "outside_share", "ks"))
    psi = judged("psi", 0.2, tolerance=None)
    finding = replace(make_finding("a"), statistic="outside_share")
    plain = row(make_record(FRAME, FRAME), psi, *measured).meter
    found = row(make_record(FRAME, FRAME, (finding,)), psi, *measured).meter
    assert plain is not None
    assert found is not None
    assert plain.statistic == "KS distance"  # of those that decide, the first of the checks
    assert found.statistic == "share outside training's range"  # the finding's


def test_missing_values_are_the_last_to_be_the_main_one() -> None:
    meter = row(make_record(FRAME, FRAME), judged("null_share", 0.2), judged("repeated_share", 0.2)).meter
    assert meter is not None
    assert meter.statistic == "change of the repeated share"


def test_every_measurement_is_listed() -> None:
    lines = row(make_record(FRAME, FRAME), judged("psi", 0.31, tolerance=None), judged("ks", 0.2)).lines
    assert [(line.statistic, line.value, line.tolerance) for line in lines] == [
        ("PSI", "0.31", "—"),
        ("KS distance", "0.2", "0.1"),
    ]


@pytest.mark.parametrize(
    ("live", "missing"),
    [
        (FRAME, "50%"),
        (pl.DataFrame({"a": [1.0, 2.0, 3.0, None]}), "50% → 25%"),
        (FRAME.clear(), "50% → —"),
        (pl.DataFrame({"b": [1.0]}), "50% → —"),
    ],
)
def test_missing_counts_nulls_and_nan(live: pl.DataFrame, missing: str) -> None:
    assert row(make_record(FRAME, live)).missing == missing


def test_a_changed_type_is_told() -> None:
    assert row(make_record(FRAME, pl.DataFrame({"a": ["1", "2"]}))).dtypes == "Float64 → String"
    assert row(make_record(FRAME, pl.DataFrame({"b": [1]}))).dtypes == "Float64 → absent"


def test_the_reason_is_a_sentence() -> None:
    record = make_record(
        FRAME, FRAME, verdicts={"a": ("skipped", "the config says not to check it: not a feature")}
    )
    assert [span.text for span in row(record).note] == ["The config says not to check it: not a feature."]


def test_the_note_of_a_finding_is_its_fault() -> None:
    found = row(
        make_record(FRAME, FRAME, (make_finding("a", "unit_change"), make_finding("a", "missing_values")))
    )
    assert [span.text for span in found.note] == ["unit change, missing values"]
