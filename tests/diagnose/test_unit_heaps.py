"""Two heaps of one shape: a share in another unit is told where training knows no more where rows lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

from changes import column_of
from drift.diagnose.unit import Evidence, diagnose_unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.diagnose.diagnosis import Diagnosis

BEFORE, ROWS = 8_000, 2_000


def prices(random: np.random.Generator, middle: float, rows: int) -> NDArray[np.float64]:
    """Return prices about a middle, in cents; their logarithms deviate by 0.15."""
    return np.round(random.lognormal(np.log(middle), 0.15, rows), 2)


def diagnosed(before: NDArray[np.float64], now: NDArray[np.float64], tolerance: float) -> Diagnosis | None:
    evidence = Evidence(
        name="x", unit=None, tolerance=tolerance, reference_sample=before[:10_000], live_sample=now
    )
    return diagnose_unit(column_of(before), column_of(now), evidence)


@pytest.mark.parametrize("factor", [100.0, 1 / 1000, 60.0])
@pytest.mark.parametrize("moved", [20.0, 60.0])
def test_a_share_is_named_though_prices_trebled(factor: float, moved: float) -> None:
    """The two heaps are the same to Kolmogorov and Smirnov, once the factor is undone."""
    random = np.random.default_rng(1)
    before, now = prices(random, 20.0, BEFORE), prices(random, moved, ROWS)
    other = random.permutation(ROWS) < ROWS // 5
    assert stats.ks_2samp(now[other], now[~other]).pvalue > 0.01
    found = diagnosed(before, np.where(other, now * factor, now), tolerance=0.9)
    assert found is not None
    assert found.parameters["factor"] == pytest.approx(factor)
    assert found.share == pytest.approx(0.2, abs=0.005)
    assert found.share_interval is not None
    assert found.share_interval[0] <= 0.2 <= found.share_interval[1]


def test_degrees_that_a_season_moved_are_named_with_their_offset() -> None:
    random = np.random.default_rng(2)
    before, now = np.round(random.normal(22, 3, BEFORE), 1), np.round(random.normal(8, 2, ROWS), 1)
    other = random.random(ROWS) < 0.2
    found = diagnosed(before, np.where(other, now + 273.15, now), tolerance=0.9)
    assert found is not None
    assert (found.parameters["factor"], found.parameters["offset"]) == (1.0, pytest.approx(273.15))


def test_two_heaps_of_other_shapes_or_of_one_value_are_no_unit() -> None:
    random = np.random.default_rng(3)
    before, now = prices(random, 20.0, BEFORE), prices(random, 60.0, ROWS)
    other = random.random(ROWS) < 0.2
    uniform = random.uniform(3_000, 30_000, ROWS)
    assert diagnosed(before, np.where(other, uniform, now), tolerance=0.9) is None
    assert diagnosed(before, np.where(other, 6_000.0, now), tolerance=0.9) is None


def test_two_heaps_where_training_had_two_are_no_unit() -> None:
    random = np.random.default_rng(4)
    before = np.concatenate([prices(random, 0.6, BEFORE), prices(random, 60.0, BEFORE)])
    two = np.concatenate([prices(random, 0.6, ROWS // 5), prices(random, 60.0, ROWS)])
    assert diagnosed(before, two, tolerance=0.9) is None
