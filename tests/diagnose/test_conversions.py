"""The conversions: every factor against a published constant, and the laws between them."""

from __future__ import annotations

import math
import subprocess
import sys

import pint
import pytest

from drift.diagnose.conversions import (
    COMMON_MISTAKES,
    CURATED,
    Conversion,
    canonical,
    conversions,
    free_factors,
    from_unit,
)
from drift.errors import ConfigError

# NIST Special Publication 811 (2008), Guide for the Use of the SI, Appendix B.8, "to convert from ... to
# ... multiply by"; the factors that it prints in bold are exact.
NIST_EXACT = [
    ("mile", "meter", 1609.344),
    ("mile", "kilometer", 1.609344),
    ("inch", "centimeter", 2.54),
    ("inch", "millimeter", 25.4),
    ("foot", "meter", 0.3048),
    ("yard", "meter", 0.9144),
    ("nautical_mile", "meter", 1852.0),
    ("pound", "kilogram", 0.45359237),
    ("metric_ton", "kilogram", 1000.0),
    ("square_foot", "meter ** 2", 0.09290304),
    ("hectare", "meter ** 2", 10000.0),
    ("mile_per_hour", "kilometer_per_hour", 1.609344),
    ("mile_per_hour", "meter_per_second", 0.44704),
    ("foot_per_second", "meter_per_second", 0.3048),
    ("knot", "kilometer_per_hour", 1.852),
    ("bar", "pascal", 100000.0),
    ("hectopascal", "pascal", 100.0),
    ("standard_atmosphere", "pascal", 101325.0),
    ("calorie", "joule", 4.184),
    ("kilocalorie", "kilojoule", 4.184),
    ("kilowatt_hour", "joule", 3600000.0),
    ("hour", "second", 3600.0),
    ("day", "second", 86400.0),
    ("week", "hour", 168.0),
]
# From the same tables, printed to seven digits.
NIST_ROUNDED = [
    ("ounce", "gram", 28.34952),
    ("acre", "meter ** 2", 4046.873),
    ("square_mile", "kilometer ** 2", 2.589988),
    ("gallon", "liter", 3.785412),
    ("fluid_ounce", "milliliter", 29.57353),
    ("knot", "meter_per_second", 0.5144444),
    ("kilometer_per_hour", "meter_per_second", 0.2777778),
    ("pound_force_per_square_inch", "pascal", 6894.757),
    ("millimeter_Hg", "pascal", 133.3224),
    ("inch_Hg", "kilopascal", 3.386389),
    ("horsepower", "watt", 745.6999),
    ("degree", "radian", 0.01745329),
]
# IEC 80000-13 for the prefixes of data; the meaning of the words for the rest.
BY_DEFINITION = [
    ("second", "millisecond", 1000.0),
    ("millisecond", "microsecond", 1000.0),
    ("second", "nanosecond", 1e9),
    ("byte", "bit", 8.0),
    ("kilobyte", "byte", 1000.0),
    ("kibibyte", "byte", 1024.0),
    ("mebibyte", "kibibyte", 1024.0),
    ("gibibyte", "byte", 1024.0**3),
    ("dimensionless", "percent", 100.0),
    ("dimensionless", "permille", 1000.0),
    ("percent", "basis_point", 100.0),
    ("currency_unit", "cent", 100.0),
]
# NIST SP 811, B.8, the four formulas for temperatures, solved for factor and offset.
TEMPERATURES = [
    ("degree_Celsius", "degree_Fahrenheit", 1.8, 32.0),
    ("degree_Fahrenheit", "degree_Celsius", 1 / 1.8, -32 / 1.8),
    ("degree_Celsius", "kelvin", 1.0, 273.15),
    ("kelvin", "degree_Celsius", 1.0, -273.15),
    ("degree_Fahrenheit", "kelvin", 1 / 1.8, 459.67 / 1.8),
    ("kelvin", "degree_Fahrenheit", 1.8, -459.67),
]
OURS = {"currency_unit", "cent", "basis_point"}
SEVEN_DIGITS = 5e-7


def between(source: str, target: str) -> Conversion:
    """Return the one conversion between two units."""
    (found,) = (one for one in conversions() if (one.source, one.target) == (source, target))
    return found


def run_python(code: str) -> str:
    """Return what a fresh interpreter prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout.strip()


@pytest.mark.parametrize(("source", "target", "factor"), [*NIST_EXACT, *BY_DEFINITION])
def test_exact_factors_are_the_published_ones(source: str, target: str, factor: float) -> None:
    """An exact constant is exact to the last bit: no rounding of pint's is left in it."""
    found = between(source, target)
    assert (found.factor, found.offset) == (factor, 0.0)


