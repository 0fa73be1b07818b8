"""Counts on one grid keep every row and know where it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from aligned_rows import align_rows
from drift.compare.aligned import align, aligned_levels
from drift.profile.cells import count_cells, no_cells
from drift.profile.keys import float_keys

if TYPE_CHECKING:
    from aligned_rows import Shape


def test_every_row_is_kept(random: np.random.Generator) -> None:
    both = align_rows(random.normal(size=900), random.normal(size=300), limit=64)
    assert (both.n, both.m) == (900, 300)
    assert (both.reference + both.live > 0).all()


def test_cells_in_order_hold_the_values_counted_in_them(
    random: np.random.Generator,
    shape: Shape,
) -> None:
    reference, live = shape(random, 900), shape(random, 300)
    both = align_rows(reference, live, limit=64)
    assert (both.lower <= both.upper).all()
    assert (both.upper[:-1] < both.lower[1:]).all()
    for rows, counts in ((reference, both.reference), (live, both.live)):
        within = (rows[:, None] >= both.lower) & (rows[:, None] <= both.upper)
        assert (within.sum(axis=0) == counts).all()


def test_few_values_are_cells_of_their_own() -> None:
    both = align_rows([1.0, 2.0, 2.0], [2.0, 5.0])
    assert both.exact
    assert both.lower.tolist() == both.upper.tolist() == [1.0, 2.0, 5.0]
    assert both.reference.tolist() == [1, 2, 0]
    assert both.live.tolist() == [0, 1, 1]
    assert both.single.all()


def test_the_coarser_grid_is_taken(random: np.random.Generator) -> None:
    """An exact column loses its exactness beside one that is not."""
    both = align_rows([1.0, 2.0], random.lognormal(0, 3, 500), limit=16)
    assert not both.exact
    assert not both.single.any()
    assert both.n == 2


def test_hashes_that_share_a_bucket_are_not_single(random: np.random.Generator) -> None:
    hashes = random.integers(0, 2**64, 100, dtype=np.uint64)
    both = align(count_cells(hashes, limit=16), count_cells(hashes[:10], limit=16), ordered=False)
    assert not both.exact
    assert not both.single.any()
    assert both.lower.tolist() == both.upper.tolist() == [0.0] * both.keys.size


@pytest.mark.parametrize("ordered", [True, False])
def test_a_side_without_rows_is_no_error(*, ordered: bool) -> None:
    some = count_cells(float_keys(np.array([1.0, 2.0])), limit=9)
    assert (align(no_cells(9), some, ordered=ordered).n, align(some, no_cells(9), ordered=ordered).m) == (
        0,
        0,
    )
    assert align(no_cells(9), no_cells(9), ordered=ordered).keys.size == 0


def test_keys_can_stand_for_other_numbers() -> None:
    """Lengths of texts are their own keys."""
    lengths = count_cells(np.array([3, 4, 4], np.uint64), limit=9)
    both = align(lengths, lengths, ordered=True, values=lambda keys: keys.astype(np.float64))
    assert both.lower.tolist() == [3.0, 4.0]
    assert both.spread == pytest.approx(np.std([3, 4, 4]))


def test_the_spread_is_numpys_standard_deviation_within_its_error(
    random: np.random.Generator,
    shape: Shape,
) -> None:
    reference = shape(random, 2000)
    for limit in (8, 64, 4096):
        both = align_rows(reference, shape(random, 5), limit=limit)
        assert abs(both.spread - reference.std()) <= both.spread_error + 1e-9 * reference.std()


def test_the_spread_is_measured_on_the_references_own_grid(random: np.random.Generator) -> None:
    """A live batch of wild values makes the common grid coarse, and not the reference's spread."""
    reference = np.round(random.uniform(100, 101, 500), 2)
    both = align_rows(reference, random.normal(size=500) * 10.0 ** random.integers(-200, 200, 500), limit=128)
    assert not both.exact
    assert both.spread_error == 0.0
    assert both.spread == pytest.approx(reference.std())


@pytest.mark.parametrize("scale", [1e-300, 1e-160, 1.0, 1e160, 1e300])
def test_the_spread_of_any_floats_neither_overflows_nor_vanishes(scale: float) -> None:
    """Of 0 and 2 the standard deviation is 1."""
    both = align_rows([0.0, 2 * scale], [0.0])
    assert both.spread / scale == pytest.approx(1.0)


def test_the_ends_of_all_floats_have_a_finite_spread() -> None:
    largest = np.finfo(np.float64).max
    assert align_rows([-largest, largest], [0.0]).spread == largest


def test_levels_can_be_given_as_counts() -> None:
    both = aligned_levels([3, 1, 0], [1, 1, 2])
    assert (both.n, both.m, both.exact, both.ordered) == (4, 4, True, False)


def test_zeros_that_have_a_cell_for_themselves_are_a_single_value() -> None:
    random = np.random.default_rng(4)
    reference, live = (np.append(np.zeros(50), random.lognormal(0, 3, 500)) for _ in range(2))
    cells = [count_cells(float_keys(rows), limit=64) for rows in (reference, live)]
    unknown = align(*cells, ordered=True)
    known = align(*cells, ordered=True, zeros=(50, 50))
    assert not unknown.single.any()
    assert known.single.sum() == 1
    assert known.upper[known.single].tolist() == [0.0]
    assert known.reference[known.single].tolist() == [50]


def test_zeros_that_share_their_cell_are_not() -> None:
    random = np.random.default_rng(4)
    rows = np.concatenate([np.zeros(50), [5e-324], random.lognormal(0, 3, 500)])
    cells = count_cells(float_keys(rows), limit=64)
    assert not align(cells, cells, ordered=True, zeros=(50, 50)).single.any()
