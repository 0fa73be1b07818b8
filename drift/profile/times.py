"""Profiles of dates and times: cells by the microsecond, rows by week and by calendar, ends, the step.

Live times are always later than the reference's, so their cells are never compared as distributions;
hours and weekdays are. Times with a zone are taken as the clocks there show them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from drift.profile.cells import count_cells
from drift.profile.column import (
    DAYS_OF_MONTH,
    HOURS,
    MONTHS,
    QUARTERS,
    WEEKDAYS,
    ColumnProfile,
    TimeDetail,
)
from drift.profile.keys import integer_keys, mixed
from drift.profile.prepared import Prepared
from drift.sources.schema import dtype_name

if TYPE_CHECKING:
    from numpy.typing import NDArray

TIME_CELLS = 256  # for a picture of when rows came; no distance is taken on them

DENSE_DAYS = 1 << 20  # days apart: up to here a table of 8 MB counts days faster than a sort

_MICROSECONDS_A_DAY = 86_400_000_000
_MICROSECONDS_A_QUARTER = 900_000_000
_MONDAY = 3  # days from 1970-01-01, a Thursday, back to a Monday
_LARGEST = 2**63 - 1


def prepare_times(series: pl.Series, known: ColumnProfile | None) -> Prepared:
    """Return a batch's column of dates or times, prepared; `known` spares work, as for numbers."""
    before = known.time if known is not None and known.family == "time" else None
    microseconds, valid = clock_microseconds(series)
    taken = microseconds if series.null_count() == 0 else microseconds[valid]
    keys = integer_keys(microseconds)
    cells = count_cells(
        keys if series.null_count() == 0 else keys[valid],
        limit=TIME_CELLS,
        level=known.cells.level if before and known else 0,
    )
    quarters = microseconds // _MICROSECONDS_A_QUARTER + _MONDAY * QUARTERS
    quarter_of_week = quarters % (QUARTERS * WEEKDAYS)
    hour_of_week = quarter_of_week // (QUARTERS // HOURS)
    step = before.step if before else 0
    return Prepared(
        profile=ColumnProfile(
            name=series.name,
            family="time",
            dtypes=(dtype_name(series.dtype),),
            rows=len(series),
            nulls=series.null_count(),
            cells=cells,
            pieces=None,
            detail=TimeDetail(
                lowest=int(taken.min()) if taken.size else None,
                highest=int(taken.max()) if taken.size else None,
                week=np.bincount(quarter_of_week[valid], minlength=QUARTERS * WEEKDAYS).astype(np.int64),
                calendar=_calendar(taken // _MICROSECONDS_A_DAY),
                step=1 if step == 1 else int(np.gcd(step, np.gcd.reduce(taken))) if taken.size else step,
            ),
        ),
        hashes=_hashes(keys, valid),
        piece_keys=hour_of_week.view(np.uint64),
        piece_valid=valid,
        piece_cells=count_cells(hour_of_week[valid].view(np.uint64), limit=TIME_CELLS),
    )


def hashes_of_times(series: pl.Series) -> NDArray[np.uint64]:
    """Return the hashes of all rows, 0 for null."""
    microseconds, valid = clock_microseconds(series)
    return _hashes(integer_keys(microseconds), valid)


def _hashes(keys: NDArray[np.uint64], valid: NDArray[np.bool_]) -> NDArray[np.uint64]:
    hashes = mixed(keys)
    hashes[~valid] = 0
    return hashes


def _calendar(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rows of each month and day of the month, of days since 1970."""
    if days.size == 0:
        return np.zeros(MONTHS * DAYS_OF_MONTH, np.int64)
    low = days.min()
    if days.max() - low < DENSE_DAYS:
        rows = np.bincount(days - low)
        distinct = np.flatnonzero(rows)
        rows, distinct = rows[distinct], distinct + low
    else:
        distinct, rows = np.unique(days, return_counts=True)
    dates = distinct.astype("M8[D]")
    months = dates.astype("M8[M]")
    place = months.astype(np.int64) % MONTHS * DAYS_OF_MONTH + (dates - months).astype(np.int64)
    return np.bincount(place, weights=rows, minlength=MONTHS * DAYS_OF_MONTH).astype(np.int64)


def clock_microseconds(series: pl.Series) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return microseconds since 1970 as the clocks of the column's zone show them, and which rows have one.

    Nanoseconds are rounded down. What is more than 292,271 years from 1970 counts as that far.
    """
    valid = np.ones(len(series), np.bool_) if series.null_count() == 0 else series.is_not_null().to_numpy()
    dtype = series.dtype
    if isinstance(dtype, pl.Datetime) and dtype.time_zone:
        series = series.dt.replace_time_zone(None)
    physical = series.to_physical().fill_null(0).cast(pl.Int64).to_numpy()
    unit = dtype.time_unit if isinstance(dtype, pl.Datetime) else "day"
    if unit == "us":
        return physical, valid
    if unit == "ns":
        return physical // 1_000, valid
    factor = 1_000 if unit == "ms" else _MICROSECONDS_A_DAY
    furthest = _LARGEST // factor
    return physical.clip(-furthest, furthest) * factor, valid
