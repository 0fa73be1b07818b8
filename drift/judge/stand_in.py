"""A live column in the place of another: the case that is judged where a column came under another name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from drift.judge.case import Case

if TYPE_CHECKING:
    from drift.judge.court import Court
    from drift.profile.sample import Sample


def stand_in(name: str, other: str, court: Court) -> Case:
    """Return the case of a column of the reference with the live column `other` in its place."""
    live = court.live
    now = replace(live.profile.columns[other], name=name)
    columns = {**live.profile.columns, name: now}
    as_named = replace(
        live,
        profile=replace(
            live.profile, columns=columns, sample=_renamed(live.profile.sample, old=other, new=name)
        ),
        dtypes={**live.dtypes, name: live.dtypes[other]},
        failures=tuple(one for one in live.failures if one.column != name),
        partial={**live.partial, name: live.partial[other]} if other in live.partial else live.partial,
    )
    return Case(
        name=name,
        before=court.reference.profile.columns[name],
        now=now,
        reading=None,
        reference=court.reference,
        live=as_named,
        config=court.config,
        level=court.levels[name],
        span_hours=court.span_hours,
    )


def _renamed(sample: Sample, *, old: str, new: str) -> Sample:
    """Return the sample with the one column in the place of the other."""
    if old not in sample.rows.columns:
        return sample
    rows = {one.name: one for one in sample.rows.iter_columns()}
    return replace(sample, rows=pl.DataFrame({**rows, new: rows[old]}))
