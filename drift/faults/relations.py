"""Faults of a relation: a column's values stand beside those of other rows, and look as before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from drift.faults.breaker import ALL_ROWS, Breaker, Changed, Request
from drift.faults.values import numbers, top_share

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Places = NDArray[np.int64]

LEAST_CORRELATION = 0.5  # between the ranks of two columns, for a lost relation to be seen
LEAST_LOST = 0.2  # of that correlation: rows in an order stand beside rows that are like them
LEAST_VALUES = 20
MOST_OF_ONE = 0.9  # of a column's rows may hold one value: of nearly the same values, most fit any row


def _anew(rows: int, rng: np.random.Generator) -> Places:
    return rng.permutation(rows)


def _next(rows: int, rng: np.random.Generator) -> Places:  # noqa: ARG001 - as the others
    return np.roll(np.arange(rows), 1)


def _half_anew(rows: int, rng: np.random.Generator) -> Places:
    """Deal the second half of the rows out among themselves, as where one of two files was sorted."""
    half = rows // 2
    return np.concatenate([np.arange(half), half + rng.permutation(rows - half)])


def _deal(request: Request, *, how: Callable[[int, np.random.Generator], Places]) -> Changed:
    values = request.values
    places = how(len(values), request.rng)
    pair = {"columns": [request.column, _related(request)]}
    moved = places != np.arange(len(values))
    return request.changed(values.gather(places), moved, pair, share=float(moved.mean()))


def _related(request: Request) -> str | None:
    """Return the column whose ranks go with this one's most, where they do."""
    if numbers(request.values).size < LEAST_VALUES or top_share(request.values) > MOST_OF_ONE:
        return None
    best, found = LEAST_CORRELATION, None
    for name in request.frame.columns:
        other = request.frame.get_column(name).alias("other")
        if name == request.column or not other.dtype.is_numeric():
            continue
        pair = pl.DataFrame([request.values, other]).drop_nulls()
        if min(pair["values"].n_unique(), pair["other"].n_unique()) < LEAST_VALUES:
            continue
        if top_share(pair["other"]) > MOST_OF_ONE:
            continue
        strength = abs(_correlation(pair["values"], pair["other"]))
        if strength >= best:
            best, found = strength, name
    return found


def _correlation(one: pl.Series, other: pl.Series) -> float:
    pair = pl.DataFrame([one.alias("one"), other.alias("other")]).drop_nulls()
    return float(pair.select(pl.corr("one", "other", method="spearman")).item() or 0.0)


def _is_lost(request: Request, *, how: Callable[[int, np.random.Generator], Places]) -> bool:
    """Return whether the column goes with another one, and by so much less when it is dealt."""
    name = _related(request)
    if name is None:
        return False
    values, other = request.values, request.frame.get_column(name)
    dealt = values.gather(how(len(values), np.random.default_rng(0)))
    return abs(_correlation(values, other) - _correlation(dealt, other)) >= LEAST_LOST


def _breaker(variant: str, meaning: str, how: Callable[[int, np.random.Generator], Places]) -> Breaker:
    return Breaker(
        fault="relation",
        variant=variant,
        meaning=meaning,
        kinds=("number",),
        change=partial(_deal, how=how),
        fits=partial(_is_lost, how=how),
        shares=(ALL_ROWS,),
    )


RELATIONS = (
    _breaker("shuffled", "the column's values no longer go with those of another one", _anew),
    _breaker("off by one", "the column's values stand one row too low", _next),
    _breaker("one half shuffled", "half of the rows have the column's values of other rows", _half_anew),
)