@pytest.mark.parametrize(("source", "target", "factor"), NIST_ROUNDED)
def test_rounded_factors_agree_to_seven_digits(source: str, target: str, factor: float) -> None:
    assert between(source, target).factor == pytest.approx(factor, rel=SEVEN_DIGITS)


@pytest.mark.parametrize(("source", "target", "factor", "offset"), TEMPERATURES)
def test_temperatures_are_affine(source: str, target: str, factor: float, offset: float) -> None:
    found = between(source, target)
    assert found.factor == pytest.approx(factor, rel=1e-15)
    assert found.offset == pytest.approx(offset, rel=1e-15)


def test_water_boils_at_212_degrees_fahrenheit() -> None:
    found = between("degree_Celsius", "degree_Fahrenheit")
    assert found.factor * 100 + found.offset == 212.0


def test_the_way_back_undoes_it() -> None:
    """Back and forth is the identity, and both ways are as common."""
    by_pair = {(one.source, one.target): one for one in conversions()}
    for one in conversions():
        back = by_pair[one.target, one.source]
        assert one.factor * back.factor == pytest.approx(1.0, rel=1e-15)
        assert back.factor * one.offset + back.offset == pytest.approx(0.0, abs=1e-12)
        assert back.commonness == one.commonness


@pytest.mark.parametrize("dimension", CURATED)
def test_a_detour_changes_nothing(dimension: str) -> None:
    """From the first unit to any, and on to any other, is the direct way there."""
    first, *others = CURATED[dimension]
    for middle in others:
        for last in set(others) - {middle}:
            detour = between(first, middle).factor * between(middle, last).factor
            assert detour == pytest.approx(between(first, last).factor, rel=1e-14)


@pytest.mark.parametrize("dimension", CURATED)
def test_every_ordered_pair_of_a_dimension_is_there(dimension: str) -> None:
    units = CURATED[dimension]
    found = [(one.source, one.target) for one in conversions() if one.dimension == dimension]
    assert set(found) == {(a, b) for a in units for b in units if a != b}
    assert len(found) == len(units) * (len(units) - 1)


def test_numbers_are_finite_and_never_the_identity() -> None:
    for one in (*conversions(), *free_factors()):
        assert math.isfinite(one.factor)
        assert one.factor > 0
        assert math.copysign(1.0, one.offset) == 1.0 or one.offset < 0  # no negative zero in a report
        assert (one.factor, one.offset) != (1.0, 0.0)


def test_curated_names_are_the_ones_pint_prints() -> None:
    """Against a default registry of pint, in floats, as a user has it."""
    registry: pint.UnitRegistry[float] = pint.UnitRegistry()
    for unit in {name for units in CURATED.values() for name in units} - OURS:
        assert str(registry.Unit(unit)) == unit


@pytest.mark.parametrize(("dimension", "unit"), [(key, unit) for key in CURATED for unit in CURATED[key]])
def test_a_curated_name_is_canonical(dimension: str, unit: str) -> None:
    assert canonical(unit) == (unit, dimension)


@pytest.mark.parametrize(
    ("spelling", "name", "dimension"),
    [
        ("s", "second", "time"),
        ("seconds", "second", "time"),
        (" ms ", "millisecond", "time"),
        ("km", "kilometer", "length"),
        ("kilometre", "kilometer", "length"),
        ("degF", "degree_Fahrenheit", "temperature"),
        ("\u00b0C", "degree_Celsius", "temperature"),
        ("mph", "mile_per_hour", "speed"),
        ("mile/hour", "mile_per_hour", "speed"),
        ("km/h", "kilometer_per_hour", "speed"),
        ("meter/second", "meter_per_second", "speed"),
        ("cubic_inch", "cubic_inch", "volume"),
        ("m^3", "meter ** 3", "volume"),
        ("psi", "pound_force_per_square_inch", "pressure"),
        ("mmHg", "millimeter_Hg", "pressure"),
        ("mbar", "millibar", "pressure"),
        ("kWh", "kilowatt_hour", "energy"),
        ("kilowatt * hour", "kilowatt_hour", "energy"),
        ("MB", "megabyte", "data"),
        ("%", "percent", "fraction"),
        ("ppm", "ppm", "fraction"),
        ("ratio", "dimensionless", "fraction"),
        ("1", "dimensionless", "fraction"),
        ("cents", "cent", "currency"),
        ("EUR", "currency_unit", "currency"),
        ("year", "year", "time"),
        ("ampere", "ampere", "current"),
        ("count", "count", "count"),
        ("m/s**2", "meter / second ** 2", "length / time ** 2"),
        ("decibel", "decibel", "level"),
        ("delta_degC", "delta_degree_Celsius", "temperature_difference"),
    ],
)
def test_spellings_have_one_name_and_dimension(spelling: str, name: str, dimension: str) -> None:
    assert canonical(spelling) == (name, dimension)


