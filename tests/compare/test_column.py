"""Which measurements a column's kind asks for, and what they are on the rows."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from scipy import stats

from drift.compare.column import CHECKS_A_COLUMN, compare_column, measure_missing, missing_rows
from drift.judge.checks import CHECK_OF
from drift.profile.kind import KindName, infer_kind
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from drift.compare.statistic import Measurement
    from drift.profile.column import ColumnProfile

LEVEL = 0.001
ROWS = 400
START = datetime(2026, 3, 2)  # noqa: DTZ001 - clocks without a zone
VALUES: dict[KindName, pl.Series] = {
    "number": pl.Series([i % 50 / 4 for i in range(ROWS)]),
    "category": pl.Series([f"level {i % 7}" for i in range(ROWS)]),
    "boolean": pl.Series([i % 3 == 0 for i in range(ROWS)]),
    "identifier": pl.Series([f"A-{i:05d}" for i in range(ROWS)]),
    "text": pl.Series([f"{'word ' * (i % 9)}{i * 7919 % 1000} end{'?' * (i % 3)}" for i in range(ROWS)]),
    "time": pl.Series([START + timedelta(hours=i) for i in range(ROWS)]),
    "nested": pl.Series([list(range(i % 6)) for i in range(ROWS)]),
    "unknown": pl.Series([None] * ROWS),
}


def column(values: object) -> ColumnProfile:
    return profile_batches([pl.DataFrame({"x": values})], Plan()).columns["x"]


def measured(before: ColumnProfile, now: ColumnProfile, kind: KindName) -> dict[str, Measurement]:
    found = compare_column(before, now, kind, LEVEL)
    by_name = {one.statistic: one for one in found}
    assert len(by_name) == len(found)
    return by_name


@pytest.mark.parametrize("kind", VALUES)
def test_a_column_is_no_distance_from_itself_and_no_more_decide_than_share_the_budget(kind: KindName) -> None:
    same = column(VALUES[kind])
    assert infer_kind(same).kind == kind
    found = measured(same, same, kind)
    assert {one.value for one in found.values()} == {0.0}
    deciding = [one for one in found.values() if one.decides]
    assert len(deciding) <= CHECKS_A_COLUMN
    assert {one.statistic for one in deciding} <= CHECK_OF.keys()


def test_identifiers_and_times_are_never_compared_as_distributions() -> None:
    """Running numbers and dates of live data are always later."""
    later = {
        "identifier": pl.Series(range(10_000, 10_000 + ROWS)),
        "time": VALUES["time"] + timedelta(days=900),
    }
    before = {"identifier": pl.Series(range(ROWS)), "time": VALUES["time"]}
    for kind in ("identifier", "time"):
        one = column(before[kind])
        assert infer_kind(one).kind == kind
        found = measured(one, column(later[kind]), kind)
        assert not {"ks", "total_variation", "wasserstein", "outside_share"} & found.keys()
        assert all(measurement.value <= measurement.margin for measurement in found.values())


def test_numbers_are_scipys() -> None:
    random = np.random.default_rng(5)
    mine, theirs = random.normal(size=300), random.normal(0.5, 1, 200)
    found = measured(column(mine), column(theirs), "number")["ks"]
    exact = stats.ks_2samp(mine, theirs)
    assert found.value == pytest.approx(exact.statistic)
    assert found.p_value is not None
    assert found.p_value >= exact.pvalue


def test_each_of_the_checks_of_a_column_has_a_part_of_its_level() -> None:
    """The margin of Massart at a fifth of the level."""
    same = column(VALUES["number"])
    margin = measured(same, same, "number")["ks"].margin
    assert margin == pytest.approx(math.sqrt(math.log(2 * CHECKS_A_COLUMN / LEVEL) / ROWS))


def test_null_nan_and_empty_text_are_missing_alike() -> None:
    assert missing_rows(column([1.0, math.nan, None])) == 2
    assert missing_rows(column(["", "a", None, ""])) == 3
    assert missing_rows(column([True, None])) == 1


def test_nan_that_became_null_is_no_change() -> None:
    before, now = column([1.0, math.nan] * 50), column([1.0, None] * 50)
    found = measure_missing(before, now, LEVEL)
    assert found is not None
    assert (found.value, found.reference, found.live) == (0.0, 0.5, 0.5)


def test_a_column_without_values_is_measured_on_its_nulls_alone() -> None:
    found = measured(column(VALUES["number"]), column(pl.Series([None] * 50, dtype=pl.Float64)), "number")
    assert set(found) == {"null_share"}
    assert found["null_share"].value == 1.0


def test_nothing_is_measured_of_no_rows() -> None:
    assert (
        compare_column(column(VALUES["number"]), column(pl.Series([], dtype=pl.Float64)), "number", LEVEL)
        == ()
    )


def test_lengths_and_patterns_tell_another_form_of_identifier() -> None:
    found = measured(column(VALUES["identifier"]), column([f"{i:05d}/B7" for i in range(ROWS)]), "identifier")
    assert found["pattern_total_variation"].value == 1.0
    assert found["length_ks"].value == 1.0


def test_identifiers_that_came_twice_are_repeats() -> None:
    twice = column([f"A-{i // 2:05d}" for i in range(ROWS)])
    found = measured(column(VALUES["identifier"]), twice, "identifier")
    assert found["repeated_share"].value == 1.0


def test_hours_are_compared_only_where_both_sides_span_a_day() -> None:
    night = column([START + timedelta(days=i // 4, hours=i % 4) for i in range(ROWS)])
    short = column([START + timedelta(minutes=i) for i in range(60)])
    days = column([START + timedelta(days=i) for i in range(60)])
    whole = column(VALUES["time"])
    # All 24 hours about alike, against the first 4 alone: 20 of 24 parts are elsewhere.
    assert measured(whole, night, "time")["hour_total_variation"].value == pytest.approx(20 / 24, abs=0.01)
    assert set(measured(whole, short, "time")) == {"null_share"}
    assert set(measured(whole, days, "time")) == {"null_share", "weekday_total_variation"}
