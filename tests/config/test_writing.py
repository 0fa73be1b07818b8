"""Whatever a name or a comment holds, YAML reads that name back, and nothing of the comment."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from drift.config.writing import column_key, comment, entry, scalar

# What UTF-8 can hold: surrogates cannot be in a file.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(TEXTS)
def test_a_scalar_is_read_as_the_very_text(text: str) -> None:
    assert yaml.safe_load(f"key: {scalar(text)}") == {"key": text}
    assert yaml.safe_load(f"key: [{scalar(text)}, {scalar(text)}]") == {"key": [text, text]}
    assert yaml.safe_load(entry(scalar(text), "1")) == {text: 1}


@given(TEXTS)
def test_a_comment_says_nothing_to_yaml(text: str) -> None:
    assert yaml.safe_load(f"key: 1  {comment(text)}\nother: 2") == {"key": 1, "other": 2}


def test_words_that_some_yaml_takes_for_something_else_are_quoted() -> None:
    for word in (
        "no",
        "Yes",
        "on",
        "null",
        "~",
        "010",
        "5e-2",
        "2026-11-22",
        "0x1f",
        "1_000",
        ".inf",
        "<<",
        "=",
    ):
        assert scalar(word) == f'"{word}"'


def test_a_key_that_is_too_long_for_yaml_is_announced() -> None:
    long = "x" * 5_000
    assert yaml.safe_load(f"columns:\n  {entry(column_key(long), '{unit: second}')}") == {
        "columns": {long: {"unit": "second"}}
    }
