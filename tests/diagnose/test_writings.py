"""Ways of writing: what Python's own codecs and a person's eye say is the same."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.diagnose.writings import (
    WRITINGS,
    as_number,
    in_two_letters,
    of_bytes,
    plain,
    repaired,
    unescaped,
    without_accents,
    without_lost,
    without_marks,
    without_space,
)

if TYPE_CHECKING:
    from collections.abc import Callable

LOSING = {writing.name: writing for writing in WRITINGS}["lost letters"]


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


@pytest.mark.parametrize(
    "lose",
    [
        lambda text: text.encode("ascii", "replace").decode(),
        lambda text: text.encode("ascii", "ignore").decode(),
        lambda text: text.encode("latin-1").decode("utf-8", "replace"),
        lambda text: text.encode().decode("ascii", "replace"),
    ],
)
@pytest.mark.parametrize("text", ["São Paulo", "Évora", "Köln", "naïve", "Ørsted 2"])
def test_letters_that_an_encoding_loses_are_left_out(text: str, lose: Callable[[str], str]) -> None:
    """Python's codecs are the witness."""
    lost = lose(text)
    assert lost != text
    assert without_lost(lost) == without_lost(text)
    assert LOSING.same(lost, text)
    assert LOSING.same(text, lost)


@pytest.mark.parametrize(("one", "other"), [("Bjørn", "Björn"), ("Ja?", "Ja")])
def test_what_lost_nothing_is_not_alike(one: str, other: str) -> None:
    assert without_lost(one) == without_lost(other)
    assert not LOSING.same(one, other)


@pytest.mark.parametrize("text", ["???", "東京", "?", "\ufffd\ufffd", "…"])
def test_a_text_of_which_nothing_would_be_left_stays(text: str) -> None:
    assert without_lost(text) == text


@pytest.mark.parametrize(
    "escape",
    [html.escape, quote, lambda text: json.dumps(text)[1:-1], lambda text: repr(text.encode())[2:-1]],
)
@pytest.mark.parametrize("text", ["AT&T", "Käse & Wein", "L'Oréal <3", "東京", "😀 ok", "100 %", "a"])
def test_escapes_are_taken_back(text: str, escape: Callable[[str], str]) -> None:
    """What Python's own libraries escape; quotes within bytes choose the other quotes."""
    assert unescaped(escape(text)) == text


@pytest.mark.parametrize("text", ["50%ff", r"C:\users", r"\xff", r"\ud83d", "R&D", "b'", "100%"])
def test_what_only_looks_like_an_escape_stays(text: str) -> None:
    assert unescaped(text) == text


@pytest.mark.parametrize("text", ["Porto", "L'Oréal", 'a "b"', "", "Köln"])
def test_bytes_as_python_writes_them_are_read(text: str) -> None:
    assert of_bytes(repr(text.encode())) == text
    assert of_bytes(text) == text


def test_two_letters_stand_for_one() -> None:
    assert in_two_letters("Öl, Straße, Århus, Genève") == "Oel, Strasse, Aarhus, Geneve"
    assert in_two_letters("Zu\u0308rich") == in_two_letters("Zürich") == "Zuerich"


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
        ("O\u2019Neil", "o'neil"),
        ("Johnson & Johnson", "johnson_&amp;_johnson"),
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
    assert without_accents("Łódź, Tromsø, Æsir") == "Lodz, Tromso, AEsir"
    assert without_marks("2024-01-31") == "20240131"
    assert [as_number(text) for text in ("+1.0", "0", "-0.50", "1e3")] == ["1", "0", "-0.5", "1e3"]


@given(st.text(max_size=12))
def test_every_way_is_done_once(text: str) -> None:
    """What a way of writing has taken off is not there any more; encodings may be wrong in turn."""
    for writing in WRITINGS:
        if writing.name in {"white space", "marks", "numbers"}:
            assert writing.plain(writing.plain(text)) == writing.plain(text)
