"""Clipping: values are cut at a bound, or the rows beyond it are gone.

Cut values stand at the bound: as many rows more there as the reference has beyond. That is no movement.
Where the rows beyond were dropped instead, the reference cut at the bound must be the batch, up to its
very edge, while what fades away by itself has few rows left there, and no shift of all rows must leave
clearly less.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from drift.compare.lattice import LAST_SINGLE_BIT
from drift.compare.outside import log_probability
from drift.compare.share import share_margin, share_p_value
from drift.diagnose.atoms import atom_at, stands_out
from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.distribution import joined
from drift.diagnose.explanation import Explanation, Supposes
from drift.diagnose.fault import Fault
from drift.diagnose.moved import shift_leaves_less
from drift.diagnose.pair import pair_of
from drift.diagnose.phase import phase_of

if TYPE_CHECKING:
    from drift.diagnose.change import Change
    from drift.diagnose.distribution import Distribution
    from drift.diagnose.pair import Pair

AGREES = 0.001  # probability below which the rows at the bound are not those from beyond it
EDGE_ROWS = 30  # rows expected right within the bound, to see whether the batch fades away there
MIN_VALUES = 3  # of the batch: fewer have no bound but themselves
MOST_GONE = 0.5  # of the reference's rows; more are another distribution
MIN_EXPLAINS = 0.5  # of the distance, where rows are gone

Side = Literal["lower", "upper"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """A bound at one side, the reference's share beyond it, and whether these rows stand at it."""

    side: Side
    bound: float
    beyond: float
    stands: bool


def explain_clipping(change: Change) -> Explanation | None:
    """Return the bounds at which values are cut, or None where none are."""
    pair = change.pair
    if pair is None or pair.all_live.counts.size < MIN_VALUES:
        return None
    cuts = [cut for side in ("lower", "upper") if (cut := _cut(change, pair, side)) is not None]
    if not cuts:
        return None
    standing = [cut for cut in cuts if cut.stands] or cuts
    rest = pair_of(_cut_off(pair.all_reference, standing), pair.all_live)
    if rest is None or (not standing[0].stands and not _fits(change, pair, rest)):
        return None
    return Explanation(
        diagnosis=_diagnosis(change, standing, pair, rest),
        left=min(rest.gap, pair.gap),
        # The batch's own end is no number that was fitted.
        supposes=Supposes.A_KNOWN_NUMBER,
        statistic="short_share",
        rest=replace(change, pair=rest),
    )


def _cut(change: Change, pair: Pair, side: Side) -> _Cut | None:
    """Return the bound at one side: the batch's end, if chance does not explain that nothing lies beyond."""
    reference, live = pair.all_reference, pair.all_live
    place = 0 if side == "lower" else live.counts.size - 1
    end = float(live.lower[0] if side == "lower" else live.upper[-1])
    near = LAST_SINGLE_BIT * abs(end)  # an end that was computed with 32 bits is the same one
    outside = reference.upper < end - near if side == "lower" else reference.lower > end + near
    beyond = int(reference.counts[outside].sum())
    n, m = reference.rows, live.rows
    if not beyond or log_probability(beyond, m, n) > np.log(change.level):
        return None
    atom = atom_at(pair, place, change.level, change.now_sample)
    touching = round(atom.before * n)
    stands = (
        atom.now - atom.before > share_margin(touching, n, int(live.counts[place]), m, change.level / 2)
        and share_p_value(touching + beyond, n, int(live.counts[place]), m) > AGREES
    )
    moved_more = beyond / n > change.tolerance("short_share")
    # A value that training had often, too, may gain rows by itself.
    stands = stands and (moved_more or stands_out(pair, atom))
    gone = moved_more and beyond / n <= MOST_GONE
    if not stands and not (gone and _reaches(pair, side, beyond)):
        return None
    return _Cut(side=side, bound=atom.value, beyond=beyond / n, stands=stands)


def _reaches(pair: Pair, side: Side, beyond: int) -> bool:
    """Return whether the batch is as dense right within its end as the reference is there."""
    reference, live = pair.all_reference, pair.all_live
    n, m = reference.rows, live.rows
    left = n - beyond
    edge = min(1.0, EDGE_ROWS / m)  # of what is left of the reference
    if side == "upper":
        point = reference.quantile(max(0.0, left * (1 - edge) / n))
        taken, now = reference.upper >= point, live.upper >= point
    else:
        point = reference.quantile(min(1.0, (beyond + left * edge) / n))
        taken, now = reference.lower <= point, live.lower <= point
    expected = int(reference.counts[taken].sum()) - beyond
    if expected <= 0:
        return False
    return share_p_value(expected, left, int(live.counts[now].sum()), m) > AGREES


def _fits(change: Change, pair: Pair, rest: Pair) -> bool:
    explains = 1 - rest.gap / pair.gap if pair.gap > 0 else 0.0
    fits = rest.gap <= rest.chance and (explains >= MIN_EXPLAINS or pair.gap <= change.enough)
    return fits and not shift_leaves_less(pair, rest.gap) and phase_of(change) is None


def _cut_off(of: Distribution, cuts: list[_Cut]) -> Distribution:
    """Return the reference with its values cut at the bounds, or without those beyond."""
    lower, upper, counts = of.lower, of.upper, of.counts
    for cut in cuts:
        if cut.stands:
            hold = np.minimum if cut.side == "upper" else np.maximum
            lower, upper = hold(lower, cut.bound), hold(upper, cut.bound)
        else:
            inside = lower <= cut.bound if cut.side == "upper" else upper >= cut.bound
            lower, upper, counts = lower[inside], upper[inside], counts[inside]
    return joined(lower, upper, counts)


def _diagnosis(change: Change, cuts: list[_Cut], pair: Pair, rest: Pair) -> Diagnosis:
    stands = cuts[0].stands
    bounds = " and ".join(f"{'below' if cut.side == 'lower' else 'above'} {cut.bound:,.6g}" for cut in cuts)
    share = sum(cut.beyond for cut in cuts)
    what = (
        f"values {bounds} are cut: {share:.2%} of training's rows lie beyond, and as many more of the "
        "batch's stand right at the bound"
        if stands
        else f"rows {bounds} are gone, where {share:.2%} of training's rows lie"
    )
    column = f"pl.col({change.name!r})"
    return Diagnosis(
        fault="clipping",
        story=f"ends where training did not: {what}",
        advice="Ask the producer for the limit that was put in"
        + (
            "; the values beyond cannot be brought back."
            if stands
            else ", and for the rows that are missing."
        ),
        parameters={
            "bound": cuts[0].bound if len(cuts) == 1 else [cut.bound for cut in cuts],
            "side": cuts[0].side if len(cuts) == 1 else "both",
        },
        share=round(share, 4),
        explains=round(max(0.0, 1 - rest.gap / pair.gap), 4) if pair.gap > 0 else 0.0,
        proven=True,
        find=" | ".join(f"({column} {'<=' if cut.side == 'lower' else '>='} {cut.bound!r})" for cut in cuts)
        if stands
        else None,
    )


CLIPPING = Fault(
    name="clipping",
    meaning="values are cut at a bound",
    few=True,
    kinds=("number",),
    explain=explain_clipping,
)
