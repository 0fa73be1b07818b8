"""The share of values that are multiples of a step: decimals dropped, or coarser or finer steps.

Rounding moves no distribution by much, and every value to a multiple of its step. The share is
compared for tenfold steps from 1e-6 to 1000 and for the common steps of both sides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.share import share_measurement
from drift.profile.keys import floats_of
from drift.profile.step import MAX_DECIMALS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.compare.statistic import Measurement
    from drift.profile.column import ColumnProfile

NAME = "lattice_share"
POWERS = (3, 2, 1, *range(0, -MAX_DECIMALS - 1, -1))  # of ten: the steps that are always tried
NEAR = 1e-6  # of a step: values that were computed are off by a last bit
_LAST_BITS = 2 * np.finfo(np.float64).eps  # of a quotient: its own rounding, the value's and the step's
LEAST_STEP = 1e-4  # of the distance between the quartiles: a finer resolution is of no consequence
LAST_SINGLE_BIT = 2.0**-22  # of a value: what 32 bits do not resolve tells nothing, for a width is no fault
MOST_OFF = 0.1  # of a step, by the last bits of a single: one that resolves it less tells nothing of it
LEAST_CHANGE = 0.05  # of a share: one value in a hundred ends in two zeros wherever decimals end at all
LEAST_OFF = 0.005  # of the values, where all were multiples: none is off by itself
MIN_DISTINCT = 20  # values of either side other than zero
_LARGEST = 1e12  # steps: beyond, every float is near a multiple


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sampled:
    """Numbers of one side: of all its rows, or of sampled ones.

    Attributes
    ----------
    values : float64 array of shape (k,)
        The numbers; not all need be distinct or finite.
    counts : int64 array of shape (k,)
        Rows that hold each.
    complete : bool
        Whether these are all rows; else whole rows were drawn, each with all its copies.
    """

    values: NDArray[np.float64]
    counts: NDArray[np.int64]
    complete: bool


NOTHING = Sampled(values=np.empty(0), counts=np.empty(0, np.int64), complete=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Values:
    """Distinct values other than zero of one side, for zeros are multiples of every step, and tell nothing.

    Attributes
    ----------
    values, rows : arrays of shape (k,)
        The values, and the rows of each.
    effective : int
        How many rows the shares vary as: fewer than there are where copies were drawn together.
    step : float or None
        The common step of all rows, if there is one.
    """

    values: NDArray[np.float64]
    rows: NDArray[np.int64]
    effective: int
    step: float | None


def values_of(column: ColumnProfile, sampled: Sampled) -> Values:
    """Return the values of a number column: all where they are counted one by one, else sampled ones."""
    if column.cells.exact:
        sampled = Sampled(values=floats_of(column.cells.keys), counts=column.cells.counts, complete=True)
    return telling_values(sampled, column.number.step.value)


def telling_values(sampled: Sampled, step: float | None) -> Values:
    """Return the distinct finite values other than zero; `step` is the common one of all rows."""
    telling = (sampled.values != 0) & np.isfinite(sampled.values)
    values, counts = sampled.values[telling], sampled.counts[telling]
    if (values[1:] < values[:-1]).any():
        if (counts == 1).all():  # a sort of the values alone takes a fifth of the time
            values = np.sort(values)
        else:
            order = np.argsort(values)
            values, counts = values[order], counts[order]
    fresh = np.concatenate([[True], values[1:] != values[:-1]])[: values.size]
    values, rows = values[fresh], np.add.reduceat(counts, np.flatnonzero(fresh))
    total = int(counts.sum())
    # Kish's effective sample size of rows that come in clusters of copies.
    effective = total if sampled.complete or not total else total**2 // int((counts**2).sum())
    return Values(values=values, rows=rows, effective=effective, step=step)


def on_lattice(values: NDArray[np.float64], step: float) -> NDArray[np.bool_]:
    """Return which values are multiples of a step, singles within the last bits of a computation with these.

    Examples
    --------
    >>> on_lattice(np.array([0.0, 0.3, 0.35, 1200.0]), 0.1).tolist()
    [True, True, False, True]
    >>> on_lattice(np.array([235.20001220703125, 235.20001]), 0.1).tolist()  # 3.92 times 60 with 32 bits
    [True, False]
    """
    with np.errstate(over="ignore", invalid="ignore"):
        steps = values / step
        size = np.abs(steps)
        off = np.abs(steps - np.rint(steps))
        on = (off < np.maximum(NEAR, size * _LAST_BITS)) & (size < _LARGEST)
        single, last = values.astype(np.float32) == values, size * LAST_SINGLE_BIT
        return np.asarray(on | (single & (off < last) & (last < MOST_OFF)))


def steps_to_try(reference: Values, live: Values) -> tuple[float, ...]:
    """Return the steps that are tried: powers of ten and the sides' own, none too fine to matter."""
    own = [side.step for side in (reference, live) if side.step is not None]
    k = reference.values.size
    low, high = (float(reference.values[place]) if k else 0.0 for place in (k // 4, 3 * k // 4))
    tried = dict.fromkeys([*(10.0**power for power in POWERS), *own])
    least = max(LEAST_STEP * (high - low), LAST_SINGLE_BIT * max(abs(low), abs(high)))
    return tuple(step for step in tried if step >= least)


def measure_lattice(reference: Values, live: Values, level: float) -> Measurement | None:
    """Return the largest change of the share of values that are multiples of a step, 0 to 1.

    Counted by rows and by distinct values, of which the smaller change is taken: a single value that
    gained many rows is no change of resolution. None where either side has few distinct values, whose
    common step says little. The margin is the exact one of the rows' share, at a level split over all steps.
    """
    step = foremost_step(reference, live)
    if step is None:
        return None
    (before,), (now,) = shares_on(reference, (step,)), shares_on(live, (step,))
    # Two of the steps are of the data's choosing; the level is split as if there were two for each side.
    n, m = reference.effective, live.effective
    found = share_measurement(
        NAME, round(before.rows * n), n, round(now.rows * m), m, level / (len(POWERS) + 4)
    )
    return replace(found, value=_change(before, now))


def foremost_step(reference: Values, live: Values) -> float | None:
    """Return the step whose share of multiples changed most; None where values are few, or no step tells."""
    if min(reference.values.size, live.values.size) < MIN_DISTINCT:
        return None
    steps = steps_to_try(reference, live)
    if not steps:
        return None
    both = [
        _change(*sides) for sides in zip(shares_on(reference, steps), shares_on(live, steps), strict=True)
    ]
    return steps[max(range(len(steps)), key=both.__getitem__)]


def _change(before: On, now: On) -> float:
    """Return by how much both shares changed in one direction; 0 where that is nothing."""
    rows, values = now.rows - before.rows, now.distinct - before.distinct
    both = min(abs(rows), abs(values)) if rows * values > 0 else 0.0
    return both if both >= (LEAST_OFF if before.rows == 1 else LEAST_CHANGE) else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class On:
    """The shares of one side's rows and of its distinct values that are multiples of a step."""

    rows: float
    distinct: float


def shares_on(side: Values, steps: tuple[float, ...]) -> list[On]:
    """Return for each step how many of a side's rows and values are multiples of it; of none, none is."""
    found = [on_lattice(side.values, step) for step in steps]
    total, values = max(int(side.rows.sum()), 1), max(side.values.size, 1)
    return [On(rows=int(side.rows[on].sum()) / total, distinct=int(on.sum()) / values) for on in found]
