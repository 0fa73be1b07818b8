"""Profiles of number columns: cells by the bits of the float, ends, the step, distinct values.

Integers, floats, decimals, durations (in seconds) and times of day (in seconds since midnight) are
all numbers here, and the same numbers in another width give the same profile.
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from drift.profile.cells import Cells, cells_of, count_cells
from drift.profile.column import ColumnProfile, End, NumberDetail
from drift.profile.distinct import count_distinct, distinct_of
from drift.profile.keys import float_keys, floats_of, mixed
from drift.profile.prepared import Prepared
from drift.profile.step import ALL_ZERO, step_of
from drift.sources.schema import dtype_name

if TYPE_CHECKING:
    from numpy.typing import NDArray

NUMBER_CELLS = 4096  # KS within 0.0002 of exact on fourteen shapes at 4 kB a column: benchmarks/accuracy
NUMBER_DISTINCT = 256  # enough to tell a running number from a measurement

_EXACT_INTEGERS = 2**53
_INTEGERS = 2**64  # all that 64 bits hold, signed or not
_UNITS_A_SECOND = {"ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
_NAN_KEY = np.uint64(0xFFF8000000000000)  # beyond the key of every finite float


def prepare_numbers(series: pl.Series, known: ColumnProfile | None) -> Prepared:
    """Return a batch's column of numbers, prepared.

    `known` is the profile that the batch will be added to: it spares work, and changes no result.
    """
    before = known.number if known is not None and known.family == "number" else None
    values, valid = floats_of_series(series)
    finite = np.isfinite(values)
    counted = valid & finite
    whole = bool(counted.all())
    keys = float_keys(values)
    taken_keys, taken = (keys, values) if whole else (keys[counted], values[counted])
    cells = _cells(taken_keys, taken, level=known.cells.level if before and known else 0)
    if cells.exact:
        unique = floats_of(cells.keys)
        distinct = distinct_of(mixed(cells.keys), cells.counts, limit=NUMBER_DISTINCT)
    else:
        unique = taken
        threshold = before.distinct.threshold if before else None
        distinct = count_distinct(mixed(taken_keys), limit=NUMBER_DISTINCT, threshold=threshold)
    lowest, highest = _ends(series, taken)
    detail = NumberDetail(
        nans=0 if whole else int(np.isnan(values[valid]).sum()),
        positive_infinities=0 if whole else int((values[valid] == math.inf).sum()),
        negative_infinities=0 if whole else int((values[valid] == -math.inf).sum()),
        zeros=int((taken == 0.0).sum()),
        lowest=lowest,
        highest=highest,
        step=step_of(unique, known=before.step if before else ALL_ZERO),
        distinct=distinct,
    )
    return Prepared(
        profile=ColumnProfile(
            name=series.name,
            family="number",
            dtypes=(dtype_name(series.dtype),),
            rows=len(series),
            nulls=series.null_count(),
            cells=cells,
            pieces=None,
            detail=detail,
        ),
        hashes=_row_hashes(series, keys, values, valid, whole=whole),
        piece_keys=keys,
        piece_valid=counted,
        piece_cells=cells,
    )


def floats_of_series(series: pl.Series) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return all rows as floats, nulls as 0, and which rows are not null."""
    dtype = series.dtype
    units_a_second = 1
    if isinstance(dtype, pl.Duration | pl.Time):
        units_a_second = _UNITS_A_SECOND[dtype.time_unit if isinstance(dtype, pl.Duration) else "ns"]
        series = series.to_physical()
    valid = np.ones(len(series), np.bool_)
    if series.null_count():
        valid = series.is_not_null().to_numpy()
        series = series.fill_null(0)
    values = series.cast(pl.Float64).to_numpy()
    # Divided by numpy, which rounds once: polars multiplies by the inverse, and 7 ms were not 0.007 s.
    return (values / units_a_second if units_a_second > 1 else values), valid


def _cells(keys: NDArray[np.uint64], values: NDArray[np.float64], *, level: int) -> Cells:
    """Count the cells; whole numbers of a small range by a table, whose float keys lie far apart."""
    if keys.size and level == 0:
        low, high = values.min(), values.max()
        # Of halves, for the range of all floats is no float.
        small = high / 2 - low / 2 < keys.size / 2 and abs(low) < _EXACT_INTEGERS
        if small and (np.rint(values) == values).all():
            table = np.bincount((values - low).astype(np.int64))
            occupied = np.flatnonzero(table)
            return cells_of(float_keys(occupied + low), table[occupied], limit=NUMBER_CELLS)
    return count_cells(keys, limit=NUMBER_CELLS, level=level)


def _ends(series: pl.Series, taken: NDArray[np.float64]) -> tuple[End | None, End | None]:
    """Return the exact ends: integers and decimals of any size as they are, whole floats as integers."""
    if taken.size == 0:
        return None, None
    if series.dtype.is_integer() or series.dtype.is_decimal():
        return _end(series.min()), _end(series.max())
    return _end(float(taken.min())), _end(float(taken.max()))


def _end(value: object) -> End:
    """Return an end in one form for each number, whatever its type was.

    That is an integer for whole numbers that 64 bits hold, else the float of that value, else the
    integer or decimal itself.
    """
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else _shortest(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _INTEGERS else value
    if isinstance(value, int):
        return value if abs(value) < _INTEGERS or float(value) != value else float(value)
    if isinstance(value, Decimal):
        return value
    raise TypeError(value)


def _shortest(value: Decimal) -> float | Decimal:
    """Return a decimal as the float that equals it or is printed the same, where there is one."""
    near = float(value)
    return near if value in {Decimal(near), Decimal(repr(near))} else value


def _row_hashes(
    series: pl.Series,
    keys: NDArray[np.uint64],
    values: NDArray[np.float64],
    valid: NDArray[np.bool_],
    *,
    whole: bool,
) -> NDArray[np.uint64]:
    bits = keys
    if series.dtype in (pl.Int64, pl.UInt64) and np.abs(values).max(initial=0.0) >= _EXACT_INTEGERS:
        # Beyond 2^53 floats no longer tell integers apart. Those that have a float keep its key, so that
        # a column of floats with the same numbers has the same rows.
        exact = series.fill_null(0).to_numpy()
        largest = np.nextafter(float(np.iinfo(exact.dtype).max), 0.0)  # that the type can hold
        has_float = values.clip(max=largest).astype(exact.dtype) == exact
        bits = np.where(has_float, keys, exact.view(np.uint64))
    elif not whole:
        bits = np.where(np.isnan(values), _NAN_KEY, keys)
    hashes = mixed(bits)
    if series.null_count():
        hashes[~valid] = 0
    return hashes
