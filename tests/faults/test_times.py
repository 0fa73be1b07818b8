"""Moved times by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from breaking import after, broken, fits

MORNINGS = [datetime(2026, 1, 5) + timedelta(days=place, hours=8, minutes=place) for place in range(20)]  # noqa: DTZ001
MONDAYS = [date(2026, 1, 5) + timedelta(weeks=place) for place in range(20)]


@pytest.mark.parametrize(
    ("name", "by"),
    [
        ("+1 h", timedelta(hours=1)),
        ("-5 h", timedelta(hours=-5)),
        ("+5:30 h", timedelta(hours=5, minutes=30)),
    ],
)
def test_times_move_by_a_zone(name: str, by: timedelta) -> None:
    assert after(f"time_shift: {name}", MORNINGS) == [time + by for time in MORNINGS]
    assert broken(f"time_shift: {name}", MORNINGS).parameters == {"offset": by.total_seconds()}


def test_dates_move_by_days() -> None:
    assert after("time_shift: +1 day", MONDAYS) == [day + timedelta(days=1) for day in MONDAYS]


def test_days_become_months_where_they_can() -> None:
    days = [date(2026, 1, 5), date(2026, 3, 3), date(2026, 1, 31)]
    assert after("time_shift: day and month exchanged", days) == [date(2026, 5, 1), *days[1:]]


def test_an_exchange_does_not_show_in_dates_that_come_evenly_over_whole_years() -> None:
    days = [date(2025, 1, 1) + timedelta(days=place) for place in range(365)]
    assert not fits("time_shift: day and month exchanged", days)
    assert fits("time_shift: day and month exchanged", days[:90])


def test_times_lose_their_time_of_day() -> None:
    assert after("rounding: cut to days", MORNINGS)[0] == datetime(2026, 1, 5)  # noqa: DTZ001
    assert broken("rounding: cut to days", MORNINGS).parameters == {"step": 86_400}
    assert not fits("rounding: cut to days", [datetime(2026, 1, 5)])  # noqa: DTZ001


def test_a_shift_has_to_show_in_hours_or_weekdays() -> None:
    every_hour = [datetime(2026, 1, 5) + timedelta(hours=place) for place in range(240)]  # noqa: DTZ001
    assert not fits("time_shift: +1 h", every_hour)
    assert not fits("time_shift: +1 day", every_hour[:168])
