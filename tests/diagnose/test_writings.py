"""Ways of writing: what Python's own codecs and a person's eye say is the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.diagnose.writings import (
    WRITINGS,
    as_number,
    plain,
    repaired,
    without_accents,
    without_marks,
    without_space,
)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
@pytest.mark.parametrize("text", ["São Paulo", "Évora", "Köln", "10 €", "naïve", "Ørsted"])
def test_text_read_in_a_wrong_encoding_is_repaired(text: str, encoding: str) -> None:
    try:
        mangled = text.encode().decode(encoding)
    except UnicodeDecodeError:
        mangled = text.encode().decode("latin-1")
    assert mangled != text
    assert repaired(mangled) == text


def test_text_read_wrongly_twice_is_repaired() -> None:
    assert repaired("Évora".encode().decode("latin-1").encode().decode("latin-1")) == "Évora"


@pytest.mark.parametrize("text", ["plain", "São Paulo", "日本", ""])
def test_text_as_it_should_be_is_left(text: str) -> None:
    assert repaired(text) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("  Vila  Real ", "Vila Real"),
        ("Vila\u00a0Real", "vila real"),
        ("CREDIT_CARD", "credit-card"),
        ("Credit card", "creditcard"),
        ("ÉVORA", "evora"),
        ("007", "7.0"),
        ("a\u200bb", "ab"),
    ],
)
def test_the_same_in_another_writing(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(("one", "other"), [("A+", "A-"), ("1.5", "2.5"), ("-1", "1"), ("Male", "Female")])
def test_two_levels_stay_two(one: str, other: str) -> None:
    for writing in WRITINGS:
        assert writing.plain(one) != writing.plain(other)


def test_each_way_takes_off_what_it_is_called_after() -> None:
    assert without_space("\t a \n b\ufeff") == "a b"
    assert without_accents("Ärger, ça va") == "Arger, ca va"
    assert without_marks("2024-01-31") == "20240131"
    assert [as_number(text) for text in ("+1.0", "0", "-0.50", "1e3")] == ["1", "0", "-0.5", "1e3"]


@given(st.text(max_size=12))
def test_every_way_is_done_once(text: str) -> None:
    """What a way of writing has taken off is not there any more; encodings may be wrong in turn."""
    for writing in WRITINGS:
        if writing.name in {"white space", "marks", "numbers"}:
            assert writing.plain(writing.plain(text)) == writing.plain(text)
