"""The largest excess of rows of a rare size: near zero, far from it, or in between where hardly any lay.

Sizes are absolute values by octaves, from one power of two to the next, zeros apart. A twentieth of the
rows divided by a thousand moves no distribution much, and takes rows where one in a thousand was. Every
octave that either side occupies is looked at by itself, with all below it and with all above it; but
only sizes that are rare in training are told, for at any other a KS distance sees more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.nonzero import align_numbers
from drift.compare.share import share_margin, share_p_value
from drift.compare.statistic import Measurement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.column import ColumnProfile

NAME = "rare_size_share"
RARE = 0.05  # of the reference's rows at most are of a rare size
MANTISSA_BITS = 52  # of a float: a grid that dropped more has lost parts of the exponent
_HALF_A_ROW = 0.5  # what an empty size is taken to hold when excesses are ranked
_NORMAL = np.finfo(np.float64).tiny  # what is smaller counts as zero


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sizes:
    """Rows by ranges of sizes, which overlap: each octave, all up to it, and all from it on.

    Attributes
    ----------
    before, now : int64 arrays of shape (k,)
        The reference's and the batch's rows in each range.
    low, high : float64 arrays of shape (k,)
        The sizes from which on, and below which, a range's rows are.
    n, m : int
        All rows of either side, zeros too.
    """

    before: NDArray[np.int64]
    now: NDArray[np.int64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    n: int
    m: int

    @property
    def foremost(self) -> int | None:
        """The rare size whose excess chance explains least, by the likelihood ratio; None without one."""
        before, now = self.before / self.n, self.now / self.m
        rare = (now > before) & (before <= RARE)
        if not rare.any():
            return None
        explained = np.maximum(before, _HALF_A_ROW / self.n)
        some = np.maximum(now, _HALF_A_ROW / self.m)
        likelihood = np.where(rare, some * np.log(some / explained) - some + explained, -np.inf)
        return int(likelihood.argmax())

    def excess(self, place: int) -> float:
        """Return how much more of the batch's rows are in a range than of the reference's."""
        return float(self.now[place] / self.m - self.before[place] / self.n)


def sizes_of(
    lower: NDArray[np.float64],
    upper: NDArray[np.float64],
    before: NDArray[np.int64],
    now: NDArray[np.int64],
) -> Sizes:
    """Return the rows by size of cells with given ends, none of which holds several octaves."""
    least = np.minimum(np.abs(lower), np.abs(upper))
    some = (least >= _NORMAL) & (before + now > 0)
    exponents, place = np.unique(np.frexp(least[some])[1], return_inverse=True)
    counts = np.zeros((2, exponents.size), np.int64)
    np.add.at(counts[0], place, before[some])
    np.add.at(counts[1], place, now[some])
    up_to = counts.cumsum(axis=1)
    from_on = counts[:, ::-1].cumsum(axis=1)[:, ::-1]
    low, high = np.ldexp(0.5, exponents), np.ldexp(1.0, np.minimum(exponents, 1023))
    # All up to the last and all from the first on are the rows that are not zero: no size.
    rows = np.concatenate([counts, up_to[:, :-1], from_on[:, 1:]], axis=1)
    return Sizes(
        before=rows[0],
        now=rows[1],
        low=np.concatenate([low, np.zeros(up_to[0, :-1].size), low[1:]]),
        high=np.concatenate([high, high[:-1], np.full(low[1:].size, np.inf)]),
        n=int(before.sum()),
        m=int(now.sum()),
    )


def measure_rare_size(reference: ColumnProfile, live: ColumnProfile, level: float) -> Measurement | None:
    """Return the largest excess of rows of a rare size, 0 to 1; None where sizes are not known.

    The margin is the exact one of the share of that size, at a level split over all that are looked at.
    """
    both = align_numbers(reference, live)
    if not both.n or not both.m or max(reference.cells.level, live.cells.level) > MANTISSA_BITS:
        return None
    sizes = sizes_of(both.lower, both.upper, both.reference, both.live)
    place, tests = sizes.foremost, max(1, sizes.before.size)
    before, now = (0, 0) if place is None else (int(sizes.before[place]), int(sizes.now[place]))
    return Measurement(
        statistic=NAME,
        value=0.0 if place is None else sizes.excess(place),
        error=0.0,
        margin=share_margin(before, sizes.n, now, sizes.m, level / tests),
        p_value=1.0 if place is None else min(1.0, tests * share_p_value(before, sizes.n, now, sizes.m)),
        decides=True,
        reference=before / sizes.n,
        live=now / sizes.m,
    )
