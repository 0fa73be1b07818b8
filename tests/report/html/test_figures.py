"""Numbers are short, and never say nothing or all of what is not."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.report.html import figures


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (0.03119, "0.0312"),
        (0.5, "0.5"),
        (528.57, "529"),
        (999.6, "1,000"),
        (1234567.0, "1,234,567"),
        (-1234.5, "-1,234"),  # a half is rounded to even
        (1.2e-300, "1.2e-300"),
        (3e20, "3e20"),
        (0.00005, "5e-5"),
        (math.inf, "∞"),
        (-math.inf, "-∞"),
        (math.nan, "—"),
        (None, "—"),
    ],
)
def test_numbers_have_three_digits_that_matter(value: float | None, shown: str) -> None:
    assert figures.number(value) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0.0, "0%"),
        (1.0, "100%"),
        (0.031, "3.1%"),
        (0.9876, "98.8%"),
        (0.00123, "0.12%"),
        (1e-9, "<0.01%"),
        (1 - 1e-9, ">99.99%"),
        (0.99996, ">99.99%"),
        (0.9996, "99.96%"),
        (None, "—"),
    ],
)
def test_shares_are_per_cent(share: float | None, shown: str) -> None:
    assert figures.percent(share) == shown


@given(st.floats(0, 1, exclude_min=True, exclude_max=True))
def test_some_never_reads_as_none_or_all(share: float) -> None:
    assert figures.percent(share) not in {"0%", "100%"}


def test_a_p_value_of_zero_is_a_bound() -> None:
    assert figures.probability(0.0) == "<1e-300"
    assert figures.probability(0.04) == "0.04"
    assert figures.probability(None) == "—"


def test_times_say_that_they_are_utc() -> None:
    assert figures.moment(datetime(2026, 11, 22, 8, 5, tzinfo=UTC)) == "2026-11-22 08:05 UTC"


@pytest.mark.parametrize(
    ("values", "step", "labels"),
    [
        ([0.0, 25_000.0, 50_000.0], 25_000.0, ("0", "25k", "50k")),
        ([0.0, 2_500.0, 5_000.0], 2_500.0, ("0", "2500", "5000")),
        ([-1.0, -0.5, 0.0, 0.5], 0.5, ("-1", "-0.5", "0", "0.5")),
        ([0.0, 0.1 * 3], 0.1, ("0", "0.3")),
        ([1e9, 1e9 + 5], 5.0, ("1,000,000,000", "1,000,000,005")),
        ([0.0, 5e8, 1e9], 5e8, ("0", "0.5B", "1B")),
        ([0.0, 1e300, 2e300], 1e300, ("0", "1e300", "2e300")),
        ([0.0, 2.5e-9], 2.5e-9, ("0", "2.5e-9")),
        ([], 1.0, ()),
    ],
)
def test_labels_have_the_places_that_the_step_needs(
    values: list[float], step: float, labels: tuple[str, ...]
) -> None:
    assert figures.ticks(values, step) == labels


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.01, "0.01"),
        (1.0, "1"),
        (1e3, "1k"),
        (1e4, "10k"),
        (1e6, "1M"),
        (-1e9, "-1B"),
        (1e20, "1e20"),
        (1e-5, "1e-5"),
    ],
)
def test_powers_of_ten_are_short(value: float, shown: str) -> None:
    assert figures.power(value) == shown
