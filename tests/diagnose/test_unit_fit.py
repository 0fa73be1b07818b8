"""Fitted conversions: what is left is scipy's distance, and a share is the likeliest one."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import optimize, stats

from drift.diagnose.candidates import candidates
from drift.diagnose.unit_case import Evidence, UnitCase, unit_case
from drift.diagnose.unit_fit import (
    Fit,
    Maps,
    fits_of_all,
    fits_of_shares,
    likeliest_of_all,
    likeliest_of_shares,
    shares_closely,
)
from drift.profile.table import Plan, profile_batches

RANDOM = np.random.default_rng(20261122)
BEFORE, NOW = RANDOM.lognormal(1, 0.8, 20_000), RANDOM.lognormal(1, 0.8, 5_000)


def case(now: np.ndarray) -> UnitCase:
    none = np.empty(0)
    one, other = (profile_batches([pl.DataFrame({"x": x})], Plan()).columns["x"] for x in (BEFORE, now))
    found = unit_case(
        one,
        other,
        Evidence(name="x", unit=None, tolerance=0.02, reference_sample=none, live_sample=none),
    )
    assert found is not None
    return found


def fits(now: np.ndarray, *, whole: bool, every: bool = True) -> list[Fit]:
    one, maps = case(now), Maps.of(candidates("x", None))
    if whole:
        return fits_of_all(one, likeliest_of_all(one, maps), every=every)
    likeliest = likeliest_of_shares(one, maps)
    return fits_of_shares(one, likeliest, shares_closely(one, likeliest), every=every)


def fitted(now: np.ndarray, factor: float, *, whole: bool) -> Fit:
    return next(fit for fit in fits(now, whole=whole) if fit.candidate.conversion.factor == factor)


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("decimals", [9, 0])
@pytest.mark.parametrize("share", [0.02, 0.6, 1.0])
def test_a_few_points_leave_no_more_than_every_point(share: float, decimals: int, *, whole: bool) -> None:
    now = np.where(np.arange(NOW.size) < share * NOW.size, NOW * 60, NOW).round(decimals)
    few, every = (fits(now, whole=whole, every=every) for every in (False, True))
    assert [one.candidate for one in few] == [one.candidate for one in every]
    assert all(one.left <= other.left for one, other in zip(few, every, strict=True))
    assert all(one.explains >= other.explains for one, other in zip(few, every, strict=True))


@pytest.mark.parametrize("decimals", [9, 0])
@pytest.mark.parametrize("factor", [60.0, 1.609344, 1.3])
def test_the_likeliest_are_those_of_all_that_are_tried(factor: float, decimals: int) -> None:
    """Most are told by a few points not to be among them, and are not looked at closely."""
    one, maps = case((NOW * factor).round(decimals)), Maps.of(candidates("x", None))
    closely = sorted(fits_of_all(one, maps, every=False), key=lambda fit: -fit.score)
    found = likeliest_of_all(one, maps)
    assert list(found.candidates) == [fit.candidate for fit in closely[: len(found.candidates)]]


@pytest.mark.parametrize("factor", [60.0, 1.609344])
def test_what_is_left_is_the_distance_of_the_converted_rows(factor: float) -> None:
    found = fitted(NOW * factor, factor, whole=True)
    assert found.left == pytest.approx(stats.ks_2samp(BEFORE * factor, NOW * factor).statistic, abs=0.003)


@pytest.mark.parametrize("share", [0.02, 0.2, 0.6])
def test_the_share_is_the_likeliest_one_and_in_its_interval(share: float) -> None:
    """By scipy's minimiser, with the density that the rows were drawn from."""
    changed = np.arange(NOW.size) < share * NOW.size
    live = np.where(changed, NOW * 60, NOW)
    density, converted = (stats.lognorm(0.8, scale=np.exp(1) * factor).pdf(live) for factor in (1, 60))
    best = optimize.minimize_scalar(
        lambda w: -np.log((1 - w) * density + w * converted).sum(), bounds=(0, 1), method="bounded"
    )
    found = fitted(live, 60.0, whole=False)
    assert found.share == pytest.approx(best.x, abs=0.01)
    assert abs(found.share - changed.mean()) <= found.spread
    assert found.spread < 0.02
    assert found.gain > 10
