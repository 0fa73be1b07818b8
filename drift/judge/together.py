"""Many columns at once: each right alone, no pair of them told, and yet the rows are told from training's.

A rule learns from one half of the sampled rows to tell the batch's from training's by how their columns go
together, and is tried on the other half; then the halves change places. It is a breach where it tells the
other half by more than chance explains, and by more than the same rule finds within training along time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from drift.compare.domain import Domain, advantage, advantage_margin
from drift.diagnose.relation import Apart, diagnose_together
from drift.judge.result import Finding
from drift.judge.together_movement import learned_tolerance, together_tolerance
from drift.judge.together_rows import DEAL, Together, rows_together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.judge.related_rows import RelatedRows

CHECK: Final = "relations"
STATISTIC: Final = "told_apart"
LEAST_ROWS: Final = 200  # of each side's sample: of fewer nothing is learned
MOST_COLUMNS: Final = 100  # the first ones, as the time to learn grows with them
LEAST_COLUMNS: Final = 2
LEAST_LOST: Final = 0.25  # of the advantage, without what a column tells: then the change is its, too
HALVES: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tried:
    """A rule and the half of the rows that it was tried on.

    Attributes
    ----------
    rule : Domain
        What the other half taught.
    rows : Together
        The half that it is tried on.
    distance, margin : float
        By how much it tells the batch's rows, and how much of it chance explains.
    """

    rule: Domain
    rows: Together
    distance: float
    margin: float


def together_finding(
    names: Sequence[str], rows: RelatedRows, level: float, span_hours: float | None
) -> Finding | None:
    """Return what tells the batch from training by many columns at once; None where nothing does.

    Parameters
    ----------
    names : sequence of str
        The columns to look at, the most important ones first: such as nothing was told of yet.
    rows : RelatedRows
        The sampled rows.
    level : float
        The error probability.
    span_hours : float or None
        How much time the batch spans.
    """
    both = rows_together(names[:MOST_COLUMNS], rows)
    if len(both.names) < LEAST_COLUMNS:
        return None
    if min(int(both.live.sum()), int((~both.live).sum())) < LEAST_ROWS:
        return _skipped(f"that takes {LEAST_ROWS} sampled rows of both sides")
    one, other = both.halves()
    tried = [_tried(one, other, level / HALVES), _tried(other, one, level / HALVES)]
    foremost = max(tried, key=lambda each: each.distance - each.margin)
    beyond = foremost.distance - foremost.margin
    tolerance = 0.0
    for learned in (
        partial(together_tolerance, foremost.rule, foremost.rows),
        partial(learned_tolerance, both),
    ):
        if beyond <= tolerance:
            break
        tolerance = max(tolerance, learned(span_hours))
    return _told(foremost, tolerance) if beyond > tolerance else None


def _tried(teaching: Together, rows: Together, level: float) -> Tried:
    """Return a rule that half of the rows taught, tried on the other half.

    In two ways, of which the smaller counts: with each side's columns made even within the side, so that
    none tells by itself; and with those of all rows together, which has an exact margin.
    """
    rule = Domain.learned(teaching.even_by_side(), teaching.live)
    told = rule.tells(rows.even())
    by_side = rule.tells(rows.even_by_side())
    return Tried(
        rule=rule,
        rows=rows,
        distance=min(advantage(told, rows.live), advantage(by_side, rows.live)),
        margin=advantage_margin(told, rows.live, level),
    )


def _told(tried: Tried, tolerance: float) -> Finding:
    apart = Apart(
        columns=_carriers(tried),
        advantage=tried.distance,
        margin=tried.margin,
        tolerance=tolerance,
    )
    diagnosis = diagnose_together(apart)
    return Finding(
        check=CHECK,
        verdict="breach",
        column=None,
        statistic=STATISTIC,
        why=(
            f"The batch {diagnosis.story}. Chance explains {tried.margin:.2g} of that {tried.distance:.2g}, "
            f"and {tolerance:.2g} is tolerated."
        ),
        diagnosis=diagnosis,
    )


def _carriers(tried: Tried) -> tuple[str, ...]:
    """Return the columns without which the rule tells much less, those that it needs most first.

    A column is left out by dealing its values anew among the rows of each side (Breiman 2001).
    """
    random, rows = np.random.default_rng(DEAL), tried.rows
    even = rows.even_by_side()
    whole = advantage(tried.rule.tells(even), rows.live)
    lost = {}
    for place, name in enumerate(rows.names):
        without = even.copy()
        for side in (rows.live, ~rows.live):
            without[side, place] = random.permutation(even[side, place])
        lost[name] = whole - advantage(tried.rule.tells(without), rows.live)
    order = sorted(lost, key=lambda name: -lost[name])
    many = sum(lost[name] >= LEAST_LOST * whole for name in order)
    return tuple(order[: max(LEAST_COLUMNS, many)])


def _skipped(reason: str) -> Finding:
    why = f"Many columns at once were not compared: {reason}."
    return Finding(check=CHECK, verdict="skipped", column=None, statistic=None, why=why, diagnosis=None)
