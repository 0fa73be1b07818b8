"""The sketch of distinct keys is exact while it is small, unbiased beyond, and a sum throughout."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.profile.distinct import PROBED_PER_KEY, Distinct, bound_of, count_distinct, distinct_of, no_keys
from drift.profile.keys import float_keys, mixed, text_keys
from drift.profile.numbers import NUMBER_DISTINCT
from drift.profile.texts import TEXT_DISTINCT

if TYPE_CHECKING:
    from numpy.typing import NDArray

hashes = st.lists(st.integers(0, 30) | st.integers(0, 2**64 - 1), max_size=40)
LIMIT: Final = 5


def array(values: list[int]) -> NDArray[np.uint64]:
    return np.array(values, np.uint64)


def content(sketch: Distinct) -> list[tuple[int, int]]:
    return list(zip(sketch.hashes.tolist(), sketch.counts.tolist(), strict=True))


def smallest(values: list[int]) -> list[tuple[int, int]]:
    return sorted(Counter(values).items())[:LIMIT]


@given(values=hashes, cut=st.integers(0, 40))
def test_the_smallest_hashes_are_kept_with_all_their_rows(values: list[int], cut: int) -> None:
    """Of parts added in any order, too, and of a part that leaves out what cannot enter."""
    assert content(count_distinct(array(values), limit=LIMIT)) == smallest(values)
    one, two = (count_distinct(array(part), limit=LIMIT) for part in (values[:cut], values[cut:]))
    hinted = count_distinct(array(values[cut:]), limit=LIMIT, threshold=one.threshold)
    assert content(one + two) == content(two + one) == content(one + hinted) == smallest(values)
    assert content(one + no_keys(LIMIT)) == content(one) == content(no_keys(LIMIT) + one)


@pytest.mark.parametrize("values", [10, 300, 2**64 - 1])
def test_a_bound_by_the_first_rows_leaves_out_what_cannot_be_kept(values: int) -> None:
    """As a sort of all rows tells it; where the first rows have too few distinct hashes, there is none."""
    limit = 2_000
    rows = np.random.default_rng(1).integers(0, values, 40_000, dtype=np.uint64)
    hashes, counts = np.unique(rows, return_counts=True)
    found = count_distinct(rows, limit=limit)
    assert content(found) == list(zip(hashes[:limit].tolist(), counts[:limit].tolist(), strict=True))
    bound = bound_of(rows, limit)
    assert (bound is None) == (values < limit)
    assert bound is None or np.count_nonzero(rows <= bound) < 1.2 * rows.size / PROBED_PER_KEY


def test_of_few_rows_none_is_left_out() -> None:
    assert bound_of(array([3, 1, 2]), 1) is None
    assert bound_of(np.arange(100_000, dtype=np.uint64), 0) is None


def test_counts_given_with_repeated_hashes_are_added() -> None:
    assert content(distinct_of(array([9, 3, 9]), np.array([1, 2, 4]), limit=2)) == [(3, 2), (9, 5)]


@given(values=hashes)
def test_a_sketch_with_room_left_is_exact(values: list[int]) -> None:
    sketch = count_distinct(array(values), limit=100)
    repeated = [count for count in Counter(values).values() if count > 1]
    assert sketch.complete
    assert sketch.threshold is None
    assert sketch.estimate == len(set(values))
    assert sketch.repeated_share == pytest.approx(len(repeated) / max(len(set(values)), 1))


def test_the_estimate_by_hand() -> None:
    """``(k - 1) * 2**64 / h_k``: the third smallest of three hashes stands at a quarter of the range."""
    sketch = count_distinct(array([2**60, 2**61, 2**62, 2**63]), limit=3)
    assert sketch.estimate == 2 * 4
    assert sketch.threshold == 2**62
    assert not sketch.complete


SEEDS: Final = 60


@pytest.mark.parametrize("limit", [NUMBER_DISTINCT, TEXT_DISTINCT])
def test_estimates_are_unbiased_with_the_spread_of_theory(limit: int) -> None:
    """``(k - 1) / U_(k)`` has mean n and variance about ``n**2 / (k - 2)`` (Beyer et al. 2007).

    Over the seeds the mean is within four standard errors, and the spread within four of its own, which
    is about ``1 / sqrt(2 * seeds)`` of it.
    """
    rows = 20_000
    relative = [
        count_distinct(np.random.default_rng(seed).integers(0, 2**64, rows, np.uint64), limit=limit).estimate
        / rows
        for seed in range(SEEDS)
    ]
    spread = 1 / math.sqrt(limit - 2)
    assert abs(np.mean(relative) - 1) < 4 * spread / math.sqrt(SEEDS)
    assert np.std(relative) == pytest.approx(spread, rel=4 / math.sqrt(2 * SEEDS))


def test_hashes_of_ordinary_keys_are_spread_as_evenly() -> None:
    """Running numbers, prices and numbered texts: within four standard errors."""
    running = np.arange(50_000)
    for keys, limit in (
        (mixed(float_keys(running.astype(np.float64))), NUMBER_DISTINCT),
        (mixed(float_keys(running / 100)), NUMBER_DISTINCT),
        (text_keys(pl.Series([f"id-{number:06d}" for number in running])), TEXT_DISTINCT),
    ):
        estimate = count_distinct(keys, limit=limit).estimate
        assert estimate == pytest.approx(running.size, rel=4 / math.sqrt(limit - 2))


def test_repeats_are_counted_in_all_rows_and_not_only_in_those_sampled() -> None:
    """Every tenth key stands in three rows; the share of such keys in the sketch is near a tenth."""
    keys = np.random.default_rng(5).integers(0, 2**64, 20_000, np.uint64)
    sketch = count_distinct(np.concatenate([keys, keys[::10], keys[::10]]), limit=TEXT_DISTINCT)
    assert set(sketch.counts.tolist()) == {1, 3}
    assert sketch.repeated_share == pytest.approx(0.1, abs=4 * math.sqrt(0.1 * 0.9 / TEXT_DISTINCT))
    assert no_keys(3).repeated_share == 0.0


@given(values=hashes, end=st.integers(0, 2**64 - 1))
def test_an_evened_sketch_tells_the_same_of_repeats_and_windows(values: list[int], end: int) -> None:
    """Its hashes are at most as large, and by less than the 32nd of the mean distance."""
    sketch = count_distinct(array(values), limit=LIMIT)
    evened = sketch.evened()
    assert evened.counts.tolist() == sketch.counts.tolist()
    assert (evened.complete, evened.repeated_share) == (sketch.complete, sketch.repeated_share)
    most = int(sketch.hashes[-1]) / sketch.hashes.size / 16 if values else 0  # powers of two: up to twice
    moved = [a - b for a, b in zip(sketch.hashes.tolist(), evened.hashes.tolist(), strict=True)]
    assert all(0 <= by <= most for by in moved)
    assert sum(one <= end for one in evened.hashes.tolist()) >= sum(
        one <= end for one in sketch.hashes.tolist()
    )


def test_an_evened_sketch_estimates_as_well() -> None:
    keys = np.random.default_rng(7).integers(0, 2**64, 50_000, np.uint64)
    sketch = count_distinct(keys, limit=NUMBER_DISTINCT)
    assert sketch.evened().estimate == pytest.approx(sketch.estimate, rel=1 / (16 * NUMBER_DISTINCT))
