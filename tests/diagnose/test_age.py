"""The age of a batch: counted by Python's own clocks and zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from drift.diagnose.age import CLOCK_SLACK, diagnose_age, newest_time
from drift.profile.table import Plan, profile_batches

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def newest(times: pl.Series) -> datetime | None:
    return newest_time(profile_batches([times.alias("at").to_frame()], Plan()).columns["at"])


@pytest.mark.parametrize("zone", ["UTC", "Europe/Lisbon", "America/New_York", "Asia/Kolkata"])
@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_the_newest_time_is_the_moment_that_it_was_whatever_its_zone(zone: str, unit: str) -> None:
    moments = [datetime(2026, 7, day, 23, 30, tzinfo=ZoneInfo(zone)) for day in (3, 9, 5)]
    times = pl.Series(moments, dtype=pl.Datetime(unit, zone))  # type: ignore[arg-type]
    assert newest(times) == max(moments)


def test_times_without_a_zone_and_dates_are_taken_as_utc() -> None:
    assert newest(pl.Series([datetime(2026, 7, 9, 8)])) == datetime(2026, 7, 9, 8, tzinfo=UTC)  # noqa: DTZ001
    assert newest(pl.Series([datetime(2026, 7, 9).date()])) == datetime(2026, 7, 9, tzinfo=UTC)  # noqa: DTZ001


def test_without_a_time_there_is_no_newest_one() -> None:
    assert newest(pl.Series([None], dtype=pl.Datetime("us"))) is None


def test_times_beyond_the_calendar_are_told_as_its_ends() -> None:
    far = pl.Series([2**62, -(2**62)]).cast(pl.Datetime("us"))
    assert newest(far) == datetime.max.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "fault"),
    [
        (DAY, None),
        (DAY + timedelta(seconds=1), "stale"),
        (timedelta(0), None),
        (-CLOCK_SLACK, None),
        (-CLOCK_SLACK - timedelta(seconds=1), "future"),
    ],
)
def test_older_than_allowed_is_stale_and_later_than_the_clocks_slack_is_future(
    age: timedelta, fault: str | None
) -> None:
    found = diagnose_age(NOON - age, NOON, DAY)
    assert (found.fault if found else None) == fault
    if found:
        assert found.parameters["lag_seconds"] == age.total_seconds()
