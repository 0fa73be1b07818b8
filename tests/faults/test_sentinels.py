"""Sentinels by hand."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest

from breaking import after, broken, fits

NUMBERS = [float(place) for place in range(1, 101)]


@pytest.mark.parametrize("value", [0, -1, 999])
def test_a_value_takes_over_a_share_of_the_rows(value: int) -> None:
    found = broken(f"sentinel: {value}", NUMBERS, share=0.05)
    assert found.frame["x"].to_list().count(value) == 5
    assert found.parameters == {"value": value}


def test_nulls_are_filled_in() -> None:
    found = broken("sentinel: nulls are -1", [*NUMBERS, None, None])
    assert found.frame["x"].to_list() == [*NUMBERS, -1.0, -1.0]
    assert found.share == pytest.approx(2 / 102)
    assert after("sentinel: nulls are unknown", ["a", "b", None]) == ["a", "b", "unknown"]


@pytest.mark.parametrize(
    ("values", "first"),
    [
        ([date(2026, 1, 1 + place) for place in range(20)], date(1970, 1, 1)),
        ([datetime(2026, 1, 1 + place) for place in range(20)], datetime(1970, 1, 1)),  # noqa: DTZ001
    ],
)
def test_the_first_moment_of_1970_takes_over(values: list[object], first: object) -> None:
    assert after("sentinel: 1970-01-01", values, share=0.2).count(first) == 4


def test_in_a_zone_the_sentinel_keeps_it() -> None:
    days = [datetime(2026, 1, 1 + place) for place in range(20)]  # noqa: DTZ001
    times = pl.Series(days).dt.replace_time_zone("Asia/Tokyo")
    found = broken("sentinel: 1970-01-01", times, share=0.2)
    assert found.frame["x"].dtype == times.dtype
    assert int((found.frame["x"].dt.year() == 1970).sum()) == 4


def test_a_value_that_was_there_before_is_no_newcomer() -> None:
    assert not fits("sentinel: 0", [0.0, 0.0, *NUMBERS], share=0.05)
    assert not fits("sentinel: nulls are 0", NUMBERS)
