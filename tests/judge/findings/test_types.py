"""Columns that came in another type: what is told of them, and what is not told beside it."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest

import drift

ROWS = 6_000
RANDOM = np.random.default_rng(4)
WHEN = [
    datetime(2024, 1, 1) + timedelta(minutes=int(minute))  # noqa: DTZ001 - a column without a zone
    for minute in RANDOM.integers(0, 500_000, ROWS)
]
ORDERS = pl.DataFrame(
    {
        "amount": RANDOM.lognormal(3, 1, ROWS).round(2),
        "items": RANDOM.integers(1, 9, ROWS),
        "ordered_at": WHEN,
        "shipped": [when.date() for when in WHEN],
    }
)
TRAINED, LATER = ORDERS.head(4_000), ORDERS.tail(2_000)


def faults_of(column: str, values: pl.Series) -> list[str]:
    """Return the faults that are named of a column which carries other values."""
    live = LATER.with_columns(values.alias(column))
    told = drift.check(live, drift.fit(TRAINED), as_of="2024-12-31")[column].findings
    return [one.diagnosis.fault if one.diagnosis else "(no name)" for one in told]


@pytest.mark.parametrize("as_text", [False, True])
@pytest.mark.parametrize(
    ("column", "carries"),
    [
        ("amount", "ordered_at"),
        ("amount", "shipped"),
        ("items", "shipped"),
        ("ordered_at", "amount"),
        ("shipped", "items"),
        ("shipped", "amount"),
    ],
)
def test_dates_where_numbers_were_and_the_reverse_are_another_type_and_nothing_beside(
    column: str, carries: str, *, as_text: bool
) -> None:
    """A person would say that a column moved: no unit, no sentinel of 1970, no 33 million deviations."""
    values = LATER.get_column(carries)
    assert faults_of(column, values.cast(pl.String) if as_text else values) == ["type_change"]


def test_times_as_seconds_since_1970_are_still_told_with_their_unit() -> None:
    """Numbers of ten digits are times, and zeros among them are the first of January 1970."""
    seconds = LATER.get_column("ordered_at").dt.epoch("s")
    assert faults_of("ordered_at", seconds) == ["type_change"]
    zeros = pl.Series(np.where(np.arange(2_000) % 10 == 0, 0, seconds.to_numpy()))
    assert faults_of("ordered_at", zeros) == ["type_change", "sentinel"]


def test_values_that_are_missing_beside_unreadable_ones_are_told() -> None:
    """One value in two is a word, and of the others half are gone: both are told."""
    amounts = LATER.get_column("amount").cast(pl.String).to_list()
    broken = ["n/k" if row % 2 else None if row % 4 else text for row, text in enumerate(amounts)]
    assert faults_of("amount", pl.Series(broken)) == ["type_change", "missing_values"]


def test_values_that_cannot_be_read_are_not_told_to_be_missing_besides() -> None:
    amounts = LATER.get_column("amount").cast(pl.String).to_list()
    broken = ["n/k" if row % 5 == 0 else text for row, text in enumerate(amounts)]
    assert faults_of("amount", pl.Series(broken)) == ["type_change"]
