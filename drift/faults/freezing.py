"""Frozen: a feature that varied stopped varying."""

from __future__ import annotations

import polars as pl

from drift.faults.breaker import Breaker, Changed, Request
from drift.faults.values import known, top_share

MOST_BEFORE = 0.9  # of the rows may hold the value before: a column nearly frozen can be frozen by chance


def _freeze(request: Request) -> Changed:
    values = request.values
    there = known(values)
    last = values.filter(pl.Series(there))[-1:]
    everywhere = last.new_from_index(0, len(values))
    result = pl.select(pl.when(values.is_not_null()).then(everywhere)).to_series().alias("values")
    return request.changed(result, there, {"value": last.to_list()[0]})


def _fits(request: Request) -> bool:
    values = request.values
    readable = values.dtype.is_numeric() or values.dtype in {pl.String, pl.Boolean, pl.Categorical}
    return readable and top_share(values) <= MOST_BEFORE


FREEZINGS = (
    Breaker(
        fault="frozen",
        variant="at its last value",
        meaning="every row holds the value of the last one",
        kinds=("number", "category", "boolean"),
        change=_freeze,
        fits=_fits,
    ),
)
