"""Training rows weighted back to what live looks like: every count as if each row stood there `w` times.

Weights are whole multiples of 2^-20, so that weighted counts are whole numbers and sums of them do not
depend on the order of rows. A weighted profile is a sum of plain ones: rows are parted by the binary
digits of their weight, and ``sum over digits b of 2^b profile(rows whose digit b is 1)``.

Weighted rows tell less than as many plain ones. At the end the counts are scaled to the effective
number of rows, ``(sum of w)^2 / sum of w^2`` (Kish, "Survey Sampling", 1965), for the margins that
chance is given.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Final

import numpy as np

from drift.errors import WeightUnusableError
from drift.profile.column import NumberDetail, TextDetail
from drift.profile.distinct import distinct_of
from drift.profile.keys import mixed
from drift.profile.numbers import floats_of_series
from drift.profile.table import Plan, empty_profile, profile_batch

if TYPE_CHECKING:
    from collections.abc import Collection

    import polars as pl
    from numpy.typing import NDArray

    from drift.profile.cells import Cells
    from drift.profile.column import ColumnProfile, Detail
    from drift.profile.distinct import Distinct
    from drift.profile.table import Profile

DIGITS: Final = 20  # binary places of a weight: a millionth, as fine as a share is ever told
MAX_WEIGHT: Final = 2.0**20
MAX_TOTAL: Final = 2**62  # the most that 64 bits hold, with room for a sum of two


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weighted:
    """What is counted of weighted rows, in units of 2^-20 rows.

    Attributes
    ----------
    profile : Profile
        Its counts are weighted; its ends, steps, sketches and names are to be taken elsewhere.
    total, squares : int
        The sum of the weights, and of their squares, in units and units squared.
    """

    profile: Profile
    total: int
    squares: int

    def __add__(self, other: Weighted) -> Weighted:
        """Return what is counted of the rows of both."""
        total = self.total + other.total
        if total > MAX_TOTAL:
            raise WeightUnusableError(
                "the weights add up to more than can be counted exactly",
                seen=f"{total / 2**DIGITS:.3g}",
                mend="divide them all by the same number: only their ratios matter",
            )
        return Weighted(
            profile=self.profile + other.profile, total=total, squares=self.squares + other.squares
        )

    @property
    def effective_rows(self) -> int:
        """Kish's effective number of rows, at least 1."""
        return max(1, round(self.total**2 / self.squares)) if self.squares else 0


def no_weights() -> Weighted:
    """Return the neutral element."""
    return Weighted(profile=empty_profile(Plan()), total=0, squares=0)


def weigh(frame: pl.DataFrame, name: str) -> Weighted:
    """Return what is counted of a batch whose column `name` has the weights.

    Raises
    ------
    WeightUnusableError
        If a weight is null, no number, negative or above 2^20.
    """
    units = units_of(frame.get_column(name))
    digits = int(units.max(initial=0)).bit_length()
    parts = [empty_profile(Plan())]
    for digit in range(digits):
        taken = np.flatnonzero(units >> digit & 1)
        if taken.size:
            parts.append(_times(profile_batch(frame[taken], Plan()), 1 << digit))
    whole = units.tolist()
    return Weighted(profile=reduce(add, parts), total=sum(whole), squares=sum(unit * unit for unit in whole))


def units_of(weights: pl.Series) -> NDArray[np.int64]:
    """Return weights in units of 2^-20, to the nearest; a weight above 0 counts at least one.

    Raises
    ------
    WeightUnusableError
        If a weight is null, no number, negative or above 2^20.
    """
    values, valid = floats_of_series(weights)
    wrong = ~valid | ~np.isfinite(values) | (values < 0) | (values > MAX_WEIGHT)
    if wrong.any():
        first = weights[int(np.flatnonzero(wrong)[0])]
        raise WeightUnusableError(
            f"`{weights.name}`: {int(wrong.sum()):,} rows have no weight from 0 to {MAX_WEIGHT:,.0f}",
            seen="null" if first is None else f"{first}",
            mend="give every row of training a weight; one of weight 0 counts for nothing",
            state="nothing was fitted",
        )
    units = np.rint(values * 2**DIGITS).astype(np.int64)
    return np.where((values > 0) & (units == 0), 1, units)


