"""Bins: few shares to compare, for the statistics that need many rows in each.

Values without an order are compared level by level. Ordered ones go into at most 20 bins of about
equal reference rows, each of whole cells, so that both sides' rows in a bin are known exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.statistic import effective_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.compare.aligned import Aligned

BINS = 20  # ten to twenty are customary for the population stability index

# A cell with more of the reference than this has a bin of its own: an atom, such as zero. At most
# eight do, so that the runs of cells between them leave room for other bins.
_ATOM = 1 / 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bins:
    """Rows in the same bins on both sides.

    Attributes
    ----------
    reference, live : int64 arrays of shape (k,)
        Rows in each bin; no bin is empty on both sides.
    effective_rows : float
        How many rows one sample would need to vary as the two together do.
    """

    reference: NDArray[np.int64]
    live: NDArray[np.int64]
    effective_rows: float

    @property
    def freedom(self) -> int:
        """Degrees of freedom: one less than there are bins."""
        return int(self.reference.size) - 1

    @property
    def shares(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Each side's shares."""
        return self.reference / self.reference.sum(), self.live / self.live.sum()


# The four statistics on bins follow each other, and each asks for them three times.
@lru_cache(maxsize=1)
def bins_of(aligned: Aligned) -> Bins:
    """Return the bins of two columns with rows on both sides.

    Exact cells are bins as they are if there are no more than `BINS` of them, or if they have no order.
    """
    starts = np.arange(aligned.keys.size)
    if aligned.ordered and starts.size > BINS:
        starts = _starts(aligned.reference)
    reference, live = np.add.reduceat(np.stack([aligned.reference, aligned.live]), starts, axis=1)
    occupied = reference + live > 0
    return Bins(reference=reference[occupied], live=live[occupied], effective_rows=effective_rows(aligned))


def levels_known(aligned: Aligned) -> bool:
    """Return whether bins are what they are said to be: not where one cell holds several levels."""
    return aligned.ordered or aligned.exact


def _starts(reference: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the first cell of each bin."""
    atom = reference > _ATOM * reference.sum()
    light = np.where(atom, 0, reference)
    # An atom takes a bin, and may part one in two.
    bins = BINS - 2 * int(atom.sum())
    middle = np.cumsum(light) - light / 2
    number = np.minimum(bins * middle / max(int(light.sum()), 1), bins - 1).astype(np.int64)
    new = (number[1:] != number[:-1]) | atom[1:] | atom[:-1]
    return np.concatenate([[0], np.flatnonzero(new) + 1])
