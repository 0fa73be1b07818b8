"""Several units in one batch: each is told with its share, and one unit is told as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
import pytest
from scipy.optimize import nnls

from drift.diagnose.unit import Evidence, diagnose_unit
from drift.diagnose.unit_mix import nonnegative_least_squares
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from drift.diagnose.diagnosis import Diagnosis

REFERENCE, LIVE = 20_000, 5_000
SHAPES: Final[dict[str, Callable[[np.random.Generator, int], NDArray[np.float64]]]] = {
    "lognormal": lambda random, rows: random.lognormal(6, 0.8, rows),
    "whole": lambda random, rows: random.integers(1, 500, rows).astype(float),
    "normal": lambda random, rows: random.normal(100, 20, rows),
}


def diagnosed(shape: str, producers: dict[float, float]) -> tuple[Diagnosis | None, dict[float, float]]:
    """Return the diagnosis, and the share of rows that each producer's factor really has."""
    random = np.random.default_rng([3, *shape.encode()])
    before, now = (SHAPES[shape](random, rows) for rows in (REFERENCE, LIVE))
    factors = random.choice(list(producers), LIVE, p=list(producers.values()))
    one, two = (
        profile_batches([pl.DataFrame({"x": x})], Plan()).columns["x"] for x in (before, now * factors)
    )
    evidence = Evidence(
        name="x", unit=None, tolerance=0.02, reference_sample=before, live_sample=now * factors
    )
    return diagnose_unit(one, two, evidence), {f: float((factors == f).mean()) for f in producers if f != 1}


@pytest.mark.parametrize(
    "producers",
    [
        pytest.param({1.0: 1 / 3, 1000.0: 1 / 3, 60.0: 1 / 3}, id="three of a third each"),
        pytest.param({1.0: 0.8, 1000.0: 0.12, 1e-3: 0.08}, id="two small ones"),
    ],
)
@pytest.mark.parametrize("shape", SHAPES)
def test_each_producer_is_told_with_its_share(shape: str, producers: dict[float, float]) -> None:
    found, real = diagnosed(shape, producers)
    assert found is not None
    assert found.fault == "unit_change"
    shares = {part["factor"]: part["share"] for part in found.parameters["parts"]}
    assert shares == pytest.approx(real, abs=0.02)
    assert found.share == pytest.approx(sum(real.values()), abs=0.02)
    assert found.parameters["factor"] == max(shares, key=shares.__getitem__)
    assert found.story.startswith("comes in several units: about ")
    assert found.story.count("%") == len(real)


def test_one_unit_is_told_as_one() -> None:
    found, _ = diagnosed("lognormal", {1.0: 0.7, 1000.0: 0.3})
    assert found is not None
    assert (found.parameters["factor"], "parts" in found.parameters) == (1000.0, False)


@pytest.mark.parametrize("columns", [1, 2, 3, 4, 5])
def test_the_weights_are_scipys(columns: int) -> None:
    random = np.random.default_rng([1, columns])
    for _ in range(30):
        design, target = random.normal(size=(60, columns)), random.normal(size=60)
        assert nonnegative_least_squares(design, target) == pytest.approx(nnls(design, target)[0], abs=1e-9)


def test_weights_of_equal_columns_add_up() -> None:
    """Two columns that are one have no weights of their own: none is negative, and the sum is right."""
    column = np.arange(1.0, 9.0)
    weights = nonnegative_least_squares(np.column_stack([column, column]), 3 * column)
    assert (weights >= 0).all()
    assert weights.sum() == pytest.approx(3)
