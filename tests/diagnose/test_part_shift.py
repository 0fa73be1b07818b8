"""An hour from a day on is told with the day, the hour and the share; all rows, or none, are no part."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

import drift
from drift.diagnose.part_shift import diagnose_part_of_times
from drift.profile.table import Plan, profile_batch
from drift.profile.times import clock_microseconds

if TYPE_CHECKING:
    from drift.diagnose.diagnosis import Diagnosis

START = datetime(2026, 3, 2)  # noqa: DTZ001 - a Monday, as clocks show it
CHANGED = datetime(2026, 3, 17)  # noqa: DTZ001
LEVEL = 1e-5


def drawn(rows: int, seed: int, days: int = 28) -> pl.Series:
    """Return times of four weeks: around noon on weekdays, in the evening at weekends."""
    random = np.random.default_rng(seed)
    day = random.integers(0, days, rows)
    hour = np.where(day % 7 < 5, random.normal(12, 2.5, rows), random.normal(19, 1.5, rows)) % 24
    at = [START + timedelta(days=int(one), hours=float(two)) for one, two in zip(day, hour, strict=True)]
    return pl.Series("at", at)


def late(
    times: pl.Series, hours: float, *, since: datetime | None = None, till: datetime | None = None
) -> pl.Series:
    at = pl.col("at")
    concerned = at >= since if since else at < till if till else pl.lit(value=True)
    later = pl.when(concerned).then(at + timedelta(hours=hours)).otherwise(at)
    return times.to_frame().select(later).to_series()


def told(live: pl.Series, tolerance: float = 0.0) -> Diagnosis | None:
    before, now = (profile_batch(one.to_frame(), Plan()).columns["at"] for one in (drawn(20_000, 1), live))
    moments, _ = clock_microseconds(live)
    return diagnose_part_of_times(before.time, now.time, moments, "at", level=LEVEL, tolerance=tolerance)


@pytest.mark.parametrize("hours", [1, -1, 2, 5.5])
def test_an_hour_from_a_day_on_is_told_with_its_day(hours: float) -> None:
    live = drawn(5_000, 2)
    found = told(late(live, hours, since=CHANGED))
    assert found is not None
    assert found.parameters["seconds"] == hours * 3600
    assert abs(datetime.fromisoformat(found.parameters["from"]) - CHANGED) <= timedelta(days=1)
    assert found.share == pytest.approx(int((live >= CHANGED).sum()) / live.len(), abs=0.05)


def test_an_hour_until_a_day_is_told_too() -> None:
    found = told(late(drawn(5_000, 3), 1, till=CHANGED))
    assert found is not None
    assert (found.parameters["offset"], "until" in found.parameters) == ("PT1H", True)


@pytest.mark.parametrize("hours", [0, 1, -5, 0.5])
@pytest.mark.parametrize("seed", range(4, 8))
def test_all_rows_or_none_are_no_part(hours: float, seed: int) -> None:
    """Weekends come at other hours than weekdays do, and no day of the week is taken for a change."""
    assert told(late(drawn(5_000, seed), hours)) is None


def test_a_batch_of_one_day_has_no_day_from_which_on() -> None:
    assert told(drawn(500, 9, days=1)) is None


def test_a_check_tells_it_and_its_code_puts_the_times_back() -> None:
    """The expression is run as it is written."""
    live = drawn(5_000, 10)
    run = drift.check(late(live, 1, since=CHANGED).to_frame(), drift.fit(drawn(20_000, 1).to_frame()))
    (finding,) = run["at"].findings
    assert finding.diagnosis is not None
    assert (finding.verdict, finding.diagnosis.fault) == ("breach", "time_shift")
    undo = eval(str(finding.diagnosis.undo), {"pl": pl})  # noqa: S307 - our own expression
    undone = late(live, 1, since=CHANGED).to_frame().select(undo).to_series()
    assert int((undone == live).sum()) > 0.95 * live.len()
