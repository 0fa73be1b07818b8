"""Units: all or a share of the rows in another one. Factors are exact by definition, not pint's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from drift.faults.breaker import SHARES, Breaker, Changed, Request
from drift.faults.values import Numbers, as_floats, floats, known, merged, numbers

LARGEST = 2.0**53  # whole numbers up to here are exact as floats, too
LEAST_TOUCHED = 0.05  # of the rows have to be other than zero, which no factor changes
LEAST_VALUES = 3  # a unit is told by a distribution, not by two values
MAIN_ROWS = (0.01, 0.99)  # quantiles that must be plausible in the unit that is left


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """One change of unit: ``live = reference * times / per + offset``.

    Attributes
    ----------
    variant, meaning : str
        See `Breaker`.
    times, per, offset : float
        A quotient, so that 12 / 1000 is 0.012 and not 0.012000000000000002.
    within : (float, float) or None
        Where values lie in the unit that is left; a column elsewhere is not in this unit.
    whole : bool
        Whether the converted values are rounded to whole numbers.
    """

    variant: str
    meaning: str
    times: float = 1.0
    per: float = 1.0
    offset: float = 0.0
    within: tuple[float, float] | None = None
    whole: bool = False


MAPS = (
    Map(variant="× 1000", meaning="seconds became milliseconds, kilometres metres", times=1000.0),
    Map(variant="÷ 1000", meaning="milliseconds became seconds, metres kilometres", per=1000.0),
    Map(variant="× 1e6", meaning="seconds became microseconds", times=1e6),
    Map(variant="× 60", meaning="minutes became seconds", times=60.0),
    Map(variant="÷ 60", meaning="seconds became minutes", per=60.0),
    Map(variant="÷ 60, whole", meaning="seconds became whole minutes", per=60.0, whole=True),
    Map(variant="× 3600", meaning="hours became seconds", times=3600.0),
    Map(variant="÷ 3600", meaning="seconds became hours", per=3600.0),
    Map(variant="× 24", meaning="days became hours", times=24.0),
    Map(variant="miles → km", meaning="miles became kilometres", times=1.609344),
    Map(variant="km → miles", meaning="kilometres became miles", per=1.609344),
    Map(variant="inch → cm", meaning="inches became centimetres", times=2.54),
    Map(variant="cm → inch", meaning="centimetres became inches", per=2.54),
    Map(variant="m → foot", meaning="metres became feet", per=0.3048),
    Map(variant="kg → lb", meaning="kilograms became pounds", per=0.45359237),
    Map(variant="lb → kg", meaning="pounds became kilograms", times=0.45359237),
    Map(variant="m/s → km/h", meaning="metres a second became kilometres an hour", times=3.6),
    Map(variant="KiB → byte", meaning="kibibytes became bytes", times=1024.0),
    Map(variant="× 100", meaning="fractions became percent, a currency its cents", times=100.0),
    Map(variant="× 100, whole", meaning="a currency became its whole cents", times=100.0, whole=True),
    Map(variant="÷ 100", meaning="percent became fractions, cents their currency", per=100.0),
    Map(
        variant="°C → °F",
        meaning="degrees Celsius became degrees Fahrenheit",
        times=9.0,
        per=5.0,
        offset=32.0,
        within=(-60.0, 60.0),
    ),
    Map(
        variant="°F → °C",
        meaning="degrees Fahrenheit became degrees Celsius",
        times=5.0,
        per=9.0,
        offset=-160 / 9,
        within=(-80.0, 140.0),
    ),
    Map(
        variant="°C → K",
        meaning="degrees Celsius became kelvins",
        offset=273.15,
        within=(-60.0, 60.0),
    ),
    Map(
        variant="K → °C",
        meaning="kelvins became degrees Celsius",
        offset=-273.15,
        within=(200.0, 340.0),
    ),
)


def _convert(request: Request, *, how: Map) -> Changed:
    values = request.values
    rows = request.chosen(known(values))
    exact = values.dtype.is_integer() and how.per == 1 and float(how.times).is_integer() and not how.offset
    if exact:
        converted = values.cast(pl.Int64) * int(how.times)
    else:
        found = _apply(as_floats(values), how)
        converted = floats(np.rint(found) if how.whole else found, values)
        if how.whole and values.dtype.is_integer():
            converted = converted.cast(pl.Int64)
    parameters = {"factor": how.times / how.per, "offset": how.offset}
    return request.changed(merged(values, converted, rows), rows, parameters)


def _apply(values: Numbers, how: Map) -> Numbers:
    converted: Numbers = values * how.times / how.per + how.offset
    return converted


def _fits(request: Request, *, how: Map) -> bool:
    found = numbers(request.values)
    if np.unique(found).size < LEAST_VALUES or np.count_nonzero(found) < LEAST_TOUCHED * found.size:
        return False
    if np.abs(found).max() * how.times / how.per >= LARGEST:
        return False
    if how.whole:
        converted = _apply(found, how)
        if np.unique(np.rint(converted)).size < LEAST_VALUES or converted.std() < 1:
            return False
    if how.within is None:
        return True
    low, high = np.quantile(found, MAIN_ROWS)
    # Counts of a few are within any range of temperatures, and none.
    return bool(how.within[0] <= low < high <= how.within[1] and high - low > 1)


UNITS = tuple(
    Breaker(
        fault="unit_change",
        variant=how.variant,
        meaning=how.meaning,
        kinds=("number",),
        change=partial(_convert, how=how),
        fits=partial(_fits, how=how),
        shares=SHARES,
        also=("rounding",) if how.whole else (),
    )
    for how in MAPS
)
