"""The conversions that a column may have gone through: seconds to milliseconds, miles to kilometres.

Which units are worth a guess is decided here; every factor is pint's. pint works in decimals here, so
that a pound is 0.45359237 kg and not 0.4535923700000001. Of the curated units the numbers are kept in
`unit_scales.py`: pint is imported when another one is asked for. Whether a conversion explains a change
is for `unit.py` to find out.
"""

from __future__ import annotations

import decimal
import difflib
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import as_file, files
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from drift.diagnose.unit_names import unit_hint
from drift.diagnose.unit_scales import SCALES
from drift.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pint import Unit, UnitRegistry

CURATED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "time": (
            *("second", "millisecond", "minute", "hour", "day", "microsecond", "nanosecond", "week"),
            *("month", "year"),
        ),
        "length": (
            *("meter", "kilometer", "mile", "centimeter", "foot", "inch", "millimeter", "yard"),
            "nautical_mile",
        ),
        "mass": ("kilogram", "gram", "pound", "ounce", "milligram", "metric_ton"),
        "temperature": ("degree_Celsius", "degree_Fahrenheit", "kelvin"),
        "area": (
            *("meter ** 2", "square_foot", "kilometer ** 2", "hectare", "acre", "square_mile"),
            "centimeter ** 2",
        ),
        "volume": ("liter", "milliliter", "gallon", "meter ** 3", "fluid_ounce"),
        "speed": (*("kilometer_per_hour", "mile_per_hour", "meter_per_second", "knot", "foot_per_second"),),
        "pressure": (
            *("hectopascal", "pascal", "kilopascal", "bar", "pound_force_per_square_inch"),
            *("millimeter_Hg", "inch_Hg", "standard_atmosphere"),
        ),
        "energy": (
            *("kilowatt_hour", "watt_hour", "megawatt_hour", "joule", "kilojoule", "kilocalorie"),
            *("calorie", "megajoule", "gigajoule"),
        ),
        "power": ("kilowatt", "watt", "megawatt", "horsepower"),
        "data": (*("byte", "kilobyte", "megabyte", "gigabyte", "mebibyte", "kibibyte", "gibibyte", "bit"),),
        "angle": ("degree", "radian"),
        "fraction": ("dimensionless", "percent", "basis_point", "permille"),
        "currency": ("currency_unit", "cent"),
    }
)
"""The units worth a guess, by dimension, spelled as pint spells them, the most used first."""

COMMON_MISTAKES: Final = (
    ("second", "millisecond"),
    ("meter", "kilometer"),
    ("mile", "kilometer"),
    ("dimensionless", "percent"),
    ("currency_unit", "cent"),
    ("degree_Fahrenheit", "degree_Celsius"),
    ("minute", "second"),
    ("hour", "minute"),
    ("kilogram", "pound"),
    ("kilogram", "gram"),
    ("meter", "foot"),
    ("centimeter", "inch"),
    ("hour", "second"),
    ("mile_per_hour", "kilometer_per_hour"),
    ("meter_per_second", "kilometer_per_hour"),
    ("microsecond", "millisecond"),
    ("centimeter", "meter"),
    ("day", "hour"),
    ("kilowatt_hour", "watt_hour"),
    ("kilowatt", "watt"),
    ("byte", "kilobyte"),
    ("byte", "megabyte"),
    ("kelvin", "degree_Celsius"),
    ("liter", "gallon"),
    ("liter", "milliliter"),
    ("degree", "radian"),
    ("millimeter", "inch"),
)
"""The pairs confused most in practice, the most common first: a judgement, not a measurement."""

EXTENSION: Final = (
    "currency_unit = [currency] = _ = dollar = usd = USD = euro = eur = EUR = gbp = GBP = chf = CHF",
    "cent = currency_unit / 100 = _ = penny = pence",
    "basis_point = 1e-4",
)
"""What pint does not have. One currency is never converted to another, so all share a major unit."""

PLAIN_NUMBER: Final = frozenset({"1", "fraction", "proportion", "ratio", "share"})
"""Words for a number without a unit, which pint calls dimensionless and reads in no other way."""

DECLARED_ONLY: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"temperature_difference": ("delta_degree_Celsius", "delta_degree_Fahrenheit")}
)
"""Worth a guess for a column whose unit is declared, and for no other: few columns are differences."""

PREFIXES: Final = ("milli", "kilo", "micro", "mega", "nano", "giga")
"""Tried on a unit of a dimension that has no curated units: volt and millivolt."""

