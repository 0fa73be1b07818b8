"""The largest change of a single level's share: what a sum over all levels hides.

A distance over all levels must allow for what chance does to each of them. That one level of ten took
over three points more shows in its own share long before. Each level's share has the exact margin of
a share, at a level split over all levels that either side holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from drift.compare.levels import level_counts
from drift.compare.share import share_margin, share_p_value
from drift.compare.statistic import Measurement

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile

NAME: Final = "level_share"
_TWO: Final = 2  # levels: there a share is all that total variation compares, too


def measure_level(reference: ColumnProfile, live: ColumnProfile, level: float) -> Measurement | None:
    """Return how far the share of the level that changed most is from the reference's, 0 to 1.

    That is the level whose change chance explains least, for rows that vary as shares do. Where levels
    were too many to be counted one by one, those with the smallest hashes stand for all. None of fewer
    than three levels, and where either side has no rows.
    """
    mine, theirs = level_counts(reference, live)
    n, m = int(mine.sum()), int(theirs.sum())
    held = mine + theirs > 0
    levels = int(held.sum())
    if n == 0 or m == 0 or levels <= _TWO:
        return None
    pooled = (mine + theirs) / (n + m)
    gaps = np.abs(theirs / m - mine / n)
    likelihood = np.where(held, gaps / np.sqrt(np.where(held, pooled * (1 - pooled), 1.0)), 0.0)
    place = int(likelihood.argmax())
    before, now = int(mine[place]), int(theirs[place])
    return Measurement(
        statistic=NAME,
        value=float(gaps[place]),
        error=0.0,
        margin=share_margin(before, n, now, m, level / levels),
        p_value=min(1.0, levels * share_p_value(before, n, now, m)),
        decides=True,
        reference=before / n,
        live=now / m,
    )
