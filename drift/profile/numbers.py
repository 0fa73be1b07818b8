"""Profiles of number columns: cells by the bits of the float, ends, the step, distinct values.

Integers, floats, decimals, durations (in seconds) and times of day (in seconds since midnight) are
all numbers here, and the same numbers in another width give the same profile.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from drift.profile.arrays import array_of
from drift.profile.cells import PROBE_ROWS, Cells, cells_of, count_cells, places_of
from drift.profile.column import ColumnProfile, End, NumberDetail
from drift.profile.distinct import Distinct, bound_of, count_distinct, distinct_of
from drift.profile.keys import float_keys, floats_of, mixed
from drift.profile.prepared import Prepared
from drift.profile.step import ALL_ZERO, NO_STEP, PROBE_VALUES, Step, step_of
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
    found = _plain(series, values, nulls) or _with_others(series, values)
    lowest, highest = _ends(series, found.low, found.high) if found.uncounted < values.size else (None, None)
    others = found.uncounted - nulls
    positive, negative = (int((values == end).sum()) if others else 0 for end in (math.inf, -math.inf))
    cells = _cells(found, known.cells if before and known else None)
    if cells.exact:
        distinct = distinct_of(mixed(cells.keys), cells.counts, limit=NUMBER_DISTINCT)
    else:
        distinct = _distinct(found, before.distinct.threshold if before else None)
    detail = NumberDetail(
        nans=others - positive - negative,
        positive_infinities=positive,
        negative_infinities=negative,
        zeros=values.size - int(np.count_nonzero(values)) if found.low <= 0 <= found.high else 0,
        lowest=lowest,
        highest=highest,
        step=_step(found, cells, before.step if before else ALL_ZERO),
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
        hashes=found.hashes,
        piece_keys=found.keys,
        piece_valid=found.counted,
        piece_cells=cells,
    )


def hashes_of_numbers(series: pl.Series, floats: NDArray[np.float64] | None = None) -> NDArray[np.uint64]:
    """Return the hashes of all rows, 0 for null."""
    values, nulls = _seconds(series, array_of(series) if floats is None else floats), series.null_count()
    return (_plain(series, values, nulls) or _with_others(series, values)).hashes


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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Rows:
    """The numbers of a batch.

    Attributes
    ----------
    values : float array of shape (rows,)
        NaN for nulls.
    keys : uint64 array of shape (rows,)
        The keys of finite numbers, 0 for all else, which are not counted.
    hashes : uint64 array of shape (rows,)
        The hashes of the values, 0 for null.
    sketched : uint64 array of shape (rows,)
        The hashes of the keys, 0 for what is not counted.
    uncounted : int
        Rows without a finite number.
    low, high : float
        The ends of the finite numbers; 0 where there are none.
    """

    values: NDArray[np.float64]
    keys: NDArray[np.uint64]
    hashes: NDArray[np.uint64]
    sketched: NDArray[np.uint64]
    uncounted: int
    low: float
    high: float

    @property
    def counted(self) -> NDArray[np.bool_]:
        """Which rows have a finite number."""
        counted: NDArray[np.bool_] = self.keys != 0
        return counted

    @property
    def finite(self) -> NDArray[np.float64]:
        """The finite numbers."""
        return self.values[self.counted] if self.uncounted else self.values

    @property
    def some(self) -> NDArray[np.float64]:
        """The finite numbers of the first rows."""
        some: NDArray[np.float64] = self.values[:PROBE_ROWS][self.keys[:PROBE_ROWS] != 0]
        return some


def _plain(series: pl.Series, values: NDArray[np.float64], nulls: int) -> _Rows | None:
    """Return the rows where all are null or finite, and floats hold all of them; None elsewhere.

    Most columns are so, and then nothing needs to be taken out: a null has the key 0, whose hash is 0.
    """
    if np.count_nonzero(np.isnan(values)) != nulls:
        return None
    low, high = _ends_of(values) if values.size > nulls else (0.0, 0.0)
    if not (math.isfinite(low) and math.isfinite(high)) or _beyond_floats(series, low, high):
        return None
    keys = float_keys(values)
    if nulls and np.count_nonzero(keys) != keys.size - nulls:  # a NaN by which nulls are not marked
        keys[np.isnan(values)] = 0
    hashes = mixed(keys)
    return _Rows(
        values=values, keys=keys, hashes=hashes, sketched=hashes, uncounted=nulls, low=low, high=high
    )


def _with_others(series: pl.Series, values: NDArray[np.float64]) -> _Rows:
    """Return the rows where some are NaN or infinite, or integers that no float tells apart."""
    finite = np.isfinite(values)
    low, high = _ends_of(values[finite]) if finite.any() else (0.0, 0.0)
    keys = float_keys(values)
    beyond = _beyond_floats(series, low, high)
    hashes = mixed(_exact_keys(series, keys) if beyond else np.where(np.isnan(values), _NAN_KEY, keys))
    hashes[~_valid(series)] = 0
    keys[~finite] = 0
    return _Rows(
        values=values,
        keys=keys,
        hashes=hashes,
        sketched=mixed(keys) if beyond else np.where(finite, hashes, np.uint64(0)),
        uncounted=values.size - int(np.count_nonzero(finite)),
        low=low,
        high=high,
    )


def _ends_of(values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the smallest and the largest of at least one number, NaN aside."""
    return float(np.fmin.reduce(values)), float(np.fmax.reduce(values))