LARGEST_POWER: Final = 12  # a free factor beyond a million million is no slip of a unit that people use
FREE_COMMONNESS: Final = 1000  # above that of every named conversion: a name explains more than a number
CALCULATION: Final = decimal.Context(prec=50)  # far beyond a float's 17 digits, whatever the caller's is
SUGGESTIONS: Final = 3  # names offered for a unit that is not known
LONGEST_UNIT: Final = 100  # characters; pint would parse a page of text, and takes long


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """What turns reference values into live values: ``live = factor * reference + offset``.

    Attributes
    ----------
    factor, offset : float
        The affine map; `offset` is 0 except between temperatures.
    source, target : str or None
        The unit of the reference and of the live batch, spelled as pint spells them; None where the
        factor is a bare power of ten.
    dimension : str or None
        What both measure: a key of `CURATED`, or pint's name for another dimension.
    commonness : int
        How rare the mistake is in practice: 0 is the most common. A pair of `COMMON_MISTAKES` has its
        place there, in both directions; any other pair comes after all of those, by the sum of the
        places that its units have in their row of `CURATED`; bare factors come last, the smaller first.
    """

    factor: float
    offset: float
    source: str | None
    target: str | None
    dimension: str | None
    commonness: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """A unit on the scale of its dimension: ``root = factor * value + offset``."""

    unit: str
    dimension: str
    factor: Decimal
    offset: Decimal
    linear: bool = True  # decibels and their like are not: no factor converts them


@cache
def conversions() -> tuple[Conversion, ...]:
    """Return every ordered pair of units within each curated dimension, the most common first.

    Examples
    --------
    >>> first = conversions()[0]
    >>> first.source, first.target, first.factor
    ('second', 'millisecond', 1000.0)
    """
    pairs = [pair for units in CURATED.values() for unit in units for pair in _pairs(_scale(unit), units)]
    return tuple(sorted(pairs, key=_by_commonness))


@cache
def free_factors() -> tuple[Conversion, ...]:
    """Return the powers of ten from 1e-12 to 1e12 without 1: factors that no named unit has to fit."""
    exponents = [sign * power for power in range(1, LARGEST_POWER + 1) for sign in (1, -1)]
    return tuple(
        Conversion(
            factor=float(f"1e{exponent}"),
            offset=0.0,
            source=None,
            target=None,
            dimension=None,
            commonness=FREE_COMMONNESS + abs(exponent),
        )
        for exponent in exponents
    )


def canonical(unit: str) -> tuple[str, str]:
    """Return pint's name for `unit`, and its dimension.

    An expression and a name of the same unit are one: ``km/h`` is `kilometer_per_hour`. Words for a
    plain number (``ratio``, ``1``) are `dimensionless`.

    Raises
    ------
    ConfigError
        If pint does not know the unit; the nearest known ones are named.

    Examples
    --------
    >>> canonical("ms")
    ('millisecond', 'time')
    >>> canonical("mile/hour")
    ('mile_per_hour', 'speed')
    """
    scale = _scale(unit)
    return scale.unit, scale.dimension


@cache
def from_unit(unit: str) -> tuple[Conversion, ...]:
    """Return the conversions whose source is `unit`, the most common first.

    The targets are the curated units of its dimension; for a dimension without any (volts), the same
    unit with other SI prefixes. Units that no factor converts (decibels) and expressions of such a
    dimension have none. A curated unit that is as large as `unit` is no conversion, and left out.

    Raises
    ------
    ConfigError
        If pint does not know the unit.

    Examples
    --------
    >>> [(found.target, found.factor) for found in from_unit("year")][:2]
    [('second', 31557600.0), ('millisecond', 31557600000.0)]
    """
    scale = _scale(unit)
    if not scale.linear:
        return ()
    targets = {**CURATED, **DECLARED_ONLY}.get(scale.dimension) or _prefixed(scale.unit)
    return tuple(sorted(_pairs(scale, targets), key=_by_commonness))


def _pairs(source: _Scale, units: tuple[str, ...]) -> list[Conversion]:
    """Return the conversions from `source` to each of `units` that is another size."""
    targets = [_scale(unit) for unit in units]
    with decimal.localcontext(CALCULATION):
        found = [
            Conversion(
                factor=float(source.factor / target.factor),
                offset=float((source.offset - target.offset) / target.factor),
                source=source.unit,
                target=target.unit,
                dimension=source.dimension,
                commonness=_commonness(source.unit, target.unit, units),
            )
            for target in targets
        ]
    return [pair for pair in found if (pair.factor, pair.offset) != (1.0, 0.0)]


def _commonness(source: str, target: str, units: tuple[str, ...]) -> int:
    """Return how rare it is to confuse two units; the rule stands with `Conversion`."""
    for place, pair in enumerate(COMMON_MISTAKES):
        if pair in ((source, target), (target, source)):
            return place
    places = (units.index(unit) if unit in units else len(units) for unit in (source, target))
    return len(COMMON_MISTAKES) + sum(places)


