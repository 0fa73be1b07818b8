"""Whether a live column carries another one's distribution: and how easily by accident."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.stats import ks_2samp

from changes import column_of
from drift.diagnose.resemblance import continues, resemblance

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile
    from drift.profile.kind import KindName

ROWS = 3_000
RANDOM = np.random.default_rng(11)
NORMAL, ALIKE, OTHER = RANDOM.normal(50, 5, ROWS), RANDOM.normal(50, 5, ROWS), RANDOM.normal(52, 5, ROWS)


def test_numbers_are_held_against_each_other_by_their_ks_distance() -> None:
    for now in (ALIKE, OTHER):
        found = resemblance(column_of(NORMAL), column_of(now), "number")
        assert found is not None
        assert found.worst.distance == pytest.approx(ks_2samp(NORMAL, now).statistic, abs=2e-3)
        assert found.fits(0.02) == (now is ALIKE)


def test_columns_of_other_families_or_without_values_have_none() -> None:
    numbers, texts, nothing = column_of(NORMAL), column_of(["a", "b"]), column_of([None, None])
    assert resemblance(numbers, texts, "number") is None
    assert resemblance(numbers, nothing, "number") is None
    assert resemblance(nothing, nothing, "unknown") is None


def test_the_less_must_agree_the_easier_an_accident() -> None:
    """Of two booleans one share agrees easily; of five even levels four must, and of numbers more."""
    halves = column_of(RANDOM.random(ROWS) < 0.5)
    levels = column_of(RANDOM.choice(["a", "b", "c", "d", "e"], ROWS))
    zeros = np.where(RANDOM.random(ROWS) < 0.99, 0.0, RANDOM.normal(50, 5, ROWS))
    sides: tuple[tuple[ColumnProfile, KindName], ...] = (
        (halves, "boolean"),
        (levels, "category"),
        (column_of(NORMAL), "number"),
        (column_of(zeros), "number"),
    )
    accidents = []
    for one, kind in sides:
        found = resemblance(one, one, kind)
        assert found is not None
        accidents.append(found.accident(0.02))
    assert accidents[0] > 0.05 > accidents[1]
    assert accidents[2] < 0.001 < accidents[3]


def test_with_many_zeros_the_others_have_to_agree_too() -> None:
    zero = RANDOM.random(ROWS) < 0.95
    one, other = (column_of(np.where(zero, 0.0, values)) for values in (NORMAL, NORMAL * 10))
    found = resemblance(one, other, "number")
    assert found is not None
    assert not found.fits(0.02)
    assert found.worst.statistic == "nonzero_ks"


def test_texts_are_held_against_each_other_by_pattern_and_length() -> None:
    ids = column_of([f"ORD-{i:06d}" for i in range(ROWS)])
    more = column_of([f"ORD-{i:06d}" for i in range(ROWS, 2 * ROWS)])
    others = column_of([f"{i:06d}/ORD" for i in range(ROWS)])
    same, differs = resemblance(ids, more, "identifier"), resemblance(ids, others, "identifier")
    assert same is not None
    assert differs is not None
    assert same.fits(0.02)
    assert not differs.fits(0.02)


def test_times_go_on_where_others_stopped() -> None:
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    hours = [start + dt.timedelta(hours=i) for i in range(100)]
    before, after, long_ago = (
        column_of(rows)
        for rows in (
            hours,
            [one + dt.timedelta(hours=100) for one in hours],
            [one - dt.timedelta(days=900) for one in hours],
        )
    )
    assert continues(before, after)
    assert not continues(before, long_ago)
    assert not continues(before, column_of([1, 2]))
    assert not continues(before, column_of([None]))
