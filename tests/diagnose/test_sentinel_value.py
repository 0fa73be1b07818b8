"""Sentinels among numbers: a value that took over rows is named and sized; a value that moved is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from changes import change_between
from drift.compare.statistic import Measurement
from drift.diagnose.sentinel_value import explain_sentinel_value
from shapes import SHAPES, drawn


@pytest.mark.parametrize("share", [0.2, 0.01])
@pytest.mark.parametrize("value", [-1.0, 999.0, 1e9])
@pytest.mark.parametrize("shape", ["normal", "lognormal", "prices", "zeros", "narrow"])
def test_a_value_that_took_over_rows_is_named_and_sized(shape: str, value: float, share: float) -> None:
    before, now, random = drawn(shape)
    taken = random.random(now.size) < share
    found = explain_sentinel_value(change_between(before, np.where(taken, value, now)))
    assert found is not None
    assert (found.diagnosis.fault, found.diagnosis.parameters) == ("sentinel", {"value": value})
    assert found.diagnosis.share == pytest.approx(taken.mean(), abs=0.002)
    assert found.diagnosis.share_interval is not None
    assert found.diagnosis.share_interval[0] <= taken.mean() <= found.diagnosis.share_interval[1]
    assert found.rest is not None
    assert found.rest.pair is not None
    assert found.rest.pair.gap <= found.rest.pair.chance


def test_zero_among_values_beside_it_is_named() -> None:
    random = np.random.default_rng(5)
    before, now = random.normal(2, 3, 20_000), random.normal(2, 3, 5_000)
    found = explain_sentinel_value(change_between(before, np.where(random.random(5_000) < 0.05, 0.0, now)))
    assert found is not None
    assert found.diagnosis.parameters == {"value": 0}


def test_missing_values_that_were_filled_in_are_evidence() -> None:
    """A value that is none of the customary ones: as many nulls went as it gained."""
    before, now, random = drawn("lognormal")
    filled = np.where(random.random(now.size) < 0.1, float(np.median(before)), now)
    change = change_between(before, filled)
    assert change.measurements["null_share"].value == 0
    went = Measurement(
        statistic="null_share",
        value=0.1,
        error=0.0,
        margin=0.01,
        p_value=0.0,
        decides=True,
        reference=0.1,
        live=0.0,
    )
    found = explain_sentinel_value(replace(change, measurements={**change.measurements, "null_share": went}))
    assert found is not None
    assert "missing" in found.diagnosis.story
    assert found.diagnosis.share == pytest.approx(0.1, abs=0.015)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("factor", [1.3, 60.0])
def test_a_column_that_was_converted_has_no_sentinel(shape: str, factor: float) -> None:
    before, now, _ = drawn(shape)
    assert explain_sentinel_value(change_between(before, now * factor)) is None


def test_the_next_value_of_a_running_number_is_no_sentinel() -> None:
    random = np.random.default_rng(6)
    before, now = (
        np.asarray(random.integers(1, 8, 20_000), float),
        np.asarray(random.integers(7, 9, 5_000), float),
    )
    assert explain_sentinel_value(change_between(before, now)) is None


def test_the_expressions_find_the_rows_and_make_them_null() -> None:
    before, now, random = drawn("prices")
    taken = random.random(now.size) < 0.1
    rows = np.where(taken, -1.0, now)
    found = explain_sentinel_value(change_between(before, rows, name='a "b"'))
    assert found is not None
    frame = pl.DataFrame({'a "b"': rows})
    expressions = [eval(str(text), {"pl": pl}) for text in (found.diagnosis.find, found.diagnosis.undo)]  # noqa: S307
    assert frame.filter(expressions[0]).height == taken.sum()
    assert frame.select(expressions[1]).to_series().null_count() == taken.sum()


def test_a_year_that_goes_on_is_no_sentinel_though_one_value_is_most_of_the_batch() -> None:
    random = np.random.default_rng(7)
    before = np.asarray(random.integers(1963, 1990, 8_000), float)
    now = np.where(random.random(500) < 0.6, 1996.0, 1995.0)
    assert explain_sentinel_value(change_between(before, now)) is None


def test_a_sentinel_beside_a_few_rows_that_went_farther_is_named() -> None:
    random = np.random.default_rng(8)
    before, now = random.normal(50, 5, 8_000), random.normal(50, 5, 2_000)
    now[:10] = random.uniform(90, 99, 10)
    found = explain_sentinel_value(change_between(before, np.where(random.random(2_000) < 0.3, -999.0, now)))
    assert found is not None
    assert found.diagnosis.parameters == {"value": -999}


def test_the_advice_shows_the_expression_that_makes_its_rows_null() -> None:
    """Text has no other place for it."""
    before, now, random = drawn("lognormal")
    found = explain_sentinel_value(change_between(before, np.where(random.random(now.size) < 0.1, -1.0, now)))
    assert found is not None
    assert found.diagnosis.advice.endswith("`pl.when(x != -1).then(x)` makes these rows null.")


def test_a_value_below_zero_near_values_that_never_were_is_named_and_held_to_the_ends() -> None:
    random = np.random.default_rng(6)
    before, now = (np.floor(random.gamma(1.0, 100.0, rows)) for rows in (20_000, 3_000))
    found = explain_sentinel_value(change_between(before, np.where(random.random(3_000) < 0.1, -5.0, now)))
    assert found is not None
    assert found.diagnosis.parameters == {"value": -5}
    assert found.statistic == "outside_share"
