"""A classifier tells rows apart that go together otherwise; what chance explains is scipy's exact test."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from drift.compare.domain import Domain, advantage, advantage_margin
from drift.compare.even import even_ranks

ROWS = 3_000


def rows(seed: int, *, parity: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return even columns, of which the third has the sign of the others' product in the batch, and whose."""
    random = np.random.default_rng(seed)
    values = random.normal(size=(ROWS, 3))
    live = np.arange(ROWS) % 3 == 0
    if parity:
        signed = np.abs(values[:, 2]) * np.sign(values[:, 0] * values[:, 1])
        values[:, 2] = np.where(live, signed, values[:, 2])
    return even_ranks(stats.rankdata(values, axis=0).astype(np.int64), random), live


def test_what_only_three_columns_show_is_told_in_rows_that_did_not_teach() -> None:
    """A rule that knew the truth would be right by one half: of training's rows, too, half have that sign."""
    rule = Domain.learned(*rows(1, parity=True))
    even, live = rows(2, parity=True)
    found = advantage(rule.tells(even), live)
    assert 0.3 < found <= 0.55
    told = rule.tells(even)
    table = np.array(
        [[(told & live).sum(), (~told & live).sum()], [(told & ~live).sum(), (~told & ~live).sum()]]
    )
    p_value = stats.fisher_exact(table).pvalue
    assert p_value < 1e-9
    assert found > advantage_margin(told, live, 1e-9)


def test_nothing_is_told_where_nothing_changed() -> None:
    rule = Domain.learned(*rows(3, parity=False))
    even, live = rows(4, parity=False)
    assert abs(advantage(rule.tells(even), live)) < advantage_margin(rule.tells(even), live, 0.001)


def test_the_same_rows_give_the_same_rule() -> None:
    even, live = rows(5, parity=True)
    one, other = (Domain.learned(even, live).model.decision_function(even) for _ in range(2))
    assert (one == other).all()


def test_both_sides_weigh_the_same() -> None:
    """Of twice as many rows of training, a rule that learned nothing calls about half the batch's."""
    even, live = rows(6, parity=False)
    assert Domain.learned(even, live).tells(rows(7, parity=False)[0]).mean() == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize("level", [0.05, 1e-4])
def test_the_margin_is_the_first_advantage_that_fishers_test_calls_rare(level: float) -> None:
    """Scipy's hypergeometric distribution, both directions, on 400 rows of which 150 are told."""
    live = np.arange(400) < 120
    told = np.random.default_rng(8).permutation(np.arange(400) < 150)
    counts = np.arange(151)
    each = counts / 120 - (150 - counts) / 280
    mass = stats.hypergeom.pmf(counts, 400, 150, 120)
    tails = np.array([mass[np.abs(each) >= abs(one) - 1e-12].sum() for one in each])
    expected = np.abs(each[tails <= level]).min()
    assert advantage_margin(told, live, level) == pytest.approx(expected)
