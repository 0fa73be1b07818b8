"""Lost categories: levels that chance does not leave out of a batch of so many rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.explanation import Explanation, Supposes
from drift.diagnose.fault import Fault

if TYPE_CHECKING:
    from drift.diagnose.change import Change
    from drift.diagnose.level_sets import Levels

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
    merged = _merged(levels, lost)
    if merged is not None and merged[0].gap <= merged[0].chance and left.gap > left.chance:
        left, into = merged
    return Explanation(
        diagnosis=_diagnosis(levels, lost, into, left),
        left=left.gap,
        supposes=Supposes.TWO_NUMBERS,
        statistic="lost_share",
        rest=replace(change, levels=left),
    )


def _merged(levels: Levels, lost: np.ndarray) -> tuple[Levels, str] | None:
    """Return the reference with the lost levels counted as the one that gained most; None if none did."""
    gained = levels.now / levels.m - levels.before / levels.n
    place = int(np.argmax(np.where(levels.before > 0, gained, -np.inf)))
    if gained[place] <= 0:
        return None
    before = np.where(lost, 0, levels.before)
    before[place] += int(levels.before[lost].sum())
    return levels.of(before, levels.now), levels.names[place]


def _diagnosis(levels: Levels, lost: np.ndarray, into: str | None, left: Levels) -> Diagnosis:
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
