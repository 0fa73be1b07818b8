"""Durations: what a person writes, the one form it is kept in, and ISO 8601."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from drift.config import parse_config
from drift.config.duration import duration_text, iso_duration, parse_duration
from drift.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "hours"),
    [("36h", 36), ("2d", 48), ("90m", 1.5), ("1d 12h", 36), ("1d12h", 36), ("1w", 168), (" 3600 s ", 1)],
)
def test_whole_numbers_with_units_are_durations(text: str, hours: float) -> None:
    assert parse_duration(text) == timedelta(hours=hours)


@pytest.mark.parametrize(
    "text",
    ["", "36", "h", "1.5h", "-1h", "12h 1d", "1h 2h", "0h", "36 hours", "200000d", "PT36H", "9" * 13 + "s"],
)
def test_all_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it says nothing but the text
        parse_duration(text)


@given(st.integers(min_value=1, max_value=10**9))
def test_the_kept_form_says_the_same(seconds: int) -> None:
    assert parse_duration(duration_text(timedelta(seconds=seconds))) == timedelta(seconds=seconds)


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_pydantic_reads_the_iso_form_as_the_same(seconds: int) -> None:
    """An outside witness of the form."""
    duration = timedelta(seconds=seconds)
    assert TypeAdapter(timedelta).validate_python(iso_duration(duration)) == duration


def test_two_ways_to_write_an_age_are_one_config() -> None:
    one, other = (parse_config(f"time: at\nmax_age: {text}", "x.yaml") for text in ("36h", "1d 12h"))
    assert (one, one.digest(), one.most_age) == (other, other.digest(), timedelta(hours=36))


@pytest.mark.parametrize("text", ["36", "1.5h", "[1h]", "12:30:00", "soon", "2026-01-01"])
def test_a_wrong_age_is_told_with_its_line_and_how_to_write_one(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(f"time: at\nmax_age: {text}", "x.yaml")
    assert "x.yaml line 2: `max_age` must be a duration" in str(caught.value)
    assert "36h" in str(caught.value.mend)
