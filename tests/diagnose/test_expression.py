"""Polars code made of names and values of the data: it is what it says, and runs nothing else."""

from __future__ import annotations

import ast

import polars as pl
import polars.selectors as cs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.diagnose.expression import column_text, text_of


@given(st.text())
def test_a_text_reads_back_as_it_was_and_hides_nothing(value: str) -> None:
    """Python's own reader is the witness."""
    written = text_of(value)
    assert ast.literal_eval(written) == value
    assert written.isprintable()


@pytest.mark.parametrize("name", ["a", "*", "^a$", "^.*$", 'a"b', "a\\", "a b", "", '"); import os #', "漢"])
def test_a_column_is_that_column_alone(name: str) -> None:
    frame = pl.DataFrame({name: [1], "beside": [2]})
    code = column_text(name)
    assert isinstance(ast.parse(code, mode="eval").body, ast.Call)
    assert frame.select(eval(code, {"pl": pl, "cs": cs})).to_dict(as_series=False) == {name: [1]}  # noqa: S307
