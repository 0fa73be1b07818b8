"""Movements that no fault explains: shift, spread, shape."""

from __future__ import annotations

from functools import partial

import numpy as np
import polars as pl

from drift.faults.breaker import Breaker, Changed, Request
from drift.faults.values import Numbers, as_floats, floats, known, level_shares, numbers

EFFECTS = (1.0, -1.0, 0.3)  # in standard deviations
RATIOS = (1.5, 0.6)
MOVED = 0.5  # of the most frequent level's rows go to the second one
LEAST_VALUES = 50  # distinct: of a few values a movement by part of a deviation is another thing
LEAST_LEVEL = 0.1  # the share of the second level
EITHER = ("shift", "spread", "shape")


def _fitted(request: Request, result: Numbers) -> pl.Series:
    values = request.values
    if values.dtype.is_integer():
        return floats(np.rint(result), values).cast(pl.Int64)
    return floats(result, values)


def _shift(request: Request, *, effect: float) -> Changed:
    values = request.values
    moved = as_floats(values) + effect * numbers(values).std()
    return request.changed(_fitted(request, moved), known(values), {"effect": effect})


def _spread(request: Request, *, ratio: float) -> Changed:
    values = request.values
    middle = float(np.median(numbers(values)))
    spread = middle + ratio * (as_floats(values) - middle)
    return request.changed(_fitted(request, spread), known(values), {"ratio": ratio})


def _part(request: Request) -> Changed:
    """Let every value below the median be drawn from the lowest quarter, every other from the highest."""
    values = request.values
    found, all_rows = np.sort(numbers(values)), as_floats(values)
    quarter = found.size // 4
    low = request.rng.choice(found[:quarter], len(values))
    high = request.rng.choice(found[-quarter:], len(values))
    parted = np.where(all_rows < np.median(found), low, high)
    return request.changed(_fitted(request, parted), known(values), {})


def _varied(request: Request) -> bool:
    found = numbers(request.values)
    deviation = found.std() if found.size else 0.0
    low, high = np.quantile(found, (0.25, 0.75)) if found.size else (0.0, 0.0)
    # Of heavy tails the deviation says nothing about the bulk; of few steps a part of it is none.
    step = 1.0 if request.values.dtype.is_integer() else 0.0
    return bool(
        np.unique(found).size >= LEAST_VALUES
        and 0.5 * deviation < high - low
        and min(EFFECTS[-1:]) * deviation > step
    )


def _off_zero(request: Request) -> bool:
    """Return whether the median is so far from zero that no factor spreads values as about the median."""
    found = numbers(request.values)
    return _varied(request) and abs(float(np.median(found))) >= found.std()


def _mix(request: Request) -> Changed:
    values = request.values
    first, second = list(level_shares(values))[:2]
    is_first = known(values) & (values == first).fill_null(value=False).to_numpy()
    places = np.flatnonzero(is_first)
    rows = np.zeros(len(values), np.bool_)
    rows[request.rng.choice(places, max(1, round(MOVED * places.size)), replace=False)] = True
    mixed = pl.select(pl.when(pl.Series(rows)).then(pl.lit(second)).otherwise(values)).to_series()
    return request.changed(mixed.alias("values"), rows, {})


def _mixes(request: Request) -> bool:
    if request.values.dtype != pl.String:
        return False
    shares = list(level_shares(request.values).values())
    return len(shares) > 1 and shares[1] >= LEAST_LEVEL


MOVEMENTS = (
    *(
        Breaker(
            fault="shift",
            variant=f"{effect:+g} deviations",
            meaning=f"all values moved by {effect:g} standard deviations",
            kinds=("number",),
            change=partial(_shift, effect=effect),
            fits=_varied,
        )
        for effect in EFFECTS
    ),
    *(
        Breaker(
            fault="spread",
            variant=f"× {ratio:g}",
            meaning=f"values lie {ratio:g} times as far from the median",
            kinds=("number",),
            change=partial(_spread, ratio=ratio),
            fits=_off_zero,
        )
        for ratio in RATIOS
    ),
    Breaker(
        fault="shape",
        variant="two ends",
        meaning="the middle half of the values went to the two ends",
        kinds=("number",),
        change=_part,
        fits=_varied,
        accepts=("spread",),
    ),
    Breaker(
        fault="shape",
        variant="another mix",
        meaning="half of the rows of the most frequent level went to the second one",
        kinds=("category",),
        change=_mix,
        fits=_mixes,
        accepts=("shift",),
    ),
)
