"""Transforms that came or went: a feature arrives in logarithms, or without the one it was trained with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from drift.faults.breaker import Breaker, Changed, Request
from drift.faults.values import Numbers, as_floats, floats, gap, known, numbers

if TYPE_CHECKING:
    from collections.abc import Callable

LEAST_GAP = 0.2  # between the values and the transformed ones: 0 and 1 are their own squares
LEAST_VALUES = 10
LARGEST_EXPONENT = 20.0  # exp of more is no column that anybody logged
UNSEEN = 1e-3  # relative: two transforms nearer to each other than this on all values cannot be told apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Transform:
    """A function of one column's numbers, and where it is defined."""

    name: str
    meaning: str
    apply: Callable[[Numbers], Numbers]
    defined: Callable[[Numbers], bool]


def _standardised(values: Numbers) -> Numbers:
    result: Numbers = (values - np.nanmean(values)) / np.nanstd(values)
    return result


def _scaled(values: Numbers) -> Numbers:
    low, high = np.nanmin(values), np.nanmax(values)
    result: Numbers = (values - low) / (high - low)
    return result


def _positive(values: Numbers) -> bool:
    return bool(values.min() > 0)


def _not_negative(values: Numbers) -> bool:
    return bool(values.min() >= 0)


def _small(values: Numbers) -> bool:
    return bool(np.abs(values).max() <= LARGEST_EXPONENT)


def _any(values: Numbers) -> bool:
    return bool(values.std() > 0)


TRANSFORMS = (
    Transform(name="log", meaning="values came as their logarithms", apply=np.log, defined=_positive),
    Transform(name="log1p", meaning="values came as log(1 + x)", apply=np.log1p, defined=_not_negative),
    Transform(
        name="exp", meaning="a logarithm was lost: values came as exp(x)", apply=np.exp, defined=_small
    ),
    Transform(name="sqrt", meaning="values came as their square roots", apply=np.sqrt, defined=_not_negative),
    Transform(name="square", meaning="values came squared", apply=np.square, defined=_any),
    Transform(
        name="standardised",
        meaning="values came less their mean, in standard deviations",
        apply=_standardised,
        defined=_any,
    ),
    Transform(
        name="min-max scaled",
        meaning="values came scaled to 0 for the least and 1 for the largest",
        apply=_scaled,
        defined=_any,
    ),
)


def _change(request: Request, *, how: Transform) -> Changed:
    values = request.values
    rows = request.chosen(known(values))
    return request.changed(floats(how.apply(as_floats(values)), values), rows, {"name": how.name})


def _fits(request: Request, *, how: Transform) -> bool:
    found = numbers(request.values)
    if np.unique(found).size < LEAST_VALUES or not how.defined(found):
        return False
    changed = how.apply(found)
    if gap(found, changed) < LEAST_GAP:  # of small values log1p is the value
        return False
    if how.name == "log1p" and _positive(found):  # of large ones it is the logarithm
        return bool(np.abs(changed - np.log(found)).max() > UNSEEN * np.abs(changed).max())
    return True


TRANSFORM_BREAKERS = tuple(
    Breaker(
        fault="transform",
        variant=how.name,
        meaning=how.meaning,
        kinds=("number",),
        change=partial(_change, how=how),
        fits=partial(_fits, how=how),
    )
    for how in TRANSFORMS
)
