"""What past batches teach of how far a feature moves: each is as far from the training data as it was.

A batch that was found unchanged, or whose change a person accepted, shows movement that training data of
some weeks does not hold. Each is compared with the training data alone, as its check did, on the grid that
pieces have; which of them teach is decided by who asks. Batches are taken one after the other, so that
years of them need no more memory than some.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

import numpy as np

from drift.judge.movement import Movement
from drift.judge.tolerance import SPAN_SLACK
from drift.profile.cells import no_cells
from drift.profile.column import HOURS, WEEKDAYS
from drift.profile.pieces import PIECE_CELLS, SPANS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from drift.profile.cells import Cells
    from drift.profile.column import ColumnProfile
    from drift.profile.kind import Kind
    from drift.profile.table import Profile

AT_ONCE: Final = 32  # batches in memory at a time


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PastBatch:
    """A past batch that teaches.

    Attributes
    ----------
    profile : Profile
        What it held.
    columns : frozenset of str
        The columns that it teaches of.
    span_hours : float or None
        How much time it spans; None where it does not tell.
    """

    profile: Profile
    columns: frozenset[str]
    span_hours: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastMoves:
    """How far past batches of one span are from the training data, in one column.

    Attributes
    ----------
    distances : dict of str to list of float
        By statistic, the noise's mean taken off.
    foremost : list of float
        The share of the most frequent value, of each.
    """

    distances: dict[str, list[float]]
    foremost: list[float]


PastTaught = dict[str, dict[int, PastMoves]]  # by column and hours of the span


def taught_by_past(profile: Profile, kinds: Mapping[str, Kind], batches: Iterable[PastBatch]) -> PastTaught:
    """Return what batches teach of the columns of training data, by span.

    Parameters
    ----------
    profile : Profile
        Of the training data.
    kinds : mapping of str to Kind
        What its columns are.
    batches : iterable of PastBatch
        In any order; read once.
    """
    taught: PastTaught = defaultdict(dict)
    remaining = iter(batches)
    while some := list(islice(remaining, AT_ONCE)):
        for hours in sorted({span_of(one.span_hours) for one in some}):
            alike = [one for one in some if span_of(one.span_hours) == hours]
            for name, column in profile.columns.items():
                theirs = [one.profile.columns[name] for one in alike if _teaches(one, column)]
                if theirs:
                    _take(taught[name], hours, Movement.since(*_counts(column, theirs)), kinds[name])
    return dict(taught)


def span_of(hours: float | None) -> int:
    """Return the hours of the longest calendar span that a batch fills; 0 where its time is not known.

    Examples
    --------
    >>> [span_of(hours) for hours in (None, 0.2, 23.9, 30.0, 167.5)]
    [0, 1, 24, 24, 168]
    """
    if hours is None:
        return 0
    return max((span.hours for span in SPANS if span.hours <= hours * SPAN_SLACK), default=SPANS[0].hours)


def _take(found: dict[int, PastMoves], hours: int, movement: Movement, kind: Kind) -> None:
    moves = found.setdefault(hours, PastMoves(distances=defaultdict(list), foremost=[]))
    for statistic, distances in movement.distances(kind.kind, hours):
        moves.distances[statistic] += distances
    moves.foremost.extend(movement.foremost[1:].tolist())


def _teaches(batch: PastBatch, column: ColumnProfile) -> bool:
    """Return whether a batch has the column, in values of the same family."""
    there = batch.profile.columns.get(column.name)
    return column.name in batch.columns and there is not None and there.family == column.family


def _counts(
    training: ColumnProfile, batches: list[ColumnProfile]
) -> tuple[list[Cells], list[int], list[int]]:
    """Return the cells of training and batches on one grid, and the nulls and rows of each."""
    columns = [training, *batches]
    cells = [_cells(column) for column in columns]
    level = sum(cells, no_cells(PIECE_CELLS)).level
    return (
        [one.at_level(level) for one in cells],
        [column.nulls for column in columns],
        [column.rows for column in columns],
    )


def _cells(column: ColumnProfile) -> Cells:
    """Return the cells as pieces have them: of times, the hours of the week."""
    if column.family != "time":
        return column.cells.at_limit(PIECE_CELLS)
    week = column.time.week.reshape(WEEKDAYS * HOURS, -1).sum(axis=1)
    hours = np.flatnonzero(week)
    return type(column.cells)(
        limit=PIECE_CELLS, level=0, keys=hours.astype(np.uint64), counts=week[hours].astype(np.int64)
    )
