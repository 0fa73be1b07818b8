"""Whether training has rows enough to judge anything by: how much has to change before chance is ruled out.

However large a batch is, it is compared with as many rows as training has.
"""

from __future__ import annotations

import math
import statistics
from typing import TYPE_CHECKING, Final

from drift.compare.column import CHECKS_A_COLUMN
from drift.judge.budget import share_budget

if TYPE_CHECKING:
    from drift.judge.reference import Reference

HALF: Final = 0.5  # of the rows: where less is taken for chance, a gate sees little


def few_rows_told(reference: Reference) -> str | None:
    """Return a sentence on training data of so few rows that hardly any column can be judged; else None."""
    rows, least = reference.profile.rows, least_change(reference)
    if least is None or least < HALF:
        return None
    many = f"{rows:,} row{'' if rows == 1 else 's'}"
    enough = math.ceil(rows * (least / HALF) ** 2)
    told = (
        f"not even a change of all its rows tells a batch from chance, one of half only from {enough:,} on"
        if least >= 1
        else f"only a change of more than {least:.0%} of a batch's rows can be told from chance"
    )
    return f"of {many} of training hardly any column can be judged; {told}"


def least_change(reference: Reference) -> float | None:
    """Return the share of a batch's rows that must change to be certain, of however many; it may be above 1.

    By the inequality that the KS distance is judged by, at the part of the budget that a check of a column
    has. None where no column is checked.
    """
    config = reference.config
    there = (name for name in reference.profile.columns if name != config.weight)
    names = [name for name in there if config.column(name).check]
    if not names:
        return None
    level = statistics.median(share_budget(names, config).columns.values()) / CHECKS_A_COLUMN
    return math.sqrt(math.log(2 / level) / (2 * reference.profile.rows))
