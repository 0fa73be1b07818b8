"""One level of a segment column as a table of its own: both sides, and a case for each column in it.

A level is judged by what the whole is judged by: the same kinds, checks, floors and tolerances, at its own
row counts and its own part of the budget. What is asked of a column as a whole is not asked again: its
type, the age of the batch, and whether a calendar number is what its time says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from drift.compare.calendar import calendar_of
from drift.judge.case import Case
from drift.judge.tolerance import UNBOUNDED
from drift.profile.level import Level, LevelValue, no_rows
from drift.profile.plan import Plan
from drift.profile.prepare import prepare
from drift.profile.repeats import no_repeats
from drift.profile.sample import Sample
from drift.profile.segments import NULL_LEVEL
from drift.profile.table import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from drift.judge.court import Court
    from drift.judge.reference import Reference
    from drift.judge.tolerance import Tolerance
    from drift.profile.column import ColumnProfile
    from drift.profile.segments import Segments

OTHERS: Final = "(all others)"  # what results call the levels that are judged as one


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Segment:
    """One level on both sides, or all that have no place of their own.

    Attributes
    ----------
    column : str
        The segment column.
    key : int or None
        The level's hash; None for all others.
    value : str, int, float, bool or None
        The level.
    before, now : Level
        The two sides.
    """

    column: str
    key: int | None
    value: LevelValue
    before: Level
    now: Level

    @property
    def named(self) -> dict[str, LevelValue]:
        """The level as a finding names it."""
        return {self.column: self.value}


def segments_of(name: str, before: Segments, now: Segments) -> Iterator[Segment]:
    """Yield the levels of a segment column that the reference keeps apart, the largest first."""
    for key, level in sorted(before.levels.items(), key=lambda one: (-one[1].rows, one[0])):
        yield Segment(
            column=name,
            key=key,
            value=level.value,
            before=level,
            now=now.levels.get(key, no_rows(level.value)),
        )
    if before.rest.rows:
        yield Segment(column=name, key=None, value=OTHERS, before=before.rest, now=now.rest)


def parts_of(segments: Mapping[str, Segments]) -> int:
    """Return how many levels there are that the budget is shared by, those judged as one counted once."""
    return sum(len(one.levels) + bool(one.rest.rows) for one in segments.values())


def place_in(
    segments: Mapping[str, Segments], named: Mapping[str, LevelValue]
) -> tuple[str, int | None, Level]:
    """Return the segment column that a finding names, the hash of its level and what is kept of that."""
    column, value = next(iter(named.items()))
    held = segments[column]
    for key, level in held.levels.items():
        if level.value == value:
            return column, key, level
    return column, None, held.rest


def court_in(segment: Segment, court: Court, named: frozenset[int]) -> Court:
    """Return both sides of a level as tables of their own.

    Parameters
    ----------
    segment : Segment
        The level.
    court : Court
        Both sides of the whole.
    named : frozenset of int
        The levels of its column that are kept apart.
    """
    reference, live = court.reference, court.live
    before, now = (
        _table(whole, level, _sample_in(whole.sample, segment.column, segment.key, named))
        for whole, level in ((reference.profile, segment.before), (live.profile, segment.now))
    )
    parts = parts_of(reference.profile.segments)
    return replace(
        court,
        reference=replace(reference, profile=before, tolerances=_moving_alone(segment.column, reference)),
        live=replace(live, profile=now, failures=(), readings=(), partial={}),
        config=court.config.model_copy(update={"max_age": None}),
        levels={name: level / parts for name, level in court.levels.items()},
    )


def _moving_alone(column: str, reference: Reference) -> dict[str, tuple[Tolerance, ...]]:
    """Return how far each column moves in a level, if levels move independently of each other.

    The whole is their mean, which then moves by the root of the sum of their squared shares as much.
    """
    segments = reference.profile.segments[column]
    shares = np.array([one.rows for one in segments.levels.values()], float) / reference.profile.rows
    wider = float(1 / np.sqrt((shares**2).sum() + (1 - shares.sum()) ** 2))
    return {
        name: tuple(replace(one, value=_wider(one, wider)) if one.span_hours else one for one in learned)
        for name, learned in reference.tolerances.items()
    }


def _wider(one: Tolerance, by: float) -> float:
    wide = one.value * by
    return wide if one.statistic in UNBOUNDED or one.value > 1 else min(wide, 1.0)


def case_in(name: str, segment: Segment, inside: Court) -> Case:
    """Return the case of a column in a level, `inside` being both sides of it."""
    return Case(
        name=name,
        before=inside.reference.profile.columns[name],
        now=inside.live.profile.columns[name],
        reading=None,
        reference=inside.reference,
        live=inside.live,
        config=inside.config,
        level=inside.levels[name],
        span_hours=inside.span_hours,
        segment=segment.named,
    )


def judged_as_a_whole(court: Court) -> frozenset[str]:
    """Return the numbers that are a part of the time column: a level's month is what its times say."""
    before, now = (side.profile.sample.rows for side in (court.reference, court.live))
    numbers = [name for name, kind in court.reference.kinds.items() if kind.kind == "number"]
    return frozenset(name for name in numbers if calendar_of(name, court.config.time, before, now))


def in_level(column: pl.Series, key: int | None, named: frozenset[int]) -> NDArray[np.bool_]:
    """Return which rows of a segment column are of a level; for None, of no named one."""
    hashes = prepare(column, None).hashes
    if key is not None:
        return np.asarray(hashes == np.uint64(key))
    return ~np.isin(hashes, np.array(sorted(named), np.uint64))


def _sample_in(sample: Sample, column: str, key: int | None, named: frozenset[int]) -> Sample:
    """Return the sampled rows of a level; it is only complete if the whole sample is."""
    if column in sample.rows.columns:
        mask = in_level(sample.rows.get_column(column), key, named)
    else:
        mask = np.full(sample.hashes.size, key == NULL_LEVEL, np.bool_)
    rows = sample.rows.filter(pl.Series(mask)) if sample.rows.width else sample.rows
    hashes = sample.hashes[mask]
    limit = sample.limit if sample.complete else hashes.size
    return Sample(limit=limit, hashes=hashes, counts=sample.counts[mask], rows=rows)


def _table(whole: Profile, level: Level, sample: Sample) -> Profile:
    columns: dict[str, ColumnProfile] = {name: level.column(one) for name, one in whole.columns.items()}
    return Profile(
        plan=Plan(sample=sample.limit, time=whole.plan.time),
        rows=level.rows,
        columns=columns,
        sample=sample,
        repeats=no_repeats(keyed=False),
        piece_rows=None,
    )
