"""How one text is read: which types it is plainly of, and which tokens mean that it is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.sources.text import (
    BIG_INTEGER,
    BOOLEAN,
    DATE,
    FLOAT,
    INTEGER,
    MISSING,
    MOMENTS,
    NUMBERS,
    TYPES,
    TextType,
    keeps_digits,
    present,
    stripped,
    time_type,
)


def values(one: TextType, *texts: str | None) -> list[object]:
    """Return what a type makes of some texts."""
    return pl.DataFrame({"x": texts}, schema={"x": pl.String}).select(one.parse(pl.col("x")))["x"].to_list()


def test_integers_are_exact_to_64_bits_and_big_ones_to_38_digits() -> None:
    assert values(INTEGER, "0", "-5", str(2**63 - 1), str(2**63)) == [0, -5, 2**63 - 1, None]
    assert values(BIG_INTEGER, str(2**63), "9" * 38, "9" * 40) == [2**63, int("9" * 38), None]


def test_floats_have_a_point_and_a_power_of_ten() -> None:
    assert values(FLOAT, "1", "-1.5", ".5", "1e-3", "2E2") == [1.0, -1.5, 0.5, 0.001, 200.0]


@pytest.mark.parametrize("text", ["1,5", "1_000", "0x10", "٣", "1e", "one", "1 2", "--1", ""])
def test_what_is_no_number_is_not_read_as_one(text: str) -> None:
    assert [values(one, text) for one in NUMBERS] == [[None]] * 3


def test_booleans_are_true_and_false_in_any_case() -> None:
    assert values(BOOLEAN, "true", "FALSE", "True", "yes", "1") == [True, False, True, None, None]


def test_dates_are_of_the_second_millennium_or_later() -> None:
    assert values(DATE, "2020-02-29", "2021-02-29", "12-05-33", "1-2-3") == [
        date(2020, 2, 29),
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-01-02T03:04:05", datetime(2020, 1, 2, 3, 4, 5)),  # noqa: DTZ001 - naive is the point
        ("2020-01-02 03:04:05.678901", datetime(2020, 1, 2, 3, 4, 5, 678901)),  # noqa: DTZ001
        ("2020-01-02 03:04", datetime(2020, 1, 2, 3, 4)),  # noqa: DTZ001
        ("2020-01-02T03:04", datetime(2020, 1, 2, 3, 4)),  # noqa: DTZ001
        ("2020-01-02T03:04:05Z", datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2020-01-02 03:04:05.5+02:00", datetime(2020, 1, 2, 1, 4, 5, 500000, tzinfo=UTC)),
        ("2020-01-02T03:04-0100", datetime(2020, 1, 2, 4, 4, tzinfo=UTC)),
    ],
)
def test_datetimes_are_iso_forms_and_those_with_an_offset_are_utc(text: str, expected: datetime) -> None:
    assert [value for one in MOMENTS if (value := values(one, text)[0])] == [expected]


@pytest.mark.parametrize("token", MISSING)
def test_tokens_mean_missing_also_between_spaces(token: str) -> None:
    frame = pl.DataFrame({"x": [token, f" {token} ", "value", None]})
    assert frame.select(present(stripped(pl.col("x"))))["x"].to_list() == [None, None, "value", None]


def test_a_code_would_lose_its_digits_as_a_number() -> None:
    texts = {"00501": True, "+351": True, "-007": True, "0": False, "0.5": False, "-0": False, "10": False}
    frame = pl.DataFrame({"x": list(texts)})
    assert frame.select(keeps_digits(pl.col("x")))["x"].to_list() == list(texts.values())


@given(
    st.one_of(
        st.integers().map(str),
        st.floats(allow_nan=False).map(repr),
        st.booleans().map(str),
        st.dates(date(1000, 1, 1)).map(str),
        st.datetimes(datetime(1000, 1, 1)).map(str),  # noqa: DTZ001 - naive is the point
        st.datetimes(datetime(1000, 1, 1), timezones=st.just(UTC)).map(str),  # noqa: DTZ001
        st.text(max_size=20),
    )
)
def test_a_text_is_of_one_type_at_most_but_for_the_chain_of_numbers(text: str) -> None:
    """So the type of a column does not depend on the order in which its rows come."""
    reads = [one for one in TYPES if values(one, text) != [None]]
    numbers = [one for one in reads if one in NUMBERS]
    assert len(reads) <= 1 or reads == numbers
    assert numbers == list(NUMBERS[len(NUMBERS) - len(numbers) :])


def test_a_time_type_is_found_by_its_format() -> None:
    assert time_type("%Y-%m-%d") is DATE
    assert values(time_type("%d.%m.%Y %H:%M"), "31.12.2020 23:59") == [datetime(2020, 12, 31, 23, 59)]  # noqa: DTZ001
