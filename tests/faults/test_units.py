"""Units by hand: what a person who knows the unit would write down."""

from __future__ import annotations

import math

import polars as pl
import pytest

from breaking import after, broken, fits
from drift.diagnose.conversions import conversions
from drift.faults.units import MAPS, Map


@pytest.mark.parametrize(
    ("name", "before", "now"),
    [
        ("× 1000", [1, 2, 30], [1000, 2000, 30000]),
        ("÷ 1000", [12, 5, 7000], [0.012, 0.005, 7.0]),
        ("÷ 60", [90.0, 60.0, 3600.0], [1.5, 1.0, 60.0]),
        ("÷ 60, whole", [89, 151, 3600], [1, 3, 60]),
        ("÷ 3600", [7200, 1800, 3600], [2.0, 0.5, 1.0]),
        ("miles → km", [1.0, 26.2, 100.0], [1.609344, 42.1648128, 160.9344]),
        ("inch → cm", [1.0, 10.0, 12.0], [2.54, 25.4, 30.48]),
        ("lb → kg", [1.0, 2.0, 100.0], [0.45359237, 0.90718474, 45.359237]),
        ("× 100", [0.01, 0.5, 1.0], [1.0, 50.0, 100.0]),
        ("× 100, whole", [12.34, 0.29, 5.0], [1234.0, 29.0, 500.0]),
        ("°C → °F", [0.0, 37.0, -40.0], [32.0, 98.6, -40.0]),
        ("°F → °C", [32.0, 98.6, -40.0], [0.0, 37.0, -40.0]),
        ("°C → K", [0.0, 20.0, -10.0], [273.15, 293.15, 263.15]),
        ("K → °C", [273.15, 293.15, 263.15], [0.0, 20.0, -10.0]),
    ],
)
def test_values_come_in_the_other_unit(name: str, before: list[object], now: list[float]) -> None:
    assert after(f"unit_change: {name}", before) == pytest.approx(now, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("how", MAPS, ids=lambda how: how.variant)
def test_every_factor_is_one_of_pints(how: Map) -> None:
    """The factors here are written by hand; those that a diagnosis knows come from pint."""
    assert any(
        math.isclose(one.factor, how.times / how.per, rel_tol=1e-12)
        and math.isclose(one.offset, how.offset, rel_tol=1e-12)
        for one in conversions()
    )


def test_a_share_is_that_of_the_rows_with_a_value() -> None:
    values = [float(1 + place) for place in range(200)] + [None] * 100
    found = broken("unit_change: × 1000", values, share=0.05)
    assert int(found.rows.sum()) == 10
    assert found.share == 0.05
    changed = [now != before for now, before in zip(found.frame["x"].to_list(), values, strict=True)]
    assert changed == found.rows.tolist()


def test_whole_numbers_stay_whole_where_the_factor_is() -> None:
    assert broken("unit_change: × 60", pl.Series([1, 2, 3], dtype=pl.UInt8)).frame.schema == {"x": pl.Int64}
    assert broken("unit_change: miles → km", [1, 2, 3]).frame.schema == {"x": pl.Float64}


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("× 1000", [0, 0, 0], False),
        ("× 1000", [1, 2], False),
        ("× 1000", [2**50, 2**51, 2**52], False),
        ("× 1000", ["1", "2", "3"], False),
        ("÷ 60, whole", [1, 2, 3], False),
        ("°C → °F", [10.0, 15.0, 20.0], True),
        ("°C → °F", [1000.0, 1500.0, 2000.0], False),
        ("K → °C", [10.0, 15.0, 20.0], False),
    ],
)
def test_a_unit_changes_only_where_there_is_one(name: str, values: list[object], *, expected: bool) -> None:
    assert fits(f"unit_change: {name}", values) is expected
