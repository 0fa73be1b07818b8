"""Missing values: nulls, NaN and empty strings where values were."""

from __future__ import annotations

from functools import partial

import polars as pl

from drift.faults.breaker import SHARES, Breaker, Changed, Request
from drift.faults.values import Mask, known, mask_of, merged

MOST_BEFORE = 0.5  # of the rows may be missing already
ALL_KINDS = ("number", "category", "text", "identifier", "time", "boolean")


def _lose(request: Request, *, by: object) -> Changed:
    values = request.values
    missing = _missing(values)
    rows = request.chosen(~missing)
    if by is None:
        gone = pl.Series("values", [None] * len(values), dtype=values.dtype)
    else:
        gone = pl.Series("values", [by] * len(values), dtype=values.dtype)
    before, now = float(missing.mean()), float((missing | rows).mean())
    return request.changed(merged(values, gone, rows), rows, {"from": before, "to": now}, share=now - before)


def _missing(values: pl.Series) -> Mask:
    empty = values == "" if values.dtype == pl.String else pl.Series([False] * len(values))
    return ~known(values) | mask_of(empty)


def _fits(request: Request, *, by: object) -> bool:
    values = request.values
    if isinstance(by, float) and not values.dtype.is_float():
        return False
    if isinstance(by, str) and values.dtype != pl.String:
        return False
    return bool(_missing(values).mean() <= MOST_BEFORE)


def _breaker(variant: str, by: object, kinds: tuple[str, ...]) -> Breaker:
    return Breaker(
        fault="missing_values",
        variant=variant,
        meaning=f"{variant} where values were",
        kinds=kinds,
        change=partial(_lose, by=by),
        fits=partial(_fits, by=by),
        shares=SHARES,
    )


MISSING = (
    _breaker("null", None, ALL_KINDS),
    _breaker("NaN", float("nan"), ("number",)),
    _breaker("empty text", "", ("category", "text", "identifier")),
)
