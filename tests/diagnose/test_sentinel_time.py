"""Moments that stand for "no time", outside all that training held."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from drift.diagnose.sentinel_time import diagnose_sentinel_among, diagnose_sentinel_time
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile

LEVEL = 1e-5
TRAINING = [datetime(2026, 1, 1) + timedelta(minutes=37 * i) for i in range(5000)]  # noqa: DTZ001


def column(values: list[datetime] | list[int] | list[date]) -> ColumnProfile:
    return profile_batches([pl.DataFrame({"at": values})], Plan()).columns["at"]


@pytest.mark.parametrize("moment", [datetime(1970, 1, 1), datetime(1900, 1, 1), datetime(9999, 12, 31)])  # noqa: DTZ001
@pytest.mark.parametrize("rows", [200, 12])
def test_a_moment_that_stands_for_none_is_a_sentinel(moment: datetime, rows: int) -> None:
    now = [*TRAINING[:800], *[moment] * rows]
    found = diagnose_sentinel_time(column(TRAINING), column(now), "at", LEVEL)
    assert found is not None
    assert (found.fault, found.parameters) == ("sentinel", {"value": moment.date().isoformat()})
    assert found.share == pytest.approx(rows / len(now), abs=1e-6)


def test_dates_and_counts_have_sentinels_too() -> None:
    dates = [one.date() for one in TRAINING]
    found = diagnose_sentinel_time(column(dates), column([*dates[:99], *[date(1970, 1, 1)] * 9]), "at", LEVEL)
    assert found is not None
    counts = [1_700_000_000 + 3600 * i for i in range(5000)]
    found = diagnose_sentinel_time(column(counts), column([*counts[:99], *[0] * 9]), "at", LEVEL)
    assert found is not None
    assert found.parameters == {"value": "1970-01-01"}


def test_what_training_had_is_none() -> None:
    training = [*TRAINING, datetime(1970, 1, 1)]  # noqa: DTZ001
    now = [*TRAINING[:800], *[datetime(1970, 1, 1)] * 5]  # noqa: DTZ001
    assert diagnose_sentinel_time(column(training), column(now), "at", LEVEL) is None


def test_one_row_may_be_there_by_chance() -> None:
    now = [*TRAINING[:800], datetime(1970, 1, 1)]  # noqa: DTZ001
    assert diagnose_sentinel_time(column(TRAINING), column(now), "at", LEVEL) is None


def births(rows: int, seed: int) -> np.ndarray:
    """Return dates of birth from 1940 to 2005, in microseconds since 1970."""
    days = np.random.default_rng(seed).integers(-30 * 365, 35 * 365, rows)
    return days.astype(np.int64) * 86_400_000_000


@pytest.mark.parametrize("share", [0.2, 0.01])
def test_a_moment_among_those_of_training_is_one_where_too_many_rows_have_it(share: float) -> None:
    now = births(5000, 2)
    rows = int(share * now.size)
    now[:rows] = 0
    found = diagnose_sentinel_among(births(8000, 1), now, "born", LEVEL, complete=True)
    assert found is not None
    assert (found.fault, found.parameters) == ("sentinel", {"value": "1970-01-01"})
    assert found.share == pytest.approx(share, abs=0.001)


def test_a_batch_that_is_of_days_about_such_a_moment_has_none() -> None:
    """A week of a table of half a century may have the first of January in it."""
    now = np.random.default_rng(3).integers(-4, 4, 5000) * 86_400_000_000
    assert diagnose_sentinel_among(births(8000, 1), now, "born", LEVEL, complete=True) is None


def test_what_training_has_as_often_is_no_fault() -> None:
    before, now = births(8000, 1), births(5000, 2)
    before[:1600], now[:1000] = 0, 0
    assert diagnose_sentinel_among(before, now, "born", LEVEL, complete=True) is None
