"""New categories: levels that the reference does not hold, and no other fault explains."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from drift.compare.lost import largest_new
from drift.compare.share import share_distance, share_margin
from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.explanation import Explanation, Supposes
from drift.diagnose.fault import Fault
from drift.diagnose.level_sets import CHANCE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from drift.diagnose.change import Change
    from drift.diagnose.level_sets import Levels

MAX_LEVELS = 10  # named in a diagnosis
MAX_TOLD = 3  # of them in the sentence


def explain_new(change: Change) -> Explanation | None:
    """Return the levels that came, where more rows are in them than chance explains."""
    levels = change.levels
    if levels is None:
        return None
    new = levels.certainly_new(change.level)
    if not new.any():
        return None
    left = levels.without(new)
    return Explanation(
        diagnosis=_diagnosis(change, levels, new),
        left=left.gap if left.m else levels.gap,
        supposes=Supposes.TWO_NUMBERS,
        statistic="new_level_share",
        measurement=largest_new(levels.before, levels.now, change.level),
        rest=replace(change, levels=left) if left.m else None,
    )


def _diagnosis(change: Change, levels: Levels, came: NDArray[np.bool_]) -> Diagnosis:
    names = levels.by_rows(came, now=True)
    share = levels.share_now(came)
    told = ", ".join(f"`{name}` ({_rows(int(levels.now[levels.place[name]]))})" for name in names[:MAX_TOLD])
    more = f" and {len(names) - MAX_TOLD:,} more" if len(names) > MAX_TOLD else ""
    among = "" if levels.complete else ", of the levels that were looked at"
    column = f"pl.col({json.dumps(change.name, ensure_ascii=False)})"
    listed = json.dumps(names[:MAX_LEVELS], ensure_ascii=False)
    split = _split(change, levels, came)
    return Diagnosis(
        fault="new_category",
        story=f"has levels that training did not: {told}{more}; {share:.2%} of the rows{among}{split}",
        advice="Ask whether these are real: no model has learned from them; map them, or train anew.",
        parameters={"levels": names[:MAX_LEVELS]},
        share=round(share, 6),
        share_interval=(round(share, 6), round(share, 6)),
        find=f"{column}.is_in({listed})" if len(names) <= MAX_LEVELS else None,
    )


def _split(change: Change, levels: Levels, came: NDArray[np.bool_]) -> str:
    """Return a note where the new levels together have the rows of one that went."""
    lost = levels.certainly_lost(change.level)
    new = int(levels.now[came].sum())
    if int(lost.sum()) != 1 or int(came.sum()) < 2:  # noqa: PLR2004 - one does not part into one
        return ""
    before = int(levels.before[lost].sum())
    if share_distance(before, levels.n, new, levels.m) > share_margin(
        before, levels.n, new, levels.m, CHANCE
    ):
        return ""
    return f"; together as many as `{levels.by_rows(lost, now=False)[0]}` had, which is gone: it was split"


def _rows(rows: int) -> str:
    return f"{rows:,} row" if rows == 1 else f"{rows:,} rows"


NEW_CATEGORY = Fault(
    name="new_category",
    meaning="levels came that training did not have",
    few=True,
    kinds=("category",),
    explain=explain_new,
)
