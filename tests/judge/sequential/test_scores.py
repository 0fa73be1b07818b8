"""What a batch leaves: mean rank, main distance, missing share; nothing where it was not compared."""

from __future__ import annotations

import polars as pl
import pytest
from scipy import stats

import drift
from drift.judge.sequential.scores import scores_of

TRAIN = pl.DataFrame(
    {
        "wait_s": [float(i * 37 % 101) for i in range(600)],
        "city": [("Porto", "Faro", "Braga")[i % 3] for i in range(600)],
        "free": [f"text {i}" for i in range(600)],
    }
)
LIVE = TRAIN.select(
    wait_s=pl.when(pl.int_range(pl.len()) % 10 > 0).then(pl.col("wait_s") + 20),
    city=pl.when(pl.int_range(pl.len()) < 100).then(pl.lit("Faro")).otherwise("city"),
    free="free",
)


@pytest.fixture(scope="module")
def run() -> drift.Run:
    return drift.compare(TRAIN, LIVE, config={"columns": {"free": {"check": False}}})


def scores(run: drift.Run, name: str) -> dict[str, float]:
    sides = run.reference_profile.columns, run.live_profile.columns
    return scores_of(run[name], *(side.get(name) for side in sides))


def test_a_number_leaves_its_mean_rank_its_ks_distance_and_its_missing_share(run: drift.Run) -> None:
    found = scores(run, "wait_s")
    live, train = LIVE["wait_s"].drop_nulls().to_numpy(), TRAIN["wait_s"].to_numpy()
    assert found["location"] == pytest.approx(
        float(stats.mannwhitneyu(live, train).statistic) / (live.size * train.size)
    )
    assert found["distance"] == pytest.approx(float(stats.ks_2samp(train, live).statistic))
    assert found["missing"] == pytest.approx(0.1)


def test_a_category_leaves_the_distance_of_its_levels(run: drift.Run) -> None:
    found = scores(run, "city")
    before, now = (frame["city"].value_counts(normalize=True) for frame in (TRAIN, LIVE))
    both = before.join(now, on="city", suffix="_now")
    gaps = both["proportion"] - both["proportion_now"]
    assert found["distance"] == pytest.approx(float(gaps.abs().sum()) / 2)
    assert found.keys() == {"distance", "missing"}


def test_what_was_not_checked_leaves_nothing(run: drift.Run) -> None:
    assert scores(run, "free") == {}
    assert scores_of(run["wait_s"], None, run.live_profile.columns["wait_s"]) == {}
    assert scores_of(run["wait_s"], run.reference_profile.columns["wait_s"], None) == {}
