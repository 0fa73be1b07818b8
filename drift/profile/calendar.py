"""On which pieces the rows of a table fall, and how two tables come to stand on one calendar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from drift.profile.pieces import MAX_PIECES, SPANS, Assignment, assign, calendar_hours, sum_by
from drift.profile.times import clock_microseconds
from drift.sources.schema import family

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from drift.profile.table import Profile


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PieceRows:
    """The pieces of a table: their span and how many rows each has.

    `span` is an index into `SPANS`. Rows without a time are in no piece.
    """

    span: int
    pieces: NDArray[np.int64]
    counts: NDArray[np.int64]


def plain(frame: pl.DataFrame, name: str) -> pl.Series:
    """Return a column under a plain name: polars takes some names, such as ``*``, for patterns."""
    return frame.get_column(name).alias("values")


def assignment_of(frame: pl.DataFrame, time: str | None, known: Profile | None) -> tuple[Assignment, int]:
    """Return which piece each row is in, and the index of the span; no finer than what is known."""
    if time is None or time not in frame.columns or family(frame.schema[time]) == "unknown":
        microseconds, valid = np.zeros(frame.height, np.int64), np.zeros(frame.height, np.bool_)
    else:
        microseconds, valid = clock_microseconds(plain(frame, time))
    span = known.piece_rows.span if known and known.piece_rows else 0
    hours = calendar_hours(microseconds)
    assignment = assign(hours // SPANS[span].hours, valid)
    while assignment.pieces.size > MAX_PIECES and span + 1 < len(SPANS):
        span += 1
        assignment = assign(hours // SPANS[span].hours, valid)
    return assignment, span


def on_one_calendar(one: Profile, other: Profile) -> tuple[int, tuple[Profile, Profile]]:
    """Return both profiles on the finest common span on which they have at most `MAX_PIECES`."""
    if one.piece_rows is None or other.piece_rows is None:
        return 0, (one, other)
    span = max(one.piece_rows.span, other.piece_rows.span)
    one, other = _at_span(one, span), _at_span(other, span)
    while span + 1 < len(SPANS):
        if np.union1d(_pieces_of(one), _pieces_of(other)).size <= MAX_PIECES:
            break
        span += 1
        one, other = _at_span(one, span), _at_span(other, span)
    return span, (one, other)


def _pieces_of(profile: Profile) -> NDArray[np.int64]:
    return profile.piece_rows.pieces if profile.piece_rows else np.empty(0, np.int64)


def _at_span(profile: Profile, span: int) -> Profile:
    rows = profile.piece_rows
    if rows is None or rows.span == span:
        return profile
    ratio = SPANS[span].hours // SPANS[rows.span].hours
    pieces, counts = sum_by(rows.pieces // ratio, rows.counts)
    return replace(
        profile,
        piece_rows=PieceRows(span=span, pieces=pieces, counts=counts),
        columns={
            name: replace(column, pieces=column.pieces.coarser(ratio) if column.pieces else None)
            for name, column in profile.columns.items()
        },
    )


def piece_rows_of(span: int, one: Profile, other: Profile) -> PieceRows | None:
    """Return the pieces of both tables, on one span already; None where they have none."""
    if one.piece_rows is None or other.piece_rows is None:
        return None
    pieces, counts = sum_by(
        np.concatenate([one.piece_rows.pieces, other.piece_rows.pieces]),
        np.concatenate([one.piece_rows.counts, other.piece_rows.counts]),
    )
    return PieceRows(span=span, pieces=pieces, counts=counts)
