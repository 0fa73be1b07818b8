"""The profile of a table: its columns, its sample, its pieces; built from a stream, added to others.

``profile(a) + profile(b) == profile(a and b)``, in content and to the byte. A table is read in
batches; each is profiled and added, so no result depends on how the rows were cut.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import add
from threading import Event, Lock
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from drift.errors import ProfilesIncompatibleError
from drift.profile.arrays import nulls_of
from drift.profile.calendar import PieceRows, assignment_of, on_one_calendar, piece_rows_of, plain
from drift.profile.column import family_of_both
from drift.profile.drawing import Drawing
from drift.profile.pieces import count_pieces, no_pieces
from drift.profile.plan import Plan
from drift.profile.prepare import prepare_columns, row_hashes
from drift.profile.repeats import count_repeats, no_repeats
from drift.profile.sample import Sample, no_sample, sample_rows
from drift.profile.segments import Segments, add_segments, no_segments, segment_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from drift.profile.column import ColumnProfile
    from drift.profile.distinct import Distinct
    from drift.profile.prepared import Prepared

__all__ = [
    "GRID_VERSION",
    "WORKERS",
    "PieceRows",
    "Plan",
    "Profile",
    "empty_profile",
    "profile_batch",
    "profile_batches",
    "without_pieces",
    "without_segments",
]

GRID_VERSION = 1  # of keys, hashes and limits: profiles of another version do not add up with these

WORKERS = 2  # batches are counted side by side; more threads wait for Python's lock


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profile:
    """All that is kept of a table.

    Attributes
    ----------
    plan : Plan
        What was to be kept.
    rows : int
        Rows in the table.
    columns : dict of str to ColumnProfile
        By name, in alphabetical order.
    sample : Sample
        Whole rows.
    repeats : Distinct
        How often keys, or whole rows, stand in the table.
    piece_rows : PieceRows or None
        Rows by piece, None where the plan has no pieces.
    shards : frozenset of str
        The identities of the files that were read. Not part of the sum's content.
    segments : dict of str to Segments
        The same by the levels of each of the plan's segment columns.
    """

    plan: Plan
    rows: int
    columns: dict[str, ColumnProfile]
    sample: Sample
    repeats: Distinct
    piece_rows: PieceRows | None
    shards: frozenset[str] = field(default=frozenset())
    segments: dict[str, Segments] = field(default_factory=dict)

    def __add__(self, other: Profile) -> Profile:
        """Return the profile of the rows of both tables.

        Raises
        ------
        ProfilesIncompatibleError
            If they were made by different plans, or a column carries text in one and numbers in the other.
        """
        if self.plan != other.plan:
            raise ProfilesIncompatibleError(
                "the profiles were made for different purposes", seen=f"{self.plan} and {other.plan}"
            )
        span, (mine, theirs) = on_one_calendar(self, other)
        names = sorted({*mine.columns, *theirs.columns})
        return Profile(
            plan=self.plan,
            rows=self.rows + other.rows,
            columns={name: _sum(name, mine, theirs) for name in names},
            sample=self.sample + other.sample,
            repeats=self.repeats + other.repeats,
            piece_rows=piece_rows_of(span, mine, theirs),
            shards=self.shards | other.shards,
            segments=add_segments(self.segments, other.segments),
        )


def empty_profile(plan: Plan) -> Profile:
    """Return the neutral element: no rows, no columns."""
    pieces = None
    if plan.pieces != "none":
        pieces = PieceRows(span=0, pieces=np.empty(0, np.int64), counts=np.empty(0, np.int64))
    return Profile(
        plan=plan,
        rows=0,
        columns={},
        sample=no_sample(plan.sample),
        repeats=no_repeats(keyed=bool(plan.key)),
        piece_rows=pieces,
        segments=no_segments(plan),
    )


def profile_batches(
    batches: Iterable[pl.DataFrame],
    plan: Plan,
    *,
    workers: int = WORKERS,
    counted: frozenset[str] | None = None,
) -> Profile:
    """Return the profile of a stream of batches, of which each worker has one in memory at a time.

    Workers take turns at the stream, and each adds what it took to a sum of its own: in which order, and
    which batch went to whom, makes no difference to the sum of these sums. `counted` are the columns by which
    rows are copies, where no key is: all, if not given.
    """
    stream, turn, stop, drawing = _in_two(batches), Lock(), Event(), Drawing(plan.sample)

    def take() -> pl.DataFrame | None:
        with turn:
            return None if stop.is_set() else next(stream, None)

    def work() -> Profile:
        total = empty_profile(plan)
        try:
            while (batch := take()) is not None:
                part = profile_batch(batch, plan, known=total, enters=drawing.threshold, counted=counted)
                drawing.add(part.sample)
                total += replace(part, sample=total.sample)
        except BaseException:
            stop.set()
            raise
        return total

    with ThreadPoolExecutor(workers) as pool:
        try:
            parts = [pool.submit(work) for _ in range(workers)]
            return replace(reduce(add, [part.result() for part in parts]), sample=drawing.sample())
        finally:  # an interrupt reaches this thread alone
            stop.set()


def _in_two(batches: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Yield the batches, the first in two halves: so even one batch keeps two workers busy."""
    for place, batch in enumerate(batches):
        half = batch.height // 2 if place == 0 else 0
        if half:
            yield batch.head(half)
            yield batch.tail(batch.height - half)
        else:
            yield batch


