"""Flags that are stored the other way round."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import drift
from drift.diagnose.exchanged import diagnose_exchanged


def flags(true: float, rows: int, seed: int) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    return pl.DataFrame({"paid": random.random(rows) < true, "x": random.normal(size=rows)})


@pytest.mark.parametrize("true", [0.02, 0.3])
def test_a_flag_that_is_negated_is_told_with_what_undoes_it(true: float) -> None:
    reference = drift.fit(flags(true, 5_000, 1))
    live = flags(true, 2_000, 2)
    told = drift.check(live.with_columns(~pl.col("paid")), reference)["paid"].diagnosis
    assert told is not None
    assert (told.fault, told.parameters) == (
        "renamed_category",
        {"mapping": {"false": "true", "true": "false"}},
    )
    assert told.undo is not None
    undone = live.with_columns(~pl.col("paid")).with_columns(paid=eval(told.undo, {"pl": pl}))  # noqa: S307 - ours
    assert undone.equals(live)
    assert told.find == 'pl.col("paid").is_not_null()'


@pytest.mark.parametrize("now", [600, 850, 1000])
def test_a_share_that_is_neither_as_it_was_nor_the_others_is_no_exchange(now: int) -> None:
    """Of 70.0 % that were false, 300 of 1,000, as many as 743 may be true by chance in one of 100 samples."""
    before = {"true": 3_000, "false": 7_000}
    assert diagnose_exchanged(before, {"true": now, "false": 1_000 - now}, "paid") is None


def test_of_two_values_that_are_as_frequent_nothing_is_told() -> None:
    before = {"true": 480, "false": 520}
    assert diagnose_exchanged(before, {"true": 520, "false": 480}, "paid") is None


def test_a_flag_that_is_always_one_and_then_always_the_other_is_exchanged() -> None:
    found = diagnose_exchanged({"true": 0, "false": 500}, {"true": 200, "false": 0}, "paid")
    assert found is not None
    assert found.explains == 1.0


def test_a_column_without_values_tells_nothing() -> None:
    assert diagnose_exchanged({"true": 0, "false": 0}, {"true": 2, "false": 0}, "paid") is None