def _by_commonness(conversion: Conversion) -> int:
    """Return the sorting key of conversions."""
    return conversion.commonness


@cache
def _registry() -> UnitRegistry[Decimal]:
    """Return pint's default units and ours, in decimals.

    They are loaded into an empty registry, for the default one also builds a cache of all that it
    holds: 0.1 s of work for a few dozen units.
    """
    import pint  # noqa: PLC0415  # 0.15 to 0.35 s that only a column in breach or a declared unit costs

    registry: UnitRegistry[Decimal] = pint.UnitRegistry(None, non_int_type=Decimal)
    with decimal.localcontext(CALCULATION), as_file(files("pint") / "default_en.txt") as definitions:
        registry.load_definitions(definitions)
        for definition in EXTENSION:
            registry.define(definition)
    return registry


@cache
def _scale(unit: str) -> _Scale:
    """Return how `unit` is measured; a compound expression of a curated unit takes that one's name."""
    if unit in SCALES:
        dimension, factor, offset = SCALES[unit]
        return _Scale(unit=unit, dimension=dimension, factor=Decimal(factor), offset=Decimal(offset))
    return _asked(unit)


def _asked(unit: str) -> _Scale:
    """Return how pint measures `unit`."""
    parsed = _parse(unit)
    scale = _measured(parsed)
    if " " not in scale.unit or not scale.linear:
        return scale
    twins = (_measured(_parse(name)) for name in CURATED.get(scale.dimension, ()))
    size = (float(scale.factor), float(scale.offset))
    return next((twin for twin in twins if (float(twin.factor), float(twin.offset)) == size), scale)


def _measured(parsed: Unit) -> _Scale:
    """Return the place of a unit on its dimension's scale, from where pint puts its 0 and its 1."""
    registry, name = _registry(), str(parsed)
    with decimal.localcontext(CALCULATION):
        root = registry.get_root_units(parsed, check_nonmult=False)[1]
        try:
            zero, one = (Decimal(registry.convert(Decimal(value), parsed, root)) for value in (0, 1))
            linear = True
        except TypeError:  # pint takes the logarithm of a decimal for decibels, which numpy cannot
            zero, one, linear = Decimal(0), Decimal(1), False
        return _Scale(
            unit=name,
            dimension=_dimension(parsed, name, str(root)) if linear else "level",
            factor=one - zero,
            offset=zero,
            linear=linear,
        )


def _dimension(parsed: Unit, name: str, root: str) -> str:
    """Return a unit's dimension, by its root unit: pint holds bytes, radians and shares to be one."""
    if name.startswith("delta_") and " " not in name:
        return "temperature_difference"  # it has no zero to move, so temperatures do not convert it
    known = _curated_roots().get(root)
    return known or re.sub(r"[\[\]]", "", str(parsed.dimensionality or root))


@cache
def _curated_roots() -> Mapping[str, str]:
    """Return the dimension of each root unit that a curated unit has."""
    registry = _registry()
    firsts = {dimension: _parse(units[0]) for dimension, units in CURATED.items()}
    with decimal.localcontext(CALCULATION):
        return {
            str(registry.get_root_units(unit, check_nonmult=False)[1]): dimension
            for dimension, unit in firsts.items()
        }


def _parse(unit: str) -> Unit:
    """Return pint's unit, or raise with the nearest known names."""
    text = unit.strip()
    if text in PLAIN_NUMBER:
        text = "dimensionless"
    if not text or len(text) > LONGEST_UNIT:
        raise _unknown(text[:LONGEST_UNIT])
    try:
        return _registry().Unit(text)
    except Exception as error:  # what pint's parser raises depends on where in the text it gives up
        raise _unknown(text) from error


def _unknown(unit: str) -> ConfigError:
    """Return the error for text that is no unit."""
    curated = [name for units in CURATED.values() for name in units]
    folded = {name.lower(): name for name in (*dir(_registry()), *curated)}
    close = difflib.get_close_matches(unit.lower(), list(folded), n=SUGGESTIONS)
    meant = unit_hint(unit)  # it knows how people write units: KWH, secs
    near = [meant.unit] if meant else [folded[name] for name in close]
    names = ", ".join(f"`{name}`" for name in near)
    return ConfigError(
        f"`{unit}` is not a unit that drift knows",
        mend=(f"did you mean {names}? " if names else "")
        + "units are spelled as pint spells them: second, kilometer, degree_Celsius, percent",
    )


def _prefixed(unit: str) -> tuple[str, ...]:
    """Return the unit without its prefix and with each other one; nothing for an expression."""
    readings = _registry().parse_unit_name(unit)
    return tuple(prefix + base for _, base, _ in readings[:1] for prefix in ("", *PREFIXES))
