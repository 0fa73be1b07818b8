"""Times: hours and weekdays as the clocks in their zone show them, by Python's own calendar."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.profile.times import TIME_CELLS, clock_microseconds, prepare_times

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile

DAY: Final = 86_400_000_000
EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - clocks have no zone here
FURTHEST: Final = 2**63 - 1

moments = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001


def profile(rows: pl.Series) -> ColumnProfile:
    return prepare_times(rows, None).profile


def microseconds(when: datetime) -> int:
    return (when - EPOCH) // timedelta(microseconds=1)


@given(values=st.lists(st.none() | moments, max_size=20))
def test_hours_weekdays_and_ends_are_those_of_the_calendar(values: list[datetime | None]) -> None:
    times = [value for value in values if value is not None]
    column = profile(pl.Series("x", values, dtype=pl.Datetime("us")))
    detail = column.time
    hours, days = Counter(when.hour for when in times), Counter(when.weekday() for when in times)
    assert detail.hours.tolist() == [hours[hour] for hour in range(24)]
    assert detail.weekdays.tolist() == [days[day] for day in range(7)]
    week = Counter((when.weekday(), when.hour, when.minute // 15) for when in times)
    assert {place: count for place, count in enumerate(detail.week.tolist()) if count} == {
        96 * day + 4 * hour + quarter: count for (day, hour, quarter), count in week.items()
    }
    dates = Counter((when.month, when.day) for when in times)
    assert {place: count for place, count in enumerate(detail.calendar.tolist()) if count} == {
        31 * (month - 1) + day - 1: count for (month, day), count in dates.items()
    }
    ends = (microseconds(min(times)), microseconds(max(times))) if times else (None, None)
    assert (detail.lowest, detail.highest) == ends
    assert (column.rows, column.nulls, column.cells.rows) == (len(values), values.count(None), len(times))


@pytest.mark.parametrize("zone", ["Europe/Lisbon", "America/New_York", "Asia/Kolkata", "UTC"])
@given(values=st.lists(moments, min_size=1, max_size=20))
def test_a_time_with_a_zone_is_what_the_clock_there_shows(zone: str, values: list[datetime]) -> None:
    """Summer time and half hours included: Python's zoneinfo is the witness."""
    instants = pl.Series("x", values, dtype=pl.Datetime("us", "UTC")).dt.convert_time_zone(zone)
    local = [when.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)) for when in values]
    shown, valid = clock_microseconds(instants)
    assert shown.tolist() == [microseconds(when.replace(tzinfo=None)) for when in local]
    assert valid.all()
    hours = Counter(when.hour for when in local)
    assert profile(instants).time.hours.tolist() == [hours[hour] for hour in range(24)]


def test_the_hour_that_the_clocks_show_twice_counts_twice() -> None:
    """On 25 October 2026 in Lisbon: 00:30 and 01:30 UTC are both half past one."""
    both = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    rows = pl.Series("x", both, dtype=pl.Datetime("us", "UTC")).dt.convert_time_zone("Europe/Lisbon")
    assert profile(rows).time.hours[1] == 2


def test_a_date_is_its_midnight() -> None:
    column = profile(pl.Series("x", [date(2026, 11, 23), None, date(1969, 12, 31)]))
    assert (column.time.lowest, column.time.highest) == (-DAY, 20_780 * DAY)
    assert column.time.weekdays.tolist() == [1, 0, 1, 0, 0, 0, 0]  # a Monday and a Wednesday
    assert column.time.hours.tolist() == [2] + [0] * 23
    assert column.time.step == DAY


@pytest.mark.parametrize(
    ("values", "unit", "expected"),
    [
        ([1, -1], "ms", [1_000, -1_000]),
        ([1_999, -1], "ns", [1, -1]),  # nanoseconds are rounded down
        ([7, None], "us", [7, 0]),
    ],
)
def test_times_of_every_unit_are_microseconds(
    values: list[int | None], unit: str, expected: list[int]
) -> None:
    rows = pl.Series("x", values, dtype=pl.Int64).cast(pl.Datetime(unit))  # type: ignore[arg-type]
    found, valid = clock_microseconds(rows)
    assert found.tolist() == expected
    assert valid.tolist() == [value is not None for value in values]


def test_times_beyond_what_microseconds_hold_count_as_the_furthest() -> None:
    """Broken files have them, and polars panics when it casts them."""
    days = pl.Series("x", [2**31 - 1, -(2**31)], dtype=pl.Int32).cast(pl.Date)
    assert clock_microseconds(days)[0].tolist() == [FURTHEST // DAY * DAY, -(FURTHEST // DAY) * DAY]
    milliseconds = pl.Series("x", [2**62], dtype=pl.Int64).cast(pl.Datetime("ms"))
    assert clock_microseconds(milliseconds)[0].tolist() == [FURTHEST // 1_000 * 1_000]


@pytest.mark.parametrize(
    ("values", "step"),
    [
        ([0, 3 * DAY, -DAY], DAY),
        ([3_600_000_000, 5_400_000_000], 1_800_000_000),  # half hours
        ([60_000_000, 1], 1),
        ([0], 0),
        ([], 0),
    ],
)
def test_the_step_of_times_by_hand(values: list[int], step: int) -> None:
    rows = pl.Series("x", values, dtype=pl.Int64).cast(pl.Datetime("us"))
    assert profile(rows).time.step == step


def test_many_times_share_256_cells() -> None:
    rows = pl.Series("x", range(0, 10**12, 10**8)).cast(pl.Datetime("us"))
    column = profile(rows)
    assert column.cells.keys.size <= TIME_CELLS
    assert column.cells.rows == len(rows)


def test_what_is_known_changes_no_sum() -> None:
    rows = pl.Series("x", [number * 7_919_000 for number in range(4_000)]).cast(pl.Datetime("us"))
    first = prepare_times(rows[:2_000], None).profile
    plain, hinted = (first + prepare_times(rows[2_000:], known).profile for known in (None, first))
    assert (plain.time.step, plain.cells.level) == (hinted.time.step, hinted.cells.level)
    assert (plain.cells.keys == hinted.cells.keys).all()
    assert (plain.cells.counts == hinted.cells.counts).all()
    assert plain.time.step == 7_919_000
