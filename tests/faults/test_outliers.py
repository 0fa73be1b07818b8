"""Outliers by hand: of 0 to 99, they lie three ranges or more beyond an end."""

from __future__ import annotations

from breaking import broken, fits

NUMBERS = list(range(100))


def test_a_few_values_lie_far_outside() -> None:
    upper = broken("outliers: upper", NUMBERS, share=0.05)
    values = upper.frame["x"].filter(upper.rows)
    assert len(values) == 5
    assert 99 + 3 * 99 - 1 <= values.min() <= values.max() <= 99 + 30 * 99 + 1  # type: ignore[operator]
    assert values.n_unique() == 5
    lower = broken("outliers: lower", NUMBERS, share=0.01)
    assert lower.frame["x"].min() <= -3 * 99 + 1  # type: ignore[operator]


def test_heavy_tails_have_outliers_of_their_own() -> None:
    assert not fits("outliers: upper", [float(place) for place in range(5000)] + [1e9], share=0.05)
