"""A column that drifts is told with its beginning; what only varies is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from drift.judge.sequential.drifting import Batch, drifts

if TYPE_CHECKING:
    from numpy.typing import NDArray

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
LEVEL = 0.001 / 50
ROWS = 10_000
NOISE = 0.003  # of the mean rank of so many rows: sqrt(1 / 12 / 10,000)


def batches(scores: NDArray[np.float64], score: str = "location", *, rows: int = ROWS) -> list[Batch]:
    """Return a batch a day; `scores` has one of each column, shape (days, columns)."""
    return [
        Batch(
            name=f"day {place}",
            as_of=FIRST + timedelta(days=place),
            rows=rows,
            scores={f"x{column}": {score: float(value)} for column, value in enumerate(day)},
        )
        for place, day in enumerate(scores)
    ]


@pytest.mark.parametrize("direction", [1, -1])
def test_a_slow_slide_is_told_with_its_column_and_beginning(direction: int) -> None:
    """0.02 standard deviations a week move the mean rank by 0.02 / (2 sqrt(pi)) a week: normal values."""
    random = np.random.default_rng(1)
    days, begins = 120, 60
    scores = random.normal(0.5, NOISE, (days, 3))
    slide = np.maximum(0, np.arange(days) - begins) / 7 * 0.02 / (2 * np.sqrt(np.pi))
    scores[:, 1] += direction * slide
    (found,) = drifts(batches(scores), dict.fromkeys(("x0", "x1", "x2"), LEVEL))
    assert (found.column, found.score) == ("x1", "location")
    assert abs(int(found.since.removeprefix("day ")) - begins) <= 21
    assert found.before == pytest.approx(0.5, abs=0.004)
    assert (found.now - found.before) * direction > 0.03
    assert found.rows == 7 * ROWS
    assert found.odds >= 1 / LEVEL


def test_weekdays_that_differ_are_no_drift() -> None:
    random = np.random.default_rng(2)
    season = random.normal(0, 0.2, (7, 20))
    scores = random.normal(0.5, NOISE, (364, 20)) + season[np.arange(364) % 7]
    assert drifts(batches(scores), {f"x{i}": LEVEL for i in range(20)}) == ()


def test_what_all_days_share_is_no_drift() -> None:
    """The reference is a sample too: every day is as far from it."""
    scores = np.random.default_rng(3).normal(0.53, NOISE, (200, 20))
    assert drifts(batches(scores), {f"x{i}": LEVEL for i in range(20)}) == ()


def test_a_distance_that_shrinks_is_no_drift() -> None:
    falling = np.linspace(0.2, 0.0, 120)[:, None]
    assert drifts(batches(falling, "distance"), {"x0": LEVEL}) == ()
    (found,) = drifts(batches(falling[::-1], "distance"), {"x0": LEVEL})
    assert found.score == "distance"


def test_the_same_batches_give_the_same_verdict() -> None:
    equal = np.zeros((60, 4))  # all ties, which names alone break
    levels = {f"x{i}": 0.9 for i in range(4)}
    assert drifts(batches(equal, "missing"), levels) == drifts(batches(equal, "missing"), levels)


def test_of_no_batches_or_columns_nothing_is_told() -> None:
    assert drifts([], {"x": LEVEL}) == ()
    assert drifts(batches(np.zeros((3, 1))), {}) == ()
    assert drifts(batches(np.zeros((3, 1))), {"elsewhere": LEVEL}) == ()
