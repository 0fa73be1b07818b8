"""A change that no fault explains is told by its value, side, size or step, from where to where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from changes import LEVEL, column_of
from drift.compare.column import compare_column
from drift.compare.lattice import NOTHING, Sampled
from drift.diagnose.unexplained import story_of

if TYPE_CHECKING:
    from drift.profile.kind import KindName

ADULTS = [2] * 745 + [1] * 200 + [3] * 55
LEADS = list(range(100))


def story(statistic: str, before: object, now: object, kind: KindName = "number") -> str | None:
    """Return what is told of a column that changed in a statistic."""
    mine, theirs = column_of(before), column_of(now)
    sampled = (NOTHING, NOTHING)
    if kind == "number":
        sampled = (_sampled(before), _sampled(now))
    found = {one.statistic: one for one in compare_column(mine, theirs, kind, LEVEL, sampled)}
    return story_of(mine, theirs, found[statistic], sampled)


def _sampled(rows: object) -> Sampled:
    values = np.array(rows, float)
    return Sampled(values=values, counts=np.ones(values.size, np.int64), complete=True)


def test_the_value_that_gained_rows_is_named_with_both_shares() -> None:
    told = story("atom_share", ADULTS, [2] * 814 + [1] * 150 + [3] * 36)
    assert told == "is 2 more often: in 81.4% of its values, 74.5% in training"


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (LEADS[30:], "below 30, where 30% of training's values are"),
        (LEADS[:90], "above 89, where 10% of training's values are"),
        (
            LEADS[5:80],
            (
                "below 5, where 5% of training's values are, "
                "and none above 79, where 20% of training's values are"
            ),
        ),
    ],
)
def test_the_end_that_was_left_out_is_named(now: list[int], told: str) -> None:
    assert story("short_share", LEADS, now) == f"has no value {told}"


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ([*LEADS[:90], *[-40, -3] * 5], "10% below training's lowest, 0: -40 to -3"),
        ([*LEADS[:98], 999, 999], "2% above training's highest, 99: 999"),
        ([*LEADS[:98], -1, 999], "1% below training's lowest, 0: -1; 1% above training's highest, 99: 999"),
    ],
)
def test_values_beyond_an_end_are_named_with_that_end(now: list[int], told: str) -> None:
    assert story("outside_share", LEADS, now) == f"has values beyond all of training's: {told}"


def test_the_size_that_training_hardly_had_is_named() -> None:
    random = np.random.default_rng(1)
    before = random.normal(1000, 100, 2000)
    now = np.concatenate([before[:1000], before[1000:] / 1000])
    told = story("rare_size_share", before, now)
    assert told == "has values below 2, whatever their sign, in 50% of its rows, 0% in training"


def test_the_step_is_named() -> None:
    random = np.random.default_rng(2)
    before = random.integers(100, 10_000, 3000) / 100
    told = story("lattice_share", before, np.round(before))
    assert told is not None
    assert told.startswith("comes in other steps: 100% of its values are multiples of 1, ")
    assert told.endswith("% were in training")


def test_how_often_values_repeat_is_told_on_both_sides() -> None:
    before, now = ([f"k{i % many}" for i in range(rows)] for many, rows in ((1000, 1000), (400, 800)))
    told = story("repeated_share", before, now, "identifier")
    assert told == (
        "repeats itself: 100% of its distinct values stand in more than one row, 0% did in training"
    )


def test_a_size_is_told_by_both_medians() -> None:
    told = story("log_size_ratio", LEADS, [10 * one for one in LEADS])
    assert told == "has values of another size: their median, without signs and zeros, went from 50 to 500"


def test_lengths_are_told_by_both_medians() -> None:
    told = story("length_ks", [["a"] * 3] * 90, [["a"] * 5] * 90, "nested")
    assert told == "has other lengths: the median went from 3 to 5"


def test_of_what_the_profiles_know_no_more_the_numbers_are_all() -> None:
    assert story("ks", LEADS, LEADS[50:]) is None
