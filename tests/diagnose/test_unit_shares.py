"""The likeliest share of the rows in another unit."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import optimize

from drift.diagnose.unit_case import Evidence, UnitCase, unit_case
from drift.diagnose.unit_shares import (
    ALMOST_ALL,
    LEAST_SHARE,
    STRAY,
    Shares,
    half_rows,
    rows_between,
    shares_of,
)
from drift.profile.table import Plan, profile_batches

RANDOM = np.random.default_rng(5)
BEFORE = np.array([0.2, 0.3, 0.3, 0.2, 0.0])
AFTER = np.array([[0.0, 0.1, 0.2, 0.3, 0.4], [0.6, 0.4, 0.0, 0.0, 0.0], [0.2, 0.3, 0.3, 0.2, 0.0]])


def case() -> UnitCase:
    values = RANDOM.lognormal(3, 1, 4000)
    frames = (pl.DataFrame({"x": one}) for one in np.split(values, 2))
    before, now = (profile_batches([one], Plan()).columns["x"] for one in frames)
    nothing = np.empty(0)
    evidence = Evidence(name="x", unit=None, tolerance=0.0, reference_sample=nothing, live_sample=nothing)
    found = unit_case(before, now, evidence)
    assert found is not None
    return found


@pytest.mark.parametrize("shape", [(7,), (3, 7)])
def test_rows_between_points_are_differences_of_the_rows_below_them(shape: tuple[int, ...]) -> None:
    below = np.sort(RANDOM.uniform(size=shape))
    assert np.array_equal(rows_between(below), np.diff(below, prepend=0.0, append=1.0))


@pytest.mark.parametrize("share", [0.05, 0.4])
def test_the_share_is_where_the_likelihood_is_largest(share: float) -> None:
    of = case()
    now = (1 - share) * BEFORE + share * AFTER[0]
    found = shares_of(of, now=now, before=BEFORE, after=AFTER)
    stray = half_rows(BEFORE) / of.before.rows + STRAY * now

    def gain(tried: float) -> float:
        mixed = BEFORE + stray + tried * (AFTER[0] - BEFORE)
        return of.rows * float(np.log(mixed / (BEFORE + stray)) @ now)

    best = optimize.minimize_scalar(
        lambda tried: -gain(tried), bounds=(LEAST_SHARE, ALMOST_ALL), method="bounded"
    )
    assert found.share[0] == pytest.approx(best.x, abs=1e-4)
    assert found.gain[0] == pytest.approx(gain(best.x), rel=1e-6)


def test_of_a_conversion_that_no_row_went_through_hardly_any_rows_are_likeliest() -> None:
    found = shares_of(case(), now=BEFORE, before=BEFORE, after=AFTER)
    assert found.share.tolist() == [LEAST_SHARE] * 3
    assert np.isinf(found.error).all()
    assert (found.gain <= 0).all()


def test_conversions_one_by_one_are_those_at_once() -> None:
    of, now = case(), 0.8 * BEFORE + 0.2 * AFTER[1]
    alone = [shares_of(of, now=now, before=BEFORE, after=AFTER[[place]]) for place in range(len(AFTER))]
    together = shares_of(of, now=now, before=BEFORE, after=AFTER)
    assert Shares.of_all(alone).share == pytest.approx(together.share)
    assert Shares.of_all(alone).gain == pytest.approx(together.gain)
