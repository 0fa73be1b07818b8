"""A reference and one batch more: its counts are added, and it is a piece that movement is learned from.

A fit compares each piece of training with all that came before it. A batch that is promoted is the next
such piece, and what came before is the reference: so the tolerances need no training data to learn on.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from drift.judge.past_movement import PastBatch, taught_by_past
from drift.judge.span import span_hours_of
from drift.judge.tolerance import FOREMOST, SPAN_SLACK, let_in
from drift.profile.column import ColumnProfile, NumberDetail

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drift.judge.past_movement import PastMoves
    from drift.judge.reference import Reference
    from drift.judge.tolerance import Tolerance
    from drift.profile.sample import Sample
    from drift.profile.table import Profile


def with_batch(reference: Reference, live: Profile) -> Reference:
    """Return a reference of its training and a batch.

    The columns are the reference's; kinds, types and how often rows repeat stay as training had them.
    The batch has to be read by the reference's types, and of no other family in any column.
    """
    before = reference.profile
    hours = span_hours_of(live, before.plan.time)
    batch = PastBatch(profile=live, columns=frozenset(before.columns), span_hours=hours)
    taught = taught_by_past(before, reference.kinds, [batch])
    tolerances = {
        name: _learned_on(learned, taught.get(name, {}), hours)
        for name, learned in reference.tolerances.items()
    }
    return replace(reference, profile=_sum(before, live), tolerances=tolerances, lesson=None)


def _sum(before: Profile, live: Profile) -> Profile:
    """Return the profile of the rows of both, of the columns that the first has."""
    columns = {
        name: _column(column, live.columns.get(name), live.rows) for name, column in before.columns.items()
    }
    sample = _sample(before.sample, live.sample)
    return replace(
        before,
        plan=replace(before.plan, sample=sample.limit),
        rows=before.rows + live.rows,
        columns=columns,
        sample=sample,
        shards=before.shards | live.shards,
    )


def _column(before: ColumnProfile, now: ColumnProfile | None, rows: int) -> ColumnProfile:
    if now is None:
        return before.with_nulls(rows, None, None)
    if before.family == "unknown":  # nothing of it is compared, whatever came
        return replace(before, rows=before.rows + now.rows, nulls=before.nulls + now.nulls)
    both = before + replace(now, pieces=None)
    if (
        isinstance(before.detail, NumberDetail)
        and isinstance(both.detail, NumberDetail)
        and not before.cells.exact
    ):
        # Its sketch was evened, and adds up no more: how many values there are is what training tells.
        return replace(both, detail=replace(both.detail, distinct=before.detail.distinct))
    return both


def _sample(before: Sample, now: Sample) -> Sample:
    """Return the distinct rows of both with the smallest hashes, as far as both samples know them all."""
    if not before.hashes.size or not now.hashes.size:
        return before
    known = [name for name in now.rows.columns if name in before.rows.columns]
    now = replace(now, rows=pl.DataFrame({name: now.rows.get_column(name) for name in known}))
    end = min((one for one in (before.threshold, now.threshold) if one is not None), default=None)
    if end is None:
        return before + replace(now, limit=before.limit)
    kept = [replace(_up_to(one, end), limit=before.limit) for one in (before, now)]
    both = kept[0] + kept[1]
    return both.trimmed(both.hashes.size)  # a limit above its rows would say that it holds all there are


def _up_to(sample: Sample, end: int) -> Sample:
    return sample.trimmed(int(np.searchsorted(sample.hashes, np.uint64(end), side="right")))


def _learned_on(
    learned: tuple[Tolerance, ...], taught: Mapping[int, PastMoves], hours: float | None
) -> tuple[Tolerance, ...]:
    """Return tolerances after one piece more.

    Of a statistic that a fit learned nothing of, what was let in is all that there is to know.
    """
    spans = {one.statistic: _span_taught(one.statistic, learned, hours) for one in learned}
    found = list(learned)
    for span, moves in taught.items():
        distances = {name: float(one[0]) for name, one in moves.distances.items() if one}
        for place, one in enumerate(learned):
            if one.span_hours != spans[one.statistic]:
                continue
            if one.statistic == FOREMOST and moves.foremost:
                found[place] = _with_foremost(one, moves.foremost[0])
            elif one.statistic in distances:
                found[place] = one.with_one(_as_of_span(distances[one.statistic], one.span_hours, hours))
        timed = any(one.span_hours for one in learned)
        found += [
            let_in(name, span if timed else 0, distance)
            for name, distance in distances.items()
            if name not in spans and distance > 0
        ]
    return tuple(found)


def _slack(hours: float | None) -> float:
    """Return the longest span that a batch of this one stands for."""
    return math.inf if hours is None else hours * SPAN_SLACK


def _span_taught(statistic: str, learned: tuple[Tolerance, ...], hours: float | None) -> int:
    """Return the span whose tolerance a check of the batch goes by, see `choose_tolerance`."""
    spans = sorted(one.span_hours for one in learned if one.statistic == statistic)
    if hours is None:
        return spans[-1] if statistic == FOREMOST else spans[0]
    return max((one for one in spans if one <= _slack(hours)), default=spans[0])


def _as_of_span(distance: float, span: int, hours: float | None) -> float:
    """Return what a batch shorter than the span teaches of it: less, by as much as a check widens it."""
    if hours is None or span <= _slack(hours):
        return distance
    return distance * math.sqrt(max(_slack(hours), 1.0) / span)


def _with_foremost(learned: Tolerance, share: float) -> Tolerance:
    """Return the mean and the largest share of one value after one piece more."""
    k = learned.pieces
    mean = (learned.value * k + share) / (k + 1)
    return replace(learned, value=mean, largest=max(learned.largest, share), pieces=k + 1)
