"""What the data can tell: whether a change shows at all, and whether the next candidate would look the same.

The bound is that of the two-sample Kolmogorov-Smirnov test (Massart 1990) on the very rows, whatever
any program makes of them: with `n` reference rows and `m` live ones, chance alone gives a distance of
``sqrt(ln(2 / p) / 2 * (1 / n + 1 / m))`` with probability `p`.

- A change is *visible* if the converted rows are further than that from the healthy ones.
- Another conversion is a *rival* if its converted rows are nearer than that to the truly converted ones.
  Where there is a rival, naming it instead is no mistake, and best is to say both. Of a share of the
  rows, `m` is how many were converted: even if one knew which, these are all that can tell.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.conversions import conversions, free_factors
from drift.diagnose.unit_names import dimension_hint, unit_hint

if TYPE_CHECKING:
    from drift.faults.values import Numbers

CHANCE = 0.01  # a distance that chance exceeds in one of a hundred batches
FAR = 2.2  # standard deviations of the logarithm, from which on a share of rows can be told apart
MAIN_PART = 0.5  # of the rows have to be other than zero, for a share of all rows to be one of these
POINTS = 400  # quantiles that stand for the rows
SAME = 1e-9  # relative


@dataclass(frozen=True, slots=True, order=True)
class Affine:
    """``live = factor * reference + offset``."""

    factor: float
    offset: float


def chance_distance(reference_rows: int, live_rows: int) -> float:
    """Return the distance that chance exceeds once in a hundred batches.

    Examples
    --------
    >>> round(chance_distance(60_000, 5_000), 4)
    0.024
    """
    return math.sqrt(math.log(2 / CHANCE) / 2 * (1 / reference_rows + 1 / live_rows))


@cache
def candidates() -> tuple[Affine, ...]:
    """Return all conversions between units that people use, and the powers of ten, each map once."""
    maps = {
        Affine(float(f"{c.factor:.12g}"), float(f"{c.offset:.12g}"))
        for c in (*conversions(), *free_factors())
    }
    return tuple(sorted(maps))


@cache
def plausible(name: str) -> frozenset[Affine] | None:
    """Return the maps that may happen to a column by its name; None where the name tells nothing."""
    hint = unit_hint(name)
    dimension = hint.dimension if hint else dimension_hint(name)
    if dimension is None:
        return None
    found = {
        Affine(float(f"{c.factor:.12g}"), float(f"{c.offset:.12g}"))
        for c in conversions()
        if c.dimension == dimension and (hint is None or c.source == hint.unit)
    }
    return frozenset(found)


def distance(values: Numbers, one: Affine, other: Affine) -> float:
    """Return how far the same values are apart under two maps, 0 to 1."""
    sides = [np.sort(values * how.factor + how.offset) for how in (one, other)]
    points = np.concatenate(sides)
    below = [np.searchsorted(side, points, side="right") / side.size for side in sides]
    return float(np.abs(below[0] - below[1]).max(initial=0.0))


def visible(values: Numbers, how: Affine, reference_rows: int) -> bool:
    """Return whether a change of all rows shows at all."""
    return distance(values, how, Affine(1.0, 0.0)) > chance_distance(reference_rows, values.size)


def rivals(values: Numbers, how: Affine, reference_rows: int, *, share: float = 1.0) -> tuple[Affine, ...]:
    """Return the other conversions that a share of these rows cannot tell from the true one."""
    if not values.size:
        return ()
    bound = chance_distance(reference_rows, max(1, round(share * values.size)))
    few = np.quantile(values, (np.arange(POINTS) + 0.5) / POINTS)
    middle = float(np.median(few))
    spread = float(few.max() - few.min()) or 1.0
    near = [
        other
        for other in candidates()
        if other != how and abs(_moved(other, middle) - _moved(how, middle)) <= spread * abs(how.factor)
    ]
    return tuple(other for other in near if distance(few, how, other) <= bound)


def _moved(how: Affine, value: float) -> float:
    return how.factor * value + how.offset


def is_far(values: Numbers, factor: float) -> bool:
    """Return whether a factor takes rows so far that a share of them stands apart from the others."""
    logs = np.log(np.abs(values[values != 0]))
    return bool(logs.size >= MAIN_PART * values.size > 0 and abs(math.log(factor)) >= FAR * float(logs.std()))


def same(one: Affine, factor: object, offset: object) -> bool:
    """Return whether what was said is this map."""
    if not isinstance(factor, int | float) or not isinstance(offset, int | float):
        return False
    return math.isclose(one.factor, factor, rel_tol=1e-6) and math.isclose(
        one.offset, offset, rel_tol=1e-6, abs_tol=1e-3
    )