def reweighted(plain: Profile, weighted: Weighted, names: Collection[str]) -> Profile:
    """Return the profile of plain rows with the counts that weights give to the columns `names`.

    They are scaled to the effective number of rows.

    Of numbers the cumulated counts are rounded, so that no share below a value is off by more than half
    a row; of levels each count, to at least 1.
    """
    rows = weighted.effective_rows
    scale = rows / weighted.total if weighted.total else 0.0
    columns = {
        name: _scaled(column, weighted.profile.columns[name], scale) if name in names else column
        for name, column in plain.columns.items()
    }
    return replace(plain, rows=rows, columns=columns)


def _times(profile: Profile, factor: int) -> Profile:
    """Return a profile's counts as if each row stood there `factor` times."""
    columns = {
        name: replace(
            column,
            rows=column.rows * factor,
            nulls=column.nulls * factor,
            cells=replace(column.cells, counts=column.cells.counts * factor),
            detail=_detail_times(column.detail, factor),
        )
        for name, column in profile.columns.items()
    }
    return replace(profile, rows=profile.rows * factor, columns=columns)


def _detail_times(detail: Detail | None, factor: int) -> Detail | None:
    match detail:
        case NumberDetail():
            return replace(
                detail,
                nans=detail.nans * factor,
                positive_infinities=detail.positive_infinities * factor,
                negative_infinities=detail.negative_infinities * factor,
                zeros=detail.zeros * factor,
            )
        case TextDetail(lengths=lengths):
            return replace(detail, lengths=replace(lengths, counts=lengths.counts * factor))
        case _:
            return detail  # times are not weighted


def _scaled(plain: ColumnProfile, weighted: ColumnProfile, scale: float) -> ColumnProfile:
    """Return a column with weighted counts and all else as it is; its rows are the sum of its parts."""
    in_order = plain.family == "number"
    cells = _scaled_cells(weighted.cells, scale, in_order=in_order)
    nulls, detail, others = round(weighted.nulls * scale), plain.detail, 0
    match plain.detail, weighted.detail:
        case NumberDetail() as kept, NumberDetail() as counted:
            nans, above, below = (
                round(count * scale)
                for count in (counted.nans, counted.positive_infinities, counted.negative_infinities)
            )
            detail = replace(
                kept,
                nans=nans,
                positive_infinities=above,
                negative_infinities=below,
                zeros=min(round(counted.zeros * scale), cells.rows),
                distinct=_distinct(kept.distinct, cells),
            )
            others = nans + above + below
        case TextDetail() as kept, TextDetail() as counted:
            detail = replace(kept, lengths=_scaled_cells(counted.lengths, scale, in_order=True)).named(cells)
    rows = nulls + cells.rows + others if cells.keys.size or others else round(weighted.rows * scale)
    return replace(plain, rows=max(rows, nulls), nulls=nulls, cells=cells, detail=detail)


def _distinct(plain: Distinct, cells: Cells) -> Distinct:
    """Return the sketch as it is, or what exact cells tell, which is what a file has of it."""
    return distinct_of(mixed(cells.keys), cells.counts, limit=plain.limit) if cells.exact else plain


def _scaled_cells(cells: Cells, scale: float, *, in_order: bool) -> Cells:
    if not cells.keys.size:
        return cells
    if in_order:
        edges = np.rint(np.cumsum(cells.counts) * scale).astype(np.int64)
        counts = np.diff(edges, prepend=0)
        counts[[0, -1]] = counts[[0, -1]].clip(min=1)  # the ends of what was seen stay
    else:
        counts = np.rint(cells.counts * scale).astype(np.int64).clip(min=1)
    kept = counts > 0
    return replace(cells, keys=cells.keys[kept], counts=counts[kept])
