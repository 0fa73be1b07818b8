"""Few rows in another unit, told by where they are; errors that are there too keep no shape."""

from __future__ import annotations

import numpy as np
import pytest

from changes import change_between
from drift.diagnose.explain import explain

ROWS, LIVE = 40_000, 5_000


def drawn(shape: str, random: np.random.Generator, rows: int) -> np.ndarray:
    match shape:
        case "normal":
            return random.normal(0, 1, rows)
        case "narrow":
            return random.normal(100, 2, rows)
        case "degrees":
            return np.round(random.normal(14, 7, rows), 1)
        case "cauchy":
            return random.standard_cauchy(rows)
        case _:
            return np.round(random.lognormal(3, 0.6, rows), 2)


@pytest.mark.parametrize(
    ("shape", "factor", "offset", "share"),
    [
        ("narrow", 1 / 0.3048, 0.0, 0.01),
        ("narrow", 3.6, 0.0, 0.01),
        ("normal", 1e-3, 0.0, 0.01),
        ("normal", 1 / 60, 0.0, 0.05),
        ("cauchy", 1e-3, 0.0, 0.05),
        ("prices", 100.0, 0.0, 0.01),
        ("degrees", 1.8, 32.0, 0.05),
        ("degrees", 1.8, 32.0, 0.2),
        ("degrees", 1.0, 273.15, 0.05),
    ],
)
def test_a_conversion_of_few_rows_is_told_with_its_numbers(
    shape: str, factor: float, offset: float, share: float
) -> None:
    random = np.random.default_rng([21, *shape.encode()])
    before, now = drawn(shape, random, ROWS), drawn(shape, random, LIVE)
    rows = random.permutation(LIVE)[: round(share * LIVE)]
    now[rows] = np.round(now[rows] * factor + offset, 9)
    found = explain(change_between(before, now))
    assert [one.diagnosis.fault for one in found] == ["unit_change"]
    told = found[0].diagnosis
    assert told.parameters["factor"] == pytest.approx(factor, rel=1e-6)
    assert told.parameters["offset"] == pytest.approx(offset, abs=1e-6)
    assert told.share == pytest.approx(share, abs=max(0.01, 0.15 * share))


@pytest.mark.parametrize("share", [0.01, 0.05])
@pytest.mark.parametrize("shape", ["normal", "narrow", "prices"])
def test_rows_far_out_that_keep_no_shape_are_outliers(shape: str, share: float) -> None:
    """Evenly over a decade and a half beyond the end, which is the shape of none of these columns."""
    random = np.random.default_rng([22, *shape.encode()])
    before, now = drawn(shape, random, ROWS), drawn(shape, random, LIVE)
    rows = random.permutation(LIVE)[: round(share * LIVE)]
    now[rows] = before.max() + np.ptp(before) * 10 ** random.uniform(0, 1.5, rows.size)
    assert [one.diagnosis.fault for one in explain(change_between(before, now))] == ["outliers"]


@pytest.mark.parametrize("seed", range(3))
def test_sizes_that_were_rare_and_are_less_so_are_no_unit(seed: int) -> None:
    """A normal column of which 2 % of the rows shrink by anything from 1 to 1,000."""
    random = np.random.default_rng([23, seed])
    before, now = drawn("normal", random, ROWS), drawn("normal", random, LIVE)
    now[:100] *= 10 ** random.uniform(-3, 0, 100)
    assert not any(one.diagnosis.fault == "unit_change" for one in explain(change_between(before, now)))


def test_rows_that_became_next_to_nothing_are_no_error() -> None:
    """A hundredth of the rows is 0 or next to it, where training ended at 1."""
    random = np.random.default_rng(24)
    before, now = random.uniform(1, 2, ROWS), random.uniform(1, 2, LIVE)
    now[:25], now[25:50] = 0.0, 5e-324
    assert all(one.diagnosis.fault != "unit_change" for one in explain(change_between(before, now)))
