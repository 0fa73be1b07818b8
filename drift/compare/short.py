"""The share of the reference's rows beyond all that the batch holds: a range that was cut.

The mirror of `outside.py`: if rows are exchangeable, the `k` most extreme of all ``n + m`` rows are
all the reference's with probability ``n (n - 1) … / ((n + m) (n + m - 1) …)``, whatever the
distribution.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from drift.compare.nonzero import align_numbers
from drift.compare.outside import least_unlikely, log_probability
from drift.compare.statistic import Measurement

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile

NAME = "short_share"


def measure_short(reference: ColumnProfile, live: ColumnProfile, level: float) -> Measurement | None:
    """Return the share of the reference's finite numbers beyond the batch's ends, 0 to 1.

    None where either side has none. Rows in the same cell as an end count as within, so the share is not
    above the one on the rows; `error` says how far below it may be.
    """
    both = align_numbers(reference, live)
    theirs, n, m = both.live.nonzero()[0], both.n, both.m
    if theirs.size == 0 or n == 0:
        return None
    first, last = int(theirs[0]), int(theirs[-1])
    beyond = int(both.reference[:first].sum() + both.reference[last + 1 :].sum())
    at_ends = 0 if both.exact else int(both.reference[list({first, last})].sum())
    return Measurement(
        statistic=NAME,
        value=beyond / n,
        error=at_ends / n,
        margin=(least_unlikely(m, n, level) - 1) / n,
        p_value=math.exp(min(0.0, log_probability(beyond, m, n))) if beyond else 1.0,
        decides=True,
        reference=beyond / n,
        live=0.0,
    )
