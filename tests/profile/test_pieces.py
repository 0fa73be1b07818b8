"""Pieces are the same counts kept apart by calendar time, on one grid and one calendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.profile.cells import count_cells
from drift.profile.pieces import (
    PIECE_CELLS,
    SPANS,
    Pieces,
    assign,
    calendar_hours,
    count_pieces,
    no_pieces,
    sum_by,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

HOURS_A_WEEK: Final = 168

# piece, key, and whether it is null if it has no key
Rows = Sequence[tuple[int | None, int | None, bool]]
row = st.tuples(
    st.none() | st.integers(-5, 5),
    st.none() | st.integers(0, 9) | st.integers(0, 2**64 - 1),
    st.booleans(),
)


def pieces_of(rows: Rows, *, level: int = 0) -> Pieces:
    """Return the pieces of rows; a row without a key is null if it says so."""
    keys = np.array([key or 0 for _, key, _ in rows], np.uint64)
    valid = np.array([key is not None for _, key, _ in rows], np.bool_)
    nulls = np.array([key is None and null for _, key, null in rows], np.bool_)
    assignment = assign(
        np.array([piece or 0 for piece, _, _ in rows], np.int64),
        np.array([piece is not None for piece, _, _ in rows], np.bool_),
    )
    cells = count_cells(keys[valid], limit=4 * PIECE_CELLS)
    return count_pieces(assignment, keys, valid, nulls=nulls, cells=cells, level=level)


def content(pieces: Pieces) -> tuple[int, dict[tuple[int, int], int], dict[int, int]]:
    cells = list(zip(pieces.pieces.tolist(), pieces.keys.tolist(), strict=True))
    assert cells == sorted(set(cells))
    nulls = pieces.null_pieces.tolist()
    assert nulls == sorted(set(nulls))
    return (
        pieces.level,
        dict(zip(cells, pieces.counts.tolist(), strict=True)),
        dict(zip(nulls, pieces.null_counts.tolist(), strict=True)),
    )


def counted(rows: Rows, level: int) -> tuple[int, dict[tuple[int, int], int], dict[int, int]]:
    """Count by hand what belongs to a piece."""
    cells = Counter((piece, key >> level) for piece, key, _ in rows if piece is not None and key is not None)
    nulls = Counter(piece for piece, key, null in rows if piece is not None and key is None and null)
    return level, dict(cells), dict(nulls)


@given(rows=st.lists(row, max_size=40))
def test_pieces_count_cells_and_nulls_of_the_rows_that_have_a_piece(
    rows: Rows,
) -> None:
    """What has neither a key nor is null, such as NaN, counts in neither."""
    assert content(pieces_of(rows)) == counted(rows, 0)


@given(rows=st.lists(row, max_size=40), cut=st.integers(0, 40), level=st.integers(0, 60))
def test_pieces_add_up_whatever_their_levels(rows: Rows, cut: int, level: int) -> None:
    one, two = pieces_of(rows[:cut]), pieces_of(rows[cut:], level=level)
    both = content(one + two)
    assert both == content(two + one)
    assert both == counted(rows, both[0])
    assert content(one + no_pieces()) == content(one) == content(no_pieces() + one)


@pytest.mark.parametrize("keys", [300, 5_000])
def test_more_than_256_cells_share_one_coarser_grid(keys: int) -> None:
    """The keys 0 to 299 need one bit less, whether the column's own grid has dropped bits already or not."""
    rows = [(number % 3, number * 2**20, False) for number in range(keys)]
    found = pieces_of(rows)
    assert content(found) == counted(rows, found.level)
    assert np.unique(found.keys).size <= PIECE_CELLS
    finer = {key >> (found.level - 1) for _, key, _ in rows}
    assert len(finer) > PIECE_CELLS


def test_rows_without_a_time_do_not_make_the_grid_coarser() -> None:
    """Else it would depend on which batch they came in."""
    placed: Rows = [(1, key, False) for key in range(5)]
    unplaced: Rows = [(None, key << 30, False) for key in range(2_000)]
    assert content(pieces_of([*placed, *unplaced])) == content(pieces_of(placed)) == counted(placed, 0)


def test_coarser_pieces_are_those_of_the_longer_span() -> None:
    rows: Rows = [
        (-1, 7, False), (0, 7, False), (1, 7, False), (2, 8, False), (-2, None, True), (1, None, True),
    ]  # fmt: skip
    assert content(pieces_of(rows).coarser(2)) == (
        0,
        {(-1, 7): 1, (0, 7): 2, (1, 8): 1},
        {-1: 1, 0: 1},
    )


@given(when=st.datetimes(datetime(1800, 1, 1), datetime(2200, 1, 1)))  # noqa: DTZ001 - clocks have no zone here
def test_the_calendar_counts_hours_from_a_monday(when: datetime) -> None:
    """Python's calendar is the witness: the hour of the week, and weeks that begin on Mondays."""
    microseconds = (when - datetime(1970, 1, 1)) // timedelta(microseconds=1)  # noqa: DTZ001
    (hour,) = calendar_hours(np.array([microseconds])).tolist()
    assert hour % HOURS_A_WEEK == when.weekday() * 24 + when.hour
    monday = (when - timedelta(days=when.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    assert hour // HOURS_A_WEEK == (monday - datetime(1969, 12, 29)) // timedelta(weeks=1)  # noqa: DTZ001


def test_each_span_nests_in_the_next() -> None:
    assert [span.hours for span in SPANS] == [1, 24, 7 * 24, 28 * 24, 364 * 24]
    assert all(longer.hours % shorter.hours == 0 for shorter, longer in pairwise(SPANS))


def test_1970_began_on_a_thursday() -> None:
    assert datetime.fromtimestamp(0, UTC).weekday() == 3
    assert calendar_hours(np.array([0, -1, 3_600_000_000])).tolist() == [72, 71, 73]


def test_an_assignment_names_each_rows_piece() -> None:
    assignment = assign(np.array([7, 3, 7, 9]), np.array([True, True, True, False]))
    assert assignment.pieces.tolist() == [3, 7]
    assert assignment.codes.tolist() == [1, 0, 1, -1]
    assert assignment.rows.tolist() == [1, 2]
    everywhere = assign(np.array([7, 3, 7]))
    assert (everywhere.codes.tolist(), everywhere.rows.tolist()) == ([1, 0, 1], [1, 2])


@given(pairs=st.lists(st.tuples(st.integers(-3, 3), st.integers(1, 2**40)), max_size=20))
def test_sum_by_adds_the_counts_of_each_piece(pairs: list[tuple[int, int]]) -> None:
    expected: Counter[int] = Counter()
    for piece, count in pairs:
        expected[piece] += count
    pieces: NDArray[np.int64] = np.array([piece for piece, _ in pairs], np.int64)
    found = sum_by(pieces, np.array([count for _, count in pairs], np.int64))
    assert list(zip(*(one.tolist() for one in found), strict=True)) == sorted(expected.items())
