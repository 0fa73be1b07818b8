"""When rows come: hours, times of day and weekdays, against scipy and the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from scipy import stats

from drift.compare.clock import CLOCK, HOUR, WEEKDAY, expected_weekdays, measure_clock, times_of_each
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
    assert times_of_each(ends.time).tolist() == expected


def test_a_batch_of_ten_days_is_compared_with_ten_days() -> None:
    """Monday to Wednesday come twice in it, and every day has as many rows."""
    even = column(MONDAY + np.repeat(np.arange(70), 10) * DAY)
    ten = column(MONDAY + np.repeat(np.arange(10), 10) * DAY)
    assert expected_weekdays(even.time, ten.time).tolist() == [140, 140, 140, 70, 70, 70, 70]
    (found,) = measure_clock(even, ten, 0.01)
    assert (found.statistic, found.value) == (WEEKDAY, 0.0)


def test_a_week_from_evening_to_evening_has_no_monday_twice() -> None:
    month = column(rows(9000, 28, 1))
    week = rows(4000, 8, 2)
    week = week[(week >= MONDAY + DAY * 3 // 4) & (week < MONDAY + 7 * DAY + DAY * 3 // 4)]
    expected = expected_weekdays(month.time, column(week).time)
    assert np.abs(expected / 9000 - 1 / 7).max() < 0.01
    (found,) = [m for m in measure_clock(month, column(week), 0.01) if m.statistic == WEEKDAY]
    assert found.value < found.margin


@pytest.mark.parametrize("late", [13 * 60, 14 * 3600, DAY + 14 * 3600])
def test_some_rows_after_midnight_make_no_day(late: int) -> None:
    """Of a week's trips, five end on the Monday after it, or on the Tuesday."""
    month = column(rows(9000, 28, 1))
    week = np.concatenate([rows(1400, 7, 2), MONDAY + 7 * DAY + np.linspace(0, late, 5).astype(np.int64)])
    (found,) = [m for m in measure_clock(month, column(week), 0.01) if m.statistic == WEEKDAY]
    assert found.value < found.margin
    plain = month.time.weekdays / 9000 - column(week).time.weekdays / week.size
    assert found.value == pytest.approx(np.abs(plain).sum() / 2, abs=0.005)


def test_some_rows_of_an_outer_date_make_no_day() -> None:
    even = column(MONDAY + np.repeat(np.arange(70), 10) * DAY)
    week = column(MONDAY + np.concatenate([np.repeat(np.arange(7), 100), [-1, 7, 7]]) * DAY)
    expected = expected_weekdays(even.time, week.time)
    assert np.abs(expected - np.array([102, 100, 100, 100, 100, 100, 101]) / 703 * 700).max() <= 1


def test_days_within_a_batch_that_never_came_are_missed() -> None:
    """Only outer days may be parts of days; of an inner one without rows all rows are missing."""
    even = column(MONDAY + np.repeat(np.arange(70), 10) * DAY)
    week = column(MONDAY + np.repeat(np.array([0, 1, 3, 4, 5, 6]), 100) * DAY)
    assert expected_weekdays(even.time, week.time).tolist() == [100] * 7
    (found,) = measure_clock(even, week, 0.01)
    assert found.value == pytest.approx(1 / 7)


def test_times_of_day_on_one_side_alone_cut_no_day() -> None:
    days = column(MONDAY + np.repeat(np.arange(70), 10) * DAY)
    times = column(rows(1400, 7, 2))
    assert expected_weekdays(days.time, times.time).tolist() == [100] * 7
