"""A number column on both sides, as conversions are tried on it: curves, steps, what chance explains."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.nonzero import align_numbers
from drift.compare.rare_size import sizes_of
from drift.diagnose.curve import Curve, curve_of
from drift.diagnose.distribution import Distribution, distribution, pinned
from drift.diagnose.lattice import Lattice, common_step, lattice_of
from drift.diagnose.pair import CELLS, chance_gap

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.column import ColumnProfile

FINE_ENDS = 0.01  # of the rows at either end, in all the cells that are kept of them
MIN_HEAPS = 3  # different values but zero: fewer are multiples of each other whatever they were
MANY_ZEROS = 0.1  # share of both sides from which on zeros are left out


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """What is known beside the two distributions.

    Attributes
    ----------
    name : str
        The column's name, which may tell the unit.
    unit : str or None
        The unit that the config declares.
    tolerance : float
        How far the feature moves by itself, as a KS distance.
    reference_sample, live_sample : float64 arrays
        Values of whole rows, for the lattice; may be empty.
    rare : bool
        Whether more rows are of a size that training hardly had than chance and movement put there.
    """

    name: str
    unit: str | None
    tolerance: float
    reference_sample: NDArray[np.float64]
    live_sample: NDArray[np.float64]
    rare: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class UnitCase:
    """Both distributions, and what chance explains.

    Attributes
    ----------
    reference, live : Distribution
        Both sides, without zeros where these are many, neighbours joined.
    all_live : Distribution
        The live side with all its cells: a joined one may lie across an empty gap.
    before, now : Curve
        The cumulative shares of both sides.
    evidence : Evidence
        What is known beside them.
    rows : float
        The effective number of rows, ``n m / (n + m)``.
    chance : float
        The gap that chance gives in 99 of 100 batches.
    gap : float
        The KS distance of the two sides.
    step, live_step : float or None
        The greatest common step of either side's values.
    profiles : tuple of two ColumnProfile
        What is kept of either side.
    """

    reference: Distribution
    live: Distribution
    all_live: Distribution
    before: Curve
    now: Curve
    evidence: Evidence
    rows: float
    chance: float
    gap: float
    step: float | None
    live_step: float | None
    profiles: tuple[ColumnProfile, ColumnProfile]

    @cached_property
    def lattice(self) -> Lattice | None:
        """The lattice of the reference's values; None where they have no step."""
        return lattice_of(
            self.step, self.live_step, self.evidence.reference_sample, self.evidence.live_sample
        )

    @cached_property
    def few_heaps(self) -> bool:
        """Whether the batch has too few different values to tell that they were rounded."""
        sample = self.evidence.live_sample
        return np.unique(sample[sample != 0]).size < MIN_HEAPS

    @cached_property
    def outside(self) -> Distribution:
        """The live rows beyond all that the reference holds."""
        return beyond(self.live, self.reference)

    @cached_property
    def strange(self) -> tuple[tuple[float, float], ...]:
        """The intervals where training had hardly any rows and the batch has some."""
        rare = _rare(*self.profiles) if self.evidence.rare else None
        if rare is not None:
            low, high = rare
            return (-high, -low), (low, high)
        low, high = float(self.reference.lower[0]), float(self.reference.upper[-1])
        return (-math.inf, low), (high, math.inf)

    @cached_property
    def log_deviation(self) -> float:
        """The standard deviation of the logarithm of the reference's sizes."""
        size = np.abs(self.reference.middle)
        some = size > 0
        if not some.any():
            return 0.0
        logs, weights = np.log(size[some]), self.reference.counts[some]
        middle = np.average(logs, weights=weights)
        return float(np.sqrt(np.average((logs - middle) ** 2, weights=weights)))


def unit_case(reference: ColumnProfile, live: ColumnProfile, evidence: Evidence) -> UnitCase | None:
    """Return both sides ready for conversions; None where either has no values that could tell."""
    if not reference.cells.rows or not live.cells.rows:
        return None
    mine, theirs = (
        pinned(distribution(one.cells), np.sort(rows))
        for one, rows in ((reference, evidence.reference_sample), (live, evidence.live_sample))
    )
    if min(reference.number.zeros / mine.rows, live.number.zeros / theirs.rows) >= MANY_ZEROS:
        # A factor leaves zeros as they are: the other values tell it better by themselves.
        mine, theirs = mine.without_zeros(reference.number.zeros), theirs.without_zeros(live.number.zeros)
    every = theirs
    mine, theirs = _coarse(mine), _coarse(theirs)
    if not mine.rows or not theirs.rows:
        return None
    before, now = curve_of(mine), curve_of(theirs)
    points = np.concatenate([before.between, now.between])
    return UnitCase(
        reference=mine,
        live=theirs,
        all_live=every,
        before=before,
        now=now,
        evidence=evidence,
        rows=mine.rows * theirs.rows / (mine.rows + theirs.rows),
        chance=chance_gap(mine.rows, theirs.rows),
        gap=float(np.abs(before.below(points) - now.below(points)).max(initial=0.0)),
        step=reference.number.step.value or common_step(evidence.reference_sample),
        live_step=live.number.step.value,
        profiles=(reference, live),
    )


def _rare(reference: ColumnProfile, live: ColumnProfile) -> tuple[float, float] | None:
    """Return the ends of the rare size whose excess chance explains least."""
    both = align_numbers(reference, live)
    sizes = sizes_of(both.lower, both.upper, both.reference, both.live)
    place = sizes.foremost
    return None if place is None else (float(sizes.low[place]), float(sizes.high[place]))


def _coarse(full: Distribution) -> Distribution:
    """Return a distribution with about `CELLS` cells, neighbours joined by rank, but none at either end.

    Far out a cell of many rows is wide, and its rows are not even in it: a share of the rows times a
    hundred would look like one times two hundred.
    """
    if full.counts.size <= CELLS:
        return full
    # By the rank of each cell's middle, so that a heavy atom stays by itself.
    middle = (2 * np.cumsum(full.counts) - full.counts) / (2 * full.rows)
    rank = np.floor(middle * CELLS)
    ends = np.minimum(middle, 1 - middle) < FINE_ENDS
    starts = np.flatnonzero((np.diff(rank, prepend=-1) > 0) | ends | np.append(False, ends[:-1]))
    last = np.append(starts[1:], full.counts.size) - 1
    return Distribution(
        lower=full.lower[starts], upper=full.upper[last], counts=np.add.reduceat(full.counts, starts)
    )


def beyond(live: Distribution, reference: Distribution) -> Distribution:
    """Return the cells that lie wholly beyond the reference's ends."""
    outside = (live.lower > reference.upper[-1]) | (live.upper < reference.lower[0])
    return Distribution(lower=live.lower[outside], upper=live.upper[outside], counts=live.counts[outside])


def logarithm(factor: float) -> float:
    """Return how far a factor is from 1, either way."""
    return abs(math.log(factor))
