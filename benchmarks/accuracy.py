"""How near the distances on 4,096 cells come to scipy's on the rows: `python -m benchmarks.accuracy`.

Each shape of column is drawn twice, as a reference and as a live batch that is changed in seven ways.
A line of the table is the worst case of a shape; the command fails if a bound is broken:

- the Kolmogorov-Smirnov distance is within `KS_BOUND` of `scipy.stats.ks_2samp`,
- the Wasserstein distance is within `WASSERSTEIN_BOUND` of `scipy.stats.wasserstein_distance` over the
  rows' standard deviation, relative to the larger of that and `NOISE`,
- no distance is farther off than the error it states.

Two narrow peaks of very unequal width share a grid that suits the wide one. Nothing but the stated
error is asked of them, and the table shows how large it is.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from drift.compare.aligned import align
from drift.compare.ks import ks_distance
from drift.compare.wasserstein import wasserstein_distance
from drift.profile.cells import count_cells
from drift.profile.keys import float_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from drift.compare.statistic import Distance

    Rows = NDArray[np.float64]
    Draw = Callable[[np.random.Generator, int], Rows]
    Change = Callable[[np.random.Generator, Rows, float], Rows]

SEED = 20261122
CELLS = 4096
SMALL_SHARE = 0.02
REFERENCE_ROWS = 200_000
LIVE_ROWS = (50_000, 200_000)

KS_BOUND = 0.001
WASSERSTEIN_BOUND = 0.01

# Standard deviations: about what chance alone moves a normal column of so many rows by. Nearer to 0 a
# relative error says nothing. The table's last column shows how far off the smaller ones were, relative
# to themselves.
NOISE = 0.002

# Sums of floating point numbers agree no better than this, relative to the distance or to 1.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A way to draw a column, and whether the bounds are asked of it."""

    name: str
    draw: Draw
    bounded: bool = True


def _either(random: np.random.Generator, share: float, one: Rows, other: Rows) -> Rows:
    return np.where(random.random(one.size) < share, one, other)


def _epoch_seconds(random: np.random.Generator, rows: int) -> Rows:
    return np.floor(random.uniform(1.70e9, 1.73e9, rows))


SHAPES = (
    Shape(name="normal", draw=lambda random, rows: random.normal(size=rows)),
    Shape(name="log-normal 0.05", draw=lambda random, rows: random.lognormal(0, 0.05, rows)),
    Shape(name="log-normal 3", draw=lambda random, rows: random.lognormal(0, 3, rows)),
    Shape(name="exponential", draw=lambda random, rows: random.exponential(size=rows)),
    Shape(name="t, 2 degrees", draw=lambda random, rows: random.standard_t(2, rows)),
    Shape(name="Cauchy", draw=lambda random, rows: random.standard_cauchy(rows)),
    Shape(name="1e9 ± 1", draw=lambda random, rows: random.uniform(1e9 - 1, 1e9 + 1, rows)),
    Shape(name="100 ± 1", draw=lambda random, rows: random.uniform(99, 101, rows)),
    Shape(name="epoch seconds", draw=_epoch_seconds),
    Shape(
        name="epoch, 10 % zeros",
        draw=lambda random, rows: _either(random, 0.1, np.zeros(rows), _epoch_seconds(random, rows)),
    ),
    Shape(name="whole numbers", draw=lambda random, rows: random.poisson(50, rows).astype(np.float64)),
    Shape(
        name="atoms, wide",
        draw=lambda random, rows: _either(
            random, 0.3, random.integers(1, 6, rows).astype(np.float64), random.lognormal(0, 3, rows)
        ),
    ),
    Shape(
        name="two narrow peaks",
        draw=lambda random, rows: _either(
            random, 0.5, random.normal(1e-3, 1e-9, rows), random.normal(1e6, 1, rows)
        ),
    ),
    Shape(name="uniform", draw=lambda random, rows: random.uniform(size=rows)),
    Shape(name="prices", draw=lambda random, rows: np.round(random.lognormal(3, 1, rows), 2)),
    Shape(name="beta", draw=lambda random, rows: random.beta(2, 5, rows)),
    Shape(
        name="unequal peaks",
        draw=lambda random, rows: _either(
            random, 0.5, random.normal(1, 0.01, rows), random.normal(1e6, 1, rows)
        ),
        bounded=False,
    ),
)

