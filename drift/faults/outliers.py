"""Outliers: a small share far outside all that was seen, at no factor that a unit would have."""

from __future__ import annotations

from functools import partial

import numpy as np
import polars as pl

from drift.faults.breaker import Breaker, Changed, Request
from drift.faults.values import floats, known, merged, numbers

SHARES_OF_OUTLIERS = (0.05, 0.01)
NEAREST, FARTHEST = 3.0, 30.0  # ranges of the healthy values beyond their end
MOST_TAIL = 50.0  # the range in standard deviations: tails as heavy as this have outliers of their own
LEAST_VALUES = 20


def _throw(request: Request, *, side: str) -> Changed:
    values = request.values
    found = numbers(values)
    low, high = float(found.min()), float(found.max())
    rows = request.chosen(known(values))
    # Even on a logarithmic scale, so that no one factor turns healthy values into these.
    far = (high - low) * np.exp(request.rng.uniform(np.log(NEAREST), np.log(FARTHEST), len(values)))
    thrown = high + far if side == "upper" else low - far
    if values.dtype.is_integer():
        thrown = np.rint(thrown)
    strange = floats(thrown, values)
    strange = strange.cast(pl.Int64) if values.dtype.is_integer() else strange
    return request.changed(merged(values, strange, rows), rows, {"bound": high if side == "upper" else low})


def _fits(request: Request) -> bool:
    found = numbers(request.values)
    return np.unique(found).size >= LEAST_VALUES and bool(np.ptp(found) <= MOST_TAIL * found.std())


OUTLIERS = tuple(
    Breaker(
        fault="outliers",
        variant=side,
        meaning=f"a few values lie far beyond the {side} end of all that was seen",
        kinds=("number",),
        change=partial(_throw, side=side),
        fits=_fits,
        shares=SHARES_OF_OUTLIERS,
    )
    for side in ("upper", "lower")
)
