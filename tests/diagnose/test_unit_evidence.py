"""Evidence that a conversion is one: which changes people would call another unit, and which a season."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest

import drift

HOURS = 24 * 365
BEGIN = datetime(2023, 1, 1)  # noqa: DTZ001 - times without a zone, as weather stations write them


def weather(days: int, *, winter: float = 1.0) -> np.ndarray:
    """Return hourly degrees Celsius of some days from the first of January on: a season, days and weather."""
    random = np.random.default_rng(11)
    hours = np.arange(24 * days)
    season = 11 - 12 * winter * np.cos(2 * np.pi * hours / HOURS)
    day = -4 * np.cos(2 * np.pi * hours / 24)
    fronts = np.repeat(random.normal(0, 3, days), 24)
    return np.asarray(season + day + fronts + random.normal(0, 1, hours.size))


def fahrenheit(celsius: np.ndarray) -> np.ndarray:
    return np.asarray(celsius * 1.8 + 32)


def kelvin(celsius: np.ndarray) -> np.ndarray:
    return np.asarray(celsius + 273.15)


def said_of(name: str, trained: np.ndarray, later: np.ndarray) -> list[tuple[str, object, object]]:
    """Return the faults that are named of the hours that follow training, with the units they name."""
    hours = [BEGIN + timedelta(hours=hour) for hour in range(trained.size + later.size)]
    before = pl.DataFrame({"taken_at": hours[: trained.size], name: trained})
    now = pl.DataFrame({"taken_at": hours[trained.size :], name: later})
    reference = drift.fit(before, config={"time": "taken_at"})
    run = drift.check(now, reference, as_of=hours[-1].isoformat())
    told = [one.diagnosis for one in run[name].findings if one.diagnosis is not None]
    return [(one.fault, one.parameters.get("from"), one.parameters.get("to")) for one in told]


@pytest.mark.parametrize("decimals", [0, 1])
@pytest.mark.parametrize("name", ["temp_c", "x1"])
@pytest.mark.parametrize(
    ("converted", "to"), [(kelvin, "kelvin"), (fahrenheit, "degree_Fahrenheit")], ids=["to K", "to °F"]
)
def test_three_weeks_of_a_summer_in_another_temperature_are_told_after_a_year(
    converted: object, to: str, name: str, decimals: int
) -> None:
    """22 °C are 295 K and 72 °F, rounded anew: no such week was ever seen, and no × 24 makes it so narrow."""
    assert callable(converted)
    year = weather(365 + 190)
    trained, summer = year[: 24 * 535], year[24 * 535 :]
    said = said_of(name, trained.round(decimals), converted(summer).round(decimals))
    assert said == [("unit_change", "degree_Celsius", to)]


def test_the_same_weeks_as_they_are_have_no_unit() -> None:
    year = weather(365 + 190)
    said = said_of("temp_c", year[: 24 * 535].round(1), year[24 * 535 :].round(1))
    assert not any(one[0] == "unit_change" for one in said)


def test_a_winter_after_a_summer_is_no_change_of_unit() -> None:
    """Degrees Fahrenheit from 20 to 30 are a winter, and could be a summer in Celsius: that is no proof."""
    year = fahrenheit(weather(365))
    summer, winter = year[24 * 130 : 24 * 260], year[: 24 * 21]
    assert not any(one[0] == "unit_change" for one in said_of("temp_f", summer.round(0), winter.round(0)))


def test_tenths_of_degrees_that_became_kelvin_leave_no_second_fault() -> None:
    """36.7 + 273.15 ends in 5, and whether it is rounded up hangs on a last bit: the heaps are no fault."""
    random = np.random.default_rng(5)
    before, now = (random.normal(36.8, 0.5, rows).round(1) for rows in (20_000, 5_000))
    reference = drift.fit(pl.DataFrame({"x1": before}))
    told = drift.check(pl.DataFrame({"x1": (now + 273.15).round(1)}), reference)["x1"].findings
    assert [one.diagnosis.fault for one in told if one.diagnosis] == ["unit_change"]


def test_tenths_of_degrees_in_fahrenheit_are_no_sentinel() -> None:
    """37.0 °C were one row in fourteen, and 98.6 °F are."""
    random = np.random.default_rng(6)
    before, now = (random.normal(36.8, 0.5, rows).round(1) for rows in (20_000, 500))
    reference = drift.fit(pl.DataFrame({"body": before}))
    told = drift.check(pl.DataFrame({"body": fahrenheit(now).round(1)}), reference)["body"].findings
    assert {one.diagnosis.fault for one in told if one.diagnosis} == {"unit_change"}
