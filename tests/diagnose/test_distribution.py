"""Distributions by cells agree with the rows, and a change that is undone leaves nothing."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from drift.diagnose.distribution import (
    Distribution,
    distribution,
    finite,
    largest_gap,
    merged,
    pinned,
    points_between,
)
from drift.profile.table import Plan, profile_batches

FLOATS = st.floats(-1e12, 1e12, allow_nan=False, allow_subnormal=False)
ROWS = st.lists(FLOATS, min_size=1, max_size=60)


def of(values: object) -> Distribution:
    return distribution(profile_batches([pl.DataFrame({"x": values})], Plan()).columns["x"].cells)


def grown(random: np.random.Generator, rows: int) -> np.ndarray:
    return random.lognormal(1, 0.8, rows)


@given(ROWS)
def test_the_share_below_points_between_values_is_that_of_the_rows(values: list[float]) -> None:
    here = of(values)
    points = points_between(here)
    # Where two values differ by their last bits alone an atom's own width reaches over the point.
    ends = np.unique(values)
    gaps = np.diff(ends) > 1e-8 * np.maximum(np.abs(ends[1:]), np.abs(ends[:-1]))
    clear = (
        np.concatenate([[True], gaps, [True]])
        if points.size == ends.size + 1
        else np.zeros(points.size, bool)
    )
    exact = np.searchsorted(np.sort(values), points, side="right") / len(values)
    np.testing.assert_allclose(here.share_below(points)[clear], exact[clear], atol=1e-12)


def test_on_a_coarse_grid_the_share_below_is_within_a_cell_of_the_rows() -> None:
    rows = grown(np.random.default_rng(1), 100_000)
    here = of(rows)
    points = np.quantile(rows, np.linspace(0, 1, 501))
    exact = np.searchsorted(np.sort(rows), points, side="right") / rows.size
    largest = here.counts.max() / rows.size
    assert np.abs(here.share_below(points) - exact).max() <= largest


@given(ROWS, st.sampled_from([1000.0, 0.001, 60.0, 1.609344, -1.0, 1 / 3600]), st.sampled_from([0.0, 32.0]))
def test_a_change_that_is_undone_leaves_no_gap(values: list[float], factor: float, offset: float) -> None:
    """Between clearly different values; rounding parts values that differ in their last bits."""
    values = [round(value, 1) for value in values]
    here = of(values)
    back = here.moved(factor, offset).moved(1 / factor, -offset / factor)
    span = np.unique(values)
    wide = 1 + np.abs(span) / 1e6
    points = np.concatenate([[span[0] - wide[0]], span[:-1] / 2 + span[1:] / 2, [span[-1] + wide[-1]]])
    # Adding 32 to a huge value and taking it away again may cost 1e-4 of a value of 1e12: far below a half.
    clear = np.concatenate([[True], np.diff(span) > 1e-3 + 1e-8 * np.abs(span[1:]), [True]])
    gaps = np.abs(back.share_below(points) - here.share_below(points))[clear]
    assert gaps.max() < 1e-9


def test_a_move_is_that_of_the_rows() -> None:
    rows = grown(np.random.default_rng(2), 3000)
    points = np.linspace(-200, 200, 997)
    for factor, offset in ((3.0, 7.0), (-2.0, 1.0)):
        exact = np.searchsorted(np.sort(factor * rows + offset), points, side="right") / rows.size
        np.testing.assert_allclose(of(rows).moved(factor, offset).share_below(points), exact, atol=1e-9)


def test_the_largest_gap_is_scipys() -> None:
    random = np.random.default_rng(3)
    one, other = grown(random, 900), 1.3 * grown(random, 700)
    mine, theirs = of(one), of(other)
    points = points_between(mine, theirs)
    gap = largest_gap(mine.share_below(points), theirs.share_below(points))
    assert gap == pytest.approx(stats.ks_2samp(one, other).statistic, abs=1e-9)


def test_moments_and_quantiles_are_numpys() -> None:
    rows = grown(np.random.default_rng(4), 4000)
    here = of(rows)
    assert here.mean == pytest.approx(rows.mean())
    assert here.deviation == pytest.approx(rows.std())
    for share in (0.01, 0.25, 0.5, 0.75, 0.99):
        assert here.quantile(share) == np.quantile(rows, share, method="inverted_cdf")


def test_zeros_can_be_left_out() -> None:
    rest = of([0.0, 1.0, 0.0, -0.0, 2.0]).without_zeros(3)
    assert (rest.rows, rest.lower.tolist()) == (2, [1.0, 2.0])


def test_huge_and_tiny_values_overflow_nowhere() -> None:
    here = of([-1.7e308, -1.0, 0.0, 5e-324, 1.0, 1.7e308])
    moved = here.moved(1000.0, 0.0)
    assert np.isfinite(moved.lower).all()
    assert np.isfinite(here.deviation)
    shares = here.share_below(points_between(here, moved))
    assert (np.diff(shares) >= 0).all()
    assert math.isclose(shares[-1], 1.0)


@given(st.lists(st.lists(st.floats(allow_nan=False)), min_size=1))
def test_merged_values_are_numpys_distinct_ones(parts: list[list[float]]) -> None:
    arrays = [np.array(one, np.float64) for one in parts]
    assert merged(*arrays).tolist() == np.unique(np.concatenate(arrays)).tolist()


def test_what_is_no_finite_number_is_the_largest_one_or_zero() -> None:
    largest = np.finfo(np.float64).max
    assert finite(np.array([1.0, np.inf, -np.inf, np.nan])).tolist() == [1.0, largest, -largest, 0.0]


def test_of_nothing_there_are_no_points() -> None:
    empty = of(pl.Series([], dtype=pl.Float64))
    assert empty.rows == 0
    assert points_between(empty).size == 0
    assert largest_gap(np.empty(0), np.empty(0)) == 0.0


def test_values_that_were_computed_with_32_bits_are_the_same_atoms() -> None:
    """Off by 6e-8 at most, of a few values and of all seconds of an hour alike."""
    for values in (np.array([6.59, 8.89, 9.64, 11.62]), np.arange(1.7e9, 1.7e9 + 3600)):
        counts = np.arange(1, values.size + 1)
        singles = values.astype(np.float32).astype(np.float64) if values.size < 10 else values + 1e-7
        exact, near = (Distribution(lower=one, upper=one, counts=counts) for one in (values, singles))
        points = points_between(exact, near)
        assert largest_gap(exact.share_below(points), near.share_below(points)) < 0.02


def test_atoms_that_lie_close_stay_apart() -> None:
    values = np.array([1.0, 1.0 + 1e-7, 1.0 + 2e-7])
    held = Distribution(lower=values, upper=values, counts=np.ones(3, np.int64))
    between = values[:-1] / 2 + values[1:] / 2
    assert held.share_below(between) == pytest.approx([1 / 3, 2 / 3])


def test_a_cap_is_an_atom_though_its_cell_is_wide() -> None:
    random = np.random.default_rng(12)
    values = np.minimum(random.lognormal(9.5, 1, 30_000), 25_564.669922)
    held, sample = of(values), np.sort(random.choice(values, 3_000))
    place = int(held.counts.argmax())
    assert held.lower[place] < held.upper[place]
    fixed = pinned(held, sample)
    assert fixed.lower[place] == fixed.upper[place] == 25_564.669922
    assert fixed.counts.tolist() == held.counts.tolist()
    others = np.arange(held.counts.size) != place
    assert fixed.lower[others].tolist() == held.lower[others].tolist()
    assert pinned(held, np.sort(values[values < 25_000])) is held
    assert pinned(of(np.round(values)), np.empty(0)).counts.sum() == 30_000


def test_a_cell_of_several_values_is_left_as_it_is() -> None:
    random = np.random.default_rng(13)
    values = np.concatenate([random.lognormal(9.5, 1, 30_000), np.repeat([20_000.25, 20_000.75], 3_000)])
    held = of(values)
    place = int(held.counts.argmax())
    assert held.lower[place] < 20_000.25
    assert held.upper[place] > 20_000.75
    fixed = pinned(held, np.sort(values))
    assert fixed.lower.tolist() == held.lower.tolist()
    assert fixed.upper.tolist() == held.upper.tolist()
