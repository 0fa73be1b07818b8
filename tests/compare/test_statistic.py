"""A statistic says what it fits, and returns all that it knows of a distance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aligned_rows import align_rows
from drift.compare.aligned import aligned_levels
from drift.compare.statistic import Distance, Statistic, effective_rows

if TYPE_CHECKING:
    from drift.compare.statistic import Measures


def a_statistic(measures: Measures, *, defined: bool = True) -> Statistic:
    return Statistic(
        name="a",
        unit="share",
        measures=measures,
        decides=True,
        symmetric=True,
        measure=lambda _: Distance(value=0.25, error=0.125),
        margin=lambda _, level: level,
        p_value=None,
        needs=lambda _: defined,
    )


@pytest.mark.parametrize(
    ("measures", "fits"), [("ordered", (True, False)), ("levels", (False, True)), ("both", (True, True))]
)
def test_a_statistic_fits_what_it_measures(measures: Measures, fits: tuple[bool, bool]) -> None:
    statistic = a_statistic(measures)
    assert (statistic.fits(align_rows([1.0], [2.0])), statistic.fits(aligned_levels([1], [1]))) == fits


@pytest.mark.parametrize(("reference", "live"), [([0], [1]), ([1], [0]), ([], [])])
def test_nothing_fits_where_a_side_has_no_rows(reference: list[int], live: list[int]) -> None:
    assert not a_statistic("both").fits(aligned_levels(reference, live))


def test_nothing_fits_where_the_distance_is_not_defined() -> None:
    assert not a_statistic("both", defined=False).fits(aligned_levels([1], [1]))


def test_a_measurement_carries_what_the_statistic_found() -> None:
    found = a_statistic("levels").compare(aligned_levels([1], [1]), 0.5)
    assert (found.statistic, found.value, found.error, found.margin) == ("a", 0.25, 0.125, 0.5)
    assert found.p_value is found.reference is found.live is None
    assert found.decides


@pytest.mark.parametrize(("n", "m", "expected"), [(10, 10, 5.0), (30, 10, 7.5), (10**9, 10**9, 5e8)])
def test_effective_rows_are_half_the_harmonic_mean(n: int, m: int, expected: float) -> None:
    assert effective_rows(aligned_levels([n], [m])) == expected
