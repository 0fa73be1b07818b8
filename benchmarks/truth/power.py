"""How small a change is caught: `python -m benchmarks.truth.power`, beside an exact test; see docs/truth.md.

For each feature the smallest change that 95 % of the batches of 10,000 rows show: to the checks of the
column, at its part of the budget of a table of 20 columns; and to an exact two-sample test at the same
part, which has all of it for one question. Tolerances are left out: what they add is printed beside.
Exits with 1 if a change must be more than 1.5 times as large as for the exact test.
"""

from __future__ import annotations

import argparse
import math
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
from scipy import stats

from drift.compare.column import compare_column
from drift.config.values import SENSITIVITY_BUDGETS
from drift.judge.checks import CHECK_OF
from drift.profile.table import Plan, profile_batch

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from drift.profile.column import ColumnProfile

SEED: Final = 20_261_125
REFERENCE_ROWS, LIVE_ROWS, COLUMNS = 20_000, 10_000, 20
CAUGHT: Final = 0.95  # of the batches
MOST: Final = 1.5  # times what the exact test needs
STEPS: Final = 9  # of bisection: the smallest change within 1 % or so
DRAWS: Final = 2_000_000  # of the bridge that an integer feature's distance tends to


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A feature and how it is changed.

    Attributes
    ----------
    name : str
        What it is.
    unit : str
        What the size of a change counts.
    most : float
        A size that is surely seen.
    draw : callable
        Rows of a feature that is changed by a size: ``draw(random, rows, size)``.
    kind : str
        "number" or "category".
    """

    name: str
    unit: str
    most: float
    draw: Callable[[np.random.Generator, int, float], NDArray[np.float64]]
    kind: str = "number"


def _shifted(
    draw: Callable[[np.random.Generator, int], NDArray[np.float64]], deviation: float
) -> Callable[[np.random.Generator, int, float], NDArray[np.float64]]:
    return lambda random, rows, size: draw(random, rows) + size * deviation


def _level(share: float, levels: int) -> Callable[[np.random.Generator, int, float], NDArray[np.float64]]:
    """Return a category of some levels, the first of which has a share and gains from all others evenly."""

    def draw(random: np.random.Generator, rows: int, size: float) -> NDArray[np.float64]:
        others = random.integers(1, levels, rows).astype(float)
        return np.where(random.random(rows) < share + size, 0.0, others)

    return draw


_LOG_NORMAL_DEVIATION = math.sqrt((math.exp(0.25) - 1) * math.exp(0.25))  # of exp(0.5 z)

FEATURES: Final = (
    Feature(
        name="normal", unit="sd", most=0.3, draw=_shifted(lambda random, rows: random.normal(size=rows), 1.0)
    ),
    Feature(
        name="log-normal",
        unit="sd",
        most=0.3,
        draw=_shifted(lambda random, rows: random.lognormal(0, 0.5, rows), _LOG_NORMAL_DEVIATION),
    ),
    Feature(
        name="exponential",
        unit="sd",
        most=0.3,
        draw=_shifted(lambda random, rows: random.exponential(size=rows), 1.0),
    ),
    Feature(
        name="integer",
        unit="sd",
        most=0.3,
        draw=lambda random, rows, size: random.poisson(7 + size * math.sqrt(7), rows).astype(float),
    ),
    Feature(name="share of 2 levels", unit="share", most=0.1, draw=_level(0.3, 2), kind="category"),
    Feature(name="share of 10 levels", unit="share", most=0.1, draw=_level(0.3, 10), kind="category"),
    Feature(name="share of 1,000 levels", unit="share", most=0.1, draw=_level(0.02, 1_000), kind="category"),
)


def profiled(feature: Feature, values: NDArray[np.float64]) -> ColumnProfile:
    """Return the profile of some rows."""
    column = pl.Series(values)
    if feature.kind == "category":
        column = pl.Series([f"level {int(value)}" for value in values])
    return profile_batch(pl.DataFrame({"x": column}), Plan()).columns["x"]


def exact_limit(level: float, values: NDArray[np.float64]) -> float:
    """Return the distance that an exact Kolmogorov-Smirnov test at a level calls significant.

    Of values that repeat it is taken from draws of the Brownian bridge at the places that they have,
    which the distance tends to.
    """
    effective = REFERENCE_ROWS * LIVE_ROWS / (REFERENCE_ROWS + LIVE_ROWS)
    places = np.unique(values)
    if places.size > LIVE_ROWS / 2:
        return float(stats.kstwobign.isf(level)) / math.sqrt(effective)
    share = np.searchsorted(np.sort(values), places, side="right") / values.size
    random, widest = np.random.default_rng(SEED), []
    steps = np.sqrt(np.diff(share, prepend=0.0))
    for _ in range(DRAWS // 20_000):
        walk = np.cumsum(random.normal(size=(20_000, places.size)) * steps, axis=1)
        widest.append(np.abs(walk - walk[:, -1:] * share).max(axis=1))
    return float(np.quantile(np.concatenate(widest), 1 - level)) / math.sqrt(effective)


def smallest(caught: Callable[[float], float], most: float) -> float:
    """Return the smallest size that is caught in `CAUGHT` of the batches, by bisection."""
    low, high = 0.0, most
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if caught(middle) >= CAUGHT else (middle, high)
    return high


def measured(feature: Feature, level: float, batches: int) -> tuple[float, float, float]:
    """Return the smallest change that checks see, that is a breach at the floor, and that is seen exactly."""
    before = feature.draw(np.random.default_rng([SEED, 0]), REFERENCE_ROWS, 0.0)
    reference = profiled(feature, before)
    limit = exact_limit(level, before) if feature.kind == "number" else 0.0

    def rows(size: float, place: int) -> NDArray[np.float64]:
        return feature.draw(np.random.default_rng([SEED, 1, place]), LIVE_ROWS, size)

    def seen(size: float, *, floor: bool) -> float:
        found = 0
        for place in range(batches):
            live = profiled(feature, rows(size, place))
            found += any(
                one.decides and one.value - one.margin > (CHECK_OF[one.statistic].floor if floor else 0.0)
                for one in compare_column(reference, live, feature.kind, level)  # type: ignore[arg-type]
            )
        return found / batches

    def by_exact(size: float) -> float:
        found = 0
        for place in range(batches):
            live = rows(size, place)
            if feature.kind == "number":
                found += float(stats.ks_2samp(before, live, method="asymp").statistic) > limit
            else:
                held = int((before == 0).sum()), int((live == 0).sum())
                table = [[held[0], REFERENCE_ROWS - held[0]], [held[1], LIVE_ROWS - held[1]]]
                found += stats.fisher_exact(np.array(table)).pvalue <= level
        return found / batches

    return (
        smallest(lambda size: seen(size, floor=False), feature.most),
        smallest(lambda size: seen(size, floor=True), feature.most),
        smallest(by_exact, feature.most),
    )


def main() -> int:
    """Print the figures, and return 1 if a change must be too large."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.truth.power", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="60 batches a step; 400 else")
    batches = 60 if parser.parse_args().quick else 400
    level = SENSITIVITY_BUDGETS["medium"] / (COLUMNS + 1)
    print(f"{LIVE_ROWS:,} rows against {REFERENCE_ROWS:,}, {COLUMNS} columns at medium: {level:.2g} a column")
    print(f"{'feature':<22} {'seen':>8} {'exact':>8} {'ratio':>6} {'breach at the floor':>20}")
    wrong = 0
    for feature in FEATURES:
        checks, floor, exact = measured(feature, level, batches)
        wrong += checks > MOST * exact
        print(
            f"{feature.name:<22} {checks:>8.4f} {exact:>8.4f} {checks / exact:>6.2f} {floor:>20.4f} "
            f"{feature.unit}",
            flush=True,
        )
    print(f"{wrong} of {len(FEATURES)} need more than {MOST} times the exact test's change")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
