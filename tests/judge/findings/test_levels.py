"""Findings of levels, of whole batches: one for each thing that happened."""

from __future__ import annotations

import numpy as np
import polars as pl

import drift
from changes import column_of
from drift.diagnose.level_sets import levels_of


def test_codes_in_another_case_are_told_once() -> None:
    """They are another form of text, too; the mapping of levels says more."""
    draw = np.random.default_rng(1)
    codes = [f"{first}{second}{third}" for first in "ABCD" for second in "EFGH" for third in "IJKLM"]
    train, live = (pl.DataFrame({"airport": draw.choice(codes, many)}) for many in (8000, 4000))
    told = drift.check(live.with_columns(pl.col("airport").str.to_lowercase()), drift.fit(train))["airport"]
    assert [one.diagnosis and one.diagnosis.fault for one in told.findings] == ["renamed_category"]


def test_what_is_told_beside_a_mapping_is_measured_with_the_mapping_undone() -> None:
    """Not by the largest level of training, which came in lower case."""
    draw = np.random.default_rng(2)
    names, shares = ["Clouds", "Clear", "Rain", "Mist", "Snow"], [0.35, 0.3, 0.2, 0.1, 0.05]
    train = pl.DataFrame({"weather": draw.choice(names, 20_000, p=shares)})
    live = pl.DataFrame({"weather": draw.choice(names, 5000, p=shares)}).filter(pl.col("weather") != "Snow")
    run = drift.check(live.with_columns(pl.col("weather").str.to_lowercase()), drift.fit(train))
    found = {one.diagnosis.fault: one for one in run["weather"].findings if one.diagnosis is not None}
    assert set(found) == {"renamed_category", "lost_category"}
    assert found["renamed_category"].measurement is None
    lost = found["lost_category"].measurement
    assert lost is not None
    assert lost.measurement.value == pl.Series(train["weather"] == "Snow").mean()
    assert f"changed by {lost.measurement.value:.4g}, " in found["lost_category"].why


def test_the_share_of_a_mapping_is_of_all_rows_though_new_levels_are_told_before() -> None:
    levels = levels_of(*(column_of(rows) for rows in (["a", "b"], ["a", "B", "new", "new"])))
    assert levels is not None
    left = levels.without(np.array([name == "new" for name in levels.names]))
    assert left.share_now(np.array([name == "B" for name in left.names])) == 0.25
