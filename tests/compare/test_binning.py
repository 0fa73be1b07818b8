"""Bins of about equal reference rows, made of whole cells."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligned_rows import align_rows
from drift.compare.aligned import Aligned, aligned_levels
from drift.compare.binning import BINS, bins_of, levels_known


def ordered(reference: list[int], live: list[int]) -> Aligned:
    places = np.arange(len(reference), dtype=np.float64)
    return Aligned(
        keys=places.astype(np.uint64),
        lower=places,
        upper=places,
        reference=np.array(reference),
        live=np.array(live),
        exact=True,
        ordered=True,
    )


counts = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 30)), min_size=1, max_size=120).filter(
    lambda pairs: sum(a for a, _ in pairs) > 0 and sum(b for _, b in pairs) > 0
)


@given(counts=counts)
def test_there_are_at_most_twenty_and_they_hold_all_rows(counts: list[tuple[int, int]]) -> None:
    bins = bins_of(ordered(*map(list, zip(*counts, strict=True))))
    assert 1 <= bins.reference.size <= BINS
    assert bins.freedom == bins.reference.size - 1
    assert (bins.reference.sum(), bins.live.sum()) == (sum(a for a, _ in counts), sum(b for _, b in counts))
    assert (bins.reference + bins.live > 0).all()


def test_a_smooth_column_gets_twenty_bins_of_about_equal_rows(random: np.random.Generator) -> None:
    bins = bins_of(align_rows(random.normal(size=100_000), random.normal(size=1000)))
    assert bins.reference.size == BINS
    assert bins.reference == pytest.approx(np.full(BINS, 5000), rel=0.05)


def test_an_atom_has_a_bin_of_its_own(random: np.random.Generator) -> None:
    """A third of the reference's rows are zero, and two thirds of live's."""
    tail = random.normal(size=2000)
    bins = bins_of(align_rows([*np.zeros(1000), *tail], [*np.zeros(400), *tail[:200]]))
    zeros = bins.reference == 1000
    assert zeros.sum() == 1
    assert bins.live[zeros].tolist() == [400]


def test_up_to_twenty_values_are_bins_as_they_are() -> None:
    bins = bins_of(ordered([1] * 19 + [1000], [3] * 20))
    assert bins.reference.tolist() == [1] * 19 + [1000]


def test_values_that_the_reference_lacks_join_their_neighbours() -> None:
    """Fifty cells of ten rows, each beside a cell of live rows only: twenty bins all the same."""
    bins = bins_of(ordered([10, 0] * 50, [0, 1] * 50))
    assert bins.reference.size == BINS
    assert bins.live.sum() == 50
    assert (bins.reference > 0).all()


def test_levels_are_compared_one_by_one() -> None:
    bins = bins_of(aligned_levels([1] * 300, [2] * 300))
    assert bins.reference.size == 300
    assert bins.effective_rows == pytest.approx(200.0)


def test_levels_that_neither_side_has_are_left_out() -> None:
    bins = bins_of(aligned_levels([1, 0, 3], [2, 0, 0]))
    assert (bins.reference.tolist(), bins.live.tolist(), bins.freedom) == ([1, 3], [2, 0], 1)


def test_shares_add_up_to_one() -> None:
    for shares in bins_of(aligned_levels([1, 2, 3], [4, 0, 5])).shares:
        assert shares.sum() == pytest.approx(1.0)


def test_levels_are_not_known_where_they_share_a_bucket() -> None:
    exact = aligned_levels([1, 2], [2, 1])
    bucketed = Aligned(
        keys=exact.keys,
        lower=exact.lower,
        upper=exact.upper,
        reference=exact.reference,
        live=exact.live,
        exact=False,
        ordered=False,
    )
    assert levels_known(exact)
    assert not levels_known(bucketed)
    assert levels_known(ordered([1], [1]))
