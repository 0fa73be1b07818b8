"""When rows come: hours, times of day and weekdays, against scipy and the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from scipy import stats

from drift.compare.clock import CLOCK, HOUR, WEEKDAY, days_of_each, expected_weekdays, measure_clock
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.column import ColumnProfile

MONDAY = 1_767_571_200  # 2026-01-05, in seconds
DAY = 86_400


def column(seconds: NDArray[np.int64]) -> ColumnProfile:
    frame = pl.DataFrame({"at": pl.Series(seconds * 10**6).cast(pl.Datetime("us"))})
    return profile_batches([frame], Plan()).columns["at"]


def rows(many: int, days: int, seed: int, start: int = MONDAY) -> NDArray[np.int64]:
    random = np.random.default_rng(seed)
    hour = np.minimum(random.gamma(9.0, 1.4, many), 23.9)
    return start + random.integers(0, days, many) * DAY + (hour * 3600).astype(np.int64)


def test_the_distance_of_times_of_day_is_scipys() -> None:
    one, other = rows(3000, 28, 1), rows(900, 14, 2) + 1800
    found = {m.statistic: m for m in measure_clock(column(one), column(other), 0.01)}
    mine, theirs = ((side - MONDAY) % DAY // 900 for side in (one, other))
    assert found[CLOCK].value == pytest.approx(stats.ks_2samp(mine, theirs, method="asymp").statistic)
    assert found[CLOCK].decides


def test_hours_need_a_day_and_weekdays_a_week() -> None:
    month = column(rows(3000, 28, 1))
    statistics = [
        [m.statistic for m in measure_clock(month, column(rows(500, days, 2)), 0.01)] for days in (1, 3, 9)
    ]
    assert statistics == [[], [HOUR, CLOCK], [HOUR, CLOCK, WEEKDAY]]


def test_days_without_a_time_have_no_hours() -> None:
    days = column(MONDAY + np.arange(60) * DAY)
    assert [m.statistic for m in measure_clock(days, days, 0.01)] == [WEEKDAY]


@pytest.mark.parametrize(("first", "last"), [(0, 0), (2, 9), (5, 40), (6, 6), (3, 5)])
def test_the_days_within_a_span_are_those_of_the_calendar(first: int, last: int) -> None:
    days = [date(2026, 1, 5) + timedelta(days=day) for day in range(first, last + 1)]
    expected = [sum(day.weekday() == weekday for day in days) for weekday in range(7)]
    ends = column(MONDAY + np.array([first, last]) * DAY + 3600)
    assert days_of_each(ends.time).tolist() == expected


def test_a_batch_of_ten_days_is_compared_with_ten_days() -> None:
    """Monday to Wednesday come twice in it, and every day has as many rows."""
    even = column(MONDAY + np.repeat(np.arange(70), 10) * DAY)
    ten = column(MONDAY + np.repeat(np.arange(10), 10) * DAY)
    assert expected_weekdays(even.time, ten.time).tolist() == [140, 140, 140, 70, 70, 70, 70]
    (found,) = measure_clock(even, ten, 0.01)
    assert (found.statistic, found.value) == (WEEKDAY, 0.0)
