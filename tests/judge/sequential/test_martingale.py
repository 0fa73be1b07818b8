"""Ranks of exchangeable scores are uniform, and bets on uniform ranks win nothing on average."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate, stats

from drift.judge.sequential.martingale import EXPONENT, SLEEPING, SWITCHING, log_capital, ranks

SEED = 20_261_122


def test_a_rank_is_the_share_of_scores_of_its_kind_that_are_above() -> None:
    """By hand: of kind `a` come 3, 5, 5, 4, and of kind `b` comes 9 between them; ties count half."""
    scores = np.array([[3.0], [9.0], [5.0], [5.0], [4.0]])
    found = ranks(scores, ["a", "b", "a", "a", "a"], np.full((5, 1), 0.5))
    assert found[:, 0].tolist() == [0.5, 0.5, 0.5 / 2, 1 / 3, 2.5 / 4]


def test_a_batch_without_a_score_has_no_rank_and_counts_for_none() -> None:
    scores = np.array([[1.0], [math.nan], [2.0]])
    found = ranks(scores, "aaa", np.full((3, 1), 0.5))
    assert found[[0, 2], 0].tolist() == [0.5, 0.25]
    assert math.isnan(found[1, 0])


@pytest.mark.parametrize("law", ["normal", "few values", "cauchy"])
def test_ranks_of_exchangeable_scores_are_uniform_and_independent(law: str) -> None:
    """Kolmogorov's test, and the correlation of neighbours, on 40,000 ranks."""
    random = np.random.default_rng(SEED)
    shape = (100, 400)
    drawn = {
        "normal": random.normal(size=shape),
        "few values": random.integers(0, 3, shape).astype(float),
        "cauchy": random.standard_cauchy(shape),
    }[law]
    shared = random.normal(size=(1, 400))  # what all batches have in common: the reference's own error
    found = ranks(drawn + shared, [place % 7 for place in range(100)], random.random(shape))
    assert stats.kstest(found.ravel(), "uniform").pvalue > 0.001
    neighbours = float(np.corrcoef(found[:-1].ravel(), found[1:].ravel())[0, 1])
    assert abs(neighbours) < 4 / math.sqrt(found.size)


def test_a_bet_pays_one_on_average() -> None:
    area, _ = integrate.quad(lambda rank: EXPONENT * rank ** (EXPONENT - 1), 0, 1)
    assert area == pytest.approx(1.0, abs=1e-9)


def test_the_first_bets_by_hand() -> None:
    """A rank of 1/4 pays 1 to who bet on a high score, and (1/2) (3/4)**(-1/2) to who bet on a low one."""
    found = log_capital(np.array([[0.25], [0.25]]), np.array([True]))
    low = 0.5 * 0.75**-0.5
    shares = [SLEEPING, (1 - SLEEPING) / 2, (1 - SLEEPING) / 2]
    parts = [shares[0], shares[1] * 1.0, shares[2] * low]
    first = sum(parts)
    assert found[0, 0] == pytest.approx(math.log(first))
    again = [
        (1 - SWITCHING) * part / first + SWITCHING * share for part, share in zip(parts, shares, strict=True)
    ]
    assert found[1, 0] == pytest.approx(math.log(first * (again[0] + again[1] + again[2] * low)))


def test_capital_passes_a_bound_no_more_often_than_ville_allows() -> None:
    """4,000 series of 300: above 20 at any time in at most 5 %, and three standard deviations."""
    random = np.random.default_rng(SEED)
    logs = log_capital(random.random((300, 4_000)), np.ones(4_000, bool))
    won = int((logs.max(axis=0) >= math.log(20)).sum())
    assert won <= 4_000 * 0.05 + 3 * math.sqrt(4_000 * 0.05 * 0.95)


def test_one_side_alone_wins_nothing_on_scores_that_fall() -> None:
    falling = np.linspace(1.0, 0.0, 100)[:, None]
    uniform = ranks(falling, [0] * 100, np.full((100, 1), 0.5))
    assert log_capital(uniform, np.array([True]))[-1, 0] > math.log(1e6)
    assert log_capital(uniform, np.array([False]))[-1, 0] < 0.0
