"""A sample of whole rows that does not depend on their order: the distinct rows with the smallest hashes.

Each kept row has the exact count of its copies, so a table of few distinct rows is kept whole, and
the sample is a sum (see `distinct.py` for why). Rows are hashed by name and value: the order of the
columns does not matter, and a column that is missing is the same as one that is null. Values are kept
as the hash takes them, in one type for each family, so that rows of the same hash are the same rows:
times as their clocks show them, durations in seconds, and nulls for what is nested or of no known type.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from drift.profile.distinct import bound_of
from drift.profile.numbers import floats_of_series
from drift.profile.prepare import hashes_of_rows, hashes_without
from drift.profile.times import clock_microseconds
from drift.sources.schema import family

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

SPARSE = 32  # one row in so many, or fewer, polars finds fast enough in any order


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sample:
    """Distinct rows of a table.

    Attributes
    ----------
    limit : int
        The most rows kept; 0 keeps none.
    hashes, counts : arrays of shape (k,)
        The hash of each row, ascending, and how many copies of it the table has.
    rows : DataFrame of k rows
        The rows themselves, columns in alphabetical order.
    """

    limit: int
    hashes: NDArray[np.uint64]
    counts: NDArray[np.int64]
    rows: pl.DataFrame

    def __add__(self, other: Sample) -> Sample:
        """Return the sample of both tables."""
        if _adds_nothing(other, self) or _adds_nothing(self, other):
            return self if _adds_nothing(other, self) else other
        rows = pl.concat([self.rows, other.rows], how="diagonal_relaxed")
        if self.rows.schema != other.rows.schema:
            rows = as_kept(rows)
        hashes = np.concatenate([self.hashes, other.hashes])
        return smallest(hashes, np.concatenate([self.counts, other.counts]), rows, self.limit)

    @property
    def threshold(self) -> int | None:
        """The largest hash that may still enter; None while there is room."""
        return int(self.hashes[-1]) if self.hashes.size and self.hashes.size == self.limit else None

    def trimmed(self, limit: int) -> Sample:
        """Return the sample of at most `limit` rows, which the smallest hashes of this one are."""
        if limit >= self.limit:
            return self
        rows = self.rows.head(limit) if limit else pl.DataFrame()
        return Sample(limit=limit, hashes=self.hashes[:limit], counts=self.counts[:limit], rows=rows)

    def without(self, names: Collection[str]) -> Sample:
        """Return the sample of a table that has not these columns, none of them nested; of a complete one."""
        rows = {one.name: one for one in self.rows.iter_columns()}
        gone = pl.DataFrame([one for name, one in rows.items() if name in names])
        left = pl.DataFrame([one for name, one in rows.items() if name not in names])
        return smallest(hashes_without(self.hashes, gone), self.counts, left, self.limit)

    @property
    def complete(self) -> bool:
        """Whether every distinct row of the table is kept."""
        return self.limit > 0 and self.threshold is None


def no_sample(limit: int) -> Sample:
    """Return the neutral element."""
    return Sample(
        limit=limit, hashes=np.empty(0, np.uint64), counts=np.empty(0, np.int64), rows=pl.DataFrame()
    )


def sample_rows(
    frame: pl.DataFrame, hashes: NDArray[np.uint64], *, limit: int, threshold: int | None
) -> Sample:
    """Return the sample of a batch; `threshold` is that of the sum it will be added to."""
    if limit == 0:
        return no_sample(limit)
    found = _first_rows(frame, hashes, limit, threshold)
    return replace(found, rows=as_kept(found.rows)) if frame.width else found


def sample_of(frame: pl.DataFrame, limit: int) -> Sample:
    """Return the sample of a table of rows, and nothing else of it; the rows are `as_kept` already."""
    return _first_rows(frame, hashes_of_rows(frame), limit, None)


def _first_rows(frame: pl.DataFrame, hashes: NDArray[np.uint64], limit: int, threshold: int | None) -> Sample:
    """Return the rows with the smallest hashes, as they are."""
    if threshold is None:
        threshold = bound_of(hashes, limit)
    taken = np.arange(hashes.size) if threshold is None else np.flatnonzero(hashes <= np.uint64(threshold))
    unique, first, counts = np.unique(hashes[taken], return_index=True, return_counts=True)
    rows = _ordered(_picked(frame, taken[first[:limit]])) if frame.width else frame
    return Sample(limit=limit, hashes=unique[:limit], counts=counts[:limit].astype(np.int64), rows=rows)


def _picked(frame: pl.DataFrame, places: NDArray[np.int64]) -> pl.DataFrame:
    """Return the rows at some places, in that order.

    Of a frame in several pieces, as readers give them, many first as they stand there: to find 10,000 of
    200,000 rows in another order takes polars three times as long. Of fewer than 6,000 it does not, and in
    a frame in one piece a sixth of the time.
    """
    if places.size * SPARSE < frame.height or frame.n_chunks() == 1:
        return frame[places]
    there = np.zeros(frame.height, np.bool_)
    there[places] = True
    few = frame.filter(pl.Series(there)).rechunk()
    return few[np.searchsorted(np.sort(places), places)]


def _adds_nothing(more: Sample, to: Sample) -> bool:
    """Return whether one sample has no rows, and no columns that the other lacks."""
    return not more.hashes.size and all(to.rows.schema.get(n) == t for n, t in more.rows.schema.items())


def as_kept(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows as a sample keeps them: all that their hashes tell apart, and nothing that they do not."""
    floats = pl.col(pl.Float64)
    # One zero, and one NaN. polars leaves out the adding of 0, which would do for the first.
    one_zero = pl.when(floats == 0).then(floats.abs()).otherwise(floats)
    kept = pl.DataFrame({one.name: _value_as_kept(one) for one in rows.iter_columns()})
    return kept.with_columns(one_zero.fill_nan(math.nan))


