"""Masks hold what may be known of a value, the same for equal values, and nothing else."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.profile.mask import mask, masked
from drift.profile.patterns import pattern


@given(st.floats(allow_nan=False, allow_infinity=False).filter(bool))
def test_a_number_is_within_a_factor_of_its_mask_and_never_it(value: float) -> None:
    """Half an octave is a factor of 1.5 at most, and its middle at most a quarter off."""
    kept = mask(pl.Series([value]))[0]
    assert math.copysign(1, kept) == math.copysign(1, value)
    if abs(value) > 1e-300:
        assert 0.8 <= kept / value <= 1.25
        assert mask(pl.Series([kept]))[0] == kept


@pytest.mark.parametrize("value", [0.0, math.inf, -math.inf, None])
def test_what_is_no_finite_number_stays(value: float | None) -> None:
    assert mask(pl.Series([value], dtype=pl.Float64))[0] == value
    assert math.isnan(mask(pl.Series([math.nan]))[0])


def test_whole_numbers_share_their_half_octave() -> None:
    kept = mask(pl.Series(range(1, 12))).to_list()
    assert kept == [1.25, 2.5, 3.5, 5.0, 5.0, 7.0, 7.0, 10.0, 10.0, 10.0, 10.0]


@given(st.text(max_size=12))
def test_a_text_is_its_pattern_and_a_hash(text: str) -> None:
    """Of ASCII letters and digits `patterns.py` says the same; empty text stays."""
    kept = mask(pl.Series("x", [text]))[0]
    if not text:
        assert kept == ""
        return
    assert kept[-21] == "#"
    assert kept[-20:].isdigit()
    if text.isascii():
        assert kept[:-22] == pattern(text)


def test_equal_texts_have_equal_masks_in_one_column_and_none_in_two() -> None:
    one, again, other = mask(pl.Series("a", ["Ann", "Ann", "Bob"]))
    assert one == again != other
    assert mask(pl.Series("b", ["Ann"]))[0] != one


def test_masks_of_one_pattern_have_one_pattern() -> None:
    kept = mask(pl.Series("x", [f"user{i}@mail.org" for i in range(50)]))
    assert {pattern(text) for text in kept} == {"a9@a.a #9"}


def test_a_date_is_its_year_and_a_time_its_hour_too() -> None:
    assert mask(pl.Series([date(1984, 5, 6), None])).to_list() == [date(1984, 1, 1), None]
    moment = pl.Series([datetime(1984, 7, 6, 15, 30, tzinfo=UTC)]).dt.convert_time_zone("Europe/Lisbon")
    kept = mask(moment)
    assert kept.dtype == moment.dtype
    assert (kept.dt.year()[0], kept.dt.month()[0], kept.dt.hour()[0]) == (1984, 1, moment.dt.hour()[0])


def test_only_the_sensitive_columns_are_masked() -> None:
    frame = pl.DataFrame({"*": ["Ann"], "b": ["Ann"], "flag": [True]})
    kept = masked(frame, {"*", "flag"})
    assert (kept["b"][0], kept["flag"][0], kept.columns) == ("Ann", True, ["*", "b", "flag"])
    assert kept["*"][0] != "Ann"
