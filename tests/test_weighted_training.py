"""Training rows of which one class was kept more often are weighted back to what live looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

import drift
from drift.errors import ColumnNotFoundError, ConfigError, UsageError, WeightUnusableError

if TYPE_CHECKING:
    from pathlib import Path

FRAUDS = 0.05  # of live rows; of training rows a half
WEIGHT = {"weight": "w"}


def natural(rows: int, seed: int) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    fraud = random.random(rows) < FRAUDS
    common, rare = (random.choice(["A", "B", "C"], rows, p=p) for p in ([0.7, 0.2, 0.1], [0.1, 0.2, 0.7]))
    return pl.DataFrame(
        {
            "amount": np.where(fraud, random.lognormal(5, 1, rows), random.lognormal(3, 1, rows)),
            "country": np.where(fraud, rare, common),
            "flag": random.random(rows) < np.where(fraud, 0.5, 0.1),
            "lacking": random.random(rows) < np.where(fraud, 0.3, 0.05),
            "hour": random.integers(0, 24, rows),
            "fraud": fraud,
        }
    ).with_columns(lacking=pl.when("lacking").then(None).otherwise(pl.lit("x")))


def oversampled(rows: int, seed: int = 1) -> pl.DataFrame:
    whole = natural(rows * 12, seed)
    frauds, others = (whole.filter(pl.col("fraud") == is_fraud).head(rows // 2) for is_fraud in (True, False))
    weight = pl.when("fraud").then(FRAUDS / 0.5).otherwise((1 - FRAUDS) / 0.5)
    return pl.concat([frauds, others]).with_columns(w=weight).drop("fraud")


TRAIN = oversampled(8000)
LEARNED = drift.fit(TRAIN, config=WEIGHT)


def test_unchanged_batches_are_ok_with_weights_and_in_breach_without() -> None:
    """Twelve batches at a budget of one in a thousand."""
    plain = drift.fit(TRAIN.drop("w"))
    for seed in range(2, 14):
        live = natural(2000, seed).drop("fraud")
        assert drift.check(live, LEARNED).verdict == "ok"
        assert {"amount", "country"} <= {column.name for column in drift.check(live, plain).breaches}


def test_a_fault_is_still_found() -> None:
    live = natural(2000, 2).drop("fraud").with_columns(pl.col("amount") * 1000)
    diagnosis = drift.check(live, LEARNED)["amount"].diagnosis
    assert diagnosis is not None
    assert (diagnosis.fault, diagnosis.parameters["factor"]) == ("unit_change", 1000.0)


def test_the_rows_of_a_weighted_reference_are_the_effective_ones() -> None:
    """Kish by hand: 4,000 rows of 0.1 and 4,000 of 1.9."""
    assert LEARNED.profile.rows == round((4000 * 2) ** 2 / (4000 * (0.1**2 + 1.9**2)))


@pytest.mark.parametrize("there", [True, False])
def test_the_column_of_weights_is_not_compared_whether_live_has_it_or_not(there: bool) -> None:  # noqa: FBT001
    live = natural(2000, 2).drop("fraud")
    run = drift.check(live.with_columns(w=pl.lit(77.0)) if there else live, LEARNED)
    assert (run["w"].verdict, run["w"].reason) == ("skipped", "it weighs the rows of training")
    assert len(run.columns) == len(TRAIN.columns)


def test_order_and_files_do_not_matter(tmp_path: Path) -> None:
    shuffled = TRAIN.sample(fraction=1, shuffle=True, seed=3)
    for place, part in enumerate((shuffled[:3000], shuffled[3000:])):
        part.write_parquet(tmp_path / f"{place}.parquet")
    assert drift.fit(str(tmp_path / "*.parquet"), config=WEIGHT).digest == LEARNED.digest


def test_a_weighted_reference_comes_back_from_its_file(tmp_path: Path) -> None:
    LEARNED.save(tmp_path / "r.drift")
    live = natural(2000, 2).drop("fraud")
    one, other = (drift.check(live, one) for one in (LEARNED, drift.Reference.load(tmp_path / "r.drift")))
    assert one.to_dict()["columns"] == other.to_dict()["columns"]


def test_weights_that_are_none_are_refused() -> None:
    with pytest.raises(ColumnNotFoundError, match="`v`"):
        drift.fit(TRAIN, config={"weight": "v"})
    with pytest.raises(ConfigError, match="cannot be the weight"):
        drift.fit(TRAIN, config={"weight": "country"})
    with pytest.raises(ConfigError, match="cannot be the weight"):
        drift.fit(TRAIN, config=WEIGHT | {"ignore": ["w"]})
    with pytest.raises(WeightUnusableError, match="1 rows have no weight"):
        drift.fit(pl.concat([TRAIN, TRAIN[:1].with_columns(w=-pl.col("w"))]), config=WEIGHT)
    with pytest.raises(UsageError, match="need the rows"):
        drift.profile(TRAIN, config=WEIGHT)
    with pytest.raises(ConfigError, match="weight"):
        drift.check(TRAIN, LEARNED, config={})
