"""What past batches teach: distances to the training data by scipy, and tolerances that only widen."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from scipy import stats

from drift.judge.movement import KOLMOGOROV_MEAN
from drift.judge.past_movement import AT_ONCE, PastBatch, PastMoves, span_of, taught_by_past
from drift.judge.tolerance import FOREMOST, MIN_PIECES, MOST_OF_LARGEST, Tolerance, with_past
from drift.profile.kind import Kind
from drift.profile.table import Plan, Profile, profile_batch

NUMBER, CATEGORY = Kind(kind="number", reason=""), Kind(kind="category", reason="")
DAY = 24


def profile(**columns: object) -> Profile:
    return profile_batch(pl.DataFrame(columns), Plan())


def batch(hours: float | None = None, *, names: str = "x", **columns: object) -> PastBatch:
    return PastBatch(profile=profile(**columns), columns=frozenset(names.split()), span_hours=hours)


def test_distances_are_those_of_scipy_to_the_training_data_less_the_noise() -> None:
    """Every batch against training, and not against the batches before it, however many there are."""
    random = np.random.default_rng(1)
    training = random.normal(size=4000).round(1)
    batches = [random.normal(0.1 * i, 1, 500).round(1) for i in range(AT_ONCE + 3)]
    taught = taught_by_past(profile(x=training), {"x": NUMBER}, [batch(23.9, x=rows) for rows in batches])
    noise = KOLMOGOROV_MEAN / math.sqrt(4000 * 500 / 4500)
    expected = [max(0.0, stats.ks_2samp(training, rows).statistic - noise) for rows in batches]
    assert taught["x"][DAY].distances["ks"] == pytest.approx(expected, abs=1e-12)


def test_the_distance_of_categories_is_half_the_sum_of_changes_less_the_noise() -> None:
    """By hand: shares of 0.5 and 0.5 become 0.8 and 0.2, which is 0.3."""
    training, live = ["a", "b"] * 500, ["a"] * 800 + ["b"] * 200
    taught = taught_by_past(profile(x=training), {"x": CATEGORY}, [batch(x=live)])
    noise = 0.5 * 2 * math.sqrt(2 / math.pi * 0.65 * 0.35 / 500)
    assert taught["x"][0].distances["total_variation"] == pytest.approx([0.3 - noise])
    assert taught["x"][0].foremost == [0.8]


def test_nulls_are_compared_with_those_of_the_training_data() -> None:
    training, live = [1.0] * 900 + [None] * 100, [1.0] * 60 + [None] * 40
    taught = taught_by_past(profile(x=training), {"x": NUMBER}, [batch(x=live), batch(x=live)])
    noise = math.sqrt(2 / math.pi * 0.1 * 0.9 / 100)
    assert taught["x"][0].distances["null_share"] == pytest.approx([0.3 - noise] * 2)


def test_a_column_that_does_not_teach_or_has_become_another_tells_nothing() -> None:
    training = profile(x=[1.0, 2.0] * 50, y=[1.0, 2.0] * 50)
    kinds = {"x": NUMBER, "y": NUMBER}
    told = [batch(x=["a"] * 100, y=[1.0] * 100), batch(names="x y", z=[1.0] * 100)]
    assert taught_by_past(training, kinds, told) == {}


@pytest.mark.parametrize(
    ("hours", "span"), [(None, 0), (0.0, 1), (0.95, 1), (21.9, 24), (21.8, 1), (24.5, 24), (9000.0, 364 * 24)]
)
def test_a_batch_teaches_of_the_longest_span_that_it_fills(hours: float | None, span: int) -> None:
    assert span_of(hours) == span


def known(value: float, statistic: str = "ks", hours: int = DAY) -> Tolerance:
    return Tolerance(statistic=statistic, span_hours=hours, value=value, largest=value / 2, pieces=20)


def moves(*distances: float, foremost: tuple[float, ...] = ()) -> dict[int, PastMoves]:
    return {DAY: PastMoves(distances={"ks": list(distances)}, foremost=list(foremost))}


def test_batches_that_hardly_moved_never_narrow_a_tolerance() -> None:
    """They are those that passed: the ones further away are not among them."""
    (after,) = with_past((known(0.2),), moves(*[0.01] * 50))
    assert (after.value, after.largest, after.pieces, after.batches) == (0.2, 0.1, 20, 50)


def test_batches_that_moved_further_widen_it_to_the_bound_on_one_more() -> None:
    distances = np.random.default_rng(2).uniform(0.2, 0.3, 40)
    (after,) = with_past((known(0.1),), moves(*distances))
    t = stats.t(39).ppf(0.995)
    bound = distances.mean() + t * distances.std(ddof=1) * math.sqrt(1 + 1 / 40)
    assert after.value == pytest.approx(bound)
    assert after.largest == distances.max()


def test_what_few_batches_did_is_tolerated_and_no_more() -> None:
    (after,) = with_past((known(0.1),), moves(0.3, 0.2))
    assert (after.value, after.largest, after.batches) == (0.3, 0.3, 2)


def test_a_span_that_training_does_not_tell_of_is_learned_from_enough_batches() -> None:
    assert with_past((), moves(*[0.1] * (MIN_PIECES - 1))) == ()
    (after,) = with_past((), moves(*[0.1] * MIN_PIECES))
    assert after.value == pytest.approx(0.1)
    assert (after.span_hours, after.pieces) == (DAY, 0)
    assert after.value <= MOST_OF_LARGEST * 0.1


def test_the_most_frequent_value_may_be_as_frequent_as_it_was_in_a_past_batch() -> None:
    (after, *_) = with_past((known(0.4, FOREMOST),), moves(foremost=(0.1, 0.6)))
    assert (after.largest, after.batches) == (0.6, 2)
