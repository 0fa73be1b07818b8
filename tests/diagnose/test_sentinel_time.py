"""Moments that stand for "no time", outside all that training held."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest

from drift.diagnose.sentinel_time import diagnose_sentinel_time
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
