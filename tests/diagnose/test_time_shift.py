"""Times that moved: by hours as the day's profile turns, by days as the week's does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from drift.diagnose.time_shift import diagnose_days, diagnose_hours
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.column import TimeDetail

MONDAY = 1_767_571_200  # 2026-01-05, in seconds
DAY = 86_400
HOURS = np.array([1, 1, 1, 1, 1, 2, 4, 8, 9, 7, 6, 6, 7, 6, 6, 7, 8, 9, 8, 6, 4, 3, 2, 1]) / 114
WEEK = np.array([0.18, 0.18, 0.17, 0.17, 0.16, 0.09, 0.05])
FLOOR = 0.05


def seconds(many: int, seed: int) -> NDArray[np.int64]:
    """Return times of 8 weeks with rush hours, and weekends that are quiet."""
    random = np.random.default_rng(seed)
    days = random.choice(7, many, p=WEEK) + 7 * random.integers(0, 8, many)
    return MONDAY + days * DAY + random.choice(24, many, p=HOURS) * 3600 + random.integers(0, 3600, many)


def detail(rows: NDArray[np.int64]) -> TimeDetail:
    frame = pl.DataFrame({"at": pl.Series(rows * 10**6).cast(pl.Datetime("us"))})
    return profile_batches([frame], Plan()).columns["at"].time


@pytest.mark.parametrize(
    ("offset", "iso"),
    [(3600, "PT1H"), (-5 * 3600, "-PT5H"), (19_800, "PT5H30M"), (12 * 3600, "PT12H")],
)
def test_a_zone_is_told_by_the_hours(offset: int, iso: str) -> None:
    found = diagnose_hours(detail(seconds(30_000, 1)), detail(seconds(5000, 2) + offset), "at", FLOOR)
    assert found is not None
    assert (found.fault, found.parameters) == ("time_shift", {"offset": iso, "seconds": offset})
    assert found.explains is not None
    assert found.explains >= 0.7
    assert found.undo == f'pl.col("at") - pl.duration(seconds={offset})'


@pytest.mark.parametrize("days", [1, -2, 3])
def test_a_wrong_day_is_told_by_the_weekdays(days: int) -> None:
    found = diagnose_days(detail(seconds(30_000, 1)), detail(seconds(5000, 2) + days * DAY), "at", FLOOR)
    assert found is not None
    assert found.parameters["seconds"] == days * DAY
    assert f"{abs(days)} day" in found.story


def test_what_did_not_move_is_told_as_nothing() -> None:
    before, now = detail(seconds(30_000, 1)), detail(seconds(5000, 2))
    assert diagnose_hours(before, now, "at", FLOOR) is None
    assert diagnose_days(before, now, "at", FLOOR) is None


def test_other_hours_are_no_zone() -> None:
    """Nights instead of rush hours: no turn of the one profile is the other."""
    night = seconds(5000, 2) // DAY * DAY + np.random.default_rng(3).integers(0, 5 * 3600, 5000)
    assert diagnose_hours(detail(seconds(30_000, 1)), detail(night), "at", FLOOR) is None


def test_even_hours_tell_no_zone() -> None:
    even = [np.random.default_rng(seed).integers(MONDAY, MONDAY + 56 * DAY, 5000) for seed in (1, 2)]
    assert diagnose_hours(detail(even[0]), detail(even[1] + 3600), "at", FLOOR) is None
