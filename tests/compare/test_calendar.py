"""Calendar numbers: found where every row agrees, by datetime's own calendar, and nowhere else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest

from drift.compare.calendar import MIN_ROWS, calendar_of, measure_calendar

if TYPE_CHECKING:
    from collections.abc import Callable

DAYS = [date(2023, 1, 1) + timedelta(days=7 * i + i % 5) for i in range(120)]
PARTS: dict[str, Callable[[date], int]] = {
    "year": lambda day: day.year,
    "ISO year": lambda day: day.isocalendar().year,
    "quarter": lambda day: (day.month + 2) // 3,
    "month": lambda day: day.month,
    "week": lambda day: day.isocalendar().week,
    "week (from New Year's Day)": lambda day: (int(day.strftime("%j")) + 6) // 7,
    "week (from Sundays)": lambda day: int(day.strftime("%U")) + (date(day.year, 1, 1).weekday() != 6),
    "day of the month": lambda day: day.day,
    "day of the year": lambda day: int(day.strftime("%j")),
    "day of the week (1 is Monday)": lambda day: day.isoweekday(),
    "day of the week (0 is Monday)": lambda day: day.weekday(),
    "day of the week (0 is Sunday)": lambda day: int(day.strftime("%w")),
}


def table(values: list[int]) -> pl.DataFrame:
    return pl.DataFrame({"x": values, "at": DAYS})


@pytest.mark.parametrize("part", PARTS)
def test_each_part_of_a_date_is_found(part: str) -> None:
    rows = table([PARTS[part](day) for day in DAYS])
    found = calendar_of("x", "at", rows, rows)
    assert found is not None
    assert (found.part, found.before_differ, found.before_rows) == (part, 0, len(DAYS))
    assert measure_calendar(found, 0.01).value == 0


def test_hours_and_minutes_are_found_of_times_alone() -> None:
    times = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=37 * i) for i in range(100)]
    for part in ("hour", "minute"):
        rows = pl.DataFrame({"x": [getattr(one, part) for one in times], "at": times})
        found = calendar_of("x", "at", rows, rows)
        assert found is not None
        assert found.part == part
    zeros = table([0] * len(DAYS))
    assert calendar_of("x", "at", zeros, zeros) is None


def test_a_number_that_differs_now_and_then_is_none() -> None:
    months = [day.month for day in DAYS]
    months[3] += 1
    assert calendar_of("x", "at", table(months), table(months)) is None


def test_without_a_time_or_with_few_rows_nothing_is_found() -> None:
    rows = table([day.month for day in DAYS])
    assert calendar_of("x", None, rows, rows) is None
    assert calendar_of("x", "elsewhere", rows, rows) is None
    assert calendar_of("x", "at", rows.head(MIN_ROWS - 1), rows) is None
    assert calendar_of("x", "at", rows, rows.select("x")) is None
