"""The greatest common step of numbers: 60 where all are whole minutes in seconds, 0.01 for prices.

A step settles what a histogram cannot: whether values were rounded, and in which unit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_DECIMALS = 6  # more are the marks of a computed number, not of a chosen resolution
PROBE_VALUES = 512  # computed numbers are known by these: the others need not be looked at
_EXACT = 2.0**53  # the integers that a float holds exactly


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """All values are multiples of ``units * 10**-decimals``.

    Attributes
    ----------
    decimals : int
        The most decimal places of any value, 0 to `MAX_DECIMALS`; -1 where there is no common step.
    units : int
        The greatest common divisor of the values in units of the last place; 0 where all are zero.
    """

    decimals: int
    units: int

    def __add__(self, other: Step) -> Step:
        """Return the step of both sets of values."""
        if NO_STEP in (self, other):
            return NO_STEP
        decimals = max(self.decimals, other.decimals)
        return Step(
            decimals=decimals, units=math.gcd(self._in_units_of(decimals), other._in_units_of(decimals))
        )

    def _in_units_of(self, decimals: int) -> int:
        return int(self.units * 10 ** (decimals - self.decimals))

    @property
    def value(self) -> float | None:
        """The step itself; None where there is none."""
        return self.units / 10**self.decimals if self.decimals >= 0 and self.units else None


NO_STEP = Step(decimals=-1, units=0)
ALL_ZERO = Step(decimals=0, units=0)  # the neutral element


def step_of(values: NDArray[np.float64], *, known: Step = ALL_ZERO) -> Step:
    """Return the common step of finite values, added to a known one.

    Decimal places are those of the shortest decimal that is read as the same float.
    """
    if known == NO_STEP:
        return NO_STEP
    if values.size > PROBE_VALUES and step_of(values[:PROBE_VALUES], known=known) == NO_STEP:
        return NO_STEP
    left, step = np.abs(values), known
    for decimals in range(MAX_DECIMALS + 1):
        if left.size == 0:
            return step
        power = 10.0**decimals
        with np.errstate(over="ignore"):  # what has no float has no places either
            scaled = np.rint(left * power)
        fits = (scaled / power == left) & (scaled < _EXACT)
        if fits.any():
            step += Step(decimals=decimals, units=_divisor(scaled[fits], known=step, decimals=decimals))
            left = left[~fits]
    return step if left.size == 0 else NO_STEP


def _divisor(whole: NDArray[np.float64], *, known: Step, decimals: int) -> int:
    if known.units == 1 and known.decimals >= decimals:
        return 0  # nothing divides the known step further: spare the work
    return int(np.gcd.reduce(whole.astype(np.int64)))