CHANGES: dict[str, Change] = {
    "none": lambda _, rows, __: rows,
    "+ 0.01 sd": lambda _, rows, deviation: rows + 0.01 * deviation,
    "+ 0.1 sd": lambda _, rows, deviation: rows + 0.1 * deviation,
    "+ 1 sd": lambda _, rows, deviation: rows + deviation,
    "× 1.01": lambda _, rows, __: rows * 1.01,
    "× 1000": lambda _, rows, __: rows * 1000,
    "2 % × 1000": lambda random, rows, _: _either(random, SMALL_SHARE, rows * 1000, rows),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One comparison: what the cells gave, and what the rows give."""

    change: str
    ks: Distance
    wasserstein: Distance
    ks_of_rows: float
    wasserstein_of_rows: float

    @property
    def ks_off(self) -> float:
        """How far off the Kolmogorov-Smirnov distance is, in share of rows."""
        return abs(self.ks.value - self.ks_of_rows)

    @property
    def wasserstein_off(self) -> float:
        """How far off the Wasserstein distance is, relative to it or to noise."""
        return self._off / max(self.wasserstein_of_rows, NOISE)

    @property
    def wasserstein_off_itself(self) -> float:
        """How far off the Wasserstein distance is, relative to it, however small."""
        return self._off / self.wasserstein_of_rows

    @property
    def within_errors(self) -> bool:
        """Whether both distances are as near as they say."""
        slack = ROUNDING * max(self.wasserstein_of_rows, 1.0)
        return self.ks_off <= self.ks.error + ROUNDING and self._off <= self.wasserstein.error + slack

    @property
    def _off(self) -> float:
        return abs(self.wasserstein.value - self.wasserstein_of_rows)


def trials(shape: Shape) -> Iterator[Trial]:
    """Draw a shape, change it in every way, and compare at both row counts."""
    random = np.random.default_rng([SEED, *shape.name.encode()])
    reference = shape.draw(random, REFERENCE_ROWS)
    deviation = float(reference.std())
    cells = count_cells(float_keys(reference), limit=CELLS)
    for rows in LIVE_ROWS:
        for name, change in CHANGES.items():
            live = change(random, shape.draw(random, rows), deviation)
            both = align(
                cells,
                count_cells(float_keys(live), limit=CELLS),
                ordered=True,
                # A profile counts them beside its cells.
                zeros=(int((reference == 0).sum()), int((live == 0).sum())),
            )
            yield Trial(
                change=name,
                ks=ks_distance(both),
                wasserstein=wasserstein_distance(both),
                ks_of_rows=float(stats.ks_2samp(reference, live, method="asymp").statistic),
                wasserstein_of_rows=float(stats.wasserstein_distance(reference, live)) / deviation,
            )


def main() -> int:
    """Print the table, and return 1 if a bound is broken."""
    print(
        f"{'worst of 14 comparisons':<24} {'KS off':>8} {'KS error':>8} {'W off':>8} {'at':>10}"
        f" {'W error':>8} {'off itself':>10}  bounds"
    )
    broken = 0
    bounded: list[Trial] = []
    for shape in SHAPES:
        of_shape = list(trials(shape))
        kept = all(trial.within_errors for trial in of_shape)
        if shape.bounded:
            bounded += of_shape
            kept &= max(trial.ks_off for trial in of_shape) <= KS_BOUND
            kept &= max(trial.wasserstein_off for trial in of_shape) <= WASSERSTEIN_BOUND
        broken += not kept
        print(_line(shape.name, of_shape, ("kept" if kept else "BROKEN") if shape.bounded else "error only"))
    print(_line("all but the last", bounded, "BROKEN" if broken else "kept"))
    print(
        f"\nKS off: share of rows, at most {KS_BOUND}. W off: relative, at most {WASSERSTEIN_BOUND}, to the"
        f" larger of the distance\nand {NOISE} standard deviations; at: the change where that was."
        " Errors: the largest stated, W's relative to the distance.\nOff itself: relative to the distance"
        " alone, however small."
    )
    return 1 if broken else 0


def _line(name: str, of_shape: list[Trial], bounds: str) -> str:
    worst = max(of_shape, key=lambda trial: trial.wasserstein_off)
    ks_off, ks_error = (max(each) for each in zip(*((t.ks_off, t.ks.error) for t in of_shape), strict=True))
    error = max(t.wasserstein.error / max(t.wasserstein_of_rows, NOISE) for t in of_shape)
    itself = max(t.wasserstein_off_itself for t in of_shape)
    return (
        f"{name:<24} {ks_off:>8.5f} {ks_error:>8.5f} {worst.wasserstein_off:>8.5f} {worst.change:>10}"
        f" {error:>8.4f} {itself:>10.5f}  {bounds}"
    )


if __name__ == "__main__":
    sys.exit(main())
