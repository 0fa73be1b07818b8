"""How far a level moves alone: further than the whole, by what independent levels give."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Final

import numpy as np
import polars as pl
import pytest

import drift
from drift.judge.segment import _moving_alone, _wider
from drift.judge.tolerance import Tolerance

CITIES: Final = ("Porto", "Braga", "Faro", "Aveiro")
START: Final = datetime(2026, 1, 5)  # noqa: DTZ001 - clocks without a zone
DAYS, ROWS = 40, 800


def day(number: int, *, factor: float = 1.0) -> pl.DataFrame:
    """Return a day on which each city is off by an amount of its own."""
    random = np.random.default_rng([7, number])
    place = np.arange(ROWS) % len(CITIES)
    off = random.normal(0, 0.25, len(CITIES))
    wait = random.normal(10, 1, ROWS) + off[place]
    return pl.DataFrame(
        {
            "at": [START + timedelta(days=number, minutes=1.8 * i) for i in range(ROWS)],
            "city": [CITIES[one] for one in place],
            "wait": np.where(place == 0, wait * factor, wait),
        }
    )


@pytest.fixture(scope="module")
def reference() -> drift.Reference:
    rows = pl.concat([day(number) for number in range(DAYS)])
    return drift.fit(rows, time="at", config={"segments": ["city"]})


def of(learned: tuple[Tolerance, ...], statistic: str, hours: int) -> float:
    return next(one.value for one in learned if (one.statistic, one.span_hours) == (statistic, hours))


def test_equal_levels_move_by_the_root_of_their_number_as_much(reference: drift.Reference) -> None:
    """The deviation of the mean of four independent, equal levels is half of each one's."""
    whole, alone = reference.tolerances["wait"], _moving_alone("city", reference)["wait"]
    assert of(alone, "ks", 24) == pytest.approx(min(1.0, of(whole, "ks", 24) * math.sqrt(len(CITIES))))


def test_what_chance_alone_teaches_is_not_widened() -> None:
    """Random pieces hold no movement."""
    rows = day(0).drop("at")
    reference = drift.fit(rows, config={"segments": ["city"]})
    assert _moving_alone("city", reference) == reference.tolerances


def test_a_distance_is_no_more_than_all() -> None:
    ks = Tolerance(statistic="ks", span_hours=24, value=0.7, largest=0.7, pieces=9)
    size = Tolerance(statistic="log_size_ratio", span_hours=24, value=0.7, largest=0.7, pieces=9)
    assert (_wider(ks, 2.0), _wider(size, 2.0)) == (1.0, 1.4)


def test_days_on_which_cities_move_by_themselves_are_in_order(reference: drift.Reference) -> None:
    breaches = [
        finding
        for number in range(DAYS, DAYS + 12)
        for finding in drift.check(day(number), reference)["wait"].findings
        if finding.verdict == "breach"
    ]
    assert len(breaches) <= 1


def test_a_city_in_another_unit_is_still_seen(reference: drift.Reference) -> None:
    run = drift.check(day(DAYS, factor=1000.0), reference)
    told = [(one.segment, one.diagnosis.fault) for one in run["wait"].findings if one.diagnosis is not None]
    assert any(fault == "unit_change" for _, fault in told), told
    assert run.verdict == "breach"
