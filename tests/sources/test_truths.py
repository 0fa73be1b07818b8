"""What stands for true and false, by what people and programs write."""

from __future__ import annotations

import polars as pl
import pytest

from drift.sources.truths import DIGITS, FALSE, TRUE, WORDS, truth_of_numbers, truth_of_words


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("true", "false"),
        ("T", "F"),
        ("YES", "NO"),
        ("Y", "N"),
        ("on", "off"),
        ("ja", "nein"),  # German
        ("J", "N"),
        ("WAHR", "FALSCH"),  # of a spreadsheet in German
        ("oui", "non"),  # French
        ("VRAI", "FAUX"),
        ("sí", "no"),  # Spanish
        ("VERDADERO", "FALSO"),
        ("sim", "não"),  # Portuguese
        ("ja", "nee"),  # Dutch
        ("WAAR", "ONWAAR"),
        ("tak", "nie"),  # Polish
        ("да", "нет"),  # Russian
        ("ja", "nej"),  # Swedish
        ("是", "否"),  # Chinese
        ("はい", "いいえ"),  # Japanese
        ("enabled", "disabled"),
        ("Active", "Inactive"),
    ],
)
def test_pairs_of_words_are_read_as_they_are_meant(true: str, false: str) -> None:
    texts = pl.DataFrame({"x": [true, false, None, "?"]})
    assert texts.select(truth_of_words(pl.col("x")))["x"].to_list() == [True, False, None, None]


def test_digits_are_truths_only_where_they_are_asked_for() -> None:
    texts = pl.DataFrame({"x": ["1", "0", "-1", "2", "yes"]})
    assert texts.select(truth_of_words(pl.col("x")))["x"].to_list() == [None] * 4 + [True]
    with_digits = texts.select(truth_of_words(pl.col("x"), digits=True))["x"].to_list()
    assert with_digits == [True, False, True, None, True]


def test_every_word_is_lower_case_and_no_number() -> None:
    assert [word for word in WORDS if word != word.lower() or word in DIGITS] == []


def test_no_word_stands_for_both() -> None:
    assert {*TRUE} & {*FALSE} == set()


@pytest.mark.parametrize("dtype", [pl.Int64(), pl.Float64(), pl.Decimal(10, 2), pl.Int8()])
def test_numbers_are_truths_in_any_type(dtype: pl.DataType) -> None:
    numbers = pl.Series("x", [1, 0, None, 3, -1], dtype=dtype)
    assert truth_of_numbers(numbers).to_list() == [True, False, None, None, True]


def test_numbers_without_a_sign_are_truths() -> None:
    assert truth_of_numbers(pl.Series([1, 0, 255], dtype=pl.UInt8())).to_list() == [True, False, None]


@pytest.mark.parametrize(
    ("numbers", "truths"),
    [
        ([1, 2, None], [True, False, None]),
        ([1.0, 2.0], [True, False]),
        ([1, 2, 0], [True, None, False]),  # 0 is false, so 2 is something else
        ([1, 2, 9], [True, None, None]),
        ([1, 1], [True, True]),
        ([], []),
    ],
)
def test_one_and_two_are_yes_and_no_where_nothing_else_is(
    numbers: list[float | None], truths: list[bool | None]
) -> None:
    assert truth_of_numbers(pl.Series(numbers, dtype=pl.Float64())).to_list() == truths
