"""A unit is proposed where a name or a value gives it away, and no unit where neither does."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
import pytest

from drift.profile.kind import Kind
from drift.profile.table import Plan, profile_batch
from drift.propose.seen import Seen
from drift.propose.units import GLUED, SCALES, guess_unit, guess_units

RANDOM: Final = np.random.default_rng(20261125)
CELSIUS: Final = np.round(RANDOM.normal(11, 8, 2_000).clip(-15, 36), 1)


def seen(name: str, values: object) -> Seen:
    column = profile_batch(pl.DataFrame({name: values}), Plan()).columns[name]
    return Seen(name=name, column=column, kind=Kind(kind="number", reason=""), dtype="")


# By definition: K = °C + 273.15, °F = 1.8 °C + 32; a knot is 1.852 km/h, which are 1.150779 mph.
GIVEN_AWAY: Final = {
    "celsius": ("temp", CELSIUS, "degree_Celsius"),
    "kelvin": ("temp", CELSIUS + 273.15, "kelvin"),
    "fahrenheit": ("temperature", np.round(CELSIUS * 1.8 + 32, 1), "degree_Fahrenheit"),
    "a few rows at 0 K": ("temp", np.append(CELSIUS + 273.15, [0.0] * 5), "kelvin"),
    "a name that says it": ("temp_f", CELSIUS, "degree_Fahrenheit"),
    "percent": ("humidity", np.round(RANDOM.uniform(20, 100, 2_000)), "percent"),
    "a fraction": ("hum", RANDOM.uniform(0.2, 1, 2_000), "dimensionless"),
    "degrees of direction": ("wind_dir", RANDOM.integers(0, 36, 2_000) * 10, "degree"),
    "degrees of longitude, all in the west": ("longitude", RANDOM.uniform(-124, -114, 2_000), "degree"),
    "radians": ("bearing", RANDOM.uniform(0, 6.28, 2_000), "radian"),
    "millibar": ("pressure", np.round(RANDOM.normal(1013, 8, 2_000), 1), "millibar"),
    "inches of mercury": ("pressure", np.round(RANDOM.normal(29.9, 0.2, 2_000), 2), "inch_Hg"),
    "knots in miles per hour": ("wind_speed", RANDOM.integers(0, 30, 2_000) * 1.150779, "mile_per_hour"),
    "knots in km/h": ("wind_speed", np.round(RANDOM.integers(0, 30, 2_000) * 1.852, 3), "kilometer_per_hour"),
    "hundredths of an inch": ("precip", np.round(RANDOM.exponential(0.1, 2_000), 2), "inch"),
    "millimetres": ("rain", np.round(RANDOM.exponential(4, 2_000), 1), "millimeter"),
    "years": ("age", RANDOM.integers(18, 95, 2_000), "year"),
    "days, glued to a letter": ("pdays", RANDOM.integers(0, 400, 2_000), "day"),
    "money": ("fare", np.round(RANDOM.exponential(12, 2_000), 2), "currency_unit"),
    "seconds in German": ("Dauer (Sekunden)", RANDOM.integers(60, 4_000, 2_000), "second"),
    "celsius in German": ("Außentemperatur", CELSIUS, "degree_Celsius"),
    "cents by name": ("amount_cents", RANDOM.integers(0, 10**5, 2_000), "cent"),
}
NOT_GIVEN_AWAY: Final = {
    "a temperature from 0 to 1": ("temp", RANDOM.uniform(0, 1, 2_000)),
    "tenths of degrees": ("tmax", np.round(CELSIUS * 10)),
    "the year of a record": ("record_temp_year", RANDOM.integers(1880, 2015, 2_000)),
    "a distance": ("distance", np.round(RANDOM.exponential(4, 2_000), 2)),
    "a duration": ("duration", RANDOM.integers(0, 4_000, 2_000)),
    "a rate that may be negative": ("rate", RANDOM.normal(0, 2, 2_000)),
    "speeds of any kind": ("wind_speed", np.round(RANDOM.weibull(2, 2_000) * 5, 1)),
    "whole amounts": ("price", RANDOM.integers(1, 900, 2_000)),
    "a count": ("count", RANDOM.integers(0, 900, 2_000)),
    "holidays": ("holidays", RANDOM.integers(0, 9, 2_000)),
}


@pytest.mark.parametrize("case", GIVEN_AWAY)
def test_a_unit_is_told_where_name_or_values_give_it_away(case: str) -> None:
    name, values, unit = GIVEN_AWAY[case]
    assert guess_unit(seen(name, values)).unit == unit


@pytest.mark.parametrize("case", NOT_GIVEN_AWAY)
def test_no_unit_is_told_where_nothing_gives_it_away(case: str) -> None:
    name, values = NOT_GIVEN_AWAY[case]
    guess = guess_unit(seen(name, values))
    assert guess.unit is None
    assert guess.why.startswith("unit not told")


def test_a_short_name_is_a_temperature_beside_weather_alone() -> None:
    alone, wind = seen("t1", CELSIUS), seen("wind_speed", np.abs(CELSIUS))
    assert guess_units([alone])["t1"].unit is None
    assert guess_units([alone, wind])["t1"].unit == "degree_Celsius"


def test_a_column_takes_the_unit_of_one_that_is_like_it() -> None:
    columns = [
        seen("Cost Repair", RANDOM.integers(0, 9_000, 500)),
        seen("Cost Total $", RANDOM.integers(0, 9_000, 500)),
        seen("Height", RANDOM.integers(0, 9_000, 500)),
    ]
    found = {name: guess.unit for name, guess in guess_units(columns).items()}
    assert found == {"Cost Repair": "currency_unit", "Cost Total $": "currency_unit", "Height": None}


def test_every_unit_is_one_that_a_config_takes() -> None:
    from drift.diagnose.conversions import canonical  # noqa: PLC0415 - pint, for this test alone

    for unit in {*(scale.unit for scales in SCALES.values() for scale in scales), *GLUED.values()}:
        assert canonical(unit)[0]
