"""Lost categories: levels that chance does not leave out of a batch of so many rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.level_share import NAME as LEVEL
from drift.compare.lost import largest_lost
from drift.compare.share import share_distance, share_margin
from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.explanation import Explanation, Supposes
from drift.diagnose.fault import Fault
from drift.diagnose.level_sets import CHANCE

if TYPE_CHECKING:
    from drift.diagnose.change import Change
    from drift.diagnose.level_sets import Levels, Mask

MAX_LEVELS = 10  # named in a diagnosis
MAX_TOLD = 3  # of them in the sentence


def explain_lost(change: Change) -> Explanation | None:
    """Return the levels that went, and the level that took them in, where one did."""
    levels = change.levels
    if levels is None or not levels.n or not levels.m:
        return None
    lost = levels.certainly_lost(change.level)
    if not lost.any():
        return None
    left, into = levels.without(lost), None
    if not left.n or not levels.now[levels.before > 0].any():
        return None  # nothing that training knew is left to be missed from
    merged = _merged(change, levels, lost)
    if merged is not None and merged[0].gap <= merged[0].chance and left.gap > left.chance:
        left, into = merged
    return Explanation(
        diagnosis=_diagnosis(levels, lost, into, left),
        left=left.gap,
        supposes=Supposes.TWO_NUMBERS,
        statistic="lost_share",
        measurement=largest_lost(levels.before, levels.now, change.level),
        rest=replace(change, levels=left),
    )


def _merged(change: Change, levels: Levels, lost: Mask) -> tuple[Levels, str] | None:
    """Return the reference with the lost levels counted as the one that took in their rows.

    None where no level rose by more than chance and its own movement explain, or where the rows may as
    well have gone to another one: a level often rises in the season that has no row of another.
    """
    gone = int(levels.before[lost].sum())
    kept = np.flatnonzero((levels.before > 0) & ~lost).tolist()
    took = [place for place in kept if not _differs(levels, place, gone, CHANCE)]
    if len(took) != 1:
        return None
    place = took[0]
    rise = int(levels.now[place]) / levels.m - int(levels.before[place]) / levels.n
    chance = share_margin(*_sides(levels, place), change.level / len(kept))
    if rise - chance <= change.tolerance(LEVEL):
        return None
    before = np.where(lost, 0, levels.before)
    before[place] += gone
    return levels.of(before, levels.now), levels.names[place]


def _differs(levels: Levels, place: int, gone: int, chance: float) -> bool:
    """Return whether a level has not the rows that it had and those that are gone together."""
    sides = _sides(levels, place, gone)
    return share_distance(*sides) > share_margin(*sides, chance)


def _sides(levels: Levels, place: int, more: int = 0) -> tuple[int, int, int, int]:
    return int(levels.before[place]) + more, levels.n, int(levels.now[place]), levels.m


def _diagnosis(levels: Levels, lost: Mask, into: str | None, left: Levels) -> Diagnosis:
    names = levels.by_rows(lost, now=False)
    shares = {name: levels.before[levels.place[name]] / levels.n for name in names[:MAX_TOLD]}
    told = ", ".join(f"`{name}` ({share:.2%} in training)" for name, share in shares.items())
    more = f" and {len(names) - MAX_TOLD:,} more" if len(names) > MAX_TOLD else ""
    merged = f"; `{into}` has their rows now" if into else ""
    rest: dict[str, object] = {"into": into} if into else {}
    return Diagnosis(
        fault="lost_category",
        story=f"has no row of {told}{more}{merged}",
        advice="Ask the producer what became of these: left out, or counted as another level.",
        parameters={"levels": names[:MAX_LEVELS], **rest},
        share=round(levels.share_before(lost), 6),
        explains=round(max(0.0, 1 - left.gap / levels.gap), 4) if levels.gap else None,
    )


LOST_CATEGORY = Fault(
    name="lost_category",
    meaning="levels went that training had",
    few=True,
    kinds=("category",),
    explain=explain_lost,
)
