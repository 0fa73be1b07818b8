"""The hypergeometric distribution against scipy and against sums of its own."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from drift.compare.hypergeometric import (
    binomial_mean_deviation,
    deviance,
    hypergeometric_pmf,
    log_factorial_rest,
    mean_deviation,
)


@given(rows=st.integers(1, 3000), data=st.data())
def test_probabilities_agree_with_scipy(rows: int, data: st.DataObject) -> None:
    drawn, marked = data.draw(st.integers(0, rows)), data.draw(st.integers(0, rows))
    found = np.arange(-1, min(drawn, marked) + 2)
    expected = stats.hypergeom.pmf(found, rows, marked, drawn)
    assert hypergeometric_pmf(found, drawn=drawn, marked=marked, rows=rows) == pytest.approx(
        expected, rel=1e-8, abs=1e-250
    )


@pytest.mark.parametrize(("drawn", "marked"), [(10**6, 5 * 10**8), (10**8, 10**8), (10**3, 7)])
def test_probabilities_of_a_billion_rows_add_up_to_one(drawn: int, marked: int) -> None:
    rows = 10**9
    mean = drawn * marked / rows
    reach = 10 * math.sqrt(mean * (1 - marked / rows)) + 10
    found = np.arange(max(0, int(mean - reach)), int(mean + reach))
    total = hypergeometric_pmf(found, drawn=drawn, marked=marked, rows=rows).sum()
    assert total == pytest.approx(1.0, abs=1e-9)


def test_a_hand_calculation() -> None:
    """Two aces in five cards: C(4, 2) * C(48, 3) / C(52, 5)."""
    expected = math.comb(4, 2) * math.comb(48, 3) / math.comb(52, 5)
    assert hypergeometric_pmf(2, drawn=5, marked=4, rows=52) == pytest.approx(expected, rel=1e-12)


@given(rows=st.integers(1, 300), data=st.data())
def test_the_mean_deviation_is_the_sum_that_it_stands_for(rows: int, data: st.DataObject) -> None:
    drawn, marked = data.draw(st.integers(0, rows)), data.draw(st.integers(0, rows))
    found = np.arange(drawn + 1)
    expected = stats.hypergeom.pmf(found, rows, marked, drawn) @ np.abs(found - drawn * marked / rows)
    assert mean_deviation(drawn=drawn, marked=marked, rows=rows) == pytest.approx(expected, abs=1e-9)


# scipy's own probabilities raise where the share is next to the smallest float.
@given(drawn=st.integers(1, 300), share=st.just(0.0) | st.floats(1e-300, 1))
def test_so_is_the_binomial_one(drawn: int, share: float) -> None:
    found = np.arange(drawn + 1)
    expected = stats.binom.pmf(found, drawn, share) @ np.abs(found - drawn * share)
    assert binomial_mean_deviation(drawn=drawn, share=share) == pytest.approx(expected, abs=1e-9)


@given(x=st.integers(0, 10**6))
def test_the_rest_of_a_log_factorial(x: int) -> None:
    expected = math.lgamma(x + 1) - (x * math.log(x) - x if x else 0.0)
    assert log_factorial_rest(x) == pytest.approx(expected, rel=1e-9, abs=1e-8)


@given(x=st.floats(1e-3, 1e6), ratio=st.floats(0.5, 2))
def test_the_deviance_does_not_cancel(x: float, ratio: float) -> None:
    mean = x * ratio
    with localcontext() as context:
        context.prec = 50
        a, b = Decimal(x), Decimal(mean)
        expected = float(a * (a / b).ln() + b - a)
    assert deviance(np.array([x]), np.array([mean]))[0] == pytest.approx(expected, rel=1e-9, abs=1e-40)


def test_the_deviance_of_nothing_is_the_mean() -> None:
    assert deviance(np.array([0.0, 0.0]), np.array([2.5, 0.0])).tolist() == [2.5, 0.0]


def test_the_deviance_from_nothing_is_infinite() -> None:
    assert deviance(np.array([1.0]), np.array([0.0])).tolist() == [math.inf]