def _value_as_kept(column: pl.Series) -> pl.Series:
    """Return a column in the one type of its family."""
    dtype = column.dtype
    match family(dtype):
        case "number" if dtype.is_integer() and dtype not in {pl.Int128, pl.UInt128}:
            column = column if dtype == pl.UInt64 else column.cast(pl.Int64)
        case "number" if isinstance(dtype, pl.Duration | pl.Time | pl.Float32 | pl.Float16):
            values, valid = floats_of_series(column)
            return _with_nulls(pl.Series(column.name, values), valid)
        case "number":
            column = column.cast(pl.Float64)
        case "text":
            column = column.cast(pl.String)
        case "time" if isinstance(dtype, pl.Datetime):
            microseconds, valid = clock_microseconds(column)
            return _with_nulls(pl.Series(column.name, microseconds).cast(pl.Datetime("us")), valid)
        case "nested" | "unknown":
            return pl.Series(column.name, [None] * len(column), dtype=pl.Null)
    return column


def _with_nulls(column: pl.Series, valid: NDArray[np.bool_]) -> pl.Series:
    return column if valid.all() else column.set(pl.Series(~valid), None)


def smallest(hashes: NDArray[np.uint64], counts: NDArray[np.int64], rows: pl.DataFrame, limit: int) -> Sample:
    """Return the sample of rows, of which some may be copies: those with the smallest hashes."""
    unique, first, inverse = np.unique(hashes, return_index=True, return_inverse=True)
    total = np.zeros(unique.size, np.int64)
    np.add.at(total, inverse, counts)
    return Sample(
        limit=limit,
        hashes=unique[:limit],
        counts=total[:limit],
        rows=_ordered(rows)[first[:limit]].rechunk(),
    )


def _ordered(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the columns in alphabetical order."""
    return pl.DataFrame({name: rows.get_column(name) for name in sorted(rows.columns)})
