"""How many rows past batches let expect: Student's interval, weekdays apart, and nothing of too few."""

from __future__ import annotations

import math
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
import pytest
from scipy import stats

from drift.judge.past_rows import LAST, LEAST, PastRows, row_bounds

MONDAY: Final = datetime(2026, 1, 5, tzinfo=UTC)
LEVEL: Final = 0.001
# Tables in which days differ by what the world does, and the column that dates each row.
DAILY: Final = {"nycflights13_weather": "time_hour", "hotel_bookings_2015_2017": "arrival_date"}


def days(rows: list[int], *, every: int = 1) -> list[PastRows]:
    return [PastRows(as_of=MONDAY + timedelta(days=every * i), rows=one) for i, one in enumerate(rows)]


def test_the_bounds_are_students_interval_of_the_logarithms() -> None:
    rows = [100, 900, 250, 640, 310, 1200, 95, 480, 700, 333]
    found = row_bounds(days(rows), MONDAY, LEVEL)
    assert found is not None
    logs = np.log1p(rows)
    reach = stats.t.ppf(1 - LEVEL / 2, 9) * logs.std(ddof=1) * math.sqrt(1 + 1 / 10)
    assert found.fewest == max(0, math.floor(math.expm1(logs.mean() - reach)))
    assert found.most == math.ceil(math.expm1(logs.mean() + reach))
    assert (found.batches, found.weekday) == (10, False)


def test_weekdays_are_apart_once_each_is_there_four_times() -> None:
    week = [1000, 1010, 990, 1005, 995, 200, 100]
    saturday, monday = MONDAY + timedelta(days=28 + 5), MONDAY + timedelta(days=28)
    found = row_bounds(days(week * 4), saturday, LEVEL)
    assert found is not None
    assert found.weekday
    assert found.batches == 4
    assert found.fewest < 200 < found.most < 500
    of_monday = row_bounds(days(week * 4), monday, LEVEL)
    assert of_monday is not None
    assert of_monday.fewest > 500
    early = row_bounds(days(week * 3), saturday, LEVEL)
    assert early is not None
    assert not early.weekday


def test_weekly_batches_have_one_weekday_which_is_no_season() -> None:
    found = row_bounds(days([50, 60] * 5, every=7), MONDAY, LEVEL)
    assert found is not None
    assert (found.weekday, found.batches) == (False, 10)


def test_of_too_few_nothing_is_said() -> None:
    assert row_bounds(days([10] * (LEAST - 1)), MONDAY, LEVEL) is None
    assert row_bounds(days([10] * LEAST), MONDAY, LEVEL) is not None


def test_equal_counts_still_leave_a_third_and_a_half() -> None:
    found = row_bounds(days([900] * 20), MONDAY, LEVEL)
    assert found is not None
    assert (found.fewest, found.most) == (600, 1350)


def test_what_is_long_past_is_forgotten() -> None:
    found = row_bounds(days([10] * 50 + [1000] * LAST), MONDAY, LEVEL)
    assert found is not None
    assert found.fewest > 500


def test_log_normal_counts_are_outside_as_often_as_promised() -> None:
    """At a level of 5 %, 2,000 series: within what chance leaves, three standard deviations; or rarer."""
    random = np.random.default_rng(20_261_122)
    outside = 0
    for _ in range(2_000):
        rows = np.exp(random.normal(8, 0.8, 31)).astype(int).tolist()
        found = row_bounds(days(rows[:-1], every=7), MONDAY, 0.05)
        assert found is not None
        outside += not found.fewest <= rows[-1] <= found.most
    assert outside <= 2_000 * 0.05 + 3 * math.sqrt(2_000 * 0.05 * 0.95)
    assert outside > 0


@pytest.mark.parametrize("table", DAILY)
def test_days_of_a_real_table_stay_within(table: str) -> None:
    """At most one day in so many that the budget of 0.1 % lets expect it with a probability of a half."""
    folder = os.environ.get("DRIFT_TABLES")
    path = Path(folder or "") / f"{table}.parquet"
    if folder is None or not path.exists():
        pytest.skip("the variable DRIFT_TABLES names no folder with this table")
    by_day = pl.read_parquet(path, columns=[DAILY[table]]).to_series().drop_nulls().cast(pl.Date)
    counts = by_day.value_counts().sort(by_day.name)
    past: list[PastRows] = []
    told: list[date] = []
    for day, rows in counts.iter_rows():
        as_of = datetime(day.year, day.month, day.day, tzinfo=UTC)
        found = row_bounds(past, as_of, LEVEL)
        if found is not None and not found.fewest <= rows <= found.most:
            told.append(day)
        past.append(PastRows(as_of=as_of, rows=rows))
    assert len(told) <= stats.binom.ppf(0.95, counts.height, LEVEL), told
