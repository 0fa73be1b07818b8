"""Day and month exchanged: made by Python's own dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from drift.diagnose.exchanged_dates import diagnose_exchanged
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.profile.column import TimeDetail

LEVEL = 1e-5


def days(first: date, many: int, rows: int, seed: int) -> list[date]:
    return [first + timedelta(days=int(day)) for day in np.random.default_rng(seed).integers(0, many, rows)]


def exchanged(dates: Iterable[date]) -> list[date]:
    return [date(one.year, one.day, one.month) if one.day <= 12 else one for one in dates]


def detail(dates: list[date]) -> TimeDetail:
    return profile_batches([pl.DataFrame({"on": dates})], Plan()).columns["on"].time


TRAINING = detail(days(date(2025, 1, 1), 365, 10_000, 1))


@pytest.mark.parametrize(("first", "many"), [(date(2026, 2, 1), 28), (date(2026, 3, 1), 92)])
def test_days_read_as_months_are_told(first: date, many: int) -> None:
    now = days(first, many, 2000, 2)
    found = diagnose_exchanged(TRAINING, detail(exchanged(now)), "on", LEVEL)
    assert found is not None
    assert found.fault == "time_shift"
    moved = [one.day <= 12 and one.day != one.month for one in now]
    assert found.share == pytest.approx(np.mean(moved), abs=1e-6)


@pytest.mark.parametrize(
    ("first", "many"),
    [(date(2026, 1, 1), 365), (date(2026, 1, 31), 2), (date(2026, 3, 20), 20), (date(2026, 2, 25), 7)],
)
def test_dates_the_right_way_round_are_not(first: date, many: int) -> None:
    """Whatever the span: one that ends early in a month has early days of a month without late ones."""
    assert diagnose_exchanged(TRAINING, detail(days(first, many, 2000, 3)), "on", LEVEL) is None


def test_the_expression_brings_a_date_back() -> None:
    found = diagnose_exchanged(TRAINING, detail(exchanged(days(date(2026, 3, 1), 92, 2000, 2))), "on", LEVEL)
    assert found is not None
    assert found.undo is not None
    frame = pl.DataFrame({"on": [date(2026, 4, 3)]})
    assert frame.select(eval(found.undo, {"pl": pl}))["on"].to_list() == [date(2026, 3, 4)]  # noqa: S307
