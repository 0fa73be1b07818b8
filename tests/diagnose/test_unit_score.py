"""How likely a conversion is: by how common it is, and by what it leaves."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import numpy as np

from drift.diagnose.candidates import Candidate, candidates
from drift.diagnose.unit_score import DEGREES, log_prior, log_shape

if TYPE_CHECKING:
    from drift.diagnose.unit_case import UnitCase


def prior(name: str, factor: float, *more: float, unit: str | None = None) -> float:
    found: Candidate = next(
        one for one in candidates(name, unit, more) if np.isclose(one.conversion.factor, factor, rtol=1e-12)
    )
    return log_prior(found)


def test_a_common_mistake_comes_before_a_rare_one_and_that_before_any_factor() -> None:
    assert prior("x", 1000) > prior("x", 1 / 60) > prior("x", 1.852) > prior("x", 1.2345, 1.2345)


def test_what_a_name_or_a_config_tells_is_likelier() -> None:
    assert prior("x", 24) < prior("duration", 24) < prior("duration_days", 24)
    assert prior("x", 24, unit="day") == prior("duration_days", 24)


def case(rows: float, tolerance: float) -> UnitCase:
    return cast("UnitCase", SimpleNamespace(rows=rows, evidence=SimpleNamespace(tolerance=tolerance)))


def test_without_movement_a_gap_is_as_unlikely_as_chance_has_it() -> None:
    """Near zero the logarithm is that of ``exp(-2 e d²)``, the bound of Massart."""
    gap = np.float64(0.005)
    assert np.isclose(log_shape(gap, case(4_000, 0.0)), -2 * 4_000 * gap**2, rtol=1.01 / DEGREES)


def test_two_gaps_within_what_a_feature_moves_by_are_about_as_likely() -> None:
    small, large = log_shape(np.array([0.02, 0.10]), case(4_000, 0.3))
    assert small - large < 0.3
    small, large = log_shape(np.array([0.02, 0.10]), case(4_000, 0.02))
    assert small - large > 5
