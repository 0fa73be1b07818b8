"""What is kept of one column, whatever its family, and the sum of two.

Each family's module (`numbers.py`, `texts.py`, `times.py`, `others.py`) makes these from a batch.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import numpy as np

from drift.profile.pieces import Pieces, no_pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.cells import Cells
    from drift.profile.distinct import Distinct
    from drift.profile.step import Step

Family = Literal["number", "text", "boolean", "time", "nested", "unknown"]
End = int | float | Decimal

HOURS, WEEKDAYS = 24, 7
MONTHS, DAYS_OF_MONTH = 12, 31
QUARTERS = 4 * HOURS  # of an hour, in a day: zones differ by no less


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberDetail:
    """What is kept of numbers beside their cells, whose keys are order-preserving float bits.

    `lowest` and `highest` are exact finite ends, None where there is none. `distinct` has the
    hashes of the cells' keys.
    """

    nans: int
    positive_infinities: int
    negative_infinities: int
    zeros: int
    lowest: End | None
    highest: End | None
    step: Step
    distinct: Distinct

    def __add__(self, other: NumberDetail) -> NumberDetail:
        """Return the detail of both."""
        return NumberDetail(
            nans=self.nans + other.nans,
            positive_infinities=self.positive_infinities + other.positive_infinities,
            negative_infinities=self.negative_infinities + other.negative_infinities,
            zeros=self.zeros + other.zeros,
            lowest=lowest_of(self.lowest, other.lowest),
            highest=highest_of(self.highest, other.highest),
            step=self.step + other.step,
            distinct=self.distinct + other.distinct,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDetail:
    """What is kept of text beside its cells, whose keys are xxHash64 of the UTF-8 bytes.

    `lengths` counts characters. `names` has the text of every cell while the cells are exact, and
    else of the keys in `distinct`.
    """

    lengths: Cells
    distinct: Distinct
    names: dict[int, str]

    def named(self, cells: Cells) -> TextDetail:
        """Return the same detail with those names only that are to be kept."""
        kept = set((cells.keys if cells.exact else self.distinct.hashes).tolist())
        return replace(self, names={key: self.names[key] for key in sorted(self.names) if key in kept})

    def __add__(self, other: TextDetail) -> TextDetail:
        """Return the detail of both, with the names of both."""
        return TextDetail(
            lengths=self.lengths + other.lengths,
            distinct=self.distinct + other.distinct,
            names=self.names | other.names,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeDetail:
    """What is kept of times beside their cells, whose keys are microseconds since 1970.

    Times with a zone are taken as their clocks show them. `lowest` and `highest` are microseconds;
    `week` counts rows by quarter of an hour of the week, Monday's first; `calendar` by month and day of
    the month, 31 to a month; `step` is in microseconds, 0 while nothing was seen.
    """

    lowest: int | None
    highest: int | None
    week: NDArray[np.int64]
    calendar: NDArray[np.int64]
    step: int

    @property
    def clock(self) -> NDArray[np.int64]:
        """Rows by quarter of an hour of the day."""
        clock: NDArray[np.int64] = self.week.reshape(WEEKDAYS, QUARTERS).sum(axis=0)
        return clock

    @property
    def hours(self) -> NDArray[np.int64]:
        """Rows by hour of the day."""
        hours: NDArray[np.int64] = self.clock.reshape(HOURS, -1).sum(axis=1)
        return hours

    @property
    def weekdays(self) -> NDArray[np.int64]:
        """Rows by day of the week, Monday first."""
        weekdays: NDArray[np.int64] = self.week.reshape(WEEKDAYS, QUARTERS).sum(axis=1)
        return weekdays

    def __add__(self, other: TimeDetail) -> TimeDetail:
        """Return the detail of both."""
        lowest, highest = lowest_of(self.lowest, other.lowest), highest_of(self.highest, other.highest)
        return TimeDetail(
            lowest=None if lowest is None else int(lowest),
            highest=None if highest is None else int(highest),
            week=self.week + other.week,
            calendar=self.calendar + other.calendar,
            step=int(np.gcd(self.step, other.step)),
        )


Detail = NumberDetail | TextDetail | TimeDetail


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ColumnProfile:
    """All that is kept of one column.

    Attributes
    ----------
    name : str
        The column's name, which may be empty.
    family : str
        What its physical type carries; "unknown" is the neutral one (all null), and joins any other.
    dtypes : tuple of str
        The physical types seen, as polars prints them. Not part of the content: the same values in
        another width are the same column.
    rows, nulls : int
        All rows, and those that are null. NaN is not null; it is counted in the detail.
    cells : Cells
        Counts of values: finite numbers, texts, times, booleans (0 and 1), lengths of lists.
    pieces : Pieces or None
        The same by calendar piece (times by hour of the week), None where no pieces are kept.
    detail : Detail or None
        What only this family has.
    """

    name: str
    family: Family
    dtypes: tuple[str, ...]
    rows: int
    nulls: int
    cells: Cells
    pieces: Pieces | None
    detail: Detail | None

    @property
    def valid(self) -> int:
        """Rows that are not null."""
        return self.rows - self.nulls

    @property
    def number(self) -> NumberDetail:
        """The detail of a number column."""
        if not isinstance(self.detail, NumberDetail):
            raise TypeError(self.family)
        return self.detail

    @property
    def text(self) -> TextDetail:
        """The detail of a text column."""
        if not isinstance(self.detail, TextDetail):
            raise TypeError(self.family)
        return self.detail

    @property
    def time(self) -> TimeDetail:
        """The detail of a time column."""
        if not isinstance(self.detail, TimeDetail):
            raise TypeError(self.family)
        return self.detail

    def __add__(self, other: ColumnProfile) -> ColumnProfile:
        """Return the profile of the rows of both; the families must agree, see `family_of_both`."""
        family = family_of_both(self.family, other.family)
        if family is None:
            msg = f"{self.family} and {other.family} do not add up"
            raise TypeError(msg)
        of_family = [part for part in (self, other) if part.family == family]
        cells = of_family[0].cells if len(of_family) == 1 else self.cells + other.cells
        detail: Detail | None
        match (self.detail, other.detail):
            case (NumberDetail() as mine, NumberDetail() as theirs):
                detail = mine + theirs
            case (TextDetail() as mine, TextDetail() as theirs):
                detail = (mine + theirs).named(cells)
            case (TimeDetail() as mine, TimeDetail() as theirs):
                detail = mine + theirs
            case (mine, theirs):
                detail = mine if mine is not None else theirs
        return ColumnProfile(
            name=self.name,
            family=family,
            dtypes=tuple(sorted({*self.dtypes, *other.dtypes})),
            rows=self.rows + other.rows,
            nulls=self.nulls + other.nulls,
            cells=cells,
            pieces=self.pieces + other.pieces
            if self.pieces and other.pieces
            else self.pieces or other.pieces,
            detail=detail,
        )

    def with_nulls(
        self, rows: int, pieces: NDArray[np.int64] | None, counts: NDArray[np.int64] | None
    ) -> ColumnProfile:
        """Return this column after `rows` more rows that all are null, spread over pieces by `counts`."""
        more = self.pieces
        if more is not None and pieces is not None and counts is not None:
            more += replace(no_pieces(), null_pieces=pieces, null_counts=counts)
        return replace(self, rows=self.rows + rows, nulls=self.nulls + rows, pieces=more)


def family_of_both(one: Family, other: Family) -> Family | None:
    """Return the family of two parts of a column; None where they carry different things."""
    if other in {one, "unknown"}:
        return one
    return other if one == "unknown" else None


def lowest_of(one: End | None, other: End | None) -> End | None:
    """Return the smaller end, exactly compared; of equal ones the integer."""
    return _chosen(one, other, smaller=True)


def highest_of(one: End | None, other: End | None) -> End | None:
    """Return the larger end, exactly compared; of equal ones the integer."""
    return _chosen(one, other, smaller=False)


def _chosen(one: End | None, other: End | None, *, smaller: bool) -> End | None:
    if one is None or other is None:
        return other if one is None else one
    if one == other:
        return one if isinstance(one, int) else other
    return one if (one < other) == smaller else other