def profile_batch(
    frame: pl.DataFrame,
    plan: Plan,
    *,
    known: Profile | None = None,
    enters: int | None = None,
    counted: frozenset[str] | None = None,
) -> Profile:
    """Return the profile of one batch of rows.

    `known` is the sum that the batch will be added to: what it has settled already is not worked out
    again. `enters` is the largest hash that may still enter that sum's sample; None while all may. `counted`
    is as in `profile_batches`.
    """
    if frame.height == 0:
        return _no_rows(frame, plan)
    before: Mapping[str, ColumnProfile] = known.columns if known else {}
    prepared: list[Prepared] = []
    columns_in_turn = _passing(prepare_columns(frame, before), prepared, plan)
    by_row = row_hashes(columns_in_turn, frame.height, frame.columns, counted)
    hashes = by_row.whole
    repeats = _repeats(frame, plan, prepared, known)
    segments = segment_rows(frame, prepared, plan, known.segments if known else {})
    prepared = [one for one in prepared if one.profile.name not in plan.hidden]
    columns = {one.profile.name: one.profile for one in prepared}
    if repeats is None:
        repeats = count_repeats(by_row.counted, None, threshold=known.repeats.threshold if known else None)
    piece_rows = None
    if plan.pieces != "none":
        assignment, span = assignment_of(frame, plan.time, known)
        piece_rows = PieceRows(span=span, pieces=assignment.pieces, counts=assignment.rows)
        nulls = nulls_of(frame)
        for one in prepared:
            seen = before.get(one.profile.name)
            level = seen.pieces.level if seen and seen.pieces and seen.family == one.profile.family else 0
            pieces = count_pieces(
                assignment,
                one.piece_keys,
                one.piece_valid,
                nulls=nulls[one.profile.name],
                cells=one.piece_cells,
                level=level,
            )
            columns[one.profile.name] = replace(one.profile, pieces=pieces)
    shown = _shown(frame, plan)
    return Profile(
        plan=plan,
        rows=frame.height,
        columns=dict(sorted(columns.items())),
        sample=sample_rows(shown, hashes if shown.width else hashes[:0], limit=plan.sample, threshold=enters),
        repeats=repeats,
        piece_rows=piece_rows,
        segments=segments,
    )


def _passing(columns: Iterable[Prepared], noted: list[Prepared], plan: Plan) -> Iterator[Prepared]:
    """Yield the columns that are not hidden, and note all, without their rows where those have no more use.

    So each column's arrays take the place of those of the one before, which the processor still has at hand.
    """
    by_row = frozenset({*plan.key, *plan.segments})
    for one in columns:
        asked_again = plan.pieces != "none" or one.profile.name in by_row
        noted.append(one if asked_again else one.without_rows())
        if one.profile.name not in plan.hidden:
            yield one


def without_pieces(profile: Profile) -> Profile:
    """Return the same profile without its pieces: what is compared, when they have taught what they can."""
    return replace(
        profile,
        piece_rows=None,
        plan=replace(profile.plan, pieces="none"),
        columns={name: replace(column, pieces=None) for name, column in profile.columns.items()},
    )


def nested_among(names: Iterable[str], profile: Profile) -> bool:
    """Return whether any of these columns is nested: the sample keeps none of its values."""
    return any(profile.columns[name].family == "nested" for name in names)


def without_segments(profile: Profile) -> Profile:
    """Return the same profile without its segments: what is kept where no level is judged any more."""
    plan = replace(profile.plan, segments=(), levels=0, named=())
    return replace(profile, segments={}, plan=plan)


def _no_rows(frame: pl.DataFrame, plan: Plan) -> Profile:
    """Return the profile of a batch that has columns, and no rows."""
    pieces, frame = no_pieces() if plan.pieces != "none" else None, _shown(frame, plan)
    profiles = [one.profile for one in prepare_columns(frame, {})]
    columns = {one.name: replace(one, pieces=pieces) for one in profiles}
    return replace(
        empty_profile(plan),
        columns=dict(sorted(columns.items())),
        sample=sample_rows(frame, np.empty(0, np.uint64), limit=plan.sample, threshold=None),
    )


def _shown(frame: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """Return the columns that something is kept of."""
    hidden = [name for name in plan.hidden if name in frame.columns]
    return (
        pl.DataFrame({one.name: one for one in frame.iter_columns() if one.name not in hidden})
        if hidden
        else frame
    )


def _repeats(
    frame: pl.DataFrame, plan: Plan, prepared: list[Prepared], known: Profile | None
) -> Distinct | None:
    """Return how often each key stands in a batch; None where there is no key, but whole rows to count."""
    if not plan.key:
        return None
    parts = [one for one in prepared if one.profile.name in plan.key]
    nulls = np.full(frame.height, len(parts) < len(plan.key), np.bool_)  # a column that is missing is null
    for name in plan.key:
        if name in frame.columns:
            nulls |= plain(frame, name).is_null().to_numpy()
    hashes = row_hashes(parts, frame.height, plan.key).whole
    return count_repeats(hashes, nulls, threshold=known.repeats.threshold if known else None)


def _with_nulls_of(column: ColumnProfile, lacking: Profile) -> ColumnProfile:
    rows = lacking.piece_rows
    return column.with_nulls(lacking.rows, rows.pieces if rows else None, rows.counts if rows else None)


def _sum(name: str, one: Profile, other: Profile) -> ColumnProfile:
    """Return the sum of a column of both; a table that lacks it has it as nulls."""
    mine, theirs = one.columns.get(name), other.columns.get(name)
    if theirs is None:
        return _with_nulls_of(one.columns[name], other)
    if mine is None:
        return _with_nulls_of(theirs, one)
    if family_of_both(mine.family, theirs.family) is None:
        raise ProfilesIncompatibleError(
            f"column `{name}` does not add up",
            seen=f"{mine.family} ({', '.join(mine.dtypes)}) and {theirs.family} ({', '.join(theirs.dtypes)})",
            mend="profile both against one reference, which settles the types",
        )
    return mine + theirs
