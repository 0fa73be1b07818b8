"""Clipping: values are cut at a bound, and all beyond it are the bound."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from drift.faults.breaker import Breaker, Changed, Request
from drift.faults.values import as_floats, floats, known, numbers

if TYPE_CHECKING:
    import polars as pl

LEAST_BEYOND = 0.01  # of the rows have to change
MOST_AT_BOUND = 0.25  # of the rows may lie at the bound already, as a share of those that come to it
LEAST_VALUES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Where values are cut: at which quantile, and the side that is lost."""

    side: str
    quantile: float


CUTS = (
    Cut(side="upper", quantile=0.95),
    Cut(side="upper", quantile=0.8),
    Cut(side="lower", quantile=0.05),
    Cut(side="lower", quantile=0.2),
)


def _bound(values: pl.Series, cut: Cut) -> float:
    # One of the values, so that a column of whole numbers stays one.
    found = numbers(values)
    method = "lower" if cut.side == "upper" else "higher"
    return float(np.quantile(found, cut.quantile, method=method))  # type: ignore[call-overload]


def _cut(request: Request, *, cut: Cut) -> Changed:
    values = request.values
    bound = _bound(values, cut)
    found = as_floats(values)
    rows = known(values) & (found > bound if cut.side == "upper" else found < bound)
    clipped = np.minimum(found, bound) if cut.side == "upper" else np.maximum(found, bound)
    result = floats(clipped, values)
    result = result.cast(values.dtype) if values.dtype.is_integer() else result
    return request.changed(result, rows, {"bound": bound, "side": cut.side})


def _fits(request: Request, *, cut: Cut) -> bool:
    found = numbers(request.values)
    if np.unique(found).size < LEAST_VALUES:
        return False
    bound = _bound(request.values, cut)
    beyond = float((found > bound if cut.side == "upper" else found < bound).mean())
    return beyond >= LEAST_BEYOND and bool((found == bound).mean() <= MOST_AT_BOUND * beyond)


CLIPPINGS = tuple(
    Breaker(
        fault="clipping",
        variant=f"{cut.side} {100 * (1 - cut.quantile if cut.side == 'upper' else cut.quantile):.0f} %",
        meaning=f"what lies beyond the {cut.side} bound is the bound",
        kinds=("number",),
        change=partial(_cut, cut=cut),
        fits=partial(_fits, cut=cut),
    )
    for cut in CUTS
)
