"""The largest excess of a single value: a default that took over some rows, which no KS distance sees.

Every value of the batch, on its own grid, is compared with all that the reference holds in the same
place. Where the places beside it gained rows too, the reference's share is raised as much, for that is
a distribution that moved and no single value. It only lowers the excess, so the margin stays a bound.
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

    from drift.profile.cells import Cells
    from drift.profile.column import ColumnProfile

    Ends = NDArray[np.uint64] | NDArray[np.float64]

NAME = "atom_share"
BESIDE = 8  # places to either side that tell whether a whole neighbourhood gained rows
_HALF_A_ROW = 0.5  # what an empty place is taken to hold when excesses are ranked


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """Counts in places that do not overlap, in order: cells by the keys at their ends, or by their values."""

    lower: Ends
    upper: Ends
    counts: NDArray[np.int64]

    @property
    def rows(self) -> int:
        """All rows."""
        return int(self.counts.sum())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Excess:
    """For each of `k` places of the batch, what is too much there.

    Attributes
    ----------
    before : int64 array of shape (k,)
        The reference's rows in all its places that touch this one.
    share : float64 array of shape (k,)
        The batch's share of rows less what the reference and the neighbourhood explain; it may be negative.
    foremost : int
        The place whose excess chance explains least, by the likelihood ratio.
    """

    before: NDArray[np.int64]
    share: NDArray[np.float64]
    foremost: int


def excess(reference: Places, live: Places) -> Excess:
    """Return what is too much in each place of the batch. Both sides must have rows."""
    n, m = reference.rows, live.rows
    first = np.searchsorted(reference.upper, live.lower, side="left")
    last = np.maximum(np.searchsorted(reference.lower, live.upper, side="right"), first)
    mine, theirs = (np.concatenate([[0], np.cumsum(side.counts)]) for side in (reference, live))
    before = mine[last] - mine[first]
    places = np.arange(live.counts.size)
    low, high = np.maximum(places - BESIDE, 0), np.minimum(places + BESIDE, places.size - 1)
    rows_beside = mine[last[high]] - mine[first[low]] - before
    gained = (theirs[high + 1] - theirs[low] - live.counts) / m / np.maximum(rows_beside / n, _HALF_A_ROW / n)
    share = live.counts / m - before / n * np.maximum(gained, 1.0)
    explained = np.maximum(live.counts / m - share, _HALF_A_ROW / n)
    likelihood = live.counts / m * np.log(live.counts / m / explained) - live.counts / m + explained
    return Excess(before=before, share=share, foremost=int(np.where(share > 0, likelihood, -1.0).argmax()))


def measure_atom(reference: ColumnProfile, live: ColumnProfile, level: float) -> Measurement | None:
    """Return the largest excess of a single value, 0 to 1; None where either side has no finite values.

    The margin is the exact one of that value's share, at a level split over the values of both sides: which
    of them a small batch has is chance's choice.
    """
    if not reference.cells.rows or not live.cells.rows:
        return None
    mine, theirs = places_of(reference.cells), places_of(live.cells)
    found = excess(mine, theirs)
    place, n, m = found.foremost, mine.rows, theirs.rows
    before, now = int(found.before[place]), int(theirs.counts[place])
    values = max(theirs.counts.size, align_numbers(reference, live).keys.size)
    return Measurement(
        statistic=NAME,
        value=max(0.0, float(found.share[place])),
        error=0.0,
        margin=share_margin(before, n, now, m, level / values),
        p_value=min(1.0, values * share_p_value(before, n, now, m)),
        decides=True,
        reference=before / n,
        live=now / m,
    )


def places_of(cells: Cells) -> Places:
    """Return cells as places, by the least and the greatest key that falls into each."""
    lower = cells.keys << np.uint64(cells.level)
    return Places(lower=lower, upper=lower | np.uint64((1 << cells.level) - 1), counts=cells.counts)
