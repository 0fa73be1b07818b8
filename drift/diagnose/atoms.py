"""Single values of a number column that took over rows, and the column without them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.atom import Places, excess
from drift.compare.share import share_margin
from drift.diagnose.distribution import Distribution

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.diagnose.pair import Pair

STANDS_OUT = 4.0  # times as much must it have gained as the values beside it
MANY_TIMES = 8.0  # times as many rows as each value beside it has, where training had none of these
BESIDE = 4  # values to either side that it is compared with

_DIGITS = 17  # of a float


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """The single value whose excess chance explains least.

    Attributes
    ----------
    place : int
        Its cell of the batch, the least first.
    value : float
        The value.
    before, now : float
        The shares of rows that hold it on both sides; the reference's is that of all cells that touch it.
    excess, margin : float
        How much is too much by its neighbourhood, and what chance alone reaches, at a level split over
        all values of both sides.
    """

    place: int
    value: float
    before: float
    now: float
    excess: float
    margin: float

    @property
    def share(self) -> float:
        """The share of all rows that took the value: those that held it anyway would not show."""
        return max(0.0, self.now - self.before) / max(1 - self.before, 1e-12)


def foremost_atom(pair: Pair, level: float, sample: NDArray[np.float64]) -> Atom:
    """Return the batch's single value whose excess chance explains least; sampled rows tell it exactly."""
    found = excess(_places(pair.all_reference), _places(pair.all_live))
    return _atom(pair, found.foremost, int(found.before[found.foremost]), found.share, level, sample)


def atom_at(pair: Pair, place: int, level: float, sample: NDArray[np.float64]) -> Atom:
    """Return the value of one cell of the batch."""
    found = excess(_places(pair.all_reference), _places(pair.all_live))
    return _atom(pair, place, int(found.before[place]), found.share, level, sample)


def _atom(
    pair: Pair,
    place: int,
    before: int,
    shares: NDArray[np.float64],
    level: float,
    sample: NDArray[np.float64],
) -> Atom:
    n, m = pair.all_reference.rows, pair.all_live.rows
    now = int(pair.all_live.counts[place])
    # Of both sides, at most: which of them a small batch has is chance's choice.
    values = pair.all_reference.counts.size + pair.all_live.counts.size
    return Atom(
        place=place,
        value=value_at(pair.all_live, place, sample),
        before=before / n,
        now=now / m,
        excess=float(shares[place]),
        margin=share_margin(before, n, now, m, level / values),
    )


def value_at(of: Distribution, place: int, sample: NDArray[np.float64]) -> float:
    """Return the value of a cell: itself, or the most frequent sampled one, or the shortest number in it."""
    low, high = float(of.lower[place]), float(of.upper[place])
    if low == high:
        return low
    values, counts = np.unique(sample[(sample >= low) & (sample <= high)], return_counts=True)
    if values.size:
        return float(values[counts.argmax()])
    if low <= 0 <= high:
        return 0.0
    for digits in range(1, _DIGITS):
        near = float(f"{low / 2 + high / 2:.{digits}g}")
        if low <= near <= high:
            return near
    return low


def stands_out(pair: Pair, atom: Atom) -> bool:
    """Return whether a value gained many times what the values beside it did."""
    live, reference, place = pair.all_live, pair.all_reference, atom.place
    low, high = max(0, place - BESIDE), min(live.counts.size - 1, place + BESIDE)
    there = (reference.upper >= live.lower[low]) & (reference.lower <= live.upper[high])
    before = float(reference.counts[there].sum()) - atom.before * reference.rows
    rows = float(live.counts[low : high + 1].sum() - live.counts[place])
    if before < 1:
        return bool(live.counts[place] >= MANY_TIMES * rows / max(high - low, 1))
    gained = rows / live.rows / (before / reference.rows)
    own = atom.now / max(atom.before, 0.5 / reference.rows)
    return own >= STANDS_OUT * max(gained, 1.0)


def without(of: Distribution, place: int, rows: int) -> Distribution:
    """Return a distribution with so many rows fewer in one cell."""
    counts = of.counts.copy()
    counts[place] = max(0, int(counts[place]) - rows)
    held = counts > 0
    return Distribution(lower=of.lower[held], upper=of.upper[held], counts=counts[held])


def _places(of: Distribution) -> Places:
    return Places(lower=of.lower, upper=of.upper, counts=of.counts)
