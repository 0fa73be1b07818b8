"""Outliers: a small share of the rows far outside all that training held, and nothing else explains them.

How many rows lie outside by chance is known exactly at both row counts, whatever the tails. Far is what
lies beyond the reference's ends by a good part of the way from its middle to that end: a feature that
merely moved crosses an end by little.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.outside import log_probability
from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.distribution import Distribution
from drift.diagnose.explanation import Explanation, Supposes
from drift.diagnose.fault import Fault
from drift.diagnose.pair import pair_of

if TYPE_CHECKING:
    from drift.diagnose.change import Change

MOST = 0.1  # of the rows: more are no outliers
FAR = 0.25  # of the way from the middle to an end, beyond that end, must half of the rows outside lie
ONE_VALUE = 0.5  # of the rows outside in a single place: a sentinel


def explain_outliers(change: Change) -> Explanation | None:
    """Return the rows far outside all that training held, or None where there are none."""
    pair = change.pair
    if pair is None:
        return None
    reference, live = pair.all_reference, pair.all_live
    low, high = float(reference.lower[0]), float(reference.upper[-1])
    below, above = live.upper < low, live.lower > high
    outside = below | above
    rows = int(live.counts[outside].sum())
    if low == high or not rows or rows > MOST * live.rows or live.counts[outside].max() > ONE_VALUE * rows:
        return None
    if log_probability(rows, reference.rows, live.rows) > np.log(change.level):
        return None
    middle = reference.quantile(0.5)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        far = np.where(above, (live.lower - high) / (high - middle), (low - live.upper) / (middle - low))
    if live.counts[outside & (far >= FAR)].sum() < rows / 2:
        return None
    inside = Distribution(
        lower=live.lower[~outside], upper=live.upper[~outside], counts=live.counts[~outside]
    )
    rest = pair_of(reference, inside)
    if rest is None or rest.gap > change.enough:
        return None
    up = int(live.counts[above].sum()) * 2 >= rows
    bound = high if up else low
    share = rows / live.rows
    there = above if up else below
    least, most = float(live.lower[there][0]), float(live.upper[there][-1])
    return Explanation(
        diagnosis=Diagnosis(
            fault="outliers",
            story=f"has {rows:,} rows ({share:.2%}) outside all that training held, most far "
            f"{'above' if up else 'below'} {bound:,.6g}, from {least:,.6g} to {most:,.6g};"
            " no unit explains them",
            advice="Look at these rows, and ask the producer whether they are measured or made.",
            parameters={"bound": bound},
            share=round(share, 6),
            explains=round(max(0.0, 1 - rest.gap / pair.gap), 4) if pair.gap > 0 else 0.0,
            find=f"(pl.col({change.name!r}) < {low!r}) | (pl.col({change.name!r}) > {high!r})",
        ),
        left=min(rest.gap, pair.gap),
        supposes=Supposes.TWO_NUMBERS,
        statistic="outside_share",
        rest=replace(change, pair=rest),
    )


OUTLIERS = Fault(
    name="outliers",
    meaning="a small share far outside all that training held",
    few=True,
    kinds=("number",),
    explain=explain_outliers,
)
