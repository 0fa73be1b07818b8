"""Findings of numbers: what is beyond chance and tolerance is told, whatever else is told beside it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

import drift
from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.explanation import Explanation, Supposes

if TYPE_CHECKING:
    import pytest

ROWS = 6_000


def days(seed: int, rows: int = ROWS) -> pl.DataFrame:
    """Return waiting days whose upper end comes and goes with the weeks: a bound there is nothing new."""
    random = np.random.default_rng(seed)
    at = np.sort(random.integers(0, 60 * 24, rows))
    wait = np.floor(random.gamma(1.0, 60.0, rows))
    upper = np.where((at // (6 * 24)) % 2 == 0, 120.0, 400.0)
    return pl.DataFrame(
        {
            "at": [dt.datetime(2026, 1, 1) + dt.timedelta(hours=int(hour)) for hour in at],  # noqa: DTZ001
            "wait": wait,
        }
    ).filter(pl.Series(wait <= upper))


def test_a_breach_is_not_passed_over_for_a_bound_that_is_tolerated(monkeypatch: pytest.MonkeyPatch) -> None:
    """One row of ten lies below zero, where none did; all that is explained is that the week ends early."""
    bound = Diagnosis(
        fault="clipping", story="ends", advice="Ask.", parameters={"bound": 120.0, "side": "upper"}
    )
    explained = Explanation(
        diagnosis=bound, left=0.0, supposes=Supposes.A_KNOWN_NUMBER, statistic="short_share"
    )
    monkeypatch.setattr("drift.diagnose.explain.explain", lambda _: (explained,))
    reference = drift.fit(days(1), config={"time": "at"})
    live = days(2, 10 * ROWS).filter(pl.col("at") < dt.datetime(2026, 1, 7))  # noqa: DTZ001
    (told,) = drift.check(live, reference)["wait"].findings
    assert (told.verdict, told.statistic) == ("warning", "short_share")
    random = np.random.default_rng(3)
    minus = pl.Series(np.where(random.random(live.height) < 0.1, -random.integers(1, 8, live.height), 0))
    broken = live.with_columns(wait=pl.when(minus < 0).then(minus).otherwise("wait"))
    both = drift.check(broken, reference)["wait"].findings
    assert {(one.verdict, one.statistic) for one in both} == {
        ("warning", "short_share"),
        ("breach", "outside_share"),
    }
