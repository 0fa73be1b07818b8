"""Times that moved: the number beside the sentence is that of what the sentence tells."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import polars as pl

import drift

ROWS = 4_000


def weekly(rows: int, seed: int) -> pl.Series:
    """Return times of eight weeks, most of them on Mondays and Tuesdays, even over the day."""
    random = np.random.default_rng(seed)
    days = random.choice(7, rows, p=[0.4, 0.3, 0.1, 0.05, 0.05, 0.05, 0.05]) + 7 * random.integers(0, 8, rows)
    start = datetime(2026, 1, 5)  # noqa: DTZ001 - a Monday, as clocks show it
    return pl.Series("at", [start + timedelta(days=float(day)) for day in days + random.uniform(0, 1, rows)])


def test_days_that_moved_are_told_by_the_days_of_the_week() -> None:
    live = weekly(ROWS, seed=2).to_frame().with_columns(pl.col("at") + timedelta(days=1))
    (finding,) = drift.check(live, drift.fit(weekly(ROWS, seed=1).to_frame()))["at"].findings
    assert finding.diagnosis is not None
    assert (finding.diagnosis.parameters["offset"], finding.statistic) == ("P1D", "weekday_total_variation")
