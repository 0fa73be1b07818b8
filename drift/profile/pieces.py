"""Pieces: the same counts kept apart by calendar hour, day, week …, so that movement can be learned.

All pieces of a column share one collapsing grid, coarser than the column's own, so a column costs a
table of pieces by cells. The calendar collapses in the same way as the grid: while there are more
than `MAX_PIECES`, hours become days, days weeks, weeks fours, fours years of 52. Each nests in the
next, so the result depends on the rows alone. Without a time column there are no pieces.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.profile.cells import bits_to_drop, count_cells, counted, shifted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.cells import Cells

PIECE_CELLS = 256  # cells of a column's pieces; the coarse grid misses under 0.01 of a KS distance
MAX_PIECES = 400  # a year of days, with room; 50 columns stay under 100 MB

_MICROSECONDS_AN_HOUR = 3_600_000_000
_MONDAY = -3 * 24  # hours from 1970-01-01, a Thursday, back to its Monday


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A length of calendar time that pieces may have."""

    name: str
    hours: int


# Each nests in the next.
SPANS = (
    Span(name="hour", hours=1),
    Span(name="day", hours=24),
    Span(name="week", hours=7 * 24),
    Span(name="4 weeks", hours=28 * 24),
    Span(name="52 weeks", hours=364 * 24),
)

