"""Doubles that went through 32 bits are the decimals that they were: numpy's own casts are the witness."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import drift
from drift.judge.single import decimals_of

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 4_000


def table(seed: int) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "price": np.round(random.lognormal(3, 0.6, ROWS), 2),
            "celsius": np.round(random.normal(12, 7, ROWS), 1),
            "rate": random.choice([0.1, 0.25, 0.3, 0.75], ROWS),
            "latitude": np.round(random.normal(48.85, 0.05, ROWS), 6),
            "score": random.normal(0, 1, ROWS),
            "shop": random.choice(["a", "b"], ROWS),
            "share": [None if one < 0.1 else round(one, 3) for one in random.random(ROWS)],
        }
    )


def single(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.selectors.float().cast(pl.Float32))


def widened(frame: pl.DataFrame) -> pl.DataFrame:
    return single(frame).with_columns(pl.selectors.float().cast(pl.Float64))


@pytest.mark.parametrize("config", [None, {"segments": ["shop"]}])
@pytest.mark.parametrize("sides", ["live", "training", "both"])
@pytest.mark.parametrize("through", [single, widened])
def test_a_width_is_no_fault(
    through: Callable[[pl.DataFrame], pl.DataFrame], sides: str, config: dict[str, object] | None
) -> None:
    training = table(1) if sides == "live" else through(table(1))
    live = table(2) if sides == "training" else through(table(2))
    run = drift.check(live, drift.fit(training, config=config))
    assert [(one.name, one.verdict) for one in run.columns if one.verdict != "ok"] == []


def test_other_units_are_told_of_them_as_of_any() -> None:
    run = drift.check(widened(table(2).with_columns(pl.col("price") * 1000)), drift.fit(table(1)))
    (told,) = run["price"].findings
    assert told.diagnosis is not None
    assert told.diagnosis.parameters["factor"] == 1000


@pytest.mark.parametrize("through", [single, widened])
@pytest.mark.parametrize("name", ["price", "rate", "latitude"])
@pytest.mark.parametrize("factor", [1000, 60, 1 / 3.28084])
def test_what_is_computed_from_singles_as_doubles_has_no_other_resolution(
    through: Callable[[pl.DataFrame], pl.DataFrame], name: str, factor: float
) -> None:
    live = through(table(2)).with_columns(pl.col(name).cast(pl.Float64) * factor)
    told = [one.diagnosis for one in drift.check(live, drift.fit(through(table(1))))[name].findings]
    assert [one.fault for one in told if one is not None] == ["unit_change"]


def test_a_map_that_is_computed_with_32_bits_is_told() -> None:
    logs = pl.Series("rate", np.log1p(table(2)["rate"].to_numpy().astype(np.float32)))
    told = drift.check(table(2).with_columns(logs), drift.fit(table(1)))["rate"].diagnosis
    assert told is not None
    assert (told.fault, told.parameters) == ("transform", {"name": "log1p"})


@given(st.lists(st.decimals(-9999, 9999, places=2, allow_nan=False).map(float), min_size=1, max_size=20))
def test_decimals_of_six_digits_come_back(numbers: list[float]) -> None:
    values = np.array(numbers)
    went = values.astype(np.float32).astype(np.float64)
    assert np.array_equal(decimals_of(went), values)


@pytest.mark.parametrize(
    "values", [[0.1, 0.2], [1.0, np.nan, np.inf], [np.float32(0.1), 0.1], [0.125, 3e300], []]
)
def test_others_stay_as_they_are(values: list[float]) -> None:
    some = np.array(values, np.float64)
    assert decimals_of(some) is some
