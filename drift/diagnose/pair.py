"""The distributions of a number column on both sides, aligned once for all hypotheses."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.distribution import Distribution, largest_gap, points_between

if TYPE_CHECKING:
    from numpy.typing import NDArray

CELLS = 1024  # of the distributions that hypotheses are tried on: a gap within 0.001
MANY_ZEROS = 0.1  # share of both sides from which on zeros may be left out
CHANCE = 0.01  # a gap left that chance gives in one of a hundred explained batches is no contradiction


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pair:
    """Both sides of a number column, and the shares of rows below the same points.

    Attributes
    ----------
    reference, live : Distribution
        Both sides, with about a thousand cells at most.
    all_reference, all_live : Distribution
        The same with all cells: for what is told by single values.
    points : float64 array of shape (p,)
        Points between all ends of cells, ascending.
    before, now : float64 arrays of shape (p,)
        The shares of the reference's and of the live rows below each point.
    gap : float
        The largest distance of the two: the KS distance, within 0.001.
    chance : float
        What chance gives in 99 of 100 batches of as many rows.
    """

    reference: Distribution
    live: Distribution
    all_reference: Distribution
    all_live: Distribution
    points: NDArray[np.float64]
    before: NDArray[np.float64]
    now: NDArray[np.float64]
    gap: float
    chance: float


def pair_of(reference: Distribution, live: Distribution) -> Pair | None:
    """Return both sides as a pair; None where either has no rows."""
    if not reference.rows or not live.rows:
        return None
    mine, theirs = coarse(reference), coarse(live)
    points = points_between(mine, theirs)
    before, now = mine.share_below(points), theirs.share_below(points)
    return Pair(
        reference=mine,
        live=theirs,
        all_reference=reference,
        all_live=live,
        points=points,
        before=before,
        now=now,
        gap=largest_gap(before, now),
        chance=chance_gap(mine.rows, theirs.rows),
    )


def beside_zeros(pair: Pair) -> Pair:
    """Return the pair of the values other than zero, where zeros are many on both sides; else the pair.

    Where nine rows of ten are zero, a distance on all rows hardly tells what became of the others.
    """
    sides = pair.all_reference, pair.all_live
    zeros = [int(side.counts[(side.lower <= 0) & (side.upper >= 0)].sum()) for side in sides]
    if min(zero / side.rows for zero, side in zip(zeros, sides, strict=True)) < MANY_ZEROS:
        return pair
    others = [_without_zeros(side) for side in sides]
    return pair_of(others[0], others[1]) or pair


def _without_zeros(of: Distribution) -> Distribution:
    other = (of.lower > 0) | (of.upper < 0)
    return Distribution(lower=of.lower[other], upper=of.upper[other], counts=of.counts[other])


def chance_gap(n: int, m: int) -> float:
    """Return the gap that chance exceeds with probability `CHANCE` (the bound of Massart, 1990)."""
    return math.sqrt(math.log(2 / CHANCE) * (n + m) / (2 * n * m))


def coarse(full: Distribution) -> Distribution:
    """Return a distribution with at most about `CELLS` cells, neighbours joined by rank."""
    if full.counts.size <= CELLS:
        return full
    # By the rank of each cell's middle, so that a heavy atom stays by itself.
    rank = (2 * np.cumsum(full.counts) - full.counts) * CELLS // (2 * full.rows)
    starts = np.flatnonzero(np.diff(rank, prepend=-1))
    ends = np.append(starts[1:], full.counts.size) - 1
    return Distribution(
        lower=full.lower[starts], upper=full.upper[ends], counts=np.add.reduceat(full.counts, starts)
    )