def _beyond_floats(series: pl.Series, low: float, high: float) -> bool:
    """Return whether there are integers beyond 2^53."""
    return series.dtype in (pl.Int64, pl.UInt64) and max(-low, high) >= _EXACT_INTEGERS


def _cells(rows: _Rows, known: Cells | None) -> Cells:
    """Count the cells; whole numbers of a small range by a table, whose float keys lie far apart."""
    many, level = rows.keys.size - rows.uncounted, known.level if known else 0
    if many and level == 0:
        low, high = rows.low, rows.high
        # Of halves, for the range of all floats is no float.
        if high / 2 - low / 2 < many / 2 and abs(low) < _EXACT_INTEGERS:
            values = rows.finite if _whole(rows.some) else np.empty(0)
            if values.size and _whole(values):
                table = np.bincount((values - low).astype(np.int64))
                occupied = places_of(table)
                return cells_of(float_keys(occupied + np.float64(low)), table[occupied], limit=NUMBER_CELLS)
    ends = [int(key) for key in float_keys(np.array([rows.low, rows.high]))]
    return count_cells(
        rows.keys,
        limit=NUMBER_CELLS,
        level=level,
        nulls=rows.uncounted,
        ends=(ends[0], ends[1]),
        known=known,
    )


def _distinct(rows: _Rows, threshold: int | None) -> Distinct:
    """Return the sketch of the finite numbers; larger hashes than `threshold` cannot enter the sum's."""
    hashes = rows.sketched
    if threshold is None:  # of what is not counted the hash is 0, which takes one place of those kept
        threshold = bound_of(hashes, NUMBER_DISTINCT + 1)
    if threshold is not None:
        hashes = hashes[hashes <= np.uint64(threshold)]
    if rows.uncounted:
        hashes = hashes[hashes > 0]  # which no finite number has
    return count_distinct(hashes, limit=NUMBER_DISTINCT)


def _step(rows: _Rows, cells: Cells, known: Step) -> Step:
    """Return the common step of the finite numbers, added to a known one."""
    if known == NO_STEP:
        return NO_STEP
    if cells.exact:
        return step_of(floats_of(cells.keys), known=known)
    if step_of(rows.some[:PROBE_VALUES], known=known) == NO_STEP:
        return NO_STEP
    return step_of(rows.finite, known=known)


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
