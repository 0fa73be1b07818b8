"""Sentinels: one value took over a share of the rows, or stands where nulls were."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial

import numpy as np
import polars as pl

from drift.faults.breaker import ALL_ROWS, PARTS, Breaker, Changed, Request
from drift.faults.values import known, merged, numbers

MOST_BEFORE = 0.005  # the share that the value may have already, to be a newcomer
LEAST_NULLS = 0.01  # the share of nulls that filling them in can be seen from
LEAST_VALUES = 10
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Value = float | str | datetime


def _put(request: Request, *, value: Value, nulls: bool) -> Changed:
    values = request.values
    rows = request.chosen(~known(values) if nulls else known(values))
    fill = _as_series(value, values)
    parameters = {"value": "1970-01-01" if isinstance(value, datetime) else value}
    there = max(int(values.is_not_null().sum()) + (int(rows.sum()) if nulls else 0), 1)
    return request.changed(merged(values, fill, rows), rows, parameters, share=int(rows.sum()) / there)


def _as_series(value: Value, like: pl.Series) -> pl.Series:
    """Return the value on as many rows as another column has, in its type where that holds it."""
    if isinstance(value, datetime):
        if like.dtype == pl.Date:
            return pl.Series("values", [date(1970, 1, 1)] * len(like))
        naive = pl.Series("values", [0] * len(like), dtype=pl.Int64).cast(pl.Datetime("us"))
        dtype = like.dtype
        zone = dtype.time_zone if isinstance(dtype, pl.Datetime) else None
        return (naive.dt.replace_time_zone(zone) if zone else naive).cast(dtype)
    if isinstance(value, str):
        return pl.Series("values", [value] * len(like), dtype=pl.String)
    dtype = pl.Int64() if like.dtype.is_integer() else pl.Float64()
    return pl.Series("values", [value] * len(like)).cast(dtype)


def _number_fits(request: Request, *, value: float, nulls: bool) -> bool:
    found = numbers(request.values)
    if np.unique(found).size < LEAST_VALUES or (nulls and not _has_nulls(request)):
        return False
    return bool((found == value).mean() <= MOST_BEFORE)


def _text_fits(request: Request, *, value: str, nulls: bool) -> bool:
    values = request.values
    there = values.dtype == pl.String and values.n_unique() > 1
    if not there or (nulls and not _has_nulls(request)):
        return False
    return int((values == value).sum()) <= MOST_BEFORE * values.len()


def _time_fits(request: Request) -> bool:
    values = request.values
    return isinstance(values.dtype, pl.Date | pl.Datetime) and values.n_unique() >= LEAST_VALUES


def _has_nulls(request: Request) -> bool:
    return int((~known(request.values)).sum()) >= LEAST_NULLS * request.frame.height


def _number(value: float, *, nulls: bool) -> Breaker:
    return Breaker(
        fault="sentinel",
        variant=f"nulls are {value:g}" if nulls else f"{value:g}",
        meaning=f"{value:g} stands where {'nothing was known' if nulls else 'other values were'}",
        kinds=("number",),
        change=partial(_put, value=value, nulls=nulls),
        fits=partial(_number_fits, value=value, nulls=nulls),
        shares=(ALL_ROWS,) if nulls else PARTS,
        also=("missing_values", "rounding"),
    )


def _text(value: str, *, nulls: bool) -> Breaker:
    return Breaker(
        fault="sentinel",
        variant=f"nulls are {value}" if nulls else value,
        meaning=f"`{value}` stands where {'nothing was known' if nulls else 'other levels were'}",
        kinds=("category",),
        change=partial(_put, value=value, nulls=nulls),
        fits=partial(_text_fits, value=value, nulls=nulls),
        shares=(ALL_ROWS,) if nulls else PARTS,
        also=("missing_values", "new_category"),
    )


SENTINELS = (
    _number(0, nulls=False),
    _number(-1, nulls=False),
    _number(999, nulls=False),
    _number(0, nulls=True),
    _number(-1, nulls=True),
    _text("unknown", nulls=False),
    _text("unknown", nulls=True),
    Breaker(
        fault="sentinel",
        variant="1970-01-01",
        meaning="the first moment of 1970 stands where other times were",
        kinds=("time",),
        change=partial(_put, value=EPOCH, nulls=False),
        fits=_time_fits,
        shares=PARTS,
    ),
)
