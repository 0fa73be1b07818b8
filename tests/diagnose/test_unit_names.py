"""What column names say of units: names as people write them, with what a person reads in them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.diagnose.conversions import CURATED, canonical
from drift.diagnose.unit_names import UnitHint, dimension_hint, unit_hint
from drift.diagnose.unit_words import CONTEXT_WORDS, DIMENSION_WORDS, UNIT_WORDS, WEAK_WORDS

UNITS = [
    ("trip_duration_ms", "millisecond"),
    ("tripDurationMs", "millisecond"),
    ("DURATION_MS", "millisecond"),
    ("LatencyMS", "millisecond"),
    ("total_ms", "millisecond"),
    ("latency_p95_ms", "millisecond"),
    ("latency_ms_p99", "millisecond"),
    ("latency_ms_min", "millisecond"),
    ("timestamp_millis", "millisecond"),
    ("duration_s", "second"),
    ("elapsed_sec", "second"),
    ("wait_secs", "second"),
    ("Trip Duration (seconds)", "second"),
    ("seconds_since_login", "second"),
    ("dur\u00e9e_s", "second"),
    ("latency_us", "microsecond"),
    ("latency_\u00b5s", "microsecond"),
    ("latency_\u03bcs", "microsecond"),
    ("elapsed_ns", "nanosecond"),
    ("trip_min", "minute"),
    ("duration_min", "minute"),
    ("dep_delay_minutes", "minute"),
    ("duration_h", "hour"),
    ("flight_hr", "hour"),
    ("ride_hrs", "hour"),
    ("hours_worked", "hour"),
    ("days-since-signup", "day"),
    ("age_years", "year"),
    ("tenure_months", "month"),
    ("trip_km", "kilometer"),
    ("total_km", "kilometer"),
    ("Distance [km]", "kilometer"),
    ("distance_m", "meter"),
    ("tree_m", "meter"),
    ("depth.metres", "meter"),
    ("trip_distance_miles", "mile"),
    ("trip_mi", "mile"),
    ("height_ft", "foot"),
    ("width_inches", "inch"),
    ("gr\u00f6\u00dfe_cm", "centimeter"),
    ("rainfall_mm", "millimeter"),
    ("Weight in KG", "kilogram"),
    ("protein_g", "gram"),
    ("weight_lbs", "pound"),
    ("net_weight_oz", "ounce"),
    ("temp_f", "degree_Fahrenheit"),
    ("TEMP_F", "degree_Fahrenheit"),
    ("tempF", "degree_Fahrenheit"),
    ("temp_f_2", "degree_Fahrenheit"),
    ("Outside Temp (\u00b0F)", "degree_Fahrenheit"),
    ("\uff34\uff45\uff4d\uff50\uff3f\uff26", "degree_Fahrenheit"),
    ("temp_c_max", "degree_Celsius"),
    ("outside_celsius", "degree_Celsius"),
    ("temp \u2103", "degree_Celsius"),
    ("temp_k", "kelvin"),
    ("surface_kelvin", "kelvin"),
    ("humidity_pct", "percent"),
    ("humidity_%", "percent"),
    ("price_change_pct", "percent"),
    ("pct_hours_used", "percent"),
    ("cpuPercent", "percent"),
    ("spread_bps", "basis_point"),
    ("fee_bps", "basis_point"),
    ("market_share", "dimensionless"),
    ("price_ratio", "dimensionless"),
    ("amount_cents", "cent"),
    ("amount_usd_cents", "cent"),
    ("amountMinorUnits", "cent"),
    ("fare_usd", "currency_unit"),
    ("Price (\u20ac)", "currency_unit"),
    ("price_pounds", "currency_unit"),
    ("speed_mph", "mile_per_hour"),
    ("miles_per_hour", "mile_per_hour"),
    ("windSpeedKmH", "kilometer_per_hour"),
    ("speed (km/h)", "kilometer_per_hour"),
    ("kmPerHour", "kilometer_per_hour"),
    ("wind_speed_ms", "meter_per_second"),
    ("speed (m/s)", "meter_per_second"),
    ("max_speed_kts", "knot"),
    ("pressure_hPa", "hectopascal"),
    ("pressure_mb", "millibar"),
    ("pressure_bar", "bar"),
    ("tyre_psi", "pound_force_per_square_inch"),
    ("systolic_mmHg", "millimeter_Hg"),
    ("energyKWh", "kilowatt_hour"),
    ("energy_mwh", "megawatt_hour"),
    ("powerKW", "kilowatt"),
    ("engine_hp", "horsepower"),
    ("memory_mb", "megabyte"),
    ("file_size_kb", "kilobyte"),
    ("MiB_used", "mebibyte"),
    ("bytes_sent", "byte"),
    ("lat_deg", "degree"),
    ("heading_rad", "radian"),
    ("area m\u00b2", "meter ** 2"),
    ("lot_sqft", "square_foot"),
    ("volume (m\u00b3)", "meter ** 3"),
    ("volume_ml", "milliliter"),
    ("volume_oz", "fluid_ounce"),
]
NO_UNITS = [
    *(
        "",
        "___",
        "   ",
        "1970",
        "\u901f\u5ea6",
        "\U0001f642",
        "\x00",
        "s",
        "m",
        "bars",
        "IDs",
        "URLs",
        "user's",
    ),
    # A word that only contains a unit's or a dimension's letters.
    *("massachusetts", "attempts", "page", "rating", "admin", "kms2", "mission", "summit"),
    # The other meaning: a minimum, an ordinal, a country, an office, a code, a level, a person's name.
    *("temp_min", "price_min", "x_min", "age_min", "min_delay", "second_name", "sales_us", "us_latency"),
    *("sec_filing", "ms_subclass", "gender_m", "size_s", "class_f", "vitamin_c", "is_gb", "model_ml"),
    *("avg_hr", "pickup_hour", "hour_of_day", "time_of_day", "network_bps", "checked_in", "height_in"),
    # A thousand, a million.
    *("salary_k", "revenue_m"),
    # A window or a place.
    *("sales_30d", "last_30_days", "temperature_2m", "wind_speed_10m", "soil_7cm", "has_5g"),
    # A part of a unit that is not known here.
    *("price_km", "price_per_km", "cost_per_mile", "miles_per_gallon", "requests_per_second", "kcal_100g"),
    *("density_kg_m3", "glucose_mg_dl", "bmi_kg_m2", "acceleration_m_s2", "duration_h_m_s"),
    # A dimension, not a unit.
    *("temp_degrees", "duration", "fare_amount", "trip_distance"),
]
DIMENSIONS = [
    ("trip_duration", "time"),
    ("response time", "time"),
    ("DepDelay", "time"),
    ("age", "time"),
    ("Ages", "time"),
    ("time_since_login", "time"),
    ("trip_distance", "length"),
    ("total_distance", "length"),
    ("mileage", "length"),
    ("weight", "mass"),
    ("MaxTemp", "temperature"),
    ("temp_min", "temperature"),
    ("wind_speed", "speed"),
    ("BloodPressure", "pressure"),
    ("fare_amount", "currency"),
    ("tips", "currency"),
    ("total", "currency"),
    ("price_per_km", "currency"),
    ("interest_rate", "fraction"),
    ("tax_rate", "fraction"),
    ("Humidity3pm", "fraction"),
    ("credit score", "fraction"),
    ("file_size", "data"),
    ("GrLivArea", "area"),
    ("tank volume", "volume"),
    ("energy", "energy"),
    ("power", "power"),
    ("wind_direction", "angle"),
    ("lat", "angle"),
    ("tripMs", "time"),
    ("price_change_pct", "fraction"),
]
NO_DIMENSIONS = [
    *("", "\U0001f642", "massachusetts", "attempts", "page", "rating", "average", "pricey", "timestamp"),
    *("area_code", "age_group", "wait_list", "time_zone", "temp_id", "price_type", "is_price"),
    *("heart_rate", "heart_rates", "sample_weight", "sample_size", "trade_volume", "times_visited"),
]


@pytest.mark.parametrize(("column", "unit"), UNITS)
def test_a_name_gives_its_unit(column: str, unit: str) -> None:
    found = unit_hint(column)
    assert found is not None
    assert found.unit == unit


@pytest.mark.parametrize("column", NO_UNITS)
def test_a_doubtful_name_gives_no_unit(column: str) -> None:
    assert unit_hint(column) is None


@pytest.mark.parametrize(("column", "dimension"), DIMENSIONS)
def test_a_name_gives_its_dimension(column: str, dimension: str) -> None:
    assert dimension_hint(column) == dimension


@pytest.mark.parametrize("column", NO_DIMENSIONS)
def test_a_name_of_something_else_gives_no_dimension(column: str) -> None:
    assert dimension_hint(column) is None


@pytest.mark.parametrize(
    ("column", "unit", "dimension", "word"),
    [
        ("Outside Temp (\u00b0F)", "degree_Fahrenheit", "temperature", "f"),
        ("speed (km/h)", "kilometer_per_hour", "speed", "km h"),
        ("energyKWh", "kilowatt_hour", "energy", "kwh"),
    ],
)
def test_a_hint_names_the_word_that_gave_it(column: str, unit: str, dimension: str, word: str) -> None:
    assert unit_hint(column) == UnitHint(unit=unit, dimension=dimension, token=word)


@pytest.mark.parametrize(
    ("dimension", "unit"), [(key, row.unit) for key, rows in UNIT_WORDS.items() for row in rows]
)
def test_every_unit_is_spelled_as_pint_spells_it(dimension: str, unit: str) -> None:
    assert canonical(unit) == (unit, dimension)


def test_dimensions_are_those_of_the_conversions() -> None:
    for table in (UNIT_WORDS, DIMENSION_WORDS, WEAK_WORDS, CONTEXT_WORDS):
        assert set(table) <= set(CURATED)
    assert set(DIMENSION_WORDS) == set(UNIT_WORDS) == set(CURATED)


@given(st.text())
def test_any_text_is_a_name(column: str) -> None:
    """No text fails, and a unit's dimension is the name's dimension."""
    found = unit_hint(column)
    if found is not None:
        assert dimension_hint(column) == found.dimension


WORDS = sorted(
    {"per", "of", "2", "p95"} | {word for listed in DIMENSION_WORDS.values() for word in listed.split()}
)


@given(
    st.lists(
        st.sampled_from([*WORDS, "ms", "km", "c", "min", "usd", "kg", "m", "s", "pct", "mb"]), max_size=5
    )
)
def test_the_way_of_parting_words_does_not_matter(words: list[str]) -> None:
    """Underscores, spaces, hyphens and brackets read the same, in small and in capital letters."""
    expected = unit_hint("_".join(words))
    assert unit_hint(" ".join(words)) == expected
    assert unit_hint("-".join(words).upper()) == expected
    assert unit_hint("[" + "] [".join(words) + "]") == expected


def test_names_are_read_without_pint() -> None:
    code = (
        "import sys; from drift.diagnose.unit_names import unit_hint\n"
        "unit_hint('a_ms'); print('pint' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "False"