_LUT_BITS = (12, 16, 20)  # of a key: up to here a table (8 MB at most) finds a cell faster than a search


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pieces:
    """A column's counts by piece and cell, and its nulls by piece.

    Attributes
    ----------
    level : int
        Low bits dropped from every key.
    pieces, keys, counts : arrays of shape (k,)
        Sorted by piece, then key.
    null_pieces, null_counts : arrays of shape (p,)
        Pieces that hold nulls, and how many.
    """

    level: int
    pieces: NDArray[np.int64]
    keys: NDArray[np.uint64]
    counts: NDArray[np.int64]
    null_pieces: NDArray[np.int64]
    null_counts: NDArray[np.int64]

    def __add__(self, other: Pieces) -> Pieces:
        """Return the counts of both, piece by piece."""
        level = max(self.level, other.level)
        keys = np.concatenate(
            [shifted(self.keys, level - self.level), shifted(other.keys, level - other.level)]
        )
        return _collapsed(
            np.concatenate([self.pieces, other.pieces]),
            keys,
            np.concatenate([self.counts, other.counts]),
            level,
            np.concatenate([self.null_pieces, other.null_pieces]),
            np.concatenate([self.null_counts, other.null_counts]),
        )

    def coarser(self, ratio: int) -> Pieces:
        """Return the same counts in pieces `ratio` times as long."""
        return _collapsed(
            self.pieces // ratio,
            self.keys,
            self.counts,
            self.level,
            self.null_pieces // ratio,
            self.null_counts,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Assignment:
    """Which piece each row of a batch belongs to.

    Attributes
    ----------
    pieces : int64 array of shape (p,)
        The distinct pieces, ascending.
    codes : int64 array of shape (rows,)
        The index into `pieces` of each row; -1 for a row without a time.
    """

    pieces: NDArray[np.int64]
    codes: NDArray[np.int64]

    @property
    def rows(self) -> NDArray[np.int64]:
        """Rows in each piece, shape (p,)."""
        return np.bincount(self.codes[self.codes >= 0], minlength=self.pieces.size).astype(np.int64)


def no_pieces() -> Pieces:
    """Return the neutral element."""
    nothing = np.empty(0, np.int64)
    return Pieces(
        level=0,
        pieces=nothing,
        keys=np.empty(0, np.uint64),
        counts=nothing,
        null_pieces=nothing,
        null_counts=nothing,
    )


def calendar_hours(microseconds: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the running number of each time's hour, so counted that weeks begin on Mondays."""
    return microseconds // _MICROSECONDS_AN_HOUR - _MONDAY


def assign(pieces: NDArray[np.int64], valid: NDArray[np.bool_] | None = None) -> Assignment:
    """Return the rows' pieces in compact form; rows that are not valid get none."""
    distinct, codes = np.unique(pieces if valid is None else pieces[valid], return_inverse=True)
    if valid is not None:
        all_codes = np.full(pieces.shape, -1, np.int64)
        all_codes[valid] = codes
        codes = all_codes
    return Assignment(pieces=distinct.astype(np.int64), codes=codes.astype(np.int64))


def count_pieces(
    assignment: Assignment,
    keys: NDArray[np.uint64],
    valid: NDArray[np.bool_],
    *,
    nulls: NDArray[np.bool_],
    cells: Cells,
    level: int = 0,
) -> Pieces:
    """Return the pieces of a batch.

    Parameters
    ----------
    assignment : Assignment
        Which piece each row belongs to.
    keys, valid : arrays of shape (rows,)
        The key of each row, and whether it has one.
    nulls : array of shape (rows,)
        Which rows are null. NaN and structs, say, are neither null nor have a key.
    cells : Cells
        The cells of the valid keys, which may tell the grid without another look at the rows.
    level : int
        A level known to be needed already.
    """
    placed = assignment.codes >= 0
    null_counts = np.bincount(assignment.codes[placed & nulls], minlength=assignment.pieces.size)
    with_nulls = np.flatnonzero(null_counts)
    taken = placed & valid
    # The grid is settled by the rows in pieces alone: those without a time may need a coarser one.
    taken_keys, codes = keys[taken], assignment.codes[taken]
    if placed.all() and cells.level <= level:
        grid = cells.at_level(level).at_limit(PIECE_CELLS)
    else:
        grid = count_cells(taken_keys, limit=PIECE_CELLS, level=level)
    width = max(grid.keys.size, 1)
    table = np.bincount(codes * np.int64(width) + _index(grid.keys, shifted(taken_keys, grid.level)))
    occupied = np.flatnonzero(table)  # by piece, then cell
    piece, cell = np.divmod(occupied, width)
    return Pieces(
        level=grid.level,
        pieces=assignment.pieces[piece],
        keys=grid.keys[cell] if grid.keys.size else grid.keys,
        counts=table[occupied].astype(np.int64),
        null_pieces=assignment.pieces[with_nulls],
        null_counts=null_counts[with_nulls].astype(np.int64),
    )


def _index(sorted_keys: NDArray[np.uint64], keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return where each key stands among the sorted ones, all of which are known to be there."""
    if keys.size == 0:
        return np.empty(0, np.int64)
    base = sorted_keys[0]
    span = int(sorted_keys[-1] - base).bit_length()
    for bits in _LUT_BITS:
        drop = max(span - bits, 0)
        places = shifted(sorted_keys - base, drop)
        if (places[1:] > places[:-1]).all():  # the high bits tell the cells apart
            table = np.zeros(int(places[-1]) + 1, np.int64)
            table[places] = np.arange(sorted_keys.size)
            found: NDArray[np.int64] = table[shifted(keys - base, drop)]
            return found
    return np.searchsorted(sorted_keys, keys).astype(np.int64)


def _collapsed(
    pieces: NDArray[np.int64],
    keys: NDArray[np.uint64],
    counts: NDArray[np.int64],
    level: int,
    null_pieces: NDArray[np.int64],
    null_counts: NDArray[np.int64],
) -> Pieces:
    grid = counted(keys)[0]
    drop = bits_to_drop(grid, PIECE_CELLS)
    if drop:
        keys, grid = shifted(keys, drop), counted(shifted(grid, drop))[0]
    there = np.unique(pieces)
    # Few cells and few pieces: a table of both adds up in less time than they are sorted in.
    table = np.zeros(there.size * grid.size, np.int64)
    np.add.at(table, np.searchsorted(there, pieces) * grid.size + np.searchsorted(grid, keys), counts)
    occupied = np.flatnonzero(table)  # by piece, then cell
    piece, cell = np.divmod(occupied, max(grid.size, 1))
    pieces, keys, counts = there[piece], grid[cell], table[occupied]
    null_pieces, null_counts = sum_by(null_pieces, null_counts)
    return Pieces(
        level=level + drop,
        pieces=pieces,
        keys=keys,
        counts=counts,
        null_pieces=null_pieces,
        null_counts=null_counts,
    )


def sum_by(
    pieces: NDArray[np.int64], counts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the distinct pieces, ascending, and the sum of each one's counts."""
    distinct, inverse = np.unique(pieces, return_inverse=True)
    total = np.zeros(distinct.size, np.int64)
    np.add.at(total, inverse, counts)
    return distinct, total
