"""Sign flips: all or a share of the rows with the other sign."""

from __future__ import annotations

import polars as pl

from drift.faults.breaker import ALL_ROWS, SHARES, Breaker, Changed, Request
from drift.faults.values import gap, known, merged, numbers

LEAST_GAP = 0.3  # between the values and their negatives: a column symmetric about zero has no sign to flip
ONE_SIGN = 0.99  # of the values other than zero, for a share of flipped rows to be seen
LEAST_TOUCHED = 0.05  # of the rows have to be other than zero


def _flip(request: Request) -> Changed:
    values = request.values
    rows = request.chosen(known(values))
    signed = values.cast(pl.Int64) if values.dtype.is_unsigned_integer() else values
    return request.changed(merged(signed, -signed, rows), rows, {})


def _fits(request: Request) -> bool:
    found = numbers(request.values)
    touched = found[found != 0]
    if touched.size < LEAST_TOUCHED * max(found.size, 1) or gap(found, -found) < LEAST_GAP:
        return False
    above = float((touched > 0).mean())
    return request.share == ALL_ROWS or bool(max(above, 1 - above) >= ONE_SIGN)


SIGN_FLIPS = (
    Breaker(
        fault="sign_flip",
        variant="negated",
        meaning="values came with the other sign",
        kinds=("number",),
        change=_flip,
        fits=_fits,
        shares=SHARES,
    ),
)
