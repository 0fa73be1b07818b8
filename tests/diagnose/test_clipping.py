"""Clipping: the bound, the side and the share; rows that are gone; and what fades away by itself."""

from __future__ import annotations

import numpy as np
import pytest

from changes import change_between
from drift.diagnose.clipping import explain_clipping
from shapes import drawn


@pytest.mark.parametrize("share", [0.2, 0.02])
@pytest.mark.parametrize("side", ["upper", "lower"])
@pytest.mark.parametrize("shape", ["normal", "lognormal", "prices", "narrow", "negative"])
def test_cut_values_stand_at_the_bound(shape: str, side: str, share: float) -> None:
    before, now, _ = drawn(shape)
    bound = float(np.quantile(before, 1 - share if side == "upper" else share))
    cut = np.minimum(now, bound) if side == "upper" else np.maximum(now, bound)
    found = explain_clipping(change_between(before, cut))
    assert found is not None
    assert found.diagnosis.parameters["side"] == side
    assert found.diagnosis.parameters["bound"] == pytest.approx(bound, rel=1e-3)
    assert found.diagnosis.share == pytest.approx(share, rel=0.1)
    assert "stand right at the bound" in found.diagnosis.story


def test_both_sides_are_told_at_once() -> None:
    before, now, _ = drawn("normal")
    found = explain_clipping(change_between(before, np.clip(now, 7.0, 13.0)))
    assert found is not None
    assert found.diagnosis.parameters["side"] == "both"
    assert found.diagnosis.parameters["bound"] == pytest.approx([7.0, 13.0], rel=1e-3)


@pytest.mark.parametrize("shape", ["normal", "lognormal", "integers"])
def test_rows_that_are_gone_are_told_as_gone(shape: str) -> None:
    before, now, _ = drawn(shape)
    found = explain_clipping(change_between(before, now[now <= np.quantile(before, 0.85)]))
    assert found is not None
    assert "are gone" in found.diagnosis.story
    assert found.diagnosis.share == pytest.approx(0.15, abs=0.01)


@pytest.mark.parametrize("shape", ["gamma", "uniform"])
def test_rows_that_all_moved_are_not_gone(shape: str) -> None:
    """A shift leaves nothing below the new lowest value, either; what it leaves elsewhere is less."""
    random = np.random.default_rng(8)
    before, now = (random.gamma(2, 3, 1_500) if shape == "gamma" else random.random(1_500) for _ in range(2))
    change = change_between(before, now + 0.3 * before.std())
    assert explain_clipping(change) is None
    kept = now[now > before.min() + 0.3 * before.std()]
    assert explain_clipping(change_between(before, kept)) is not None


@pytest.mark.parametrize("shape", ["normal", "lognormal", "negative"])
@pytest.mark.parametrize("factor", [0.6, 0.9])
def test_a_narrower_column_is_not_cut(shape: str, factor: float) -> None:
    """But for a uniform one, which narrowed is itself cut."""
    before, now, _ = drawn(shape)
    middle = np.median(before)
    assert explain_clipping(change_between(before, middle + factor * (now - middle))) is None


def test_the_same_column_is_not_cut() -> None:
    before, now, _ = drawn("lognormal")
    assert explain_clipping(change_between(before, now)) is None
