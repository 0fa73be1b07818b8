"""A proposed config loads and fits, whatever the data; on real tables it says what is known of them."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl
import pyarrow as pa
import pytest

import drift
from command_line import drift as command
from drift.config import parse_config
from runs import ODD_NAMES, training

if TYPE_CHECKING:
    from drift import Config

TABLES: Final = "DRIFT_TABLES"  # names a folder of real tables, which are not ours to ship
ROWS: Final = 400


@pytest.fixture(scope="module")
def weather() -> pl.DataFrame:
    """Return a day's columns as a table has them that nobody has described."""
    hours = [datetime(2026, 1, 1) + timedelta(hours=n // 2) for n in range(ROWS)]  # noqa: DTZ001 - as in files
    return pl.DataFrame(
        {
            "row": range(ROWS),
            "station": ["north", "south"] * (ROWS // 2),
            "hour": hours,
            "temp": [280.0 + n % 23 / 2 for n in range(ROWS)],
            "humidity": [30 + n % 70 for n in range(ROWS)],
            "wind_speed": [n * 7 % 31 / 2 for n in range(ROWS)],
            "weather_code": [n % 4 for n in range(ROWS)],
            "observer_email": [f"o{n % 9}@example.org" for n in range(ROWS)],
            "version": ["v1"] * ROWS,
            "is_fraud": [n % 50 == 0 for n in range(ROWS)],
        }
    )


def proposed(data: object) -> Config:
    return parse_config(drift.init(data), "proposed.yaml")


def test_it_says_what_names_and_values_give_away_and_nothing_else(weather: pl.DataFrame) -> None:
    config = proposed(weather)
    assert (config.time, config.key, config.ignore) == ("hour", ("station", "hour"), ("row", "version"))
    assert {name: config.column(name).unit for name in ("temp", "humidity", "wind_speed")} == {
        "temp": "kelvin",
        "humidity": "percent",
        "wind_speed": None,
    }
    assert config.column("weather_code").kind == "category"
    assert config.column("observer_email").sensitive
    assert config.target is None
    assert proposed(weather.drop("row")).key == ("station", "hour")


def test_comments_say_why_and_hold_no_sensitive_value(weather: pl.DataFrame) -> None:
    text = drift.init(weather.with_columns(pl.Series("tel", [49_000_000_000 + n for n in range(ROWS)])))
    assert "# wind_speed: 31 distinct values from 0 to 15; unit not told: the name says speed only" in text
    assert "# target: is_fraud" in text
    assert "49,000" not in text
    assert "example.org" not in text


def test_every_form_of_data_gives_the_same_text(weather: pl.DataFrame, tmp_path: Path) -> None:
    weather.write_parquet(tmp_path / "weather.parquet")
    table = weather.to_arrow()
    once = pa.RecordBatchReader.from_batches(table.schema, table.to_batches())
    texts = [drift.init(data) for data in (weather, weather.lazy(), once, tmp_path / "weather.parquet")]
    bodies = {text.partition("dataset: ")[2].partition("\n")[2] for text in texts}
    assert len(bodies) == 1
    assert "dataset: weather\n" in texts[-1]


@pytest.mark.parametrize("odd", ODD_NAMES)
def test_it_loads_and_fits_whatever_a_column_is_called(odd: str) -> None:
    name = ODD_NAMES[odd]
    frame = pl.DataFrame(
        {name: [7] * 60, f"{name} temp": [280.0 + n % 20 for n in range(60)], "k": range(60)}
    )
    text = drift.init(frame)
    config = parse_config(text, "proposed.yaml")
    assert name in config.ignore
    assert config.column(f"{name} temp").unit == "kelvin"
    assert config.column(f"{name}x temp").unit is None  # no name is a pattern of others
    drift.fit(frame, config=config)


def test_text_that_an_option_would_read_as_numbers_is_told(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("n;price\n" + "".join(f"{n};{n % 9},5\n" for n in range(60)), encoding="utf-8")
    text = drift.init(path, options=drift.ReadOptions(separator=";"))
    assert "# price: 9 distinct texts; numbers with a decimal comma, which --decimal-comma reads" in text


def test_a_table_of_every_kind_is_proposed_and_fitted() -> None:
    learned = drift.fit(training(), config=proposed(training()))
    assert learned.profile.rows == training().height


def test_a_file_is_not_written_over(tmp_path: Path, weather: pl.DataFrame) -> None:
    data, config = tmp_path / "weather.parquet", tmp_path / "weather.yaml"
    weather.write_parquet(data)
    assert command("init", data, "-o", config).code == 0
    config.write_text("mine", encoding="utf-8")
    told = command("init", data, "-o", config)
    assert (told.code, config.read_text(encoding="utf-8")) == (2, "mine")
    assert "--force" in told.err
    assert command("init", data, "-o", config, "--force").code == 0
    assert command("fit", data, "-o", tmp_path / "r.drift", "--config", config).code == 0


# What their makers say of real tables; where neither a name nor a value gives a unit away, it is not here.
REAL: Final[dict[str, tuple[str | None, tuple[str, ...], dict[str, str]]]] = {
    "seaborn_taxis_2019_03": ("pickup", (), {"fare": "currency_unit", "total": "currency_unit"}),
    "london_bike_hourly_2015_2016": (
        "timestamp",
        ("timestamp",),
        {"t1": "degree_Celsius", "t2": "degree_Celsius", "hum": "percent"},
    ),
    "birdstrikes_1990_2002": (
        "Flight Date",
        (),
        {"Speed IAS in knots": "knot", "Cost Other": "currency_unit", "Cost Total $": "currency_unit"},
    ),
    "metro_interstate_traffic_2012_2018": (
        "date_time",
        (),
        {"temp": "kelvin", "rain_1h": "millimeter", "snow_1h": "millimeter", "clouds_all": "percent"},
    ),
    "hotel_bookings_2015_2017": (
        "arrival_date",
        (),
        {"days_in_waiting_list": "day", "stays_in_week_nights": "day", "adr": "currency_unit"},
    ),
    "nycflights13_weather": (
        "time_hour",
        ("origin", "time_hour"),
        {
            **dict.fromkeys(("temp", "dewp"), "degree_Fahrenheit"),
            **dict.fromkeys(("wind_speed", "wind_gust"), "mile_per_hour"),
            "humid": "percent",
            "wind_dir": "degree",
            "precip": "inch",
            "pressure": "millibar",
            "visib": "mile",
        },
    ),
    "vic_electricity_halfhour_2012_2014": ("Time", ("Time",), {"Temperature": "degree_Celsius"}),
    "bank_marketing_2008_2010": (None, (), {"pdays": "day", "euribor3m": "percent"}),
}


@pytest.mark.slow
@pytest.mark.skipif(TABLES not in os.environ, reason=f"{TABLES} names no folder of real tables")
@pytest.mark.parametrize("table", REAL)
def test_real_tables(table: str) -> None:
    path = Path(os.environ[TABLES]) / f"{table}.parquet"
    if not path.is_file():
        pytest.skip(f"{path.name} is not in {TABLES}")
    time, key, units = REAL[table]
    config = proposed(path)
    assert (config.time, config.key) == (time, key)
    assert {name: config.column(name).unit for name in units} == units
    # Its number is all that tells two rows apart by design; a row that is sent twice has two numbers.
    assert ("row_order" in config.ignore) is (table == "bank_marketing_2008_2010")
    drift.fit(path, config=config)