@pytest.mark.parametrize(
    ("unit", "nearest"),
    [
        ("milisecond", "`millisecond`"),
        ("fahrenhiet", "`fahrenheit`"),
        ("KWH", "`kilowatt_hour`"),
        ("KM", "`kilometer`"),
        ("Minutes", "`minute`"),
    ],
)
def test_an_unknown_unit_is_told_with_the_nearest(unit: str, nearest: str) -> None:
    with pytest.raises(ConfigError) as caught:
        canonical(unit)
    assert caught.value.what == f"`{unit}` is not a unit that drift knows"
    assert caught.value.mend is not None
    assert caught.value.mend.startswith(f"did you mean {nearest}")


@pytest.mark.parametrize(
    "unit",
    [
        "",
        "  ",
        "(",
        "m/",
        "m+s",
        "5 meter",
        "1/0",
        "nan",
        "9**9**9**9*m",
        "m**s",
        "\U0001f642",
        "\x00",
        "m" * 5000,
    ],
)
def test_text_that_is_no_unit_is_a_config_error(unit: str) -> None:
    """Whatever pint's parser raises, a user meets one error."""
    with pytest.raises(ConfigError):
        canonical(unit)
    with pytest.raises(ConfigError):
        from_unit(unit)


def test_what_goes_out_of_a_curated_unit_is_what_conversions_lists() -> None:
    assert set(from_unit("mile")) == {one for one in conversions() if one.source == "mile"}
    assert from_unit("km/h") == from_unit("kilometer_per_hour")


def test_an_uncurated_unit_reaches_the_curated_ones() -> None:
    """A fortnight has 14 days, a decimeter 10 centimeters, a stone 14 pounds (NIST SP 811)."""
    for unit, target, factor in [
        ("fortnight", "day", 14.0),
        ("decimeter", "centimeter", 10.0),
        ("stone", "pound", 14.0),
    ]:
        found = {one.target: one for one in from_unit(unit)}
        assert found[target].factor == factor
        assert found[target].source == unit
        assert set(found) == set(CURATED[found[target].dimension or ""])


def test_another_name_for_the_same_size_is_no_conversion() -> None:
    """A millibar is a hectopascal."""
    assert "hectopascal" not in {one.target for one in from_unit("millibar")}


def test_a_dimension_without_curated_units_is_tried_with_other_prefixes() -> None:
    found = {one.target: one.factor for one in from_unit("millivolt")}
    assert found["volt"] == 0.001
    assert found["microvolt"] == 1000.0
    assert "millivolt" not in found


def test_a_difference_of_temperatures_has_no_offset() -> None:
    (found,) = from_unit("delta_degree_Celsius")
    assert (found.target, found.factor, found.offset) == ("delta_degree_Fahrenheit", 1.8, 0.0)


@pytest.mark.parametrize("unit", ["decibel", "dBm", "kilogram / meter ** 3"])
def test_what_no_factor_converts_has_no_conversions(unit: str) -> None:
    assert from_unit(unit) == ()


def test_free_factors_are_the_powers_of_ten() -> None:
    expected = {10.0**exponent for exponent in range(1, 13)} | {float(f"1e-{e}") for e in range(1, 13)}
    assert {one.factor for one in free_factors()} == expected
    assert len(free_factors()) == 24
    assert {(one.source, one.target, one.dimension, one.offset) for one in free_factors()} == {
        (None, None, None, 0.0)
    }


def test_common_mistakes_come_first_in_their_order() -> None:
    pairs = [{one.source, one.target} for one in conversions()]
    expected = [set(pair) for pair in COMMON_MISTAKES for _ in range(2)]
    assert pairs[: len(expected)] == expected
    assert [one.commonness for one in conversions()] == sorted(one.commonness for one in conversions())


def test_a_bare_factor_is_rarer_than_every_unit() -> None:
    assert min(one.commonness for one in free_factors()) > max(one.commonness for one in conversions())


def test_what_names_tell_needs_no_pint() -> None:
    code = (
        "import sys\n"
        "from drift.diagnose.candidates import candidates\n"
        "print(len(candidates('trip_ms', None)) > 1, len(candidates('x', 'mile')) > 1, 'pint' in sys.modules)"
    )
    assert run_python(code) == "True True False"


def test_the_decimal_context_of_the_caller_does_not_matter() -> None:
    code = (
        "import decimal; decimal.getcontext().prec = 3\n"
        "from drift.diagnose.conversions import conversions\n"
        "print(next(one.factor for one in conversions() if (one.source, one.target) == ('mile', 'foot')))"
    )
    assert run_python(code) == "5280.0"
