"""Rounding: resolution was lost, or won."""

from __future__ import annotations

from functools import partial

import numpy as np

from drift.faults.breaker import Breaker, Changed, Request
from drift.faults.values import Numbers, as_floats, floats, known, numbers

LEAST_MOVED = 0.5  # of the values have to be off the coarser step
LEAST_STEPS = 3  # of the coarser step lie between the middle 90 % of the values
MAIN_ROWS = (0.05, 0.95)
STEPS = (1.0, 10.0, 0.1)
DECIMALS_WON = 3  # more decimals than the values had
MOST_DECIMALS = 3  # a column of more has as many as a float holds, and can win none
SMALL = 1e-9  # relative: what a float's rounding is


def _off(found: Numbers, step: float) -> Numbers:
    """Return how far values are from the nearest multiple of a step, in steps."""
    steps = found / step
    distance: Numbers = np.abs(steps - np.rint(steps))
    return distance


def _round(request: Request, *, step: float, down: bool) -> Changed:
    values = request.values
    found = as_floats(values)
    steps = np.trunc(found / step) if down else np.rint(found / step)
    coarse = steps * step if step >= 1 else steps / round(1 / step)
    result = floats(coarse, values)
    result = result.cast(values.dtype) if values.dtype.is_integer() else result
    return request.changed(result, known(values), {"step": step})


def _rounds(request: Request, *, step: float, down: bool) -> bool:
    found = numbers(request.values)
    if not found.size or (down and not bool((_off(found, step) > SMALL).any())):
        return False
    low, high = np.quantile(found, MAIN_ROWS)
    return bool((_off(found, step) > SMALL).mean() >= LEAST_MOVED and high - low >= LEAST_STEPS * step)


def decimals(found: Numbers) -> int | None:
    """Return the decimal places that all values have; None beyond `MOST_DECIMALS`."""
    for places in range(MOST_DECIMALS + 1):
        if bool((_off(found, 10.0**-places) < SMALL * np.maximum(np.abs(found) * 10.0**places, 1)).all()):
            return places
    return None


def _refine(request: Request) -> Changed:
    values = request.values
    before = decimals(numbers(values)) or 0
    places = before + DECIMALS_WON
    step = 10.0**-before
    noise = request.rng.uniform(-step / 2, step / 2, len(values))
    finer = np.round(as_floats(values) + noise, places)
    return request.changed(floats(finer, values), known(values), {"step": float(f"1e-{places}")})


def _refines(request: Request) -> bool:
    found = numbers(request.values)
    if np.unique(found).size <= LEAST_STEPS:
        return False
    places = decimals(found)
    return places is not None and bool(found.std() >= 10.0**-places)


def _coarser(step: float) -> Breaker:
    return Breaker(
        fault="rounding",
        variant=f"to {step:g}",
        meaning=f"values came as multiples of {step:g}",
        kinds=("number",),
        change=partial(_round, step=step, down=False),
        fits=partial(_rounds, step=step, down=False),
    )


ROUNDINGS = (
    *(_coarser(step) for step in STEPS),
    Breaker(
        fault="rounding",
        variant="decimals dropped",
        meaning="the decimals were cut off",
        kinds=("number",),
        change=partial(_round, step=1.0, down=True),
        fits=partial(_rounds, step=1.0, down=True),
    ),
    Breaker(
        fault="rounding",
        variant="decimals won",
        meaning="values came with more decimals than before",
        kinds=("number",),
        change=_refine,
        fits=_refines,
    ),
)
