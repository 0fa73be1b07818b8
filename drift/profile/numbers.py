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

from drift.profile.arrays import array_of
from drift.profile.cells import PROBE_ROWS, Cells, cells_of, count_cells
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


def prepare_numbers(
    series: pl.Series, known: ColumnProfile | None, floats: NDArray[np.float64] | None = None
) -> Prepared:
    """Return a batch's column of numbers, prepared.

    `known` is the profile that the batch will be added to, `floats` the column's array: they spare work,
    and change no result.
    """
    before = known.number if known is not None and known.family == "number" else None
    values, nulls = _seconds(series, array_of(series) if floats is None else floats), series.null_count()
    counted = np.isfinite(values)
    finite = int(np.count_nonzero(counted))
    whole, clean = finite == values.size, finite + nulls == values.size
    valid = counted if clean else _valid(series)
    keys = float_keys(values)
    taken_keys, taken = (keys, values) if whole else (keys[counted], values[counted])
    low, high = (taken.min(), taken.max()) if finite else (0.0, 0.0)
    beyond = series.dtype in (pl.Int64, pl.UInt64) and max(-low, high) >= _EXACT_INTEGERS
    if beyond:
        hashes = mixed(_exact_keys(series, keys))
    else:
        hashes = mixed(keys if clean else np.where(np.isnan(values), _NAN_KEY, keys))
    if nulls:
        hashes[~valid] = 0
    cells = _cells(taken_keys, taken, level=known.cells.level if before and known else 0)
    if cells.exact:
        unique = floats_of(cells.keys)
        distinct = distinct_of(mixed(cells.keys), cells.counts, limit=NUMBER_DISTINCT)
    else:
        unique = taken
        threshold = before.distinct.threshold if before else None
        if beyond or not clean:
            candidates = mixed(taken_keys)
        elif threshold is None:
            candidates = hashes[counted]
        else:
            candidates = hashes[hashes <= np.uint64(threshold)]
            candidates = candidates[candidates > 0]  # without nulls, as the hash of no finite number is 0
        distinct = count_distinct(candidates, limit=NUMBER_DISTINCT, threshold=threshold)
    lowest, highest = _ends(series, low, high) if finite else (None, None)
    others = np.empty(0) if clean else values[valid & ~counted]
    detail = NumberDetail(
        nans=int(np.isnan(others).sum()),
        positive_infinities=int((others == math.inf).sum()),
        negative_infinities=int((others == -math.inf).sum()),
        zeros=finite - int(np.count_nonzero(taken)) if low <= 0 <= high else 0,
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
            nulls=nulls,
            cells=cells,
            pieces=None,
            detail=detail,
        ),
        hashes=hashes,
        piece_keys=keys,
        piece_valid=counted,
        piece_cells=cells,
    )


def floats_of_series(series: pl.Series) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return all rows as floats, nulls as 0, and which rows are not null."""
    values, valid = _seconds(series, array_of(series)), _valid(series)
    return (np.where(valid, values, 0.0) if series.null_count() else values), valid


def _seconds(series: pl.Series, floats: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the floats of durations and times of day in seconds, of all else as they are."""
    match series.dtype:
        case pl.Duration(time_unit=unit):
            pass
        case pl.Time():
            unit = "ns"
        case _:
            return floats
    # Divided by numpy, which rounds once: polars multiplies by the inverse, and 7 ms were not 0.007 s.
    return floats / _UNITS_A_SECOND[unit]


def _valid(series: pl.Series) -> NDArray[np.bool_]:
    """Return which rows are not null."""
    return series.is_not_null().to_numpy() if series.null_count() else np.ones(len(series), np.bool_)


def _cells(keys: NDArray[np.uint64], values: NDArray[np.float64], *, level: int) -> Cells:
    """Count the cells; whole numbers of a small range by a table, whose float keys lie far apart."""
    if keys.size and level == 0:
        low, high = values.min(), values.max()
        # Of halves, for the range of all floats is no float.
        small = high / 2 - low / 2 < keys.size / 2 and abs(low) < _EXACT_INTEGERS
        if small and _whole(values[:PROBE_ROWS]) and _whole(values):
            table = np.bincount((values - low).astype(np.int64))
            occupied = np.flatnonzero(table)
            return cells_of(float_keys(occupied + low), table[occupied], limit=NUMBER_CELLS)
    return count_cells(keys, limit=NUMBER_CELLS, level=level)


def _whole(values: NDArray[np.float64]) -> bool:
    return bool((np.rint(values) == values).all())


def _ends(series: pl.Series, low: float, high: float) -> tuple[End, End]:
    """Return the exact ends: integers and decimals of any size as they are, whole floats as integers."""
    if series.dtype.is_integer() or series.dtype.is_decimal():
        return _end(series.min()), _end(series.max())
    return _end(float(low)), _end(float(high))


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


def _exact_keys(series: pl.Series, keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return keys that tell integers beyond 2^53 apart, as floats do not.

    Those that have a float keep its key, so that a column of floats with the same numbers has the same rows.
    """
    exact = series.fill_null(0).to_numpy()
    values = exact.astype(np.float64)
    largest = np.nextafter(float(np.iinfo(exact.dtype).max), 0.0)  # that the type can hold
    has_float = values.clip(max=largest).astype(exact.dtype) == exact
    return np.where(has_float, keys, exact.view(np.uint64))
